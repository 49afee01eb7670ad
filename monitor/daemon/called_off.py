"""Sure hits that somebody said are not meant while they waited to be told: the message leaves them out, and the record says so."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from monitor.daemon import vetoes
from monitor.model import Cause, Tier
from monitor.store import deliveries, hits, items, stories

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable
    from datetime import datetime

    from sqlalchemy import Connection

    from monitor.model import RecipientKey, StoryId, WatchKey
    from monitor.store.hits import StoryHit
    from monitor.store.items import StoredItem
    from monitor.store.messages import ClaimContent, MessageRow

_STAGE, _VERDICT, _TOLD = "alert", "not told", "told "


@dataclass(frozen=True, slots=True)
class Standing:
    """What a message may tell of a story: claims with the hits that are meant. `called_off` are the hits of its other claims."""

    story: StoryId
    claims: list[ClaimContent]
    meant: list[StoryHit]
    called_off: list[StoryHit]


def standing(connection: Connection, told: Collection[ClaimContent]) -> list[Standing]:
    """Read what claims tell of each story, in the order of the first claim on it, and part it by what somebody said is not meant."""
    said = vetoes.load(connection, {claim.watch for claim in told})
    by_story: dict[StoryId, list[ClaimContent]] = {}
    for claim in told:
        by_story.setdefault(claim.story, []).append(claim)
    parted: list[Standing] = []
    for story, about in by_story.items():
        root = stories.root(connection, story)
        found = hits.of_story(connection, root, [claim.watch for claim in about])
        meant = vetoes.meant(found, said, frozenset({story, root}))
        gone = {claim.watch for claim in about if is_called_off(claim.watch, found, meant)}
        claims = [claim for claim in about if claim.watch not in gone]
        parted.append(Standing(root, claims, _without(meant, gone), [row for row in found if row.watch in gone]))
    return parted


def is_called_off(watch: WatchKey, found: Collection[StoryHit], meant: Collection[StoryHit]) -> bool:
    """Tell whether a watch that was surely found in a story is not, but for what was said not to be meant."""
    before = {row.tier for row in found if row.watch == watch}
    after = {row.tier for row in meant if row.watch == watch}
    return bool(before) and (not after or (Tier.SURE in before and Tier.SURE not in after))


def note(connection: Connection, message: MessageRow, now: datetime) -> None:
    """Write into the history of items which of their hits a message leaves out: once, however often it is tried.

    Nothing is written once the message left for some address: it was told there.
    """
    if deliveries.may_be_read(connection, message.id):
        return
    told = [claim for claim in message.claims if claim.cause is not Cause.POSSIBLE]
    for part in standing(connection, told):
        for row in part.called_off:
            detail = {"recipient": message.recipient, "message": message.id, "watch": row.watch}
            event = _STAGE, _VERDICT, detail
            if event in [(each.stage, each.verdict, each.detail) for each in items.events(connection, row.item.id)]:
                continue
            items.add_event(connection, row.item.id, now, *event)
            if not part.claims and row.item.fate_stage == "told":
                _untell(connection, row.item, message.recipient, row.watch)


def _without(rows: Iterable[StoryHit], gone: Collection[WatchKey]) -> list[StoryHit]:
    return [row for row in rows if row.watch not in gone]


def _untell(connection: Connection, item: StoredItem, recipient: RecipientKey, watch: WatchKey) -> None:
    """Take a recipient from those whom an item was told."""
    others = [name for name in item.fate_reason.removeprefix(_TOLD).split(", ") if name != recipient]
    if others:
        items.set_fate(connection, item.id, "told", _TOLD + ", ".join(others))
    else:
        items.set_fate(connection, item.id, "veto", f"{watch} was said not to be meant, before {recipient} was told")
