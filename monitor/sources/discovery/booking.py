"""What an answer for a document does to the cursor, whatever the kind: known, missing or failed, and when it is asked again."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, TypeVar

from monitor.sources.discovery.ask import Answer, Ask, Verdict
from monitor.sources.discovery.cursor import Cursor, Failure, Known, Missing, Round, Wanted

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from monitor.sources.discovery.ask import Plan

AGES = 8  # a document is looked at again after an eighth of its age: a day's every three hours, a week's once a day
AGES_MISSING = 24  # and one that has not come yet sooner: it is what is waited for
LONGEST_LOOK = timedelta(hours=24)
FIRST_RETRY = timedelta(minutes=15)
LONGEST_RETRY = timedelta(hours=24)
IN_A_ROW = 3  # failures one after the other that are the server's and no document's
TOLD_AFTER = 3  # tries, for what may pass by itself
MOST_TOLD = 5  # documents that the operator hears of at a time
GIVEN_UP_AFTER = timedelta(days=7)  # at the earliest; else with the revisit window
LISTING = "(list)"  # the mark of what lists documents and is none
Kept = TypeVar("Kept", Known, Missing, Failure)


def booked(cursor: Cursor, ask: Ask, answer: Answer, now: datetime) -> Cursor:
    """Take a document out of the queue and note what came of it. One that was there and is not any more has failed."""
    cursor = _taken(cursor, ask.name)
    if answer.verdict in {Verdict.HERE, Verdict.SAME}:
        return _found(cursor, ask, answer, now)
    known = cursor.known.get(ask.name)
    if answer.verdict is Verdict.BROKEN:
        return failed(cursor, ask, answer, now)
    if known is not None:
        was = f"it was there on {known.since:%Y-%m-%d} and is not any more"
        return failed(cursor, ask, replace(answer, reason=f"{was}: {answer.reason}" if answer.reason else was), now)
    since = cursor.missing[ask.name].since if ask.name in cursor.missing else now
    entry = Missing(since, now + max(min((now - since) / AGES_MISSING, LONGEST_LOOK), ask.pace))
    counted = _counted(cursor, good=answer.verdict is Verdict.ABSENT)
    return replace(counted, missing={**cursor.missing, ask.name: entry}, failed=without(cursor.failed, ask.name))


def _found(cursor: Cursor, ask: Ask, answer: Answer, now: datetime) -> Cursor:
    former = cursor.known.get(ask.name)
    since = former.since if former is not None else now
    known = Known(
        since=since,
        again=max(look_again(since, now, ask.pace), now + answer.fresh_for),
        readings={**(former.readings if former else {}), **answer.readings},
        mark=ask.mark or (former.mark if former else ""),
        is_faulty=answer.is_faulty if answer.verdict is Verdict.HERE else former is not None and former.is_faulty,
    )
    cursor = replace(_counted(cursor, good=True), known={**cursor.known, ask.name: known}, missing=without(cursor.missing, ask.name))
    if answer.reason:  # one language is broken; the others are read
        return replace(cursor, failed=_with_failure(cursor, ask, answer, now))
    return replace(cursor, failed=without(cursor.failed, ask.name))


def failed(cursor: Cursor, ask: Ask, answer: Answer, now: datetime) -> Cursor:
    """Note that something could not be read; it is tried again with back-off, and the rest goes on."""
    under_way = cursor.round
    if under_way is not None:
        in_a_row = under_way.in_a_row + 1 if answer.is_servers else 0
        under_way = replace(under_way, bad=under_way.bad + 1, in_a_row=in_a_row, reason=answer.reason)
    cursor = replace(cursor, round=under_way)
    return replace(cursor, failed=_with_failure(cursor, ask, answer, now))


def _with_failure(cursor: Cursor, ask: Ask, answer: Answer, now: datetime) -> Mapping[str, Failure]:
    former = cursor.failed.get(ask.name)
    tries = former.tries + 1 if former else 1
    is_alone = cursor.round is None or cursor.round.in_a_row <= 1  # otherwise the server is to blame, and told of by itself
    is_ripe = not answer.is_servers or (tries >= TOLD_AFTER and is_alone)
    has_room = sum(each.is_told for each in cursor.failed.values()) < MOST_TOLD
    failure = Failure(
        reason=answer.reason,
        since=former.since if former else now,
        again=now + min(FIRST_RETRY * (1 << min(tries - 1, 10)), LONGEST_RETRY),
        tries=tries,
        mark=ask.mark,
        is_old=ask.is_old,
        is_told=(former is not None and former.is_told) or (is_ripe and has_room),
    )
    return {**cursor.failed, ask.name: failure}


def look_again(since: datetime, now: datetime, pace: timedelta) -> datetime:
    """Tell from when a document is worth another look: the older it is, the rarer it changes."""
    return now + max(min((now - since) / AGES, LONGEST_LOOK), 2 * pace)


def counts_from(plan: Plan, cursor: Cursor, now: datetime) -> datetime:
    """Tell from when on what is listed counts: the revisit window, or since the last whole round if that is longer ago."""
    window = now - plan.revisit
    return min(window, datetime.fromisoformat(str(cursor.place["done"]))) if "done" in cursor.place else window


def forgotten(plan: Plan, cursor: Cursor, now: datetime, keep: Iterable[str] = ()) -> Cursor:
    """Let go of what has left the revisit window, but for what is to be kept as a witness that the server works."""
    kept, start = set(keep), now - plan.revisit
    given_up = now - max(plan.revisit, GIVEN_UP_AFTER)
    return replace(
        cursor,
        known={name: each for name, each in cursor.known.items() if each.since >= start or name in kept},
        missing={name: each for name, each in cursor.missing.items() if each.since >= start},
        failed={name: each for name, each in cursor.failed.items() if each.since >= given_up},
    )


def due_again(cursor: Cursor, now: datetime) -> tuple[Wanted, ...]:
    """List the documents that failed and are to be tried again, the longest waiting first. Listings are asked each round anyway."""
    due = [(each.again, name, each.mark) for name, each in cursor.failed.items() if each.again <= now and each.mark != LISTING]
    return tuple(Wanted(name, mark) for _, name, mark in sorted(due))


def to_revisit(cursor: Cursor, now: datetime) -> tuple[Wanted, ...]:
    """List what may have come or changed since, the newest first."""
    known = [(each.since, name) for name, each in cursor.known.items() if each.again <= now and name not in cursor.failed]
    missing = [(each.since, name) for name, each in cursor.missing.items() if each.again <= now and name not in cursor.failed]
    return tuple(Wanted(name) for _, name in sorted(known + missing, reverse=True))


def opened(cursor: Cursor, now: datetime, queue: Iterable[Wanted]) -> Cursor:
    """Begin a round with a queue."""
    return replace(cursor, round=Round(now, queue=tuple(queue)))


def queued_first(cursor: Cursor, wanted: Iterable[Wanted]) -> Cursor:
    """Put documents at the head of the queue."""
    if cursor.round is None:
        return cursor
    fresh = tuple(wanted)
    names = {each.name for each in fresh}
    rest = tuple(each for each in cursor.round.queue if each.name not in names)
    return replace(cursor, round=replace(cursor.round, queue=fresh + rest))


def answered(cursor: Cursor) -> Cursor:
    """Count an answer that shows a working server."""
    return _counted(cursor, good=True)


def without(entries: Mapping[str, Kept], name: str) -> Mapping[str, Kept]:
    """Leave out one entry."""
    return {each: entry for each, entry in entries.items() if each != name} if name in entries else entries


def _taken(cursor: Cursor, name: str) -> Cursor:
    if cursor.round is None:
        return cursor
    return replace(cursor, round=replace(cursor.round, queue=tuple(each for each in cursor.round.queue if each.name != name)))


def _counted(cursor: Cursor, *, good: bool) -> Cursor:
    if cursor.round is None or not good:
        return cursor
    return replace(cursor, round=replace(cursor.round, good=cursor.round.good + 1, in_a_row=0))
