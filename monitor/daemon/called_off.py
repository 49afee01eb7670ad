"""Sure hits that somebody said are not meant while they waited to be told: the message leaves them out, and the record says so."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from monitor.daemon import vetoes
from monitor.model import Cause, MessageId, RecipientKey, Tier, WatchKey
from monitor.store import claims as claim_rows
from monitor.store import deliveries, hits, items, stories
from monitor.store.claims import is_listed

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping
    from datetime import datetime

    from sqlalchemy import Connection

    from monitor.model import ItemId, StoryId
    from monitor.store.claims import ClaimRow
    from monitor.store.hits import StoryHit
    from monitor.store.items import StoredItem
    from monitor.store.messages import ClaimContent, MessageRow

_STAGE, _NOT_TOLD, _AFTER_ALL, _TOLD = "alert", "not told", "told after all", "told "


@dataclass(frozen=True, slots=True)
class Place:
    """Where something is noted: of a watch in an item, by a message to a recipient."""

    item: ItemId
    recipient: RecipientKey
    message: MessageId
    watch: WatchKey

    @property
    def detail(self) -> dict[str, object]:
        """Give it as an item's history has it."""
        return {"recipient": self.recipient, "message": self.message, "watch": self.watch}


@dataclass(frozen=True, slots=True)
class Standing:
    """What a message may tell of a story: claims with the hits that are meant. `called_off` are the hits of its other claims.

    Of a debate, the hits are those in the speeches that the claims tell of, and any of them may be called off by itself.
    """

    story: StoryId
    claims: list[ClaimContent]
    meant: list[StoryHit]
    called_off: list[StoryHit]
    is_debate: bool

    def is_untold(self, item: ItemId) -> bool:
        """Whether the message does not tell of an item at all."""
        return not self.claims or (self.is_debate and all(row.item.id != item for row in self.meant))


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
        if is_debate := any(row.item.item.debate for row in found):
            spoken = {(claim.watch, item) for claim in about for item in claim.items}
            found = [row for row in found if (row.watch, row.item.id) in spoken]
        meant = vetoes.meant(found, said, frozenset({story, root}))
        gone = {claim.watch for claim in about if is_called_off(claim.watch, found, meant)}
        claims = [claim for claim in about if claim.watch not in gone]
        stays = {(row.watch, row.item.id) for row in meant}
        off = [row for row in found if row.watch in gone or (is_debate and (row.watch, row.item.id) not in stays)]
        parted.append(Standing(root, claims, _without(meant, gone), off, is_debate))
    return parted


def is_called_off(watch: WatchKey, found: Collection[StoryHit], meant: Collection[StoryHit]) -> bool:
    """Tell whether a watch that was surely found in a story is not, but for what was said not to be meant."""
    before = {row.tier for row in found if row.watch == watch}
    after = {row.tier for row in meant if row.watch == watch}
    return bool(before) and (not after or (Tier.SURE in before and Tier.SURE not in after))


def note(connection: Connection, message: MessageRow, now: datetime) -> None:
    """Write into the history of items which of their hits a message leaves out, or tells after all: once, however often it is tried.

    Nothing is written once the message left for some address: it was told there.
    """
    if deliveries.may_be_read(connection, message.id):
        return
    for part in standing(connection, [claim for claim in message.claims if _is_news(claim)]):
        before = _noted(connection, part.story)
        for row in part.called_off:
            place = Place(row.item.id, message.recipient, message.id, row.watch)
            if before.get(place) != _NOT_TOLD:
                items.add_event(connection, row.item.id, now, _STAGE, _NOT_TOLD, place.detail)
                if part.is_untold(row.item.id) and row.item.fate_stage == "told":
                    _untell(connection, row.item, message.recipient, row.watch)
        for row in part.meant:
            place = Place(row.item.id, message.recipient, message.id, row.watch)
            if before.get(place) == _NOT_TOLD:
                items.add_event(connection, row.item.id, now, _STAGE, _AFTER_ALL, place.detail)
                _retell(connection, row.item, message.recipient)


