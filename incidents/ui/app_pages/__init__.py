"""The pages, one script each.

Not named `pages`: Streamlit takes a folder of that name beside the frame for an older kind of
app, and a new server's first visitor would see a page without its frame.
"""
