"""Interjections told from speeches that the Australian record also calls interjections.

Whoever takes the floor within another's speech is written down as interjecting: rulings from the chair and points of order too, which are
addressed to the chair and are speeches. What is left are words thrown in, and notes such as `Mr Doe interjecting`.
"""

from __future__ import annotations

import re

from monitor.model import Kind

_TO_THE_CHAIR = re.compile(
    r"\W*(?:(?:on|by|I|a|point|of|order|rise|raise|seek|leave)\W+)*"
    r"(?:Mr|Mrs|Ms|Madam)\.? (?:Acting )?(?:Deputy )?(?:Speaker|President|Chair|Chairman)\b",
    re.IGNORECASE,
)


def kind_of_interjection(text: str, *, is_chair: bool) -> Kind:
    """Tell a speech from the chair or to it from words thrown in."""
    return Kind.SPEECH if is_chair or _TO_THE_CHAIR.match(text) else Kind.INTERJECTION
