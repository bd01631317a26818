"""What every peer has alike: the view that its map opens with, and the words on its button."""

LATITUDE, LONGITUDE = 31.5, 47.0
ZOOM = 6
"""In Leaflet's counting; maps of 512-pixel tiles count one less for the same scale."""
GL_ZOOM = ZOOM - 1
HEIGHT_PX = 600
BUTTON = "Choose dates"
"""Chooses the dates that the page's address names."""
