"""Speeches that a new issue of a sitting lists under other keys: known by who spoke and what was said.

Pure. Two speeches never become one: each is paired once at most, and those that are worded alike pair up in reading order.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Generic, TypeVar

from rapidfuzz import fuzz

from monitor.model import Digest, ItemId
from monitor.stories.wording import word_count, wording

if TYPE_CHECKING:
    from collections.abc import Sequence

    from monitor.model import Item

LIKE = 90  # of 100: so alike are two versions of one speech
FEWEST_WORDS = 12  # under it, speeches are alike without being the same: "I thank the member", "I thank the minister"
Name = TypeVar("Name", Digest, ItemId)


@dataclass(frozen=True, slots=True)
class Spoken(Generic[Name]):
    """A speech under its name: whose it is and in which words. `place` is where it stands: house, sitting, headings."""

    name: Name
    speaker: str
    place: tuple[str, ...]
    words: str

    @property
    def is_long(self) -> bool:
        """Whether it is long enough to be known by its words alone."""
        return word_count(self.words) >= FEWEST_WORDS


def spoken(name: Name, item: Item) -> Spoken[Name]:
    """Read of an item what it is recognised by."""
    speaker, record = item.speaker, item.record
    who = (speaker.id or speaker.label) if speaker else ""
    house, sitting = (record.house, record.sitting or "") if record else ("", "")
    return Spoken(name, who, (house, sitting, item.kind, *item.headings), wording(item.text))


def pair(unseen: Sequence[Spoken[Digest]], former: Sequence[Spoken[ItemId]], *, has_known: bool) -> dict[Digest, ItemId]:
    """Find the items that these are, among those that are listed no more.

    Args:
        unseen: what bears a key that was not seen before, in reading order.
        former: what was stored of the same day and is not listed now, in reading order.
        has_known: whether the document lists anything else that was stored. Where it does not, it is another issue of what was
            stored only if most of its long speeches are; else it is another document of the same day.
    """
    pairs = _worded_alike(unseen, former)
    taken = set(pairs.values())
    pairs |= _worded_likely(
        [one for one in unseen if one.name not in pairs and one.is_long], [one for one in former if one.name not in taken and one.is_long]
    )
    long = [one for one in unseen if one.is_long]
    is_issue = has_known or sum(one.name in pairs for one in long) * 2 > len(long)
    return pairs if is_issue else {}


def _worded_alike(unseen: Sequence[Spoken[Digest]], former: Sequence[Spoken[ItemId]]) -> dict[Digest, ItemId]:
    waiting: defaultdict[object, list[ItemId]] = defaultdict(list)
    for one in reversed(former):
        waiting[_mark(one)].append(one.name)
    pairs: dict[Digest, ItemId] = {}
    for each in unseen:
        if each.words and (names := waiting.get(_mark(each))):
            pairs[each.name] = names.pop()
    return pairs


def _mark(one: Spoken[Digest] | Spoken[ItemId]) -> object:
    """Say what a speech is known by exactly; a short one by its place too."""
    return one.speaker, one.words, () if one.is_long else one.place


def _worded_likely(unseen: Sequence[Spoken[Digest]], former: Sequence[Spoken[ItemId]]) -> dict[Digest, ItemId]:
    """Pair what is much alike, the likest first. Only speeches of one speaker are compared."""
    by_speaker: defaultdict[str, list[Spoken[ItemId]]] = defaultdict(list)
    for one in former:
        by_speaker[one.speaker].append(one)
    scored = [
        (fuzz.ratio(each.words, one.words, score_cutoff=LIKE), number, each.name, one.name)
        for number, each in enumerate(unseen)
        for one in by_speaker[each.speaker]
    ]
    pairs: dict[Digest, ItemId] = {}
    taken: set[ItemId] = set()
    for score, _, key, name in sorted(scored, key=lambda row: (-row[0], row[1])):
        if score > LIKE and key not in pairs and name not in taken:
            pairs[key] = name
            taken.add(name)
    return pairs
