"""What the server answers beside the page: tiles, incidents, figures, downloads, scripts."""
