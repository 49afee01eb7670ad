"""The Congressional Record of the United States: one granule, the text page of govinfo.gov.

Source: `https://www.govinfo.gov/content/pkg/CREC-{date}/html/{granule}.htm`, and the same file in the day's zip; public domain. A granule
is a passage under one heading, such as `CREC-2005-07-20-pt1-PgE1546-5`, not a speech. Its HTML is one `<pre>`: lines in brackets name the
volume, number and date, the house and the pages; then come the heading and the turns (`us_crec_page`, `us_crec_speakers`). The record
gives no party, and a time only where the House's pages mark one (`{time} 1430`).

A turn is an item, with the letters, lists and articles that the member has printed with it. Remarks printed in the Extensions are
statements of the member whom the heading names. What has no speaker, or tells of the proceedings in the Record's own words, is procedural.
A heading after a line of underscores opens a section, unless what follows it is set in: then it belongs to what a member has printed.
"""

from __future__ import annotations

import html
import re
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from monitor.errors import ParseError
from monitor.model import Item, Kind, Page, Record, Speaker
from monitor.sources.charset import decode
from monitor.sources.dates import read_date
from monitor.sources.parliament.keys import Twins, text_mark
from monitor.sources.parliament.local_time import day_of, start_of
from monitor.sources.parliament.us_crec_page import Block, Role, blocks_of
from monitor.sources.parliament.us_crec_speakers import TURN_LINE, is_narrated, is_same, member_of, state_of, turn_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from monitor.sources.document import Document

_ZONE = ZoneInfo("America/New_York")
_OPENED, _CLOSED = re.compile(r"<pre\b[^>]{0,200}>", re.IGNORECASE), re.compile(r"</pre>", re.IGNORECASE)
_LINK = re.compile(r"</?a\b[^>\n]{0,200}>", re.IGNORECASE)
_ISSUE = re.compile(r"Congressional Record,? Volume (\d+),? (?:Number|Issue) (\d+) \((?:\w+, )?(\w+ \d{1,2}, \d{4})\)")
_ACCESS = re.compile(r"Congressional Record: (\w+ \d{1,2}, \d{4})(?: \(([\w ]+)\))?")  # as GPO Access wrote it, until 2009
_BRACKETED = re.compile(
    r"\s*(?:\[((?:Congressional Record|Page|DOCID|House|Senate|Extensions of Remarks|Daily Digest|Front Matter)[^\[\]\n]{0,200})\]"
    r"|From the Congressional Record Online[^\n]*)"
)
_BILL = re.compile(r"By (?:Mr|Mrs|Ms|Miss|Dr)\b")  # who introduces it; what follows is the bill's title
_NO_SECTION = re.compile(r"Congressional Record|Page|DOCID")
_PAGES = re.compile(r"Pages? ([A-Z]+\d+)")
_GRANULE = re.compile(r"CREC-(\d{4}-\d\d-\d\d)((?:-[A-Za-z0-9]+)+)?")
_HOUSES = {"senate": "senate", "house": "house", "house of representatives": "house", "extensions of remarks": "house"}
_SLUG = re.compile(r"[\W_]+")


@dataclass(frozen=True, slots=True)
class _Issue:
    """What the lines above the text say of the granule."""

    day: date
    sitting: str | None
    section: str
    granule: str
    url: str


@dataclass(slots=True)
class _Passage:
    """What is being put together: one turn, or without a speaker procedure. `time` is the last that was marked before it began."""

    speaker: Speaker | None = None
    lines: list[str] = field(default_factory=list)
    time: str | None = None


