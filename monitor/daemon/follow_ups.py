"""Who was told of an item hears of a new phase of it, and of what it takes back: in the thread of their first message.

Told is who may have read it: a message that still waits will show the item as it is when it leaves, and needs no correction. One that is
being sent may have been written already.
"""

from __future__ import annotations

from dataclasses import asdict, replace
from typing import TYPE_CHECKING

from monitor.alerts.excerpt import proofs
from monitor.alerts.plan import follow_up, refused
from monitor.alerts.recipient import nature_of
from monitor.daemon import called_off, history
from monitor.model import Cause, Hit
from monitor.store import claims, deliveries
from monitor.stories.correction import every_change, quoted_changes
from monitor.watch.fields import field_texts

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sqlalchemy import Connection

    from monitor.alerts.plan import Found
    from monitor.alerts.recipient import Recipient
    from monitor.daemon.alerting import Alerting
    from monitor.daemon.live import Live
    from monitor.model import Item, ItemId, MessageId, RecipientKey, StoryId, WatchKey
    from monitor.store.hits import HitRow
    from monitor.store.items import StoredItem
    from monitor.stories.correction import Change
    from monitor.stories.edition import Edition

Details = dict["WatchKey", dict[str, object]]


def tell(alerting: Alerting, stored: StoredItem, new: Edition, standing: Mapping[WatchKey, HitRow]) -> None:
    """Tell everyone who has read of an item what its newer edition changes for them.

    Args:
        alerting: the alerts of this poll.
        stored: the item as it was.
        new: the edition that took its place.
        standing: the hits in the item as it was, by watch.
    """
    if stored.story_id is None:
        return
    for recipient, watches in readers(alerting.connection, stored.id, stored.story_id).items():
        hits = [Hit(watch, standing[watch].mentions) for watch in watches if watch in standing and watch in alerting.live.lists]
        if new.left_phase:
            details: Details = {hit.watch: {"was": new.left_phase, "is": new.item.phase} for hit in hits}
            cause = Cause.UPDATE
        else:
            details = _taken_back(alerting.live, stored.item, new, hits)
            cause = Cause.REVISION
        reader = alerting.live.settings.recipients.get(recipient)
        if reader is None or not reader.to or not details:
            continue
        found = _wanted(alerting, stored.id, new.item, [hit for hit in hits if hit.watch in details], reader)
        found = alerting.mutes.heard(stored.id, alerting.where(new.item, stored.story_id), recipient, found)
        if found:
            planned = follow_up(found, alerting.told(stored.story_id, stored.id), cause, reader, alerting.now)
            alerting.write(stored.id, new.item, stored.story_id, planned, details)


def _wanted(alerting: Alerting, item_id: ItemId, item: Item, hits: Sequence[Hit], reader: Recipient) -> list[Found]:
    """Leave out what the reader does not want to be told of any more, and note that."""
    found, nature = [replace(alerting.live.found(hit), tell=(reader.key,)) for hit in hits], nature_of(item)
    unwanted = refused(found, nature, {reader.key: reader})
    history.note_refused(alerting.connection, item_id, unwanted, alerting.now)
    return [one for one in found if not reader.refusal(one.hit.score, nature)]


def readers(connection: Connection, item: ItemId, story: StoryId) -> dict[RecipientKey, list[WatchKey]]:
    """List who may have read of an item for sure, and because of which watches."""
    made = claims.of_story(connection, story)
    void = called_off.void(connection, story, made)
    telling = claims.telling_of(connection, item) - claims.listing(connection, item)
    mine = [row for row in made if row.id in telling and row.cause.is_certain and row.id not in void]
    is_read: dict[MessageId, bool] = {}
    read: dict[RecipientKey, dict[WatchKey, None]] = {}
    for row in mine:
        if row.message is None:
            continue
        if row.message not in is_read:
            is_read[row.message] = deliveries.may_be_read(connection, row.message) or deliveries.is_being_sent(connection, row.message)
        if is_read[row.message]:
            read.setdefault(row.recipient, {})[row.watch] = None
    return {recipient: list(watches) for recipient, watches in read.items()}


def _taken_back(live: Live, old: Item, new: Edition, hits: Sequence[Hit]) -> Details:
    """Say for each watch which words changed that its readers are to hear of, as its `corrections` setting has it."""
    before, now = field_texts(old), {} if new.is_withdrawn else field_texts(new.item)
    details: Details = {}
    for hit in hits:
        changes = _changes(live.corrections(hit.watch), before, now, hit)
        if changes or (new.is_withdrawn and live.corrections(hit.watch) != "none"):
            details[hit.watch] = {"changes": [asdict(change) for change in changes], "withdrawn": new.is_withdrawn}
    return details


def _changes(wanted: str, before: Mapping[str, str], now: Mapping[str, str], hit: Hit) -> tuple[Change, ...]:
    if wanted == "none":
        return ()
    if wanted == "any" and now:
        return every_change(before, now)
    return quoted_changes(before, now, proofs(before, [hit]))
