"""The fixed words of messages: times, languages, kinds of items, numbers of things."""

from __future__ import annotations

from typing import TYPE_CHECKING

from monitor.model import How, Kind, Tier
from monitor.text.language_tag import LANGUAGES

if TYPE_CHECKING:
    from datetime import date, datetime
    from zoneinfo import ZoneInfo

MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")

_SAID = {
    Kind.SPEECH: "Said in parliament",
    Kind.QUESTION: "Asked in parliament",
    Kind.ANSWER: "Answered in parliament",
    Kind.TESTIMONY: "Said in evidence",
    Kind.STATEMENT: "Stated in parliament",
    Kind.BILL_EVENT: "A bill in parliament",
    Kind.PROCEDURAL: "On the parliamentary record",
    Kind.INTERJECTION: "Called out in parliament",
}
_MANNER = {
    Kind.QUESTION: "asked",
    Kind.ANSWER: "answered",
    Kind.TESTIMONY: "in evidence",
    Kind.PROCEDURAL: "on the record",
    Kind.INTERJECTION: "called out",
}
_THING = {
    Kind.ARTICLE: ("story", "stories"),
    Kind.SPEECH: ("speech", "speeches"),
    Kind.QUESTION: ("question", "questions"),
    Kind.ANSWER: ("answer", "answers"),
}
_OTHER_THING = ("entry of a record", "entries of records")
_STATUS = {"draft": "draft record", "final": "final record"}
_READ = {
    Kind.ARTICLE: "Read the article",
    Kind.SPEECH: "Read the speech",
    Kind.QUESTION: "Read the question",
    Kind.ANSWER: "Read the answer",
}


def moment(at: datetime, zone: ZoneInfo) -> str:
    """Say when, with the place whose clocks are meant: `6 Oct 2020, 09:12 (Toronto)`."""
    here = at.astimezone(zone)
    return f"{here.day} {MONTHS[here.month - 1]} {here.year}, {here:%H:%M} ({place(zone)})"


def short_moment(at: datetime, zone: ZoneInfo) -> str:
    """Say when, near now: `Wed 7 Oct, 07:30`."""
    here = at.astimezone(zone)
    return f"{WEEKDAYS[here.weekday()]} {here.day} {MONTHS[here.month - 1]}, {here:%H:%M}"


def place(zone: ZoneInfo) -> str:
    """Name a time zone by its city: `Toronto` for America/Toronto."""
    return str(zone).rpartition("/")[2].replace("_", " ")


def language(tag: str | None) -> str:
    """Name a language in English; the tag itself when it is a rare one, nothing when it is unknown."""
    return LANGUAGES.get((tag or "").partition("-")[0].lower(), tag or "")


def said(kind: Kind) -> str:
    """Say in what manner something is on record; nothing for the press."""
    return _SAID.get(kind, "")


def manner(kind: Kind) -> str:
    """Say in one word what somebody did in a debate; nothing for a speech."""
    return _MANNER.get(kind, "")


def status(word: str) -> str:
    """Say in what state a record is: `draft record`; a word that is not known stands for itself."""
    return _STATUS.get(word, word)


def house(name: str) -> str:
    """Name a house of a parliament as people write it: `Westminster Hall` for `westminster-hall`."""
    return name.replace("-", " ").replace("_", " ").title()


def day(on: date) -> str:
    """Say which day: `6 Oct 2020`."""
    return f"{on.day} {MONTHS[on.month - 1]} {on.year}"


def read(kind: Kind) -> str:
    """Word the link to an item."""
    return _READ.get(kind, "Read the record")


def doubt(how: How, tier: Tier) -> str:
    """Say what is unsure about a match; nothing when it is written as watched."""
    if tier is Tier.POSSIBLE:
        return "possible mention"
    return "another spelling" if how is How.VARIANT else ""


def count(number: int, one: str, many: str) -> str:
    """Say how many: `1 story`, `4 stories`, `12,000 stories`."""
    return f"{number:,} {one if number == 1 else many}"


def count_of(number: int, kind: Kind) -> str:
    """Say how many items of a kind."""
    return count(number, *_THING.get(kind, _OTHER_THING))


def listing(names: list[str], most: int) -> str:
    """Name the first few: `A, B and 3 more`."""
    if len(names) <= most:
        return ", ".join(names)
    return f"{', '.join(names[:most])} and {len(names) - most:,} more"
