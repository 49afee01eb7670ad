"""Speakers as the Australian record writes them: a `talker` with name, party and electorate, or a label in the text."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from monitor.model import Speaker
from monitor.sources.parliament.xml import first, local_name, named, words_of

if TYPE_CHECKING:
    from lxml import etree

_CHAIR = re.compile(r"The (?:\w+ )*(?:SPEAKER|PRESIDENT|CHAIR|CHAIRMAN)\b", re.IGNORECASE)


def named_speaker(unit: etree._Element) -> Speaker | None:
    """Read the talker of a speech or an interjection, or the name of who moves a motion without a speech."""
    talker = first(unit, "talker") if _is_first(unit, "talk.start") else unit
    if talker is None:
        return None
    names = {each.get("role", ""): words_of(each) for each in talker if local_name(each) == "name"}
    label = names.get("display") or names.get("metadata") or next(iter(names.values()), "")
    if not label:
        return None
    is_chair = _CHAIR.search(label) is not None or _CHAIR.search(names.get("metadata", "")) is not None
    return Speaker(
        label,
        _own(talker, "name.id"),
        role=_own(talker, "role"),
        party=_own(talker, "party"),
        constituency=(_own(talker, "electorate") or "").strip("()") or None,
        is_chair=is_chair,
    )


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


def _is_first(unit: etree._Element, name: str) -> bool:
    return any(local_name(child) == name for child in unit)


def _own(talker: etree._Element, name: str) -> str | None:
    return next((words_of(each) for each in named(talker, name) if words_of(each)), None)
