"""The story decision: is this news, or somebody's copy of what was already seen?

Pure. The caller finds the items that share a key and knows edits by the item's own key; here is decided what sharing means.
A shared headline is no key, and so never folds anything.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from monitor.model import Item, ItemId, Kind, Relation, SourceKey, StoryId
from monitor.stories.clean import cleaned_and_worded
from monitor.stories.wording import word_count

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

TEXT_WINDOW = timedelta(days=7)  # notices come word for word again: "the committee will not sit this week"
_BECAUSE = {"url": "same address as", "declared": "goes back to the same original as", "text": "same text as"}
SAME_TEXT = "same text"
_SIGNALS = {"url": "address", "declared": "original", "text": SAME_TEXT}
_LONGEST_TITLE = 80  # code points of a title within a reason
TEASER_WORDS = 40  # a feed that says the same of every entry says it in fewer


@dataclass(frozen=True, slots=True)
class Known:
    """An item seen before that shares a key of `kind`: `url`, `declared`, `text` or `debate`.

    `label` is what people call it, if not by its number.
    """

    item: ItemId
    story: StoryId
    kind: str
    source: SourceKey
    seen_at: datetime
    kind_of_item: Kind
    label: str = ""

    def __str__(self) -> str:
        """Name the item for people."""
        return called(self.label, self.item, self.source)


@dataclass(frozen=True, slots=True)
class Decision:
    """Where an item belongs. `story` is None for one of its own; `of` is the item that it repeats; `because` is for people.

    `signal` names what told it - the kind of a key, or what `stories.near_copy` and `stories.same_event` say - and `share` is its figure,
    0 to 1, where it has one. `is_same_text` tells of a near copy that each of the two texts is nearly all in the other.
    """

    relation: Relation
    story: StoryId | None
    of: ItemId | None
    because: str
    signal: str = ""
    share: float | None = None
    is_same_text: bool = False


def called(label: str, item: ItemId, source: str = "") -> str:
    """Name an item within a reason: by what people call it, else by its number, and by where it was found."""
    return (label or f"item {item}") + (f" in {source}" if source else "")


def quoted(title: str) -> str:
    """Give a title as people call its item by it; nothing where there is none."""
    return f'"{title[:_LONGEST_TITLE]}"' if title else ""


def decide(item: Item, source: SourceKey, known: Sequence[Known], now: datetime) -> Decision:
    """Decide how an item stands to those that share a key with it.

    Args:
        item: what was published; not an edit of an item of its source.
        source: where it was found.
        known: the items that share a key, oldest first; one may come with several keys.
        now: when it was seen.
    """
    for other in copies(item, source, known, now):
        return Decision(Relation.DUPLICATE, other.story, other.item, f"{_BECAUSE[other.kind]} {other}", _SIGNALS[other.kind])
    for other in known:
        if other.kind == "debate" and other.source == source:
            return Decision(Relation.SAME_STORY, other.story, other.item, f"same debate as {other}", other.kind)
    return Decision(Relation.NEW, None, None, "no copy of it was seen before")


def copies(item: Item, source: SourceKey, known: Sequence[Known], now: datetime) -> list[Known]:
    """List those of the items that share a key of which an item is a copy, by the surest key first."""
    return [other for kind in _BECAUSE for other in known if other.kind == kind and _is_copy(item, source, other, now)]


def _is_copy(item: Item, source: SourceKey, other: Known, now: datetime) -> bool:
    if item.kind is not Kind.ARTICLE:  # a parliament's own words are never the copy of a report on them
        return other.kind == "url" and other.source != source and other.kind_of_item is not Kind.ARTICLE
    if other.kind == "url":
        return other.source != source  # entries of one feed that link to one page are told apart by their own keys
    if other.kind_of_item is not Kind.ARTICLE:
        return False
    if other.kind == "declared":
        return other.source != source
    if abs(now - other.seen_at) > TEXT_WINDOW:
        return False
    return other.source != source or word_count(cleaned_and_worded(item.title, item.text)[1]) >= TEASER_WORDS
