"""Debates of the United Kingdom's Parliament, one section of Hansard as its API gives it.

Source: `https://hansard-api.parliament.uk/debates/debate/{debateSectionExtId}.json`, Open Parliament Licence. Written from the service's
OpenAPI document; no live answer has been seen. A section has an `Overview` (`Title`, `Date`, `House`, `Location`, `ExtId`, `Source`),
`Items`, and sections of its own in `ChildDebates`. An item with text is a contribution: `Value` is HTML, `AttributedTo` who speaks as
Hansard writes it, `MemberId` their number, `ExternalId` the name of the contribution, `Timecode` when it began, `UIN` the number of an
oral question. Items of the types that mark a time or a column carry no speech; a time holds for what follows it. `Navigator` names the
sections above.

What `IsReiteration` marks is given again only if it says something that the section has not said already. `RollingHansard` is a draft.
Programs that read the service are said to get the ordinal of `Source` in place of its name; both are understood.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Literal, NamedTuple
from zoneinfo import ZoneInfo

from monitor.errors import ParseError
from monitor.model import Item, Kind, Page, Record
from monitor.sources.markup import one_line, plain_text
from monitor.sources.parliament.json import mapping, read_json, rows, shape, text_of
from monitor.sources.parliament.keys import Twins, text_mark
from monitor.sources.parliament.local_time import day_of, instant, on_clock, start_of
from monitor.sources.parliament.uk_attribution import Members, speaker_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import date, datetime

    from monitor.model import Speaker
    from monitor.sources.document import Document

_ZONE = ZoneInfo("Europe/London")
_COLUMN = re.compile(r"<(span|div|a)\b[^<>]{0,300}\bclass=\"column-number\b[^<>]{0,300}>[^<]{0,40}</\1>", re.IGNORECASE)
_MARKS = re.compile(r"time|column", re.IGNORECASE)  # types of items that are no contribution
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_SECTION_NAME = re.compile(r"/debates?/([0-9A-Za-z-]{8,64})(?:\.json)?(?:[/?#]|$)", re.IGNORECASE)
_STATUS = {"RollingHansard": "draft", "1": "draft", "BoundVolume": "final", "3": "final", "Historic": "final", "4": "final"}


class _Section(NamedTuple):
    """One section, with the titles above it."""

    name: str
    house: str
    day: date
    headings: tuple[str, ...]
    status: str | None
    is_written: bool
    items: Sequence[Mapping[str, object]]

    @property
    def address(self) -> str:
        """Where it is read on the web."""
        return f"https://hansard.parliament.uk/{self.house}/{self.day}/debates/{self.name}/"


def parse_uk_hansard(document: Document) -> Page:
    """Read a section of Hansard with the sections within it.

    Raises:
        ParseError: it is no section.
    """
    answer = read_json(document.body)
    top = mapping(answer)
    if not mapping(top.get("Overview")):
        raise ParseError(f"this is {shape(answer)} where a section of Hansard was expected, with an `Overview` and `Items`")
    sections = list(_sections(top, None, _titles_above(top)))
    reader = _Reader()
    items = tuple(item for section in sections for item in reader.items(section))
    declared = sum(1 for section in sections for item in section.items if _is_contribution(item) and item.get("IsReiteration") is not True)
    first = sections[0]
    return Page(
        items,
        title=first.headings[-1] if first.headings else "",
        lang="en",
        declared=declared,
        warnings=_contradictions(first, document.url),
    )


def _titles_above(top: Mapping[str, object]) -> tuple[str, ...]:
    """Name the sections that the document's own lies in, the outermost first."""
    overview = mapping(top.get("Overview"))
    tree = {text_of(entry, "Id"): entry for entry in rows(top.get("Navigator"))}
    titles: list[str] = []
    entry = tree.pop(text_of(overview, "Id"), None)
    while entry is not None and (entry := tree.pop(text_of(entry, "ParentId"), None)) is not None:  # popped, so that no circle is walked
        titles.append(one_line(text_of(entry, "Title"), is_markup=True))
    return tuple(title for title in reversed(titles) if title)


