"""Names to places: try one and see what was understood, and decide those that are open."""

from incidents.settings import read_settings
from incidents.ui.places_view import render_places
from incidents.ui.review_view import render_review

render_places(read_settings())
render_review(read_settings())
