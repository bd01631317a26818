"""The incidents as a table: the equal of the map."""

from incidents.library.datasets import load_atlas
from incidents.ui.strip import render_strip
from incidents.ui.table_view import render_table

dataset = load_atlas().dataset
if render_strip(dataset):
    render_table(dataset)
