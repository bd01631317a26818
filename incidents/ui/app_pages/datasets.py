"""Datasets: what is served, from whom, under which terms, and taking it away or back."""

from contextlib import suppress

from incidents.errors import IncidentsError
from incidents.library.datasets import Dataset, load_atlas
from incidents.settings import read_settings
from incidents.ui.dataset_view import render_datasets

dataset: Dataset | None = None
with suppress(IncidentsError):  # the frame has said it
    dataset = load_atlas().dataset
render_datasets(dataset, read_settings())
