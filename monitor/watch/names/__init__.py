"""Names in any spelling: what in a text sounds like a watched name, and how much that is evidence of it."""
