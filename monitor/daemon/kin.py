"""The kin of an item: copies of its text and other reports of its event, found by the traces that they left."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from functools import cached_property, lru_cache
from hashlib import blake2b
from typing import TYPE_CHECKING

from monitor.model import Kind, Relation, StoryId
from monitor.store import items, stories, traces
from monitor.stories.company import NEWEST, company
from monitor.stories.decide import SAME_TEXT, Decision, called, quoted
from monitor.stories.fingerprint import FEWEST_WORDS
from monitor.stories.folding import WINDOW
from monitor.stories.gist import Gist, cosine, gist, spelling, term_hashes
from monitor.stories.markup import plain
from monitor.stories.near_copy import Former, NearCopy, body, nearest
from monitor.stories.same_event import MOST_MEMBERS, Sighting, because, likelihood, linked
from monitor.stories.shingles import sketch

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from sqlalchemy import Connection

    from monitor.daemon.placing import Newcomer
    from monitor.model import Item, ItemId
    from monitor.store.items import StoredItem
    from monitor.store.traces import Told
    from monitor.stories.folding import Folding
    from monitor.stories.near_copy import Body

_SHARED_SHINGLES = 2  # one is a turn of phrase
_MOST_READ = 4  # texts that are compared whole
_LEAST_COSINE = 0.45  # below it, no two wordings are of one text
_MOST_NEAR = 20  # items that share one telling word of six at least: measured on 661 reports, two lose one fold in five, and 12 one in 50
_MOST_TOLD = 200  # items of their stories, the newest first: an item that shares words with more is of no event
_ADDS_LITTLE = 0.1  # of a copy's text: what it adds is found by the original
_ADDS_MUCH = 0.5
_ONE_TEXT = 0.8  # of either text in the other


class Kin:
    """Finds the kin of one item that is to be placed, and leaves its traces for what comes after it."""

    def __init__(self, connection: Connection, folding: Folding, new: Newcomer) -> None:
        self._connection = connection
        self._folding = folding
        self._new = new
        self._day = traces.day_of(new.now)
        self._adds = 1.0  # share of its text that no item had before

    def copy(self) -> Decision | None:
        """Find the item whose text this one repeats. Between a parliament's words and the press it is a quotation, and so one story."""
        if self._is_mute:
            return None
        cosines = self._cosines
        read = dict.fromkeys([*self._alike_in_text, *(item for item, value in cosines.items() if value >= _LEAST_COSINE)])
        stored = items.several(self._connection, list(read)[:_MOST_READ])
        before = [old for old in stored.values() if old.story_id is not None and not (self._is_record and _is_record(old.item))]
        bodies = [body(old.item.title, _text(old.item)) for old in before]
        former = [
            Former(text, cosines.get(old.id, 0.0), is_of_same_source=old.source_key == self._new.source)
            for old, text in zip(before, bodies, strict=True)
        ]
        found = nearest(self._body, former)
        return None if found is None else self._repeats(before[found[0]], bodies[found[0]], found[1])

    def report(self) -> Decision | None:
        """Find the story whose event this item tells of in other words; the likeliest of those that are likely enough."""
        if self._is_mute or not (near := self._stories()):
            return None
        among = company(self._gist, self._newest())
        best: tuple[float, StoryId, Told] | None = None
        for story, members in near.items():
            likelihoods = [likelihood(self._sighting, _sighting(told), self._folding.learned, among) for told in members]
            link = linked(likelihoods)
            if link >= self._folding.threshold and (best is None or link > best[0]):
                nearest = max(range(len(members)), key=likelihoods.__getitem__)
                best = link, story, members[nearest]
        if best is None:
            return None
        link, story, nearest_member = best
        written = spelling(plain(self._new.item.title), self._body.cleaned)
        why = because(self._sighting, _sighting(nearest_member), self._folding.learned, among, written)
        other = called(quoted(nearest_member.title), nearest_member.item, nearest_member.source_key)
        return Decision(Relation.SAME_STORY, story, nearest_member.item, f"{why}; as {other}", "event", round(link, 3))

    def leave_traces(self, decision: Decision) -> None:
        """Leave what copies and reports of this item are found by; of a copy that adds little to what there is, nothing."""
        if self._is_mute or decision.signal == SAME_TEXT:
            return
        is_copy = decision.relation is Relation.DUPLICATE
        hashes: list[int] = []
        if not is_copy or self._adds > _ADDS_LITTLE:
            hashes += self._sketch
        if not is_copy or self._adds > _ADDS_MUCH:
            hashes += self._gist.lookup
            traces.tell(self._connection, self._new.id, self._day, self._gist.to_bytes(), _packed(self._new.watches))
        said = {value for value in hashes if len(self._left.get(value, ())) < traces.FULL}
        traces.leave(self._connection, self._new.id, self._day, said)

    @property
    def _is_record(self) -> bool:
        return _is_record(self._new.item)

    @cached_property
    def _is_mute(self) -> bool:
        """Whether it says too little to be known by: speeches of a few words come again and again."""
        return self._is_record and len(self._body.words) < FEWEST_WORDS

    @cached_property
    def _body(self) -> Body:
        return body(self._new.item.title, _text(self._new.item))

    @cached_property
    def _sketch(self) -> tuple[int, ...]:
        return sketch(self._body.shingles) if len(self._body.words) >= FEWEST_WORDS else ()

    @cached_property
    def _gist(self) -> Gist:
        """What the item tells, but for the words that a watch was found by: it is here because of them, as all that it is compared with."""
        whole = gist(plain(self._new.item.title), self._body.cleaned, self._folding.background)
        return whole.without(term_hashes(self._new.named))

    @cached_property
    def _sighting(self) -> Sighting:
        return Sighting(self._gist, _when(self._new.item.published_at, self._new.now), _unpacked(_packed(self._new.watches)))

    @cached_property
    def _left(self) -> dict[int, list[ItemId]]:
        return traces.sharing(self._connection, [*self._sketch, *self._gist.lookup], self._day)

    @cached_property
    def _alike_in_text(self) -> list[ItemId]:
        """List the items that left shingles of this one, those of the most first, then the oldest."""
        votes = Counter(item for value in self._sketch for item in self._left.get(value, ()) if item != self._new.id)
        alike = [item for item, count in votes.items() if count >= _SHARED_SHINGLES]
        return sorted(alike, key=lambda item: (-votes[item], item))[:_MOST_READ]

    @cached_property
    def _near(self) -> set[ItemId]:
        """Name the items that are near enough to be looked at: alike in text, or sharing telling words, the rarest of these first."""
        votes: defaultdict[ItemId, float] = defaultdict(float)
        for value in self._gist.lookup:
            holders = self._left.get(value, ())
            for item in holders:
                votes[item] += 1 / math.sqrt(len(holders))
        votes.pop(self._new.id, None)
        return {*self._alike_in_text, *sorted(votes, key=lambda item: (-votes[item], item))[:_MOST_NEAR]}

    @cached_property
    def _told(self) -> list[Told]:
        """Read what they and the others of their stories told, the newest first."""
        return [told for told in traces.around(self._connection, self._near, _MOST_TOLD) if told.item != self._new.id]

    @cached_property
    def _cosines(self) -> dict[ItemId, float]:
        """Tell how alike the gists are, the likest first."""
        alike = {told.item: cosine(self._gist, _unpack(told.packed)) for told in self._told if told.item in self._near}
        return dict(sorted(alike.items(), key=lambda one: -one[1]))

    def _repeats(self, old: StoredItem, text: Body, near: NearCopy) -> Decision:
        story = stories.root(self._connection, old.story_id) if old.story_id is not None else None
        relation = Relation.SAME_STORY if self._is_record or _is_record(old.item) else Relation.DUPLICATE
        shared = _shared(self._body, text)
        self._adds = 1 - shared
        label = called(quoted(old.item.title), old.id, old.source_key)
        is_same_text = min(shared, _shared(text, self._body)) >= _ONE_TEXT
        return Decision(relation, story, old.id, f"{near.because} {label}", near.signal, round(near.share, 3), is_same_text)

    def _stories(self) -> dict[StoryId, list[Told]]:
        """Gather the newest members, within the window, of the stories that share something with this item, the oldest of them first."""
        members: defaultdict[StoryId, list[Told]] = defaultdict(list)
        for told in self._told:
            if not self._is_within(told):
                continue
            home = stories.root(self._connection, told.story) if told.is_merged else told.story
            if len(members[home]) < MOST_MEMBERS:
                members[home].append(told)
        return {home: newest_first[::-1] for home, newest_first in members.items()}

    def _newest(self) -> list[Gist]:
        """Read what the newest items told, those of other events too: what all of them say tells none of them from another."""
        return [_unpack(packed) for packed in traces.newest(self._connection, self._day, NEWEST, but=self._new.id)]

    def _is_within(self, told: Told) -> bool:
        is_of_other_record = self._is_record and told.kind is not Kind.ARTICLE
        return abs(self._new.now - told.seen_at) <= WINDOW and not is_of_other_record


