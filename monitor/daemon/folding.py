"""A person's word on a fold: an item is split from its story, two stories are joined. It stands until a person says otherwise."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from monitor.daemon.family import links_of
from monitor.daemon.retelling import keep_quiet, tell_untold, told_of
from monitor.errors import MonitorError
from monitor.model import ItemId, RecipientKey, Relation, StoryId
from monitor.store import audit, items, rulings, stories
from monitor.store.database import serialise
from monitor.store.parting import Parting
from monitor.store.rulings import Said, Verdict
from monitor.stories.decide import called, quoted
from monitor.stories.lineage import Link, copies_of, cut

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import Connection

    from monitor.daemon.live import Live
    from monitor.store.items import StoredItem
    from monitor.store.stories import Member

SIGNAL = "ruling"  # of a fold that a person made or undid


@dataclass(frozen=True, slots=True)
class Split:
    """A story that fell in two: the items that are the story `new` now, and those that the story `left` still has; the lead first."""

    new: StoryId
    leaving: tuple[Member, ...]
    left: StoryId
    staying: tuple[Member, ...]
    told: tuple[RecipientKey, ...] = ()


@dataclass(frozen=True, slots=True)
class Join:
    """Two stories that are one: `younger`, which the item `lead` began, was merged into `story`. If both are the same, nothing changed."""

    story: StoryId
    younger: StoryId
    lead: ItemId

    @property
    def was_one(self) -> bool:
        """Whether they were one story already."""
        return self.story == self.younger


def split(connection: Connection, live: Live, item: StoredItem, said: Said, *, quiet: bool = False) -> Split:
    """Take an item out of its story, with the copies of it, and tell who was told of either half's watches by no item of that half.

    An item that began a story which was merged into another takes out that whole story. Where all the others are copies of the item, it
    leaves by itself. Who would be told counts as told if it is to be `quiet`.

    Raises:
        MonitorError: the item is in no story, or alone in it.
    """
    serialise(connection)
    members = stories.members(connection, _story_of(item, "split"))
    if len(members) == 1:
        raise MonitorError(f"item {item.id} is alone in its story, so there is nothing to split it from")
    links = links_of(stories.folds(connection, members[0].story))
    done = _cut(connection, item, members, links, said)
    pairs = cut([each.id for each in done.leaving], [each.id for each in done.staying], links)
    rulings.say(connection, [*pairs, (item.id, done.staying[0].id)], said)
    Parting(connection, done.left, done.new, [each.id for each in done.leaving]).settle()
    _note_split(connection, item, done, said)
    had = told_of(connection, done.new)  # by the items that left: what stays was no news to these alone
    if not quiet:
        told = [*tell_untold(connection, live, done.new, said.at), *tell_untold(connection, live, done.left, said.at, had)]
        return replace(done, told=tuple(dict.fromkeys(told)))
    keep_quiet(connection, live, done.new, said.at)
    keep_quiet(connection, live, done.left, said.at, had)
    return done


def join(connection: Connection, one: StoredItem, two: StoredItem, said: Said) -> Join:
    """Merge the younger of two items' stories into the older; nothing is told again.

    Raises:
        MonitorError: one of the items is in no story.
    """
    serialise(connection)
    first, second = (stories.get(connection, stories.root(connection, _story_of(item, "join"))) for item in (one, two))
    if first.id == second.id:
        return Join(first.id, first.id, first.lead)
    is_in_order = (first.first_seen_at, first.id) < (second.first_seen_at, second.id)
    older, younger, of = (first, second, one) if is_in_order else (second, first, two)
    former = [(each.item, each.other) for each in rulings.between(connection, first.id, second.id) if each.said.verdict is Verdict.APART]
    rulings.say(connection, [*former, (one.id, two.id)], said)
    stories.merge(connection, younger.id, older.id)
    because = f"{said.author} said that it tells the story of {called(quoted(of.item.title), of.id)}{_why(said)}"
    _place(connection, younger.lead, older.id, Relation.SAME_STORY, of.id, because, said)
    _audit(connection, said, "story join", younger.lead, {"story": older.id, "merged": younger.id, "items": [one.id, two.id]})
    return Join(older.id, younger.id, younger.lead)


def _story_of(item: StoredItem, act: str) -> StoryId:
    if item.story_id is None:
        raise MonitorError(f"item {item.id} is in no story, since nothing was found in it that is told; there is nothing to {act}")
    return item.story_id


def _cut(connection: Connection, item: StoredItem, members: Sequence[Member], links: dict[ItemId, Link], said: Said) -> Split:
    """Cut a story in two, with a lead for each half."""
    own = stories.get(connection, _story_of(item, "split"))
    below = stories.below(connection, own.id) if own.merged_into is not None and own.lead == item.id else set()
    gone = {each.id for each in members if each.story in below} or {item.id} | copies_of(item.id, links)
    is_merged = bool(below)
    if len(gone & {each.id for each in members}) == len(members):
        gone, is_merged = {item.id}, False
    leaving = sorted((each for each in members if each.id in gone), key=lambda each: each.id != item.id)
    staying = [each for each in members if each.id not in gone]
    if is_merged:
        stories.part(connection, own.id)
        new = own.id
    else:
        new = stories.move(connection, [each.id for each in leaving], said.at)
    left = stories.root(connection, staying[0].story)
    lead = _lead_anew(connection, left, gone, staying, said)
    staying.sort(key=lambda each: each.id != lead)
    return Split(new, tuple(leaving), left, tuple(staying))


def _lead_anew(connection: Connection, left: StoryId, gone: set[ItemId], staying: Sequence[Member], said: Said) -> ItemId:
    """Let the next item lead where the one that began a story left it; return the lead of the whole."""
    for story in (stories.get(connection, left), *stories.merged(connection, left)):
        if story.lead in gone:
            following = next((each for each in staying if each.story == story.id), staying[0])
            stories.lead_with(connection, story.id, following.id)
            if story.id == left:
                because = f"{said.author} split item {story.lead} from the story, which this one leads since{_why(said)}"
                _place(connection, following.id, left, Relation.NEW, None, because, said)
    return stories.get(connection, left).lead


def _note_split(connection: Connection, item: StoredItem, done: Split, said: Said) -> None:
    other = done.staying[0]
    because = f"{said.author} split it from {called(quoted(other.title), other.id)}{_why(said)}"
    _place(connection, item.id, done.new, Relation.NEW, None, because, said)
    _audit(connection, said, "story split", item.id, {"story": done.new, "from": done.left, "items": [each.id for each in done.leaving]})


def _place(  # noqa: PLR0913, PLR0917 a line of an item's history
    connection: Connection, item: ItemId, story: StoryId, relation: Relation, of: ItemId | None, because: str, said: Said
) -> None:
    detail = {"story": story, "of": of, "signal": SIGNAL, "share": None, "because": because}
    items.add_event(connection, item, said.at, "story", relation.value, detail)


def _audit(connection: Connection, said: Said, action: str, item: ItemId, detail: dict[str, object]) -> None:
    audit.note(connection, said.at, said.author, action, f"item {item}", {**detail, "reason": said.reason})


def _why(said: Said) -> str:
    return f": {said.reason}" if said.reason else ""