def parse_us_crec(document: Document) -> Page:
    """Read a granule of the Congressional Record.

    Raises:
        ParseError: it is no granule, or breaks off.
    """
    text = decode(document.body, document.content_type).text
    if not text.strip():
        raise ParseError("this is no granule of the Congressional Record: the document is empty")
    opened = _OPENED.search(text)
    if opened is None:
        raise ParseError(f"this is no granule of the Congressional Record, which is a <pre> in HTML; it begins with {text.strip()[:60]!r}")
    closed = _CLOSED.search(text, opened.end())
    if closed is None:
        raise ParseError("this granule of the Congressional Record breaks off: its <pre> never ends; read it again")
    page = html.unescape(_LINK.sub("", text[opened.end() : closed.start()])).replace("\r\n", "\n").replace("\xa0", " ")
    issue, body, warnings = _issue_of(page, text, document.url)
    items = _Reader(issue).read(list(blocks_of(body)))
    declared = len(TURN_LINE.findall(body))
    return Page(tuple(items), title="Congressional Record", lang="en", declared=declared, warnings=warnings)


def _issue_of(page: str, text: str, url: str) -> tuple[_Issue, str, tuple[str, ...]]:
    """Take the lines that name the issue off the page."""
    at, named = 0, []
    while line := _BRACKETED.match(page, at):
        named.append(line[1] or "")
        at = line.end()
    head, access = _ISSUE.search(" ".join(named)) or _ISSUE.search(text), _ACCESS.search(" ".join(named))
    address = max(_GRANULE.finditer(url), key=lambda found: len(found[0]), default=None)  # that of the day's zip may stand before it
    own = _day(head[3] if head else access[1] if access else "")
    asked = day_of(address[1]) if address else None
    day = own or asked
    if not any(named) or day is None:
        raise ParseError("this page does not say which issue of the Congressional Record it is from; its first lines should, in brackets")
    section = next((line for line in named if line and not _NO_SECTION.match(line)), "") or (access[2] if access else "") or ""
    pages = next((found[1] for line in named if (found := _PAGES.match(line))), "")
    granule = address[0] if address and address[2] else f"CREC-{day}" + (f"-Pg{pages}" if pages else "")
    link = f"https://www.govinfo.gov/app/details/CREC-{day}" + (f"/{granule}" if address and address[2] else "")
    issue = _Issue(day, f"{head[1]}-{head[2]}" if head else None, section, granule, link)
    return issue, page[at:], _contradictions(own, asked, url)


def _contradictions(own: date | None, asked: date | None, url: str) -> tuple[str, ...]:
    if own is None or asked is None or own == asked:
        return ()
    return (f"the granule says that it is of {own}, its address {url.rpartition('/')[2]} that it is of {asked}",)


def _day(written: str) -> date | None:
    read = read_date(written, "en")
    return read.date() if read else None


