"""Newer editions of known items, entered within the transaction of their poll: stored, looked at again, told where they are news."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from monitor.daemon import follow_ups, vetoes
from monitor.daemon.second_look import Occasion, look_again
from monitor.store import hits as hit_rows
from monitor.store import items as item_rows
from monitor.stories.edition import carries_texts, edition
from monitor.stories.fingerprint import content_hash

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence
    from datetime import datetime

    from sqlalchemy import Connection

    from monitor.daemon.alerting import Alerting
    from monitor.model import Digest, Hit, Item
    from monitor.store.items import KnownItem, StoredItem
    from monitor.stories.edition import Edition
    from monitor.watch.veto import LeftOut


def editions(
    connection: Connection, page: Mapping[Digest, Item], known: Mapping[Digest, KnownItem]
) -> dict[Digest, tuple[StoredItem, Edition]]:
    """Find which known items of a page are another edition now, with what is stored of each."""
    suspected = {key: before.id for key, before in known.items() if _may_differ(page[key], before)}
    stored = item_rows.several(connection, list(suspected.values()))
    found = {}
    for key, item_id in suspected.items():
        said = _as_carried(stored[item_id].item, page[key], page.values())
        if changed := edition(stored[item_id].item, said, stored[item_id].content_hash):
            found[key] = stored[item_id], changed
    return found


def _may_differ(item: Item, before: KnownItem) -> bool:
    """Tell whether the stored item must be read to know; an entry of a feed says all that it has in its wording."""
    has_more = item.record is not None or bool(item.variants) or bool(item.page) or item.status is not None
    return has_more or content_hash(item.title, item.text) != before.content_hash


def _as_carried(old: Item, item: Item, page: Collection[Item]) -> Item:
    """Let an entry of the press keep the text that its feed does not carry any more."""
    is_emptied = item.record is None and bool(old.text) and not item.text.strip()
    return replace(item, text=old.text) if is_emptied and not carries_texts(page, item) else item


class Editing:
    """Enters the newer editions of one page."""

    def __init__(self, connection: Connection, alerting: Alerting, now: datetime) -> None:
        self._connection, self._alerting, self._now = connection, alerting, now

    def enter(self, before: KnownItem, stored: StoredItem, new: Edition, found: Sequence[Hit], left_out: Sequence[LeftOut]) -> int:
        """Keep an edition; return in how many watches more it was found.

        A watch alerts only if it was not found there before, or not for sure. Who was told of the item hears of a new phase, and of
        what is taken back.
        """
        self._keep(stored, new)
        standing = {row.watch: row for row in hit_rows.of_item(self._connection, before.id)}
        follow_ups.tell(self._alerting, stored, new, standing)
        if not new.is_matched_again:
            return 0
        vetoes.note(self._connection, before.id, left_out, self._now)
        occasion = Occasion("edit", "new version" if new.is_reworded else "more text", is_noted=new.is_reworded)
        return look_again(self._connection, self._alerting, before, new.item, found, occasion, self._now)

    def _keep(self, stored: StoredItem, new: Edition) -> None:
        if new.is_reworded:
            item_rows.revise(self._connection, stored.id, new.item, new.content_hash, self._now)
        else:
            item_rows.refresh(self._connection, stored.id, new.item)
        detail = _metadata(stored.item, new.item)
        if stored.story_id is not None and detail:
            item_rows.add_event(self._connection, stored.id, self._now, "record", "changed", detail)


def _metadata(old: Item, new: Item) -> dict[str, object]:
    """Say what a record says of itself otherwise than before."""
    pairs = {"status": (old.status, new.status), "phase": (old.phase, new.phase)}
    detail: dict[str, object] = {name: f"{was or 'none'} → {now or 'none'}" for name, (was, now) in pairs.items() if was != now}
    if came := sorted(new.variants.keys() - old.variants.keys()):
        detail["languages"] = came
    return detail
