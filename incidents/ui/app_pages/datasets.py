"""Datasets: what is served, from whom, under which terms, and taking it away or back."""

from incidents.errors import IncidentsError
from incidents.library.datasets import load_atlas
from incidents.settings import read_settings
from incidents.ui.dataset_view import render_datasets

try:
    dataset = load_atlas().dataset
except IncidentsError:  # the frame has said it
    dataset = None
render_datasets(dataset, read_settings())
