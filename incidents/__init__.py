"""Incident Atlas: sourced security incidents on a map and a timeline."""

__version__ = "0.1.0"
