"""Who speaks in the UK's Hansard, read from the line before a contribution, in the forms that Hansard usually writes.

`Ann Roe (Northby) (Lab)` gives constituency and party; `The Minister for Trade (Ann Roe) (Con)`, as in the Lords, an office, a name and a
party; `Lord Roe (LD)` a party, where it is one of the abbreviations that Hansard uses; `Ann Roe (in the Chair)` the chair of a committee.
Anything else is a label and no more: what stands in a single pair of brackets may be a place, a name or a party.
"""

from __future__ import annotations

import re
from dataclasses import replace

from monitor.model import Speaker
from monitor.sources.markup import one_line

_REMOTE = re.compile(r"\s*[\[(]V[\])]$")  # took part by video, 2020 to 2022
_COLON = re.compile(r"\s*[:.]$")
_GROUPS = re.compile(r"(?P<name>[^()]+?)(?:\s*\((?P<first>[^()]{1,80})\))?(?:\s*\((?P<second>[^()]{1,40})\))?")
_CHAIR = re.compile(
    r"(?:(?:Mr|Mrs|Ms|Miss|Madam|The)\s)?(?:Principal |First |Second |Senior |Temporary |Deputy |Lord )*"
    r"(?:Speaker|Chair(?:man|woman|person)?(?: of (?:Committees|Ways and Means))?)"
)
_IN_THE_CHAIR = "in the chair"
# Hansard's own abbreviations, of now and of the last decades
_ABBREVIATED = (
    "Con|Lab|Lab/Co-op|LD|SNP|DUP|SDLP|SF|UUP|PC|Green|GP|Alliance|APNI|TUV|Reform|Reform UK|RUK|Alba|UKIP|Respect|Change UK|TIG|"
    "Ind|Ind Lab|Ind Con|Ind LD|Ind SD|Ind UU|CB|Non-Afl"
)
_PARTIES = frozenset(_ABBREVIATED.split("|"))


def speaker_of(attributed: str, member: str) -> Speaker | None:
    """Read who speaks.

    Args:
        attributed: what stands before the contribution; may be empty.
        member: the member's number; may be empty.

    Returns:
        None if the record names nobody.
    """
    label = _COLON.sub("", one_line(attributed, is_markup=True))
    if not label:
        return Speaker(f"Member {member}", id=member) if member else None
    speaker = Speaker(label, id=member or None)
    found = _GROUPS.fullmatch(_REMOTE.sub("", label))
    if found is None:
        return speaker
    name, first, second = found["name"], found["first"], found["second"]
    if _CHAIR.fullmatch(name) or _IN_THE_CHAIR in {(first or "").lower(), (second or "").lower()}:
        return replace(speaker, is_chair=True)
    if name.startswith("The "):
        return replace(speaker, role=name, party=second or (first if first in _PARTIES else None))
    if second:
        return replace(speaker, constituency=first, party=second)
    return replace(speaker, party=first if first in _PARTIES else None)


class Members:
    """What a document has said of its members: Hansard writes place and party once, and the name alone from then on."""

    def __init__(self) -> None:
        self._known: dict[str, Speaker] = {}

    def completed(self, speaker: Speaker | None) -> Speaker | None:
        """Carry party, place and name forward to a member of the same number."""
        if speaker is None or speaker.id is None:
            return speaker
        known = self._known.get(speaker.id)
        if known is None:
            self._known[speaker.id] = speaker
            return speaker
        is_unnamed = speaker.label == f"Member {speaker.id}"
        full = replace(
            speaker,
            label=known.label if is_unnamed else speaker.label,
            party=speaker.party or known.party,
            constituency=speaker.constituency or known.constituency,
        )
        self._known[speaker.id] = full
        return full
