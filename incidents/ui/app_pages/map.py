"""The map and the timeline as one instrument."""

from incidents.library.datasets import load_atlas
from incidents.ui.map_view import render_map
from incidents.ui.strip import render_strip
from incidents.ui.timeline_view import render_timeline

dataset = load_atlas().dataset
render_strip(dataset)
render_map(dataset)
render_timeline(dataset)
