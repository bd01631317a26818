"""Charts: plain data in, specifications and drawings out."""
