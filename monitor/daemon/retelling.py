"""What nobody was told of a story, since it was taken for part of another: told when a person takes it out of that, or kept quiet."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from monitor.alerts.plan import Arrival, plan, refused
from monitor.alerts.recipient import nature_of
from monitor.daemon import history, vetoes
from monitor.daemon.alerting import Alerting
from monitor.model import Hit, MessageId, RecipientKey, Relation, StoryId, Tier, WatchKey
from monitor.settings.records import Source
from monitor.store import claims, hits, items, messages, stories

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence
    from datetime import datetime

    from sqlalchemy import Connection

    from monitor.alerts.plan import Found, Planned
    from monitor.daemon.live import Live
    from monitor.model import ItemId
    from monitor.store.hits import StoryHit
    from monitor.store.items import StoredItem

    Pairs = Collection[tuple[RecipientKey, WatchKey]]


def told_of(connection: Connection, story: StoryId) -> set[tuple[RecipientKey, WatchKey]]:
    """Tell who is told of which watches in a story, for sure or as possible; what was only listed was not told."""
    return {(row.recipient, row.watch) for row in claims.of_story(connection, story) if not row.cause.is_line}


def tell_untold(connection: Connection, live: Live, story: StoryId, now: datetime, only: Pairs | None = None) -> list[RecipientKey]:
    """Tell of a story's watches to whom no item of it told of them, or of those `only` to these; return who is told, each once.

    What is only possible goes into the daily section, and what is silenced is held back, as ever. Hits that were archived, or are not
    meant, are no news.
    """
    told: dict[RecipientKey, None] = {}
    for stored, rows in _news(connection, live, story):
        alerting = Alerting(connection, live, _source(live, stored), now)
        found = [live.found(Hit(row.watch, row.mentions)) for row in rows]
        decide = partial(_planned, alerting, story, stored, only=only)
        planned, _ = alerting.mutes.heeded(stored.id, alerting.where(stored.item, story), found, decide)
        made = [one for one in planned if alerting.write(stored.id, stored.item, story, one)]
        readers = dict.fromkeys(one.recipient for one in made if not one.is_possible)
        if readers:
            known = stored.fate_reason.removeprefix("told ").split(", ") if stored.fate_stage == "told" else []
            items.set_fate(connection, stored.id, "told", "told " + ", ".join(dict.fromkeys((*known, *readers))))
        told |= readers
    return list(told)


def keep_quiet(connection: Connection, live: Live, story: StoryId, now: datetime, only: Pairs | None = None) -> None:
    """Let those whom `tell_untold` would tell count as told: by a message that goes nowhere, so that no later copy tells them either."""
    for stored, rows in _news(connection, live, story):
        alerting = Alerting(connection, live, _source(live, stored), now)
        for one in _planned(alerting, story, stored, [live.found(Hit(row.watch, row.mentions)) for row in rows], only=only):
            claimed = claims.make(connection, [(one.recipient, story, watch, cause, now) for watch, cause in one.claims])
            claims.tell_of(connection, [claim for _, claim in claimed], stored.id)
            messages.attach(connection, _message_to_nobody(connection, story, one, now), [claim for _, claim in claimed])


def _message_to_nobody(connection: Connection, story: StoryId, one: Planned, now: datetime) -> MessageId:
    """Begin a message without a delivery, to bear claims."""
    return messages.create(
        connection, recipient=one.recipient, kind="story", story=story, due_at=now, now=now, replies_to=one.replies_to, body=None
    )


def _planned(alerting: Alerting, story: StoryId, stored: StoredItem, found: Sequence[Found], *, only: Pairs | None) -> tuple[Planned, ...]:
    arrival = Arrival(stored.id, Relation.NEW, is_own_words=bool(stored.item.debate), nature=nature_of(stored.item))
    told, settings = alerting.told(story, stored.id), alerting.live.settings
    planned = plan(found, told, arrival, settings.recipients, alerting.live.lines, alerting.now)
    unwanted = refused(found, arrival.nature, settings.recipients)
    history.note_refused(alerting.connection, stored.id, unwanted, alerting.now)
    kept = (replace(one, claims=tuple(each for each in one.claims if only is None or (one.recipient, each[0]) in only)) for one in planned)
    return tuple(one for one in kept if one.claims)


def _news(connection: Connection, live: Live, story: StoryId) -> Iterator[tuple[StoredItem, list[StoryHit]]]:
    """Give each item that tells of a watch before the others do, the first seen first; of a debate, each speech."""
    found = [row for row in hits.of_story(connection, story) if not row.is_baseline and row.watch in live.lists and row.watch in live.rows]
    said = vetoes.load(connection, {row.watch for row in found})
    meant = vetoes.meant(found, said, frozenset(stories.kin(connection, story)))
    first: dict[WatchKey, StoryHit] = {}
    for row in sorted(meant, key=lambda row: row.tier is not Tier.SURE):  # stable: of those as sure, the first seen
        first.setdefault(row.watch, row)
    by_item: dict[ItemId, list[StoryHit]] = {}
    for row in meant:
        if row.item.item.debate or first[row.watch] is row:
            by_item.setdefault(row.item.id, []).append(row)
    for rows in by_item.values():
        yield rows[0].item, rows


def _source(live: Live, stored: StoredItem) -> Source:
    """Give an item's source as the settings have it; one that they have no more, by its names alone."""
    return live.settings.sources.get(stored.source_key) or Source(stored.source_key, "feed", "", stored.source_name)
