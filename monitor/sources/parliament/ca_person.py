"""Speakers as the Canadian record writes them: `Ms. Jane Doe (Long River, NDP):`, `The Acting Speaker (Mr. John Doe):`."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from monitor.model import Speaker
from monitor.sources.parliament.xml import first, local_name, words_of

if TYPE_CHECKING:
    from lxml import etree

_WITNESS = "28"
_CHAIRS = frozenset(("15", "22", "35", "36"))  # Speaker, Deputy Speaker; chair and acting chair of a committee
# Affiliation/@Type is not enough: in the data 96 is the Chair of the whole, a minister and the Leader of the Opposition
_CHAIR = re.compile(r"(?:The|Le|La)\b[\w\s'.-]*\b(?:Speaker|Chair|Chairman|pr[ée]sidente?)\b.*|(?:Joint )?Chair\b.*", re.IGNORECASE)
_OFFICE = re.compile(r"\b(?:minist|secr[ée]t|leader|chef|whip|president|président|deputy|speaker)", re.IGNORECASE)
_PARTY = re.compile(r"[A-Z][\w. ]{0,11}")


def read_speaker(element: etree._Element | None) -> Speaker | None:
    """Read a PersonSpeaking, Questioner or Responder, or the Affiliation in one; None where nobody is named."""
    label = words_of(element).rstrip(" :").rstrip()
    if element is None or not label:
        return None
    affiliation = element if local_name(element) == "Affiliation" else first(element, "Affiliation")
    kind = "" if affiliation is None else affiliation.get("Type", "")
    number = None if affiliation is None else affiliation.get("DbId")
    is_chair = kind in _CHAIRS or _CHAIR.fullmatch(label) is not None
    inner = _in_brackets(label)
    if kind == _WITNESS:
        return Speaker(label, number, role=inner, is_witness=True)
    if is_chair:  # in the brackets stands a person, who may have brackets in turn
        inner = _in_brackets(inner) if inner else None
    where, party = _parted(inner)
    is_office = where is not None and not is_chair and _OFFICE.search(where) is not None
    return Speaker(
        label,
        number,
        role=where if is_office else None,
        party=party,
        constituency=None if is_office else where,
        is_chair=is_chair,
    )


def _in_brackets(label: str) -> str | None:
    """Give what stands in the last pair of brackets, if the label ends with it; brackets within belong to it."""
    if not label.endswith(")"):
        return None
    depth = 0
    for place in range(len(label) - 1, -1, -1):
        depth += (label[place] == ")") - (label[place] == "(")
        if depth == 0:
            return label[place + 1 : -1].strip() or None
    return None


def _parted(inner: str | None) -> tuple[str | None, str | None]:
    """Part `Long River, NDP`: the party stands behind the last comma, and is short."""
    if inner is None:
        return None, None
    where, comma, party = inner.rpartition(", ")
    if comma and _PARTY.fullmatch(party):
        return where, party
    return inner, None
