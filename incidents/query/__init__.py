"""One query, everywhere: the filter and what is computed of what it selects."""
