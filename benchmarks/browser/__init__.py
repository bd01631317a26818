"""Opens apps in a real browser and measures what a reader waits for.

`python -m benchmarks.browser --help` says how.

The driver speaks the Chrome DevTools Protocol itself. Playwright keeps the protocol's network
domain on and is sent every WebSocket frame once more, in base64: an app that ships all its data
over its WebSocket would be measured several times slower than its readers find it.
"""
