"""Hits that were called off while they waited to be told, as not meant or silenced: the message leaves them out, the record says so."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from monitor.daemon import silences, vetoes
from monitor.daemon.evidence import evidence_of
from monitor.model import Cause, MessageId, RecipientKey, Tier, WatchKey
from monitor.store import claims as claim_rows
from monitor.store import deliveries, items, stories
from monitor.store.claims import is_listed

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence
    from datetime import datetime

    from sqlalchemy import Connection

    from monitor.alerts.silence import Silence
    from monitor.daemon.evidence import Evidence
    from monitor.daemon.silences import Mutes
    from monitor.model import ItemId, StoryId
    from monitor.store.claims import ClaimRow
    from monitor.store.hits import StoryHit
    from monitor.store.items import Event, StoredItem
    from monitor.store.messages import ClaimContent, MessageRow
    from monitor.watch.veto import Vetoes

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
class Told:
    """What is left of a claim: the hits that it tells its items by, and those in items that it lists."""

    claim: ClaimContent
    rows: list[StoryHit]
    listed: list[StoryHit]


@dataclass(frozen=True, slots=True)
class Standing:
    """What a message may tell of a story.

    `called_off` are the hits of what it leaves out, for they were said not to be meant, or are silenced; those that are `muted` are, by
    their watch and item, silenced, be they only listed.
    """

    story: StoryId
    told: list[Told]
    called_off: list[StoryHit]
    muted: dict[tuple[WatchKey, ItemId], Silence] = field(default_factory=dict)

    @property
    def meant(self) -> list[StoryHit]:
        """The hits that the message tells its items by."""
        return [row for one in self.told for row in one.rows]

    def is_untold(self, item: ItemId) -> bool:
        """Whether the message does not tell of an item at all."""
        return all(row.item.id != item for row in self.meant)


def standing(evidence: Evidence, told: Collection[ClaimContent], mutes: Mutes, recipient: RecipientKey) -> list[Standing]:
    """Find what claims tell their recipient of each story, in the order of the first claim on it, and part it by what was called off.

    Claims on stories that were merged meanwhile are on one story.
    """
    mutes.take_over(evidence.wholes)
    by_root: dict[StoryId, list[ClaimContent]] = {}
    for claim in told:
        by_root.setdefault(evidence.roots[claim.story], []).append(claim)
    found = {root: evidence.hits(root, {claim.watch for claim in about}) for root, about in by_root.items()}
    muted = {root: {(row.watch, row.item.id): mutes.of_hit(row, recipient) for row in rows} for root, rows in found.items()}
    silenced = {root: {place: one for place, one in by.items() if one is not None} for root, by in muted.items()}
    return [_standing(root, about, found[root], evidence.said, silenced[root]) for root, about in by_root.items()]


def _standing(
    root: StoryId,
    about: Sequence[ClaimContent],
    rows: Sequence[StoryHit],
    said: Vetoes,
    silenced: Mapping[tuple[WatchKey, ItemId], Silence],
) -> Standing:
    meant_at_all = vetoes.meant(rows, said, frozenset({root, *(claim.story for claim in about)}))
    kept = [row for row in meant_at_all if (row.watch, row.item.id) not in silenced]
    told: list[Told] = []
    off: dict[tuple[WatchKey, ItemId], StoryHit] = {}
    for claim in about:
        found, meant = _tells_by(claim, rows), _tells_by(claim, kept)
        listed = [row for row in kept if row.watch == claim.watch and row.item.id in claim.listed and row.tier is Tier.SURE]
        is_off = is_called_off(claim.watch, found, meant)
        if not is_off:
            told.append(Told(claim, meant, listed))
        out = found if is_off else _left_out(claim, found, meant)
        off.update({(row.watch, row.item.id): row for row in out})
    shown = {(row.watch, row.item.id) for one in told for row in one.rows}
    left_out = {place: row for place, row in off.items() if place not in shown}
    listed_only = {(claim.watch, item) for claim in about for item in claim.listed}
    muted = {place: silence for place, silence in silenced.items() if place in left_out or place in listed_only}
    return Standing(root, told, list(left_out.values()), muted)


def _tells_by(claim: ClaimContent, rows: Sequence[StoryHit]) -> list[StoryHit]:
    """Choose the hits that a claim tells its items by.

    Those in the items that it names. Who is told first of a watch in a story of the press is told by whichever copy or report of it has
    the watch: what one of them says is not meant, another may mean.
    """
    mine = [row for row in rows if row.watch == claim.watch]
    named = [row for row in mine if row.item.id in claim.items and row.item.id not in claim.listed]
    if claim.cause is not Cause.FIRST or (named and all(_is_spoken(row) for row in named)):
        return named
    return [row for row in mine if not _is_spoken(row) or row in named]


def _left_out(claim: ClaimContent, found: Sequence[StoryHit], meant: Sequence[StoryHit]) -> list[StoryHit]:
    """Find what a claim tells no more of that it names, where nothing else is told in its place."""
    stays = {row.item.id for row in meant}
    named = [row for row in found if row.item.id in claim.items and row.item.id not in stays]
    return named if any(item in stays for item in claim.items) else [row for row in named if _is_spoken(row)]


def _is_spoken(row: StoryHit) -> bool:
    """Tell whether it was said in a debate, where each speech is told for itself."""
    return bool(row.item.item.debate)


def is_called_off(watch: WatchKey, found: Collection[StoryHit], meant: Collection[StoryHit]) -> bool:
    """Tell whether a watch that was surely found is not, but for what was said not to be meant."""
    before = {row.tier for row in found if row.watch == watch}
    after = {row.tier for row in meant if row.watch == watch}
    return bool(before) and (not after or (Tier.SURE in before and Tier.SURE not in after))


def note(connection: Connection, evidence: Evidence, mutes: Mutes, message: MessageRow, now: datetime) -> None:
    """Write into the history of items which of their hits a message leaves out, or tells after all: once, however often it is tried.

    Nothing is written once the message left for some address: it was told there. The evidence is that of all its claims.
    """
    if deliveries.may_be_read(connection, message.id):
        return
    news = [claim for claim in message.claims if _is_news(claim)]
    noted = _noted_of_each(connection, evidence.wholes)
    for part in standing(evidence, news, mutes, message.recipient):
        before = noted.get(part.story, {})
        _hold(connection, part, message.recipient, now)
        for row in part.called_off:
            _leave_out(connection, part, row, Place(row.item.id, message.recipient, message.id, row.watch), before, now)
        for row in part.meant:
            place = Place(row.item.id, message.recipient, message.id, row.watch)
            if before.get(place) == _NOT_TOLD:
                items.add_event(connection, row.item.id, now, _STAGE, _AFTER_ALL, place.detail)
                silences.release(connection, row.item.id, message.recipient, row.watch)
                _retell(connection, row.item, message.recipient)
    if mutes.in_force:
        _note_rest(connection, mutes, message, now)


def _leave_out(  # noqa: PLR0913, PLR0917 what is left out, where, and what was noted of it
    connection: Connection, part: Standing, row: StoryHit, place: Place, before: Mapping[Place, str], now: datetime
) -> None:
    if before.get(place) == _NOT_TOLD:
        return
    silence = part.muted.get((row.watch, row.item.id))
    detail = place.detail if silence is None else {**place.detail, "silence": silence.id}
    items.add_event(connection, row.item.id, now, _STAGE, _NOT_TOLD, detail)
    if part.is_untold(row.item.id) and row.item.fate_stage == "told":
        _untell(connection, row.item, place, silence)


def _note_rest(connection: Connection, mutes: Mutes, message: MessageRow, now: datetime) -> None:
    """Note what is silenced of the rest: corrections, phases, lists. A possible mention that nobody saw may be shown later."""
    rest = [claim for claim in message.claims if not _is_news(claim)]
    evidence = evidence_of(connection, rest)  # anew: what was noted of the news changed the fate of items
    noted = _noted_of_each(connection, evidence.wholes)
    for part in standing(evidence, rest, mutes, message.recipient):
        before = noted.get(part.story, {})
        _hold(connection, part, message.recipient, now)
        unsure = {claim.watch for claim in rest if claim.cause is Cause.POSSIBLE}
        for row in part.called_off:
            if row.watch in unsure and (row.watch, row.item.id) in part.muted:
                _leave_out(connection, part, row, Place(row.item.id, message.recipient, message.id, row.watch), before, now)


def _hold(connection: Connection, part: Standing, recipient: RecipientKey, now: datetime) -> None:
    for (watch, item), silence in part.muted.items():
        silences.hold(connection, item, {(recipient, watch): silence}, now)


def void(connection: Connection, story: StoryId, made: Collection[ClaimRow]) -> set[int]:
    """Find the claims on a story of which nothing came: their message left them out and will not leave any more.

    A later hit of the watch is news for the recipient, who was told nothing.
    """
    noted = _noted(connection, story) if made else {}
    left_out: defaultdict[tuple[MessageId, WatchKey], set[ItemId]] = defaultdict(set)
    for place, verdict in noted.items():
        if verdict == _NOT_TOLD:
            left_out[place.message, place.watch].add(place.item)
    mine = [row for row in made if not row.cause.is_line and row.message is not None and (row.message, row.watch) in left_out]
    told = _told_by(connection, mine)
    named: defaultdict[tuple[MessageId | None, WatchKey], set[ItemId]] = defaultdict(set)
    for row in mine:
        named[row.message, row.watch] |= told[row.id]
    out = {row.id: left_out[row.message, row.watch] for row in mine if row.message is not None}
    gone = [row for row in mine if told[row.id] <= out[row.id] or (len(told[row.id]) <= 1 and out[row.id] - named[row.message, row.watch])]
    return {row.id for row in gone if not _may_leave(connection, row)}


def untold(connection: Connection, item: ItemId) -> set[WatchKey]:
    """Find the watches of which somebody was to be told in an item's story, and nobody was, for they were said not to be meant.

    What is silenced is not among them: it is never told late, when a silence has ended.
    """
    story = items.get(connection, item).story_id
    made = [] if story is None else claim_rows.of_story(connection, story)
    without = set() if story is None else void(connection, story, made)
    sure = [row for row in made if row.cause.is_certain]
    told = {(row.recipient, row.watch) for row in sure if row.id not in without}
    off = {row.watch for row in sure if row.id in without and (row.recipient, row.watch) not in told}
    return off - _silenced(connection, item) if off else off


def _silenced(connection: Connection, item: ItemId) -> set[WatchKey]:
    """Find the watches that a message left out of an item because of a silence."""
    left_out = [each.detail for each in items.events(connection, item) if (each.stage, each.verdict) == (_STAGE, _NOT_TOLD)]
    return {WatchKey(str(detail["watch"])) for detail in left_out if "silence" in detail}


def _is_news(claim: ClaimContent) -> bool:
    """Tell whether a claim tells of items that were not told before; a correction or a phase follows what was, a list tells nothing."""
    return claim.cause in {Cause.FIRST, Cause.UPDATE} and not claim.amended


def _told_by(connection: Connection, made: Sequence[ClaimRow]) -> dict[int, set[ItemId]]:
    """Read of which items claims tell, those not counted that they only list."""
    items_of = claim_rows.told_items(connection, [row.id for row in made]) if made else {}
    return {row.id: {item for item, detail in items_of.get(row.id, {}).items() if not is_listed(detail)} for row in made}


def _may_leave(connection: Connection, row: ClaimRow) -> bool:
    return row.message is not None and deliveries.may_leave(connection, row.message)


def _noted(connection: Connection, story: StoryId) -> dict[Place, str]:
    """Read what was noted last of each hit in a story."""
    return _last(stories.events(connection, story, _STAGE, (_NOT_TOLD, _AFTER_ALL)))


def _noted_of_each(connection: Connection, wholes: Mapping[StoryId, StoryId]) -> dict[StoryId, dict[Place, str]]:
    """Read the same of many stories, by root."""
    found = stories.events_of_each(connection, wholes, _STAGE, (_NOT_TOLD, _AFTER_ALL))
    return {story: _last(events) for story, events in found.items()}


def _last(events: Iterable[tuple[ItemId, Event]]) -> dict[Place, str]:
    noted: dict[Place, str] = {}
    for item, each in events:
        recipient, watch = RecipientKey(str(each.detail["recipient"])), WatchKey(str(each.detail["watch"]))
        noted[Place(item, recipient, MessageId(int(str(each.detail["message"]))), watch)] = each.verdict
    return noted


def _untell(connection: Connection, item: StoredItem, place: Place, silence: Silence | None) -> None:
    """Take a recipient from those whom an item was told."""
    others = [name for name in item.fate_reason.removeprefix(_TOLD).split(", ") if name != place.recipient]
    if others:
        items.set_fate(connection, item.id, "told", _TOLD + ", ".join(others))
    elif silence is not None:
        items.set_fate(connection, item.id, "silence", silences.fate_reason([silence]))
    else:
        items.set_fate(connection, item.id, "veto", f"{place.watch} was said not to be meant, before {place.recipient} was told")


def _retell(connection: Connection, item: StoredItem, recipient: RecipientKey) -> None:
    """Put a recipient back among those whom an item is told."""
    if item.fate_stage in {"veto", "silence"}:
        items.set_fate(connection, item.id, "told", _TOLD + recipient)
    elif item.fate_stage == "told" and recipient not in item.fate_reason.removeprefix(_TOLD).split(", "):
        items.set_fate(connection, item.id, "told", f"{item.fate_reason}, {recipient}")
