"""Rulings: what people said of two items, that they tell one story or that they do not. The newest on a pair counts."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from sqlalchemy import select, union

from monitor.model import ItemId, StoryId
from monitor.store.stories import kin
from monitor.store.tables import items, story_rulings

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from sqlalchemy import Connection, Row, Select


class Verdict(StrEnum):
    """What a person says of two items."""

    APART = "apart"
    TOGETHER = "together"


@dataclass(frozen=True, slots=True)
class Said:
    """What a person says, and why."""

    verdict: Verdict
    author: str
    reason: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Ruling:
    """The newest word on a pair of items; `item` has the lower number."""

    item: ItemId
    other: ItemId
    said: Said

    def beside(self, item: ItemId) -> ItemId:
        """Name the item of the pair that is not this one."""
        return self.other if item == self.item else self.item


def say(connection: Connection, pairs: Iterable[tuple[ItemId, ItemId]], said: Said) -> None:
    """Keep a ruling on pairs of items; what was said of them before stays in the record, and counts no more."""
    ordered = dict.fromkeys((min(pair), max(pair)) for pair in pairs if pair[0] != pair[1])
    rows = [
        {"verdict": said.verdict.value, "item_id": one, "other_id": two, "author": said.author, "reason": said.reason, "at": said.at}
        for one, two in ordered
    ]
    if rows:
        connection.execute(story_rulings.insert(), rows)


def between(connection: Connection, story: StoryId, other: StoryId) -> list[Ruling]:
    """List what stands on the pairs that have an item in each of two stories, those merged into them included."""
    one, two, mine, theirs = items.alias(), items.alias(), kin(connection, story), kin(connection, other)
    pairs = select(story_rulings).join(one, one.c.id == story_rulings.c.item_id).join(two, two.c.id == story_rulings.c.other_id)
    there = pairs.where(one.c.story_id.in_(mine), two.c.story_id.in_(theirs))
    back = pairs.where(one.c.story_id.in_(theirs), two.c.story_id.in_(mine))
    return _standing(connection, there, back)


def apart(connection: Connection, story: StoryId, other: StoryId) -> bool:
    """Tell whether two stories must not be merged: of some pair of their items a person said last that they are apart."""
    return any(ruling.said.verdict is Verdict.APART for ruling in between(connection, story, other))


def of_story(connection: Connection, story: StoryId) -> list[Ruling]:
    """List what stands on pairs with an item in a story or in one merged with it, the oldest first."""
    return _touching(connection, select(items.c.id).where(items.c.story_id.in_(kin(connection, story))))


def of_items(connection: Connection, ids: Iterable[ItemId]) -> list[Ruling]:
    """List what stands on pairs with one of these items, the oldest first."""
    return _touching(connection, select(items.c.id).where(items.c.id.in_(list(ids))))


def list_(connection: Connection) -> list[Ruling]:
    """List what stands on every pair that anything was said of, the oldest first."""
    return _standing(connection, select(story_rulings))


def _touching(connection: Connection, mine: Select[tuple[int]]) -> list[Ruling]:
    return _standing(
        connection,
        select(story_rulings).where(story_rulings.c.item_id.in_(mine)),
        select(story_rulings).where(story_rulings.c.other_id.in_(mine)),
    )


def _standing(connection: Connection, *chosen: Select[Any]) -> list[Ruling]:
    """Read these rulings, of each pair the newest; one SELECT for each index that finds some."""
    rows = sorted(connection.execute(union(*chosen)).all(), key=lambda row: row.id)
    newest = {(row.item_id, row.other_id): row for row in rows}
    return [_ruling(row) for row in sorted(newest.values(), key=lambda row: row.id)]


def _ruling(row: Row[Any]) -> Ruling:
    return Ruling(ItemId(row.item_id), ItemId(row.other_id), Said(Verdict(row.verdict), row.author, row.reason, row.at))
