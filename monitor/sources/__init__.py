"""Sources: how feeds and records are fetched, and what their documents yield."""
