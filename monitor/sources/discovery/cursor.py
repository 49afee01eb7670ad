"""How far a discovery has come: kept in the source's state as JSON, of bounded size, and written with the items that it speaks of."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from types import MappingProxyType
from typing import TypeVar

MOST_KNOWN = 500  # documents within the revisit window; of more the oldest are let go
MOST_FAILED = 100
MOST_QUEUED = 1_000
_LONGEST_REASON = 300


@dataclass(frozen=True, slots=True)
class Reading:
    """What an address answered when it was last read: what the next request is conditional on, and the body's digest in hex."""

    etag: str | None = None
    last_modified: str | None = None
    body_hash: str = ""


@dataclass(frozen=True, slots=True)
class Known:
    """A document that was read: first at `since`, by language; not asked before `again`. `mark` is what its listing said of its change."""

    since: datetime
    again: datetime
    readings: Mapping[str, Reading] = field(default_factory=lambda: MappingProxyType({}))
    mark: str = ""
    is_faulty: bool = False


@dataclass(frozen=True, slots=True)
class Missing:
    """A document that may yet come: first asked for at `since`, not asked again before `again`."""

    since: datetime
    again: datetime


@dataclass(frozen=True, slots=True)
class Failure:
    """A document that could not be read, with the reason for people.

    `is_old`: it stood there at first contact, and is no news when it is mended. `is_told`: the operator knows.
    """

    reason: str
    since: datetime
    again: datetime
    tries: int = 1
    mark: str = ""
    is_old: bool = False
    is_told: bool = False


@dataclass(frozen=True, slots=True)
class Wanted:
    """A document in the queue, with what its listing said of its change."""

    name: str
    mark: str = ""


@dataclass(frozen=True, slots=True)
class Listing:
    """A page that lists documents; `level` is how many pages lead to it."""

    address: str
    level: int = 0


@dataclass(frozen=True, slots=True)
class Round:
    """One time through everything that is to be asked.

    `good` counts the answers that show a working server, `bad` those that failed; `in_a_row` the failures that look like the server's.
    """

    began: datetime
    listings: tuple[Listing, ...] = ()
    queue: tuple[Wanted, ...] = ()
    good: int = 0
    bad: int = 0
    in_a_row: int = 0
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Cursor:
    """A discovery's whole memory. `place` is its kind's own. `has_begun` once a whole round is through: what comes later is news."""

    place: Mapping[str, object] = field(default_factory=lambda: MappingProxyType({}))
    known: Mapping[str, Known] = field(default_factory=lambda: MappingProxyType({}))
    missing: Mapping[str, Missing] = field(default_factory=lambda: MappingProxyType({}))
    failed: Mapping[str, Failure] = field(default_factory=lambda: MappingProxyType({}))
    round: Round | None = None
    has_begun: bool = False


Entry = TypeVar("Entry", Known, Missing, Failure)


def to_json(cursor: Cursor) -> dict[str, object]:
    """Write a cursor in JSON's terms; what says nothing is left out."""
    said = {
        "place": dict(cursor.place),
        "known": {name: _known_json(each) for name, each in _latest(cursor.known, MOST_KNOWN).items()},
        "missing": {name: [_stamp(each.since), _stamp(each.again)] for name, each in _latest(cursor.missing, MOST_KNOWN).items()},
        "failed": {name: _failure_json(each) for name, each in _latest(cursor.failed, MOST_FAILED).items()},
        "round": _round_json(cursor.round) if cursor.round is not None else None,
        "has_begun": cursor.has_begun,
    }
    return {name: value for name, value in said.items() if value}


def from_json(kept: object) -> Cursor:
    """Read a cursor back; one that cannot be read, of an older make say, is as if nothing had been asked yet."""
    if not isinstance(kept, Mapping):
        return Cursor()
    try:
        return Cursor(
            place=dict(kept.get("place") or {}),
            known={name: _known(each) for name, each in (kept.get("known") or {}).items()},
            missing={name: Missing(_moment(since), _moment(again)) for name, (since, again) in (kept.get("missing") or {}).items()},
            failed={name: _failure(each) for name, each in (kept.get("failed") or {}).items()},
            round=_round(kept["round"]) if kept.get("round") else None,
            has_begun=bool(kept.get("has_begun")),
        )
    except (AttributeError, IndexError, KeyError, TypeError, ValueError):
        return Cursor()


def _latest(entries: Mapping[str, Entry], most: int) -> Mapping[str, Entry]:
    if len(entries) <= most:
        return entries
    return dict(sorted(entries.items(), key=lambda entry: entry[1].since)[-most:])


def _known_json(known: Known) -> list[object]:
    readings = {language: [each.etag, each.last_modified, each.body_hash] for language, each in known.readings.items()}
    return [_stamp(known.since), _stamp(known.again), readings, known.mark, known.is_faulty]


def _known(kept: list[object]) -> Known:
    since, again, readings, mark, is_faulty = kept
    if not isinstance(readings, Mapping):
        raise TypeError
    return Known(_moment(since), _moment(again), {name: Reading(*each) for name, each in readings.items()}, str(mark), bool(is_faulty))


def _failure_json(failure: Failure) -> list[object]:
    times = [_stamp(failure.since), _stamp(failure.again)]
    return [failure.reason[:_LONGEST_REASON], *times, failure.tries, failure.mark, failure.is_old, failure.is_told]


def _failure(kept: list[object]) -> Failure:
    reason, since, again, tries, mark, is_old, is_told = kept
    return Failure(str(reason), _moment(since), _moment(again), int(str(tries)), str(mark), bool(is_old), bool(is_told))


def _round_json(kept: Round) -> dict[str, object]:
    return {
        "began": _stamp(kept.began),
        "listings": [[each.address, each.level] for each in kept.listings[:MOST_QUEUED]],
        "queue": [[each.name, each.mark] for each in kept.queue[:MOST_QUEUED]],
        "counts": [kept.good, kept.bad, kept.in_a_row],
        "reason": kept.reason[:_LONGEST_REASON],
    }


def _round(kept: Mapping[str, object]) -> Round:
    listings, queue, counts = kept["listings"], kept["queue"], kept["counts"]
    if not (isinstance(listings, list) and isinstance(queue, list) and isinstance(counts, list)):
        raise TypeError
    return Round(
        _moment(kept["began"]),
        tuple(Listing(str(address), int(level)) for address, level in listings),
        tuple(Wanted(str(name), str(mark)) for name, mark in queue),
        good=int(counts[0]),
        bad=int(counts[1]),
        in_a_row=int(counts[2]),
        reason=str(kept["reason"]),
    )


def _stamp(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="seconds")


def _moment(text: object) -> datetime:
    moment = datetime.fromisoformat(str(text))
    if moment.tzinfo is None:
        raise ValueError
    return moment
