"""Load of many readers at once: real sessions over WebSocket, and the map's requests over HTTP."""
