"""Actors: what each claimed, denied, was said to have done, and by whom."""

from incidents.library.datasets import load_atlas
from incidents.ui.actor_view import render_actors
from incidents.ui.strip import render_strip

dataset = load_atlas().dataset
if render_strip(dataset):
    render_actors(dataset)
