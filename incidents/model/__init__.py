"""What an incident is: vocabularies, tables, precision, tolls, attribution, validation."""
