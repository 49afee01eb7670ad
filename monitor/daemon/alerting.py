"""From hits to deliveries: story decision, claims, messages, one row of the outbox for each address. Runs inside the items' transaction."""

from __future__ import annotations

from dataclasses import replace
from types import MappingProxyType
from typing import TYPE_CHECKING

from monitor.alerts.plan import Arrival, Planned, plan, refused
from monitor.alerts.recipient import nature_of
from monitor.alerts.told import Told
from monitor.daemon import called_off, flooding, history, lines
from monitor.daemon.outbox import Post, post
from monitor.daemon.placing import Newcomer, place
from monitor.daemon.silences import Mutes, where_new
from monitor.model import Cause, Hit, Item, ItemId, Kind, MessageId, RecipientKey, Relation, StoryId, WatchKey
from monitor.store import claims, deliveries, hits, items, messages, recounts, stories

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence
    from datetime import datetime

    from sqlalchemy import Connection

    from monitor.daemon.live import Live
    from monitor.daemon.silences import Where
    from monitor.settings.records import Source
    from monitor.store.claims import ClaimRow
    from monitor.store.items import KnownItem
    from monitor.stories.decide import Decision

    Details = Mapping[WatchKey, Mapping[str, object]]

_NEWS = frozenset({Cause.FIRST, Cause.UPDATE})


