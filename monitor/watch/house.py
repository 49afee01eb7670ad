"""The houses of parliaments by the names that people give them."""

from __future__ import annotations

import re

from monitor.text.fold import fold_key

_ARTICLE = re.compile(r"^(?:the )?(?:house of )?(?=\w)")
_SIGNS = re.compile(r"[^\w]+")


def house_name(written: str) -> str:
    """Fold the name of a house: `House of Commons` and `Commons` are one, and `Westminster Hall` is `westminster-hall`."""
    return _SIGNS.sub("-", _ARTICLE.sub("", fold_key(written), count=1)).strip("-")
