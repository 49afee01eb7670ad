"""Watches that can be read, and will not do what was meant: what `check` warns of."""
