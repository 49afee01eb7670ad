"""A known item looked at again, with more or other words than before: only a watch that was not found in it, or not for sure, is news."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from monitor.daemon import called_off
from monitor.model import Hit, Item, Tier
from monitor.store import hits as hit_rows
from monitor.store import items as item_rows

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from sqlalchemy import Connection

    from monitor.daemon.alerting import Alerting
    from monitor.model import ItemId, WatchKey
    from monitor.store.hits import HitRow
    from monitor.store.items import KnownItem


@dataclass(frozen=True, slots=True)
class Occasion:
    """Why an item is looked at again, as its history says it. `is_noted` even if nothing is found; `edited` is what its story is told."""

    stage: str
    verdict: str
    is_noted: bool = False
    edited: bool = True


def look_again(  # noqa: PLR0913, PLR0917 what is known of the item, and what is new
    connection: Connection,
    alerting: Alerting,
    before: KnownItem,
    item: Item,
    found: Sequence[Hit],
    occasion: Occasion,
    now: datetime,
) -> int:
    """Record what is found in an item now, and tell what is news; return how many watches had not been found in it before."""
    standing = {row.watch: row for row in hit_rows.of_item(connection, before.id)}
    for hit in found:  # their places in the new text; what they were told as stays
        if hit.watch in standing:
            alerting.record_hits(before.id, [hit], is_baseline=standing[hit.watch].is_baseline)
    brought = tuple(hit for hit in found if hit.watch not in standing)
    surer = _surer(connection, before.id, [hit for hit in found if hit.watch in standing], standing)
    if occasion.is_noted or brought or surer:
        detail = {"new_watches": [hit.watch for hit in brought], "now_sure": [hit.watch for hit in surer]}
        item_rows.add_event(connection, before.id, now, occasion.stage, occasion.verdict, detail)
    news, archived = alerting.split_by_age(brought, before)
    alerting.record_hits(before.id, archived, is_baseline=True)
    alerting.record_hits(before.id, news, is_baseline=False)
    risen, _ = alerting.split_by_age(surer, before)
    if news or risen:
        alerting.tell(before.id, item, (*news, *risen), edited=occasion.edited, beside=found)
    elif before.story_id is not None:
        alerting.place_again(before.id, item, found)
    return len(brought)


def _surer(connection: Connection, item: ItemId, found: Sequence[Hit], standing: Mapping[WatchKey, HitRow]) -> tuple[Hit, ...]:
    """Choose the hits that are sure now and were not: they were possible only, or what they were found by was called off untold."""
    sure = [hit for hit in found if hit.tier is Tier.SURE]
    untold = called_off.untold(connection, item) if sure else set()
    return tuple(hit for hit in sure if standing[hit.watch].tier is not Tier.SURE or hit.watch in untold)