def _sections(debate: Mapping[str, object], above: _Section | None, titles: tuple[str, ...]) -> Iterator[_Section]:
    """Give a section and those within it, in the order of the record."""
    overview = mapping(debate.get("Overview"))
    written = text_of(overview, "Date")
    day = day_of(written) or (above.day if above else None)
    if day is None:
        raise ParseError(f"this section of Hansard has no date: its `Overview` says {written!r}")
    title = one_line(text_of(overview, "Title"), is_markup=True)
    section = _Section(
        name=text_of(overview, "ExtId") or (above.name if above else ""),
        house=text_of(overview, "House") or (above.house if above else ""),
        day=day,
        headings=(*titles, *((title,) if title else ())),
        status=_STATUS.get(text_of(overview, "Source")),
        is_written="written" in text_of(overview, "Location").lower(),
        items=rows(debate.get("Items")),
    )
    yield section
    for child in rows(debate.get("ChildDebates")):
        yield from _sections(child, section, section.headings)


def _is_contribution(item: Mapping[str, object]) -> bool:
    return bool(text_of(item, "Value")) and not _MARKS.search(text_of(item, "ItemType") + text_of(item, "HRSTag"))


class _Reader:
    """Goes through the sections in order; what was said of a member and of the time holds for what follows."""

    def __init__(self) -> None:
        self._twins = Twins()
        self._members = Members()
        self._said: set[tuple[str, str]] = set()
        self._time: datetime | None = None

    def items(self, section: _Section) -> Iterator[Item]:
        """Give a section's contributions."""
        for item in section.items:
            own = instant(text_of(item, "Timecode"), _ZONE)
            if own is None and not _is_contribution(item):
                own = on_clock(plain_text(text_of(item, "Value")), section.day, _ZONE)
            self._time = own or self._time
            if not _is_contribution(item):
                continue
            text = plain_text(_COLUMN.sub("", text_of(item, "Value")))
            speaker = self._members.completed(speaker_of(text_of(item, "AttributedTo"), text_of(item, "MemberId").lstrip("0")))
            said = (speaker.label if speaker else "", text_mark(text))
            if not text or (item.get("IsReiteration") is True and said in self._said):
                continue
            self._said.add(said)
            yield self._item(section, item, text, speaker, is_timed=own is not None)

    def _item(self, section: _Section, item: Mapping[str, object], text: str, speaker: Speaker | None, *, is_timed: bool) -> Item:
        name = text_of(item, "ExternalId")
        precision: Literal["exact", "minutes", "sitting"] = "exact" if is_timed else "minutes" if self._time else "sitting"
        return Item(
            key=self._twins.apart(name or "/".join((section.name, speaker.label if speaker else "procedural", text_mark(text)))),
            title=section.headings[-1] if section.headings else "",
            text=text,
            kind=_kind(section, item, speaker),
            url=section.address + (f"#contribution-{name}" if name else ""),
            published_at=self._time or start_of(section.day, _ZONE),
            lang="en",
            sitting_date=section.day,
            headings=section.headings,
            speaker=speaker,
            status=section.status,
            record=Record(
                house=section.house.lower(),
                sitting=section.day.isoformat(),
                native_id=name or None,
                time_precision=precision,
                debate=section.name,
            ),
        )


def _kind(section: _Section, item: Mapping[str, object], speaker: Speaker | None) -> Kind:
    if speaker is None:
        return Kind.PROCEDURAL
    if section.is_written:
        return Kind.STATEMENT
    return Kind.QUESTION if text_of(item, "UIN") else Kind.SPEECH


def _contradictions(section: _Section, url: str) -> tuple[str, ...]:
    """Compare what the document says that it is with what its address asked for."""
    found: list[str] = []
    asked = _SECTION_NAME.search(url)
    if asked and section.name and asked[1].lower() != section.name.lower():
        found.append(f"the document says that it is section {section.name}, its address asks for {asked[1]}")
    day = _DAY.search(url)
    if day and day[0] != str(section.day):
        found.append(f"the document says that it is of {section.day}, its address that it is of {day[0]}")
    return tuple(found)
