"""The catalogue: what is known of parliaments, and what an entry makes of it."""
