"""From the entries of a feed, whichever format said them, to the items of a page."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from monitor.model import Item, Page
from monitor.sources.dates import read_date
from monitor.sources.identity import Identity, keys
from monitor.sources.links import web_address
from monitor.sources.prose import compose
from monitor.stories.declared import declared_source

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

MOST_ENTRIES = 5_000  # a document with more is an archive or an attack; what follows is left out, and said to be


@dataclass(frozen=True, slots=True)
class Entry:
    """What one entry says, as written. `url` alone is resolved; `parts` are texts with their media type; `dates` stand best first."""

    guid: str
    link: str
    url: str | None
    title: str
    parts: tuple[tuple[str, str], ...]
    dates: tuple[str, ...]
    lang: str | None
    outlet: str | None = None


@dataclass(frozen=True, slots=True)
class Heading:
    """What a document says of itself."""

    title: str
    lang: str | None
    declared: int
    hints: Mapping[str, object]
    warnings: tuple[str, ...] = ()
    is_whole: bool = True


def page_of(entries: Sequence[Entry], heading: Heading) -> Page:
    """Make items of entries, with keys, plain text and dates; warn of what is missing or cannot be read."""
    taken = entries[:MOST_ENTRIES]
    warnings = list(heading.warnings)
    if len(entries) > MOST_ENTRIES:
        warnings.append(f"the document has {len(entries):,} entries; the first {MOST_ENTRIES:,} are read")
    if len(entries) < heading.declared:
        warnings.append(
            f"the document opens {heading.declared} entries, {len(entries)} could be read; tell the publisher that it is malformed"
        )
    items = _items(taken, heading.lang)
    unread = [entry.dates[0] for entry, item in zip(taken, items, strict=True) if entry.dates and item.published_at is None]
    if len(unread) * 2 > len(items):  # one odd date is the publisher's affair; without dates nothing old can be told from new
        warnings.append(
            f"{len(unread)} of {len(items)} entries have a date that cannot be read, such as {unread[0][:60]!r}; they count as undated"
        )
    return Page(items, heading.title, heading.lang, heading.declared, heading.hints, tuple(warnings), heading.is_whole)


def _items(entries: Sequence[Entry], lang: str | None) -> tuple[Item, ...]:
    prose = [compose(entry.title, entry.parts) for entry in entries]
    identities = [
        Identity(entry.guid, entry.link, title, entry.dates[0] if entry.dates else "", text)
        for entry, (title, text) in zip(entries, prose, strict=True)
    ]
    return tuple(
        Item(
            key=key,
            title=title,
            text=text,
            url=entry.url,
            published_at=_published(entry.dates, entry.lang or lang),
            lang=entry.lang or lang,
            outlet=entry.outlet,
            original=_original(entry),
        )
        for entry, key, (title, text) in zip(entries, keys(identities), prose, strict=True)
    )


def _original(entry: Entry) -> str | None:
    """Find the page that the entry says it is a copy of, while its links are still there."""
    return next((address for value, _ in entry.parts if (address := web_address(declared_source(value)))), None)


def _published(dates: Sequence[str], lang: str | None) -> datetime | None:
    return next((moment for date in dates if (moment := read_date(date, lang)) is not None), None)
