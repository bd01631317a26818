"""Filtered tables to files that people take away."""
