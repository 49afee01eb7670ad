"""Whether what a record of a parliament brings is what can be expected of it: document by document, and over weeks without anything new.

Pure. Opening a condition that is open already, and ending one that is not, changes nothing: so each round says how it stands now.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from monitor.sources import recess
from monitor.sources.notices import Notice, condition, day

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime

    from monitor.catalogue.record import CatalogueRecord
    from monitor.model import Page, SourceState
    from monitor.sources.recess import Span

SILENT = "source.silent"
FIRST_PATIENCE = timedelta(days=14)  # before a source that never brought anything is told of
SITTINGS_FOR = timedelta(days=150)  # the store keeps all items for longer than this; of older sittings only the pauses are remembered


def shortcomings(record: CatalogueRecord, page: Page) -> tuple[str, ...]:
    """List what a whole document lacks: items, of which it must have some number, and what it opens and did not give.

    They are warnings of that document like those of its reader, and are over when it is read again and lacks nothing.
    """
    count, wanted = len(page.items), record.expect.records
    found = ["it breaks off: there may be more in it than came"] if not page.is_whole else []
    if count < wanted:
        remedy = "if that is right, lower `expect: {records: ...}` of its entry in sources.yaml"
        found.append(f"{_items(count)} in it, where at least {wanted} are expected of a day with a sitting; {remedy}")
    if page.declared > count:
        found.append(f"it opens {page.declared} entries, of which {count} could be read")
    return tuple(found)


def watch_over(
    record: CatalogueRecord, state: SourceState, last_sittings: Sequence[date], now: datetime
) -> tuple[SourceState, tuple[Notice, ...]]:
    """End a round: remember the pauses between sittings, and say whether the source is silent.

    Args:
        record: the record, with the user's expectations.
        state: the state of its source after the round.
        last_sittings: the days within `SITTINGS_FOR` of which the store has items of the source.
        now: the present.
    """
    state = replace(state, hints=recess.with_pauses(state.hints, last_sittings))
    return state, silence(record, state, last_sittings, now)


def silence(record: CatalogueRecord, state: SourceState, last_sittings: Sequence[date], now: datetime) -> tuple[Notice, ...]:
    """Tell a parliament that does not sit from a source that brings nothing any more, and both from one that never brought anything.

    Of a source without a good poll nothing is said: that it cannot be read is told elsewhere. Days of a recess do not count: those that
    the record names, and those at the time of the year at which earlier sittings paused.
    """
    if state.last_ok_at is None or state.baseline_at is None:
        return ()
    zone, key = ZoneInfo(record.zone), condition(SILENT, state.key)
    today, began = now.astimezone(zone).date(), state.baseline_at.astimezone(zone).date()
    last_new = [state.last_new_at.astimezone(zone).date()] if state.last_new_at else []
    brought = [each for each in (*last_sittings, *last_new) if each <= today]  # a day in the future is a slip of the pen
    quiet = record.expect.quiet
    if not brought:
        is_long = recess.days_at_work(began, today, record.recess) > min(quiet, FIRST_PATIENCE).days
        return (_never(record, state, key, began),) if is_long else ()
    pauses = recess.pauses_of(state.hints)
    expected = (*record.recess, *recess.learned(pauses, quiet, today))
    if recess.days_at_work(max(*brought, began), today, expected) <= quiet.days:
        newest = day(max(brought))
        return (Notice(key, f"{state.key} brings something new again", (f"The newest is of {newest}.",), is_over=True),)
    return (_silent(record, state, key, max(brought), recess.longest(pauses)),)


def _never(record: CatalogueRecord, state: SourceState, key: str, began: date) -> Notice:
    lines = (
        f"Its server answers since {day(began)}, and no document was found: nothing of it has ever been read.",
        _compare(record),
        "If the parliament does not sit, say so: recess: [2026-07-01..2026-08-31]",
    )
    return Notice(key, f"{state.key} has never brought anything", lines)


def _silent(record: CatalogueRecord, state: SourceState, key: str, newest: date, pause: Span | None) -> Notice:
    before = f" The longest pause before was from {day(pause[0])} to {day(pause[1])}." if pause else ""
    lines = (
        f"The newest is of {day(newest)}; its server answers, and nothing came since, for more than {_days(record.expect.quiet)}.{before}",
        _compare(record),
        "If the parliament does not sit, say so in sources.yaml: recess: [2026-07-01..2026-08-31]; or allow more: expect: {quiet: 90d}",
    )
    return Notice(key, f"{state.key} has brought nothing new since {day(newest)}", lines)


def _compare(record: CatalogueRecord) -> str:
    settings = ", ".join(f"`{word}`" for word in record.settings)
    changed = f"check {settings} of its entry in sources.yaml, or its addresses have changed" if settings else "its addresses have changed"
    return f"Compare with {record.homepage or 'its site'}: if there is something newer, {changed}."


def _items(count: int) -> str:
    return {0: "no item is", 1: "1 item is"}.get(count, f"{count} items are")


def _days(span: timedelta) -> str:
    return "a day" if span == timedelta(days=1) else f"{span.days} days"
