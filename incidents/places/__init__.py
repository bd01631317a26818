"""Names and coordinates to places: areas, gazetteer, geocoder."""
