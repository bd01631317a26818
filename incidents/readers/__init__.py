"""Files to raw rows; the only room that opens a foreign file."""
