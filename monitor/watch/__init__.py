"""Watches: the watch language, the index, the evidence. Pure."""
