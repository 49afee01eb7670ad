"""Speakers as the Australian record writes them: a `talker` with name, party and electorate, or a label in the text."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from monitor.model import Speaker
from monitor.sources.parliament.xml import first, local_name, words_of

if TYPE_CHECKING:
    from lxml import etree

_CHAIR = re.compile(r"The (?:\w+ )*(?:SPEAKER|PRESIDENT|CHAIR|CHAIRMAN)\b", re.IGNORECASE)


def named_speaker(unit: etree._Element) -> Speaker | None:
    """Read the talker of a speech or an interjection, or the name of who moves a motion without a speech."""
    talker = talker_of(unit)
    if talker is None:
        return None
    own = facts(talker)
    names = {each.get("role", ""): words_of(each) for each in talker if local_name(each) == "name"}
    label = names.get("display") or names.get("metadata") or next(iter(names.values()), "")
    if not label:
        return None
    is_chair = _CHAIR.search(label) is not None or _CHAIR.search(names.get("metadata", "")) is not None
    return Speaker(
        label,
        own.get("name.id"),
        role=own.get("role"),
        party=own.get("party"),
        constituency=own.get("electorate", "").strip("()") or None,
        is_chair=is_chair,
    )


def talker_of(unit: etree._Element) -> etree._Element | None:
    """Find what tells of the speaker: a talker in talk.start, or the unit itself where it has none."""
    start = next((child for child in unit if local_name(child) == "talk.start"), None)
    return unit if start is None else first(start, "talker")


def facts(talker: etree._Element) -> dict[str, str]:
    """Give what a talker says of the speaker, by the names of its elements; what is empty is not there."""
    pairs = ((local_name(child), words_of(child)) for child in talker)
    return {name: words for name, words in pairs if words}


def plain_speaker(label: str, number: str | None) -> Speaker:
    """Read a label in the text: `Mr ALBANESE`, `The SPEAKER:`."""
    bare = label.strip().rstrip(":—").strip()
    return Speaker(bare, number or None, is_chair=_CHAIR.match(bare) is not None)


def with_print(talker: Speaker | None, printed: Speaker, role: str | None) -> Speaker:
    """Put the label as it is printed, and the office beside it, to what the talker says."""
    if talker is None:
        return replace(printed, role=role)
    is_chair = talker.is_chair or printed.is_chair
    return replace(talker, label=printed.label or talker.label, role=role or talker.role, is_chair=is_chair)
