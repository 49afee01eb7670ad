"""Regular expressions of an entry, in RE2: none of them can be slow, whatever it is tried on."""

from __future__ import annotations

import re2  # type: ignore[import-untyped]


def wrong_pattern(text: str) -> str:
    """Say what is wrong with a regular expression; nothing if it can be used."""
    options = re2.Options()
    options.log_errors = False
    try:
        re2.compile(text, options)
    except re2.error as error:
        said = error.args[0] if error.args else ""
        return said.decode("utf-8", "replace") if isinstance(said, bytes) else str(said)
    return ""
