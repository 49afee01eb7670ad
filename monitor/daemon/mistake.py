"""A mistake of Tocsin's own, in words for the operator; the log has the traceback."""

from __future__ import annotations

_LONGEST_QUOTE = 200


def our_mistake(error: Exception) -> str:
    """Say what went wrong that nobody thought of, on one line."""
    said = " ".join(str(error).split())[:_LONGEST_QUOTE]
    return f"a mistake of Tocsin's own: {type(error).__name__}: {said}; please report it"
