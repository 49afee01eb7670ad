"""What the conduct remembers of a source between polls: one entry of `SourceState.hints`, in JSON's terms, typed here."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from math import isfinite
from types import MappingProxyType

from monitor.model import EMPTY

NEVER: Mapping[str, datetime] = MappingProxyType({})
_ENTRY = "conduct"


@dataclass(frozen=True, slots=True)
class Memory:
    """The past of a source as far as its next polls depend on it.

    `reader` is the version of the reading that the last page went through. `per_day` is how many entries appear a day, `span_s` how much
    time the document covers, `wishes` what it asks for. `max_age_s` is what the server asked for; `interval_s` and `interval_by` say how
    long the present interval is and who set it. `broken_off` and `faulty` count the documents in a row that broke off, or were read with
    warnings. `told` are the open conditions, `ended` those that were over lately, and when; moves await their confirmation.
    """

    reader: int = 0
    per_day: float | None = None
    span_s: float = 0.0
    wishes: Mapping[str, object] = field(default_factory=lambda: EMPTY)
    max_age_s: float = 0.0
    interval_s: float = 0.0
    interval_by: str = ""
    same_body: int = 0
    broken_off: int = 0
    faulty: int = 0
    failing_since: datetime | None = None
    told: tuple[str, ...] = ()
    ended: Mapping[str, datetime] = field(default_factory=lambda: NEVER)
    moved_to: str | None = None
    moved_count: int = 0
    moved_since: datetime | None = None


_NOTHING = Memory()


def recall(hints: Mapping[str, object]) -> Memory:
    """Read the memory back; what is missing or of an older make is as if never seen."""
    kept = hints.get(_ENTRY)
    if not isinstance(kept, dict):
        return Memory()
    per_day = kept.get("per_day")
    wishes = kept.get("wishes")
    told = kept.get("told")
    return Memory(
        reader=int(_number(kept, "reader")),
        per_day=float(per_day) if isinstance(per_day, int | float) else None,
        span_s=_number(kept, "span_s"),
        wishes=wishes if isinstance(wishes, dict) else EMPTY,
        max_age_s=_number(kept, "max_age_s"),
        interval_s=_number(kept, "interval_s"),
        interval_by=str(kept.get("interval_by", "")),
        same_body=int(_number(kept, "same_body")),
        broken_off=int(_number(kept, "broken_off")),
        faulty=int(_number(kept, "faulty")),
        failing_since=_moment(kept, "failing_since"),
        told=tuple(map(str, told)) if isinstance(told, list) else (),
        ended=_moments(kept.get("ended")),
        moved_to=str(kept["moved_to"]) if kept.get("moved_to") else None,
        moved_count=int(_number(kept, "moved_count")),
        moved_since=_moment(kept, "moved_since"),
    )


def with_memory(hints: Mapping[str, object], memory: Memory) -> dict[str, object]:
    """Put the memory beside whatever else the hints hold; what says nothing is left out."""
    said = ((name, getattr(memory, name)) for name in Memory.__dataclass_fields__)
    return {**hints, _ENTRY: {name: _plain(value) for name, value in said if value != getattr(_NOTHING, name)}}


def _plain(value: object) -> object:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    if isinstance(value, tuple):
        return list(value)
    return {name: _plain(entry) for name, entry in value.items()} if isinstance(value, Mapping) else value


def _number(kept: Mapping[str, object], name: str) -> float:
    value = kept.get(name)
    return float(value) if isinstance(value, int | float) and isfinite(value) else 0.0


def _moment(kept: Mapping[str, object], name: str) -> datetime | None:
    try:
        return datetime.fromisoformat(str(kept[name]))
    except (KeyError, ValueError):
        return None


def _moments(kept: object) -> Mapping[str, datetime]:
    if not isinstance(kept, dict):
        return NEVER
    return {str(name): moment for name in kept if (moment := _moment(kept, name)) is not None}
