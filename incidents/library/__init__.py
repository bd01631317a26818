"""The datasets this installation holds."""
