"""From hits to deliveries: story decision, claims, messages, one row of the outbox for each address. Runs inside the items' transaction."""

from __future__ import annotations

from typing import TYPE_CHECKING

from monitor.alerts.plan import Planned, Told, plan
from monitor.daemon import called_off
from monitor.daemon.outbox import Post, post
from monitor.model import Hit, Item, ItemId, MessageId, Relation, StoryId
from monitor.store import claims, deliveries, hits, items, messages, stories
from monitor.stories.decide import Decision, Known, decide
from monitor.stories.fingerprint import copy_keys

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlalchemy import Connection

    from monitor.daemon.live import Live
    from monitor.settings.records import Source
    from monitor.store.items import KnownItem


class Alerting:
    """The alerts of one poll."""

    def __init__(self, connection: Connection, live: Live, source: Source, now: datetime) -> None:
        self._connection = connection
        self._live = live
        self._source = source
        self._now = now
        self.messages = 0

    def record_hits(self, item: ItemId, found: Sequence[Hit], *, is_baseline: bool) -> None:
        """Keep the hits with their evidence; baseline ones are shown, never told."""
        rows = [
            hits.NewHit(
                item=item,
                watch_id=self._live.rows[hit.watch].id,
                hit=hit,
                revision=self._live.rows[hit.watch].revision,
                is_baseline=is_baseline,
                at=self._now,
            )
            for hit in found
        ]
        if rows:
            hits.record(self._connection, rows)

    def split_by_age(self, found: Sequence[Hit], item: KnownItem) -> tuple[tuple[Hit, ...], tuple[Hit, ...]]:
        """Part the hits in a known item: those that may alert, and those of watches younger than the item, or in an archived item."""
        may = tuple(hit for hit in found if not item.baseline and item.seen_at > self._live.rows[hit.watch].since)
        return may, tuple(hit for hit in found if hit not in may)

    def tell(self, item_id: ItemId, item: Item, found: Sequence[Hit], *, edited: bool) -> None:
        """Place the item in a story and write what its recipients are to be told."""
        decision = self._place(item_id, item, edited=edited)
        story = decision.story or stories.create(self._connection, item_id, self._now)
        items.set_story(self._connection, item_id, story)
        stories.touch(self._connection, story, self._now)
        items.add_event(
            self._connection,
            item_id,
            self._now,
            "story",
            decision.relation.value,
            {"story": story, "of": decision.of, "because": decision.because},
        )
        made = claims.of_story(self._connection, story)
        void = called_off.void(self._connection, story, made)
        told = [
            Told(recipient=row.recipient, watch=row.watch, cause=row.cause, at=row.at, message=row.message)
            for row in made
            if row.message is not None and row.id not in void
        ]
        planned = plan([self._live.found(hit) for hit in found], told, decision.relation, self._live.settings.recipients, self._now)
        self._explain(item_id, decision, found, [one for one in planned if self._write(item_id, item, story, one, void)])

    def _place(self, item_id: ItemId, item: Item, *, edited: bool) -> Decision:
        keys = copy_keys(item)
        shared = [row for row in items.sharing(self._connection, keys) if row.item != item_id and row.story is not None]
        items.add_keys(self._connection, [(kind, value, item_id) for kind, value in keys])
        own = items.get(self._connection, item_id).story_id if edited else None
        if own is not None:
            return Decision(Relation.EDIT, stories.root(self._connection, own), item_id, "the same item, edited")
        known = [
            Known(
                item=row.item,
                story=stories.root(self._connection, row.story),
                kind=row.kind,
                source=row.source_key,
                seen_at=row.seen_at,
                kind_of_item=row.item_kind,
                label=f'"{row.title[:80]}"' if row.title else "",
            )
            for row in shared
            if row.story is not None
        ]
        decision = decide(item, self._source.key, known, self._now)
        if edited and decision.relation is Relation.NEW:
            return Decision(Relation.EDIT, None, item_id, "the same item, edited; nothing was told of it before")
        return decision

    def _write(self, item_id: ItemId, item: Item, story: StoryId, one: Planned, void: set[int]) -> bool:
        """Make the claims and the message that carries them; tell whether anything is said."""
        rows = [(one.recipient, story, watch, cause, self._now) for watch, cause in one.claims]
        made = [claim for _, claim in claims.make(self._connection, rows, void)]
        if not made:
            return False
        message = self._waiting(story, one) or self._begin(story, one)
        about = ("digest", one.due_at.isoformat()) if one.is_digest else ("story", self._source.key, item.key)
        post(self._connection, self._live, Post(message, one.recipient, about, one.due_at), self._now)
        messages.attach(self._connection, message, made)
        deliveries.hasten(self._connection, message, one.due_at)
        detail = {"recipient": one.recipient, "message": message, "due_at": one.due_at.isoformat()}
        items.add_event(self._connection, item_id, self._now, "alert", "possible" if one.is_possible else "told", detail)
        return True

    def _waiting(self, story: StoryId, one: Planned) -> MessageId | None:
        """Find a message that has not left and can carry this too: the digest of that hour, or one of the same story."""
        if one.is_digest:
            return messages.open_digest(self._connection, one.recipient, one.due_at)
        return messages.open_story(self._connection, one.recipient, story)

    def _begin(self, story: StoryId, one: Planned) -> MessageId:
        self.messages += 1
        return messages.create(
            self._connection,
            recipient=one.recipient,
            kind="digest" if one.is_digest else "story",
            story=None if one.is_digest else story,
            due_at=one.due_at,
            now=self._now,
            replies_to=None if one.is_digest else one.replies_to,
            body=None,
        )

    def _explain(self, item_id: ItemId, decision: Decision, found: Sequence[Hit], made: Sequence[Planned]) -> None:
        told = [one.recipient for one in made if not one.is_possible]
        if told:
            items.set_fate(self._connection, item_id, "told", "told " + ", ".join(told))
        elif made:
            readers = ", ".join(one.recipient for one in made)
            items.set_fate(self._connection, item_id, "possible", f"possible mentions alone, for the daily section of {readers}")
        elif decision.relation is Relation.NEW and not any(self._live.found(hit).tell for hit in found):
            items.set_fate(self._connection, item_id, "routing", "the watchlist tells nobody (tell: is empty)")
        else:
            items.set_fate(self._connection, item_id, "folded", f"nothing new for anybody: {decision.because}")
