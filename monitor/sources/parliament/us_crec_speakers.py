"""Who speaks in the Congressional Record: a turn begins with a title and a name in capitals, `Ms. JACKSON LEE of Texas`, a full stop."""

from __future__ import annotations

import re
from dataclasses import dataclass

from monitor.model import Speaker

_PARTICLE = r"(?:van|von|der|den|de|del|la|du|di|da) "
_INITIALS = r"(?:[A-Z]\.){1,4}"
_CAPITALS = (
    r"(?:[A-Z][a-z]{0,3}['\u2019]?(?=[A-Z]{2}))?[A-Z\u00c0-\u00d6\u00d8-\u00de][A-Z\u00c0-\u00d6\u00d8-\u00de'\u2019-]+"  # DeFAZIO, O'NEILL
)
_WORDS = rf"(?:{_PARTICLE}){{0,2}}{_CAPITALS}"
_NAME = rf"(?:{_INITIALS} ){{0,3}}{_WORDS}(?: (?:{_INITIALS}|{_WORDS})){{0,4}}?(?:,? (?:Jr|Sr)\.?)?"
_STATE = r"(?: of (?:the )?[A-Z][a-z]+(?: (?:of )?[A-Z][a-z]+){0,3})?"
_TITLED = rf"(?:Mr|Mrs|Ms|Miss|Dr|Madam|Messrs)\.? (?:Manager |Counsel )?{_NAME}{_STATE}"
_OFFICE = r"The (?:[Aa]cting |Vice )?[A-Z]{3,}(?: [A-Z]{2,}){0,3}(?: pro tempore)?(?: \([^()]{3,60}\))?"
# Printers end some labels with a comma (`Mr. CONYERS, Mr. Speaker, I ...`); that is a turn only where the chair is addressed.
_END = r"(?:[.:](?= |$)|,(?= (?:Mr|Mrs|Ms|Madam)\.? (?:Speaker|President|Chair)))"
_ASIDE = r"(?: \([a-z][^():]{3,80}\)(?=\.))?"  # `Mr. ROE (during the reading). I ask ...`
_TURN = re.compile(rf"(?P<label>{_TITLED}|(?P<office>{_OFFICE})){_ASIDE}{_END} ?")
TURN_LINE = re.compile(rf"^(?: {{1,2}}| *<bullet> *)(?:{_TITLED}|{_OFFICE}){_ASIDE}{_END}", re.MULTILINE)
_CHAIRS = re.compile(r"\b(?:PRESIDING OFFICER|SPEAKER|CHAIR(?:MAN|WOMAN|PERSON)?|PRESIDENT|CHIEF JUSTICE)\b")
_OFFICERS = re.compile(r"\b(?:CLERK|SERGEANT|DOORKEEPER|SECRETARY|CHAPLAIN|PARLIAMENTARIAN)\b")
_MEMBER = re.compile(r"(?:speech of )?(?P<label>HON\. .{3,80})", re.IGNORECASE)
_FROM_LABEL = re.compile(r" of (.*)$")
_FROM = re.compile(r"of (?:the )?(?P<state>[a-z][a-z .]{2,40})", re.IGNORECASE)
_SMALL = frozenset({"of", "the", "and"})
# What the Record itself tells of the proceedings. Each is one that nobody says, or is all that its paragraph has.
_NARRATED = re.compile(
    rf"{_TITLED} (?:addressed the Chair|assumed the chair|took the chair|asked and was given permission)\b"
    rf"|\((?:{_TITLED}|The [A-Z][\w ]+) (?:asked|addressed|assumed)\b"
    r"|The (?:[a-z]+ ){0,4}[Cc]lerk (?:read|called|proceeded|designated|reported|announced)\b"
    r"|The result was announced|The vote was taken by electronic device|Accordingly,? the House resolved itself|By unanimous consent, "
    r"|The text of the [\w -]{3,60} is as follows:$|\[(?:Mr|Mrs|Ms|Miss|Dr)\. [^\]]*\]$"
    r"|(?:So )?[Tt]he (?:[\w.()-]+ ){1,9}(?:was|were) (?:agreed to|rejected|passed|ordered|confirmed|laid (?:up)?on the table)[^.]{0,60}\.$"
    r"|A motion to reconsider was laid on the table\.$|There was no objection\.$"
)


@dataclass(frozen=True, slots=True)
class Turn:
    """A paragraph that begins a turn: who speaks, and what follows the label."""

    speaker: Speaker
    text: str


def turn_of(paragraph: str) -> Turn | None:
    """Read the label of a turn; None if the paragraph begins none."""
    found = _TURN.match(paragraph)
    if found is None:
        return None
    label, office = found["label"], found["office"]
    if office and not _CHAIRS.search(office) and not _OFFICERS.search(office):
        return None
    of = None if office else _FROM_LABEL.search(label)
    is_chair = bool(office) and not _OFFICERS.search(label)
    return Turn(Speaker(label, constituency=_state(of[1]) if of else None, is_chair=is_chair), paragraph[found.end() :])


def is_narrated(paragraph: str) -> bool:
    """Whether a paragraph tells what was done, in words that are plainly the Record's own."""
    return _NARRATED.match(paragraph) is not None


def member_of(heading: str) -> Speaker | None:
    """Read the heading that names the author of an extension of remarks, `HON. JOE KNOLLENBERG`."""
    found = _MEMBER.fullmatch(heading)
    return Speaker(found["label"]) if found else None


def state_of(heading: str) -> str | None:
    """Read the line below such a heading, `of michigan`; None if it is something else."""
    found = _FROM.fullmatch(heading)
    return _state(" ".join(word if word in _SMALL else word.capitalize() for word in found["state"].lower().split())) if found else None


def is_same(author: Speaker, label: str) -> bool:
    """Whether the label of a turn bears the author's name: `Mr. KNOLLENBERG` is `HON. JOE KNOLLENBERG`."""
    name = re.sub(r"^\w+\.? | of .*$", "", label).upper()
    return bool(re.search(rf"\b{re.escape(name)}\b", author.label.upper()))


def _state(written: str) -> str:
    return written.removeprefix("the ")