@lru_cache(maxsize=1_024)
def _unpack(packed: bytes) -> Gist:
    """Read what an item told; the newest are asked for with every item that comes."""
    return Gist.from_bytes(packed)


def _text(item: Item) -> str:
    """Give the fullest text there is of an item: the feed's, or that of its page."""
    return max(item.text, item.page, key=len)


def _is_record(item: Item) -> bool:
    """Tell whether a parliament published it."""
    return item.kind is not Kind.ARTICLE


def _shared(one: Body, other: Body) -> float:
    """Tell how much of a text is in another."""
    return len(set(one.shingles).intersection(other.shingles)) / max(1, len(one.shingles))


def _when(published_at: datetime | None, seen_at: datetime) -> datetime:
    """Tell when an item came: when it says, unless that cannot be."""
    return published_at if published_at is not None and abs(seen_at - published_at) <= WINDOW else seen_at


def _sighting(told: Told) -> Sighting:
    return Sighting(_unpack(told.packed), _when(told.published_at, told.seen_at), _unpacked(told.entities))


def _packed(names: Iterable[str]) -> bytes:
    return b"".join(sorted(blake2b(name.encode(), digest_size=4).digest() for name in names))


def _unpacked(packed: bytes) -> frozenset[str]:
    return frozenset(packed[start : start + 4].hex() for start in range(0, len(packed), 4))
