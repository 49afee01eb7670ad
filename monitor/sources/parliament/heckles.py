"""Interjections told from speeches that the Australian record also calls interjections.

Whoever takes the floor within another's speech is written down as interjecting: rulings from the chair, also under the person's own name,
and points of order, which are speeches. So is what goes on for a while. What is left are words thrown in, and notes such as
`Mr Doe interjecting`.
"""

from __future__ import annotations

import re

from monitor.model import Kind

_NOTE = re.compile(r".{0,80}\binterjecting\W*")
_LEADS = r"\W*(?:(?:on|by|I|a|point|of|order|rise|raise|seek|leave)\W+)*"
_TO_THE_CHAIR = re.compile(rf"{_LEADS}(?:Mr|Mrs|Ms|Madam)\.? (?:Acting )?(?:Deputy )?(?:Speaker|President|Chair|Chairman)\b", re.IGNORECASE)
_POINT_OF_ORDER = re.compile(r"\W*(?:(?:On|I|rise|raise|have|make|a|my|the)\W+)*point of order\b", re.IGNORECASE)
_RULING = re.compile(
    r"\W*Order[!.,;]|\W*I call (?:the|Mr|Mrs|Ms|Dr|Senator)\b|\W*The (?:original )?question (?:is|was|now is)\b"
    r"|\W*I (?:now )?(?:warn|name) the\b|\W*(?:[Ii]t goes to |on )?[Dd]irect relevance\b"
    r"|[^.!?]{3,80} (?:will (?:not |now )?(?:resume (?:his|her|their) seat|withdraw)|(?:is|has been) warned)\b"
)
_MOST_WORDS = 18  # on 20 September 2007 and 4 March 2026 nobody has thrown in more at once; all that is longer is a ruling or a statement


def kind_of_interjection(text: str, *, is_chair: bool) -> Kind:
    """Tell a speech from the chair, to it or of some length from words thrown in. Each line is one interruption."""
    lines = [line for line in text.split("\n") if not _NOTE.fullmatch(line)]
    is_speech = is_chair or any(_is_speech(line) for line in lines)
    return Kind.SPEECH if is_speech else Kind.INTERJECTION


def is_note(lines: list[str]) -> bool:
    """Whether nothing is told but that somebody interjected."""
    return all(_NOTE.fullmatch(line) for line in lines)


def _is_speech(line: str) -> bool:
    begins = any(pattern.match(line) for pattern in (_TO_THE_CHAIR, _POINT_OF_ORDER, _RULING))
    return begins or len(line.split()) > _MOST_WORDS
