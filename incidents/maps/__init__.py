"""The map: folium's base, our own layers and their browser scripts, styles and legend."""
