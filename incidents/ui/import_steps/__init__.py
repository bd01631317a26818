"""The steps of the Import page, in the order of the page: a module each."""
