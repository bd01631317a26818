"""Datasets: what is served, from whom, under which terms, and taking it away or back."""

from incidents.library.datasets import load_atlas
from incidents.settings import read_settings
from incidents.ui.dataset_view import render_datasets

render_datasets(load_atlas().dataset, read_settings())