class Alerting:
    """The alerts of one poll."""

    def __init__(self, connection: Connection, live: Live, source: Source, now: datetime) -> None:
        self.connection = self._connection = connection
        self.live = self._live = live
        self._source = source
        self.now = self._now = now
        self.messages = 0
        self.mutes = Mutes(connection, live, now)
        self._void: dict[StoryId, tuple[frozenset[int], set[int]]] = {}  # the claims that were asked after, and the void ones
        self._claimed: set[int] = set()
        self._taken_in: set[tuple[ItemId, RecipientKey]] = set()

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

    def tell(self, item_id: ItemId, item: Item, found: Sequence[Hit], *, edited: bool, beside: Sequence[Hit] = ()) -> None:
        """Place the item in a story and write what its recipients are to be told. `beside` are hits in it that are no news."""
        self.tell_placed(item_id, item, found, self._place(item_id, item, (*found, *beside), edited=edited))

    def place_again(self, item_id: ItemId, item: Item, found: Sequence[Hit]) -> None:
        """Let an item of a story be found by what it says now, where that tells nobody anything: else a copy of its page would be news."""
        self._place(item_id, item, found, edited=True)

    def _place(self, item_id: ItemId, item: Item, found: Sequence[Hit], *, edited: bool) -> Decision:
        watches = frozenset(hit.watch for hit in found)
        named = frozenset(mention.matched for hit in found for mention in hit.mentions)
        new = Newcomer(item_id, item, self._source.key, self._now, watches, named)
        return place(self._connection, self._live.folding, new, edited=edited)

    def tell_placed(self, item_id: ItemId, item: Item, found: Sequence[Hit], decision: Decision) -> None:
        """Put the item where it was decided that it belongs, and write what its recipients are to be told."""
        story = decision.story or stories.create(self._connection, item_id, self._now)
        if decision.relation is not Relation.EDIT:  # which stays in the story that it is in, wherever that was merged
            items.set_story(self._connection, item_id, story)
        stories.touch(self._connection, story, self._now)
        if decision.relation is Relation.DUPLICATE:
            recounts.touch(self._connection, story, self._now)
        items.add_event(
            self._connection,
            item_id,
            self._now,
            "story",
            decision.relation.value,
            {
                "story": story,
                "of": decision.of,
                "signal": decision.signal,
                "share": decision.share,
                "because": decision.because,
            },
        )
        meant, recipients = [self._live.found(hit) for hit in found], self._live.settings.recipients
        told, arrival = self.told(story, item_id), self._arrival(item_id, item, decision.relation)
        planned, held = self.mutes.heeded(
            item_id,
            self.where(item, story),
            meant,
            lambda heard: plan(heard, told, arrival, recipients, self._live.lines, self._now),
        )
        made = [one for one in planned if self._say(item_id, item, story, one, decision.because)]
        unwanted = refused(meant, arrival.nature, recipients)
        history.note_refused(self._connection, item_id, unwanted, self._now)
        history.explain(self._connection, item_id, decision, meant, made, unwanted, held.values())

    def where(self, item: Item, story: StoryId) -> Where:
        """Give an item of the source as silences ask of it."""
        return where_new(item, self._source, story)

    def _arrival(self, item_id: ItemId, item: Item, relation: Relation) -> Arrival:
        """Say who speaks: each speech of a debate is told for itself, and so is what a parliament published on a story of the press."""
        is_published_by_house = item.record is not None or item.kind is not Kind.ARTICLE
        is_of_debate = bool(item.debate) and relation is not Relation.DUPLICATE
        return Arrival(
            item_id,
            relation,
            is_own_words=is_of_debate or (is_published_by_house and relation is Relation.SAME_STORY),
            is_official=is_published_by_house or self._source.key in self._live.official,
            nature=nature_of(item),
        )

    def _say(self, item_id: ItemId, item: Item, story: StoryId, one: Planned, because: str) -> bool:
        """Write one planned message; a line of a list goes into a message that still waits to tell the story, if one does."""
        if not one.is_line:
            return self.write(item_id, item, story, one)
        if (item_id, one.recipient) in self._taken_in:
            return True
        made = claims.of_story(self._connection, story)
        void = self._void_of(story, made)
        message = lines.fold(self._connection, [row for row in made if row.id not in void], item_id, one, because)
        if message is None:
            return self.write(item_id, item, story, one, {watch: lines.detail(because) for watch, _ in one.claims})
        self._taken_in.add((item_id, one.recipient))
        history.note_told(self._connection, item_id, one, message, "listed", self._now)
        return True

    def told(self, story: StoryId, item: ItemId) -> list[Told]:
        """List what recipients were told of a story, or will be by a message that waits, and whether by this item."""
        made = claims.of_story(self._connection, story)
        mine, just, nothing = claims.telling_of(self._connection, item), frozenset({item}), frozenset[ItemId]()
        void = self._void_of(story, made)
        official = claims.told_officially(self._connection, story, self._live.official) if made else set()
        return [
            Told(
                recipient=row.recipient,
                watch=row.watch,
                cause=row.cause,
                at=row.at,
                message=row.message,
                items=just if row.id in mine else nothing,
                is_official=row.id in official,
                due_at=row.due_at,
            )
            for row in made
            if row.message is not None and row.id not in void
        ]

    def write(self, item_id: ItemId, item: Item, story: StoryId, one: Planned, details: Details = MappingProxyType({})) -> bool:
        """Make the claims and the message that carries them; tell whether anything is said. `details` are what a follow-up says."""
        if one.is_digest and (overdue := messages.overdue_digest(self._connection, one.recipient, self._now)) is not None:
            one = replace(one, due_at=overdue)  # it says until when its sources were read, and that is now
        message = self._waiting(story, one)
        if message is None and (summed := flooding.gather(self._connection, self._live, one, self._now)) is not None:
            one, message = summed, self._waiting(story, summed)
        before = claims.of_story(self._connection, story)
        is_phase = any("was" in detail for detail in details.values())
        joined = {} if is_phase else _joined(before, one, message, claims.telling_of(self._connection, item_id))
        void = self._void_of(story, before)
        rows = [(one.recipient, story, watch, cause, self._now) for watch, cause in one.claims if watch not in joined]
        made = {rows[index][2]: claim for index, claim in claims.make(self._connection, rows, void)}
        self._claimed.update(made.values())
        telling = {**{watch: joined[watch] for watch, _ in one.claims if watch in joined}, **made}
        if not telling:
            return False
        for watch, claim in telling.items():
            claims.tell_of(self._connection, [claim], item_id, details.get(watch))
        message = message or self._begin(story, one)
        about = ("digest", one.flood or "", one.due_at.isoformat()) if one.is_digest else ("story", self._source.key, item.key)
        is_listed = any(cause is Cause.LISTED for _, cause in one.claims)
        post(self._connection, self._live, Post(message, one.recipient, about, one.due_at, in_threads_alone=is_listed), self._now)
        messages.attach(self._connection, message, list(made.values()))
        if not one.is_line:
            deliveries.hasten(self._connection, message, one.due_at)
            messages.hasten(self._connection, message, one.due_at)
        flooding.note(self._connection, self._live, one, self._now)
        history.note_told(self._connection, item_id, one, message, history.verdict(one, details), self._now)
        return True

    def _void_of(self, story: StoryId, made: Sequence[ClaimRow]) -> set[int]:
        """Find the void claims on a story: once a poll, and again when a merge brought others.

        Nothing that is claimed in this transaction can be void in it.
        """
        asked, void = self._void.get(story, (None, set[int]()))
        before = frozenset(row.id for row in made) - self._claimed
        if asked is None or not before <= asked:
            void = called_off.void(self._connection, story, made)
            self._void[story] = before, void
        return void

    def _waiting(self, story: StoryId, one: Planned) -> MessageId | None:
        """Find a message that has not left and can carry this too: the digest of that hour, or one of the same story."""
        if one.flood is not None:
            return messages.open_flood(self._connection, one.recipient, one.flood, one.due_at)
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
            flood=one.flood,
        )


def _joined(before: Sequence[ClaimRow], one: Planned, message: MessageId | None, telling: Collection[int]) -> dict[WatchKey, int]:
    """Find the claims of a waiting message that can tell of another item: more of the same news, or of the same kind of addition.

    A phase is claimed by itself; so is what is said again of an item that a claim is `telling` of.
    """
    wanted = {cause for _, cause in one.claims}
    joins = wanted if wanted.isdisjoint(_NEWS) else _NEWS
    mine = (row for row in before if message is not None and row.message == message and row.recipient == one.recipient)
    return {row.watch: row.id for row in mine if row.cause in joins and row.id not in telling}
