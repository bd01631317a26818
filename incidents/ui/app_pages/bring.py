"""Import: a file of anybody's, checked row by row before any of it is shown."""

from incidents.settings import read_settings
from incidents.ui.import_view import render_import

render_import(read_settings())
