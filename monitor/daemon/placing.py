"""Where an item belongs: the keys and traces that it shares with what was seen before, read and left within the items' transaction."""

from __future__ import annotations

from typing import TYPE_CHECKING

from monitor.model import Item, ItemId, Relation, SourceKey
from monitor.store import items, stories
from monitor.stories.decide import Decision, Known, decide
from monitor.stories.fingerprint import copy_keys

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import Connection

    from monitor.store.items.recognise import Shared


def place(connection: Connection, item_id: ItemId, item: Item, source: SourceKey, now: datetime, *, edited: bool) -> Decision:  # noqa: PLR0913 an item, where and when it was seen
    """Decide how an item stands to what was seen before, and leave its keys for what comes after it.

    Args:
        connection: within the items' transaction, so that two copies that arrive together cannot both be new.
        item_id: the item's row.
        item: what it says now.
        source: where it was found.
        now: when it was seen.
        edited: whether it was seen before, and says something else now.
    """
    keys = copy_keys(item)
    shared = [row for row in items.sharing(connection, keys) if row.item != item_id and row.story is not None]
    # A debate is found by the first of its speeches that was told; its key need not be kept for each of hundreds.
    kept = {kind for kind, _ in keys} - {row.kind for row in shared if row.kind == "debate" and row.source_key == source}
    items.add_keys(connection, [(kind, value, item_id) for kind, value in keys if kind in kept])
    own = items.get(connection, item_id).story_id if edited else None
    if own is not None:
        return Decision(Relation.EDIT, stories.root(connection, own), item_id, "the same item, edited")
    decision = decide(item, source, _known(connection, shared), now)
    if edited and decision.relation is Relation.NEW:
        return Decision(Relation.EDIT, None, item_id, "the same item, edited; nothing was told of it before")
    return decision


def _known(connection: Connection, shared: list[Shared]) -> list[Known]:
    return [
        Known(
            item=row.item,
            story=stories.root(connection, row.story),
            kind=row.kind,
            source=row.source_key,
            seen_at=row.seen_at,
            kind_of_item=row.item_kind,
            label=f'"{row.title[:80]}"' if row.title else "",
        )
        for row in shared
        if row.story is not None
    ]
