"""What is known of languages, read once in a process however often it is asked for."""

from __future__ import annotations

from functools import cache

from monitor.language.load import Languages


@cache
def languages() -> Languages:
    """Give the one `Languages` of this process; each script is read when its first word is asked for."""
    return Languages()