def void(connection: Connection, story: StoryId, made: Collection[ClaimRow]) -> set[int]:
    """Find the claims on a story of which nothing came: their message left them out and will not leave any more.

    A later hit of the watch is news for the recipient, who was told nothing.
    """
    noted = _noted(connection, story) if made else {}
    left_out: defaultdict[tuple[MessageId, WatchKey], set[ItemId]] = defaultdict(set)
    for place, verdict in noted.items():
        if verdict == _NOT_TOLD:
            left_out[place.message, place.watch].add(place.item)
    mine = [row for row in made if row.cause is not Cause.POSSIBLE and row.message is not None and (row.message, row.watch) in left_out]
    told = claim_rows.told_items(connection, [row.id for row in mine]) if mine else {}
    return {row.id for row in mine if _is_left_out(row, told.get(row.id, {}), left_out) and not _may_leave(connection, row)}


def untold(connection: Connection, item: ItemId) -> set[WatchKey]:
    """Find the watches of which somebody was to be told in an item's story, and nobody was, for they were called off."""
    story = items.get(connection, item).story_id
    made = [] if story is None else claim_rows.of_story(connection, story)
    without = set() if story is None else void(connection, story, made)
    told = {(row.recipient, row.watch) for row in made if row.cause.is_certain and row.id not in without}
    return {row.watch for row in made if row.id in without and (row.recipient, row.watch) not in told}


def _is_news(claim: ClaimContent) -> bool:
    """Tell whether a claim tells of items that were not told before; a correction or a phase follows what was, and a list goes with it."""
    return claim.cause in {Cause.FIRST, Cause.UPDATE} and not any(detail and not is_listed(detail) for detail in claim.items.values())


def _is_left_out(row: ClaimRow, told: Collection[ItemId], left_out: Mapping[tuple[MessageId, WatchKey], set[ItemId]]) -> bool:
    """Tell whether a claim's message left out all that it tells of: of a debate, every speech."""
    items_out = set() if row.message is None else left_out.get((row.message, row.watch), set())
    return len(told) <= 1 or set(told) <= items_out


def _may_leave(connection: Connection, row: ClaimRow) -> bool:
    return row.message is not None and deliveries.may_leave(connection, row.message)


def _noted(connection: Connection, story: StoryId) -> dict[Place, str]:
    """Read what was noted last of each hit in a story."""
    noted: dict[Place, str] = {}
    for item, each in stories.events(connection, story, _STAGE, (_NOT_TOLD, _AFTER_ALL)):
        recipient, watch = RecipientKey(str(each.detail["recipient"])), WatchKey(str(each.detail["watch"]))
        noted[Place(item, recipient, MessageId(int(str(each.detail["message"]))), watch)] = each.verdict
    return noted


def _without(rows: Iterable[StoryHit], gone: Collection[WatchKey]) -> list[StoryHit]:
    return [row for row in rows if row.watch not in gone]


def _untell(connection: Connection, item: StoredItem, recipient: RecipientKey, watch: WatchKey) -> None:
    """Take a recipient from those whom an item was told."""
    others = [name for name in item.fate_reason.removeprefix(_TOLD).split(", ") if name != recipient]
    if others:
        items.set_fate(connection, item.id, "told", _TOLD + ", ".join(others))
    else:
        items.set_fate(connection, item.id, "veto", f"{watch} was said not to be meant, before {recipient} was told")


def _retell(connection: Connection, item: StoredItem, recipient: RecipientKey) -> None:
    """Put a recipient back among those whom an item is told."""
    if item.fate_stage == "veto":
        items.set_fate(connection, item.id, "told", _TOLD + recipient)
    elif item.fate_stage == "told" and recipient not in item.fate_reason.removeprefix(_TOLD).split(", "):
        items.set_fate(connection, item.id, "told", f"{item.fate_reason}, {recipient}")
