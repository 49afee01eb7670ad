"""Whether what a record of a parliament brings is what can be expected of it: document by document, and over weeks without anything new.

Pure. Opening a condition that is open already, and ending one that is not, changes nothing: so each reading says how it stands now.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from monitor.sources import recess
from monitor.sources.notices import Notice, condition, day

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import date, datetime, timedelta

    from monitor.catalogue.record import CatalogueRecord
    from monitor.model import Page, SourceState

DOCUMENT = "source.document"
SILENT = "source.silent"
_MOST_LINES = 6
_LONGEST_NAME = 70  # characters of a document's name


def judge(record: CatalogueRecord, state: SourceState, page: Page, document: str, now: datetime) -> tuple[Notice, ...]:
    """Compare a document with what is expected of it: how many items it has, whether all it opens came out, what its reader warns of.

    `document` is its address; without a query, which may hold a key, it is what the operator is shown.
    """
    key = condition(DOCUMENT, state.key)
    wrong = tuple(_what_is_wrong(record, page))
    if not wrong:
        return (Notice(key, f"{state.key}: the documents are as expected again", (f"{_name(document)} holds no fault.",), is_over=True),)
    remedy = "What could be read was taken in, and the document is read again while it may be corrected."
    return (Notice(key, f"{state.key}: a document is not what is expected", (*_said(document, wrong), remedy, _advice(record, now))),)


def together(notices: Iterable[Notice]) -> tuple[Notice, ...]:
    """Join the notices of the documents of one poll: what is wrong with one is not over because another is right."""
    found: dict[str, Notice] = {}
    for notice in notices:
        before = found.get(notice.condition)
        if before is None or (before.is_over and not notice.is_over):
            found[notice.condition] = notice
        elif not notice.is_over and not before.is_over:
            lines = tuple(dict.fromkeys((*before.lines, *notice.lines)))
            found[notice.condition] = replace(before, lines=lines)
    return tuple(found.values())


def silence(record: CatalogueRecord, state: SourceState, last_sittings: Sequence[date], now: datetime) -> tuple[Notice, ...]:
    """Tell a parliament that does not sit from a source that brings nothing any more, and both from one that never brought anything.

    A source without a good poll is silent here: that it cannot be read is told elsewhere. Days of a recess do not count: those that the
    record names, and those at the time of the year at which earlier sittings paused.

    Args:
        record: the record, with the user's expectations.
        state: what is known of its source.
        last_sittings: the days of which the store has items of the source, in any order; of years, if there are any.
        now: the present.
    """
    if state.last_ok_at is None or state.baseline_at is None:
        return ()
    zone, key = ZoneInfo(record.zone), condition(SILENT, state.key)
    today = now.astimezone(zone).date()
    quiet, began = record.expect.quiet, state.baseline_at.astimezone(zone).date()
    brought = [*last_sittings, *([state.last_new_at.astimezone(zone).date()] if state.last_new_at else [])]
    if not brought:
        counted = recess.days_at_work(began, today, record.recess)
        return (_never(record, state, key, began),) if counted > min(quiet, recess.FIRST_PATIENCE).days else ()
    newest = max(each for each in brought if each <= today) if min(brought) <= today else today
    counted = recess.days_at_work(max(newest, began), today, (*record.recess, *recess.learned(last_sittings, quiet, today)))
    if counted <= quiet.days:
        return (Notice(key, f"{state.key} brings something new again", (f"The newest is of {day(newest)}.",), is_over=True),)
    return (_silent(record, state, key, newest, recess.longest_pause(last_sittings)),)


def _what_is_wrong(record: CatalogueRecord, page: Page) -> Iterator[str]:
    count, wanted = len(page.items), record.expect.records
    if not page.is_whole:
        yield "it breaks off: there may be more in it than came"
    if count < wanted:
        yield f"{_items(count)} in it, where at least {wanted} are expected of a day with a sitting"
    if page.declared > count:
        yield f"it opens {page.declared} entries, of which {count} could be read"
    yield from page.warnings


def _said(document: str, wrong: Sequence[str]) -> tuple[str, ...]:
    more = (f"And {len(wrong) - _MOST_LINES} more like these.",) if len(wrong) > _MOST_LINES else ()
    return (*(f"{_name(document)}: {each.rstrip('.')}." for each in wrong[:_MOST_LINES]), *more)


def _advice(record: CatalogueRecord, now: datetime) -> str:
    if any(begins <= now.date() <= ends for begins, ends in record.recess):
        return "The parliament is in recess by your settings: a short document may be right; if so, lower `expect: {records: ...}`."
    return (
        "Open it in a browser. If it is right as it is, lower `expect: {records: ...}` of its entry in sources.yaml;"
        " if it is broken, its publisher can mend it."
    )


def _never(record: CatalogueRecord, state: SourceState, key: str, began: date) -> Notice:
    settings = ", ".join(f"`{word}`" for word in record.settings)
    check = f"Check {settings} of its entry in sources.yaml against {record.homepage}." if settings else f"Look at {record.homepage}."
    lines = (
        f"Its server answers since {day(began)}, and no document was found: nothing of it has ever been read.",
        check,
        "If the parliament does not sit, say so: recess: [2026-07-01..2026-08-31]",
    )
    return Notice(key, f"{state.key} has never brought anything", lines)


def _silent(record: CatalogueRecord, state: SourceState, key: str, newest: date, pause: tuple[date, date] | None) -> Notice:
    before = f" The longest pause before was from {day(pause[0])} to {day(pause[1])}." if pause else ""
    lines = (
        f"The newest is of {day(newest)}; its server answers, and nothing came since, for more than {_days(record.expect.quiet)}.{before}",
        f"Compare with {record.homepage or 'its site'}: if there is something newer, its addresses have changed.",
        "If the parliament does not sit, say so in sources.yaml: recess: [2026-07-01..2026-08-31]; or allow more: expect: {quiet: 90d}",
    )
    return Notice(key, f"{state.key} has brought nothing new since {day(newest)}", lines)


def _name(document: str) -> str:
    """Name a document by the end of its address, as far as that tells it from others; no query is shown."""
    path = urlsplit(document).path.strip("/") or document.partition("?")[0]
    return path if len(path) <= _LONGEST_NAME else f"…{path[-_LONGEST_NAME:]}"


def _items(count: int) -> str:
    return {0: "no item is", 1: "1 item is"}.get(count, f"{count} items are")


def _days(span: timedelta) -> str:
    return f"{span.days} days" if span.days != 1 else "a day"