class _Reader:
    """Goes through the blocks of one granule, and gives the items."""

    def __init__(self, issue: _Issue) -> None:
        self._issue = issue
        self._twins = Twins()
        self._is_extension = issue.section.lower() == "extensions of remarks"
        self._house = _HOUSES.get(issue.section.lower(), "")
        self._author: Speaker | None = None
        self._section: tuple[str, ...] = ()
        self._headings: tuple[str, ...] = ()  # the section's, and the last that stood before a turn
        self._passage = _Passage()
        self._is_delivered = False
        self._is_after_rule = True
        self._is_opening = False  # a section whose headings still go on

    def read(self, blocks: Sequence[Block]) -> Iterator[Item]:
        """Give the items in the order of the page."""
        for block, following in zip(blocks, _followers(blocks), strict=True):
            if block.role is Role.RULE:
                self._is_after_rule, self._is_opening = True, False
                continue
            if block.role is Role.PAGE and not self._passage.lines:
                continue
            if block.role is Role.HEADING:
                yield from self._heading(block, following)
                continue
            if block.role is Role.PARAGRAPH:
                yield from self._paragraph(block)
            else:
                yield from self._close(None) if self._is_after_rule and _BILL.match(block.text) else ()
                self._add(block, block.text)
            self._is_after_rule = self._is_opening = False
        yield from self._close(None)

    def _heading(self, block: Block, following: Block | None) -> Iterator[Item]:
        author = member_of(block.text) if self._is_extension else None
        opens = not self._section or following is None or following.role in {Role.PARAGRAPH, Role.RULE}
        if author:
            yield from self._close(author)
            self._author = author
        elif self._is_about_author(block.text):
            return
        elif self._is_opening:
            self._section = self._headings = (*self._section, block.text)
        elif self._is_after_rule and opens:  # else it is set in, and belongs to what a member has printed
            yield from self._close(self._author)
            self._section = self._headings = (*self._section[:1], block.text)
            self._is_opening, self._is_after_rule = True, False
        elif self._author is None and _is_of_its_own(following):
            yield from self._close(None)
            self._headings = (*self._section, block.text)
            self._is_after_rule = False
        else:
            self._add(block, block.text)
            self._is_after_rule = False

    def _is_about_author(self, heading: str) -> bool:
        """Take the lines below the name in an extension: the state, the house, the day; and above it, whether it was spoken."""
        if self._is_extension and heading.lower() == "speech of":
            self._is_delivered = True
            return True
        if self._author is None or self._passage.lines:
            return False
        if heading.lower().startswith("in the "):
            self._house = "senate" if "senate" in heading.lower() else "house"
            return True
        if self._author.constituency is None and (state := state_of(heading)):
            self._author = self._passage.speaker = replace(self._author, constituency=state)
            return True
        return _day(heading) is not None

    def _paragraph(self, block: Block) -> Iterator[Item]:
        if turn := turn_of(block.text):
            is_author = self._author is not None and is_same(self._author, turn.speaker.label)
            if not (is_author and self._passage.speaker == self._author and not self._passage.lines):
                yield from self._close(self._author if is_author else turn.speaker)
            self._add(block, turn.text)
            return
        if (self._is_after_rule or is_narrated(block.text)) and self._passage.speaker is not None and self._author is None:
            yield from self._close(None)
        self._add(block, block.text)

    def _add(self, block: Block, text: str) -> None:
        passage = self._passage
        if not passage.lines:
            passage.time = block.time
        passage.lines.append(text.replace("``", "\u201c").replace("''", "\u201d"))

    def _close(self, speaker: Speaker | None) -> Iterator[Item]:
        """Give what was put together as an item, and begin with the next speaker."""
        done, self._passage = self._passage, _Passage(speaker)
        text = "\n".join(line for line in done.lines if line)
        if text or (done.speaker and done.lines):
            yield self._item(done, text)

    def _item(self, done: _Passage, text: str) -> Item:
        issue, speaker = self._issue, done.speaker
        who = _SLUG.sub("-", speaker.label.lower()).strip("-") if speaker else "procedural"
        spoken = Kind.STATEMENT if self._is_extension and not self._is_delivered else Kind.SPEECH
        time = _clock(issue.day, done.time)
        return Item(
            key=self._twins.apart(f"{issue.granule}/{who}/{text_mark(text)}"),
            title=" \u2013 ".join(self._headings) or issue.section,
            text=text,
            kind=spoken if speaker else Kind.PROCEDURAL,
            url=issue.url,
            published_at=time or start_of(issue.day, _ZONE),
            lang="en",
            sitting_date=issue.day,
            headings=self._headings,
            speaker=speaker,
            record=Record(
                house=self._house,
                sitting=issue.sitting,
                native_id=issue.granule,
                time_precision="minutes" if time else "sitting",
                debate="/".join((issue.granule, *self._headings[1:])),
            ),
        )


def _followers(blocks: Sequence[Block]) -> Sequence[Block | None]:
    """Give for each block the next that is text or a rule, from the last to the first and so in one pass."""
    found: list[Block | None] = []
    following: Block | None = None
    for block in reversed(blocks):
        found.append(following)
        following = following if block.role in {Role.HEADING, Role.PAGE} else block
    return found[::-1]


def _is_of_its_own(block: Block | None) -> bool:
    """Whether a turn or procedure begins here: a heading before it heads what follows, any other stands within a speech."""
    return block is not None and block.role is Role.PARAGRAPH and (turn_of(block.text) is not None or is_narrated(block.text))


def _clock(day: date, time: str | None) -> datetime | None:
    """Read a mark such as `1430`; a night sitting's hours may go past 24."""
    if time is None:
        return None
    hours, minutes = divmod(int(time), 100)
    return start_of(day, _ZONE) + timedelta(hours=hours, minutes=minutes) if minutes < 60 else None  # noqa: PLR2004 of an hour
