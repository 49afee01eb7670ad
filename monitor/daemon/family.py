"""A story as one recipient stands to it: its items by the text that they have in common, and what the recipient was told of it before."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from monitor.daemon import called_off
from monitor.model import Cause, Kind, Relation
from monitor.store import claims as claim_rows
from monitor.store import items, stories
from monitor.stories.lineage import Link, origins_of

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
    from datetime import datetime

    from sqlalchemy import Connection

    from monitor.model import ItemId, RecipientKey, StoryId
    from monitor.store.stories import Fold, Member


@dataclass(frozen=True, slots=True)
class Before:
    """What a recipient was told of a story, or will be by another message: by these items, since `at`. `tail` are for the daily message."""

    items: tuple[ItemId, ...] = ()
    at: datetime | None = None
    tail: frozenset[ItemId] = frozenset()


@dataclass(frozen=True, slots=True)
class Family:
    """The items of a story and of those merged into it, the first seen first, and how each was placed.

    `origins` tells of each item which one it is a copy of, in the end; itself if of none. `revised` are those that read otherwise when
    they were first seen.
    """

    members: Mapping[ItemId, Member]
    folds: Mapping[ItemId, Fold]
    origins: Mapping[ItemId, ItemId]
    before: Before = field(default_factory=Before)
    revised: frozenset[ItemId] = frozenset()

    def origin(self, item: ItemId) -> ItemId:
        """Find the item that an item is a copy of, in the end; itself if of none."""
        return self.origins.get(item, item)

    def place(self, item: ItemId) -> tuple[datetime, ItemId]:
        """Tell where an item stands among those of the story: by when it was first seen."""
        return self.members[item].seen_at, item

    def outlets(self, item: ItemId) -> list[str]:
        """Name the outlets that carry an item's text, the first to carry it first, each once."""
        own = self.origin(item)
        return _once([member.outlet for member in self.members.values() if self.origins[member.id] == own])

    def others(self, item: ItemId, named: Collection[str] = ()) -> tuple[str, ...]:
        """Name the outlets that carry an item's text beside its own, and beside those `named` already."""
        without = {name.casefold() for name in (*named, self.members[item].outlet if item in self.members else "")}
        return tuple(name for name in self.outlets(item) if name.casefold() not in without)

    def because(self, item: ItemId) -> str:
        """Say why an item, or that which it is a copy of, was held to be of this story; nothing for what is its beginning."""
        fold = self.folds.get(self.origin(item))
        return fold.because if fold is not None and fold.relation is Relation.SAME_STORY else ""

    @property
    def is_told_by_press_alone(self) -> bool:
        """Whether the recipient was told of the story before, and by no parliament."""
        told = [self.members[item].kind for item in self.before.items if item in self.members]
        return bool(told) and all(kind is Kind.ARTICLE for kind in told)


def family_of(connection: Connection, story: StoryId, recipient: RecipientKey, own: Collection[int]) -> Family:
    """Read a story for the recipient of a message, which has these claims of its `own`: what was told before is by older ones."""
    made = [row for row in claim_rows.of_story(connection, story) if row.recipient == recipient and row.id not in own]
    void = called_off.void(connection, story, made)
    told = claim_rows.told_items(connection, [row.id for row in made])
    older = [row for row in made if row.id < min(own) and row.id not in void]
    news = [row for row in older if row.cause in {Cause.FIRST, Cause.UPDATE} and told.get(row.id)]
    before = Before(
        items=tuple(item for row in news for item, detail in told[row.id].items() if not claim_rows.is_listed(detail)),
        at=(news[0].due_at or news[0].at) if news else None,
        tail=frozenset(item for row in made if row.cause is Cause.TAIL for item in told.get(row.id, ())),
    )
    return replace(untold(connection, story), before=before)


def untold(connection: Connection, story: StoryId) -> Family:
    """Read a story for somebody who was told nothing of it."""
    members = {member.id: member for member in stories.members(connection, story)}
    folds = stories.folds(connection, story)
    return Family(members, folds, origins_of(members, links_of(folds)), revised=items.revised(connection, members))


def links_of(folds: Mapping[ItemId, Fold]) -> dict[ItemId, Link]:
    """Tell which items of a story were folded for the sake of which others."""
    return {
        item: Link(fold.of, is_copy=fold.relation is Relation.DUPLICATE)
        for item, fold in folds.items()
        if fold.of is not None and fold.of != item
    }


def _once(names: list[str]) -> list[str]:
    """Keep each name once, however it is spelled in capitals and small letters."""
    return list({name.casefold(): name for name in reversed(names)}.values())[::-1]
