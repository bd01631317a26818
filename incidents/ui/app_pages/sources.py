"""Sources and methods: what the dataset is, where it comes from and what it is not for."""

from incidents.library.datasets import load_atlas
from incidents.ui.source_view import render_sources

render_sources(load_atlas().dataset)
