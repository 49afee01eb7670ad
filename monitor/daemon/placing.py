"""Where an item belongs: the keys and traces that it shares with what was seen before, read and left within the items' transaction."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING

from monitor.daemon.kin import Kin
from monitor.model import Item, ItemId, Relation, SourceKey, StoryId, WatchKey
from monitor.store import items, rulings, stories
from monitor.stories.decide import Decision, Known, called, copies, decide, quoted
from monitor.stories.fingerprint import copy_keys

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlalchemy import Connection

    from monitor.store.items.recognise import Shared
    from monitor.stories.folding import Folding


_A_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Newcomer:
    """An item that is to be placed: its row, what it says, where and when it was seen, and what was found in it."""

    id: ItemId
    item: Item
    source: SourceKey
    now: datetime
    watches: frozenset[WatchKey] = frozenset()
    named: frozenset[str] = frozenset()  # the words that these were found by


def place(connection: Connection, folding: Folding, new: Newcomer, *, edited: bool) -> Decision:
    """Decide how an item stands to what was seen before, and leave its keys and traces for what comes after it.

    Args:
        connection: within the items' transaction, so that two copies that arrive together cannot both be new.
        folding: what copies and reports are told by.
        new: the item.
        edited: whether it was seen before, and says something else now.
    """
    keys = copy_keys(new.item)
    shared = [row for row in items.latest_sharing(connection, keys) if row.item != new.id and row.story is not None]
    items.add_keys(connection, [(kind, value, new.id) for kind, value in keys if _is_kept(kind, new, shared)])
    own = items.get(connection, new.id).story_id if edited else None
    known = _known(connection, shared)
    kin = Kin(connection, folding, new)
    decision = decide(new.item, new.source, known, new.now)
    if decision.relation is Relation.NEW:
        decision = kin.copy() or (None if own else kin.report()) or decision
    kin.leave_traces(decision)
    home = stories.root(connection, own) if own is not None else decision.story
    if home is not None and decision.relation is Relation.DUPLICATE:
        for other in dict.fromkeys([*_homes_of_copies(new, known), *_homes_of(decision)]):
            if other != home:
                _merge(connection, home, other, new, decision)
                home = stories.root(connection, home)
    if own is not None:
        return Decision(Relation.EDIT, home, new.id, "the same item, edited")
    if edited and decision.relation is Relation.NEW:
        return Decision(Relation.EDIT, None, new.id, "the same item, edited; nothing was told of it before")
    return replace(decision, story=home)


def _is_kept(kind: str, new: Newcomer, shared: Sequence[Shared]) -> bool:
    """Tell whether an item is to be found by a key that others share: not of hundreds that came at the same time.

    A debate is found by the first of its speeches that was told, a text and an original by the first copy of the day.
    """
    others = (row for row in shared if row.kind == kind)
    if kind == "debate":
        return not any(row.source_key == new.source for row in others)
    return kind == "url" or not any(new.now - row.seen_at < _A_DAY for row in others)


def _homes_of_copies(new: Newcomer, known: Sequence[Known]) -> list[StoryId]:
    return [other.story for other in copies(new.item, new.source, known, new.now)]


def _homes_of(decision: Decision) -> list[StoryId]:
    """Give the story of a near copy, if the two texts are as good as one: else the item may hold reports of several."""
    return [decision.story] if decision.is_same_text and decision.story is not None else []


def _merge(connection: Connection, home: StoryId, other: StoryId, new: Newcomer, decision: Decision) -> None:
    """Make one story of two that prove to tell one text, the younger into the older, unless a person said that they are not."""
    older, younger = sorted((stories.root(connection, home), stories.root(connection, other)))
    if older == younger or rulings.apart(connection, older, younger):
        return
    stories.merge(connection, younger, older)
    lead = stories.get(connection, younger).lead
    by = called(quoted(new.item.title), new.id, new.source)
    detail = {
        "story": older,
        "of": stories.get(connection, older).lead,
        "signal": decision.signal,
        "share": decision.share,
        "because": f"its story proved to be the same by {by}, which is a copy of both: {decision.because}",
    }
    items.add_event(connection, lead, new.now, "story", Relation.DUPLICATE.value, detail)


def _known(connection: Connection, shared: Sequence[Shared]) -> list[Known]:
    return [
        Known(
            item=row.item,
            story=stories.root(connection, row.story) if row.is_merged else row.story,
            kind=row.kind,
            source=row.source_key,
            seen_at=row.seen_at,
            kind_of_item=row.item_kind,
            label=quoted(row.title),
        )
        for row in shared
        if row.story is not None
    ]
