"""What the feeds of bills share: one item a bill, whose stage is its phase, so that a new stage is news although the bill stays."""

from __future__ import annotations

from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING, Literal

from monitor.model import Item, Kind, Record, Variant

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date, datetime


@dataclass(frozen=True, slots=True)
class Bill:
    """What a source says of a bill and of the last thing that happened to it.

    `key` names the bill among those of all sessions. `stage` is what it reached, at `moment`, which is exact or only a day's beginning.
    """

    key: str
    native_id: str
    title: str
    summary: str
    stage: str
    house: str
    url: str | None
    lang: str
    moment: datetime | None = None
    precision: Literal["exact", "sitting"] | None = None
    day: date | None = None
    session: str | None = None
    headings: tuple[str, ...] = ()
    variants: Mapping[str, Variant] = field(default_factory=lambda: MappingProxyType({}))


def bill_items(bills: Iterable[Bill]) -> tuple[Item, ...]:
    """Make one item of each bill, of what happened to it last; of two things at one time the first: the feeds begin with the newest."""
    kept: dict[str, Bill] = {}
    for bill in bills:
        before = kept.get(bill.key)
        if before is None or (bill.moment and before.moment and bill.moment > before.moment):
            kept[bill.key] = bill
    return tuple(map(_item, kept.values()))


def _item(bill: Bill) -> Item:
    """Leave the stage out of the text: it changes often, and a changed text would be a correction of the bill."""
    return Item(
        key=bill.key,
        title=bill.title,
        text=bill.summary,
        kind=Kind.BILL_EVENT,
        url=bill.url,
        published_at=bill.moment,
        lang=bill.lang,
        sitting_date=bill.day,
        headings=bill.headings,
        variants=bill.variants,
        record=Record(
            house=bill.house,
            sitting=bill.session,
            native_id=bill.native_id,
            time_precision=bill.precision if bill.moment else None,
            phase=bill.stage,
        ),
    )
