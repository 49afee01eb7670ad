"""What a watch does not mean, as people said it: which spellings are learned from a mistake, and what they leave out later.

A mention that is spelled otherwise than the watch is a guess, and a wrong guess is wrong everywhere: its spelling is vetoed for that
watch. A mention that is written as the watch writes it is no guess: the name stands there, and another bearer of it is meant. So the
veto is of that item and its story alone, and the name goes on being found. What was said of a spelling holds where a legal form or a kind
of body stands behind it, too. Pure.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from monitor.model import Hit, How, ItemId, Mention, StoryId, WatchKey
from monitor.text.fold import fold_key
from monitor.watch.tails import tail_end

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

_GAP = re.compile(r"[\s,]+")


@dataclass(frozen=True, slots=True)
class Veto:
    """What somebody said of a watch in an item. `spellings` are as the text wrote them; without any, the item's stories are not meant."""

    watch: WatchKey
    spellings: tuple[str, ...]
    item: ItemId
    stories: frozenset[StoryId] = frozenset()


@dataclass(frozen=True, slots=True)
class LeftOut:
    """What vetoes took from a hit: these spellings, or all of it for the item's story. `is_whole`: nothing of the hit remains."""

    watch: WatchKey
    spellings: tuple[str, ...]
    is_whole: bool

    @property
    def because(self) -> str:
        """Say why in words, for the item's history."""
        if not self.spellings:
            return "this story was said not to be about it"
        quoted = ", ".join(f'"{each}"' for each in self.spellings)
        return f"{quoted} was said not to mean it"


def spellings_of(mentions: Sequence[Mention]) -> tuple[str, ...]:
    """List the spellings that a wrong hit teaches, each once.

    None if any mention is written as the watch writes it: then the variants beside it mean what that one means, and the story is wrong.
    """
    if any(mention.how is How.EXACT for mention in mentions):
        return ()
    by_key: dict[str, str] = {}
    for mention in mentions:
        by_key.setdefault(fold_key(mention.matched), " ".join(mention.matched.split()))
    return tuple(by_key.values())


def _without_tails(matched: str) -> Iterator[str]:
    """Give what stands there, and what of it a legal form or a kind of body may stand behind: `Baikar Bank` and `Baikar`."""
    yield matched
    for gap in _GAP.finditer(matched):
        if tail_end(matched, gap.start()) >= len(matched.rstrip(".")):  # by itself, the last full stop is no form's
            yield matched[: gap.start()]


class Vetoes:
    """The vetoes on some watches, ready to be asked of many items."""

    def __init__(self, vetoes: Iterable[Veto]) -> None:
        self._spellings: dict[WatchKey, set[str]] = {}
        self._items: dict[WatchKey, set[ItemId]] = {}
        self._stories: dict[WatchKey, set[StoryId]] = {}
        for veto in vetoes:
            if veto.spellings:
                self._spellings.setdefault(veto.watch, set()).update(map(fold_key, veto.spellings))
            else:
                self._items.setdefault(veto.watch, set()).add(veto.item)
                self._stories.setdefault(veto.watch, set()).update(veto.stories)

    def knows(self, hits: Iterable[Hit]) -> bool:
        """Tell whether anything was ever said of the watches of these hits."""
        return any(hit.watch in self._spellings or hit.watch in self._items for hit in hits)

    def knows_stories(self, hits: Iterable[Hit]) -> bool:
        """Tell whether stories were vetoed for the watches of these hits."""
        return any(hit.watch in self._items for hit in hits)

    def sift(self, hits: Sequence[Hit], item: ItemId | None, stories: frozenset[StoryId]) -> tuple[tuple[Hit, ...], tuple[LeftOut, ...]]:
        """Part the hits in an item into what counts and what vetoes leave out.

        Args:
            hits: what was found in it.
            item: its id; None if it is not stored yet.
            stories: the stories that it belongs to, or that its copies belong to.

        Returns:
            The hits that remain, and what was taken from them.
        """
        kept: list[Hit] = []
        left_out: list[LeftOut] = []
        for hit in hits:
            if item in self._items.get(hit.watch, ()) or not stories.isdisjoint(self._stories.get(hit.watch, ())):
                left_out.append(LeftOut(hit.watch, (), is_whole=True))
                continue
            vetoed = [mention for mention in hit.mentions if self._is_vetoed(hit.watch, mention)]
            if not vetoed:
                kept.append(hit)
                continue
            remains = tuple(mention for mention in hit.mentions if mention not in vetoed)
            left_out.append(LeftOut(hit.watch, spellings_of(vetoed), is_whole=not remains))
            if remains:
                kept.append(Hit(hit.watch, remains))
        return tuple(kept), tuple(left_out)

    def _is_vetoed(self, watch: WatchKey, mention: Mention) -> bool:
        """Tell whether a mention is spelled as it was said not to be meant; a spelling that the watch names itself never is."""
        vetoed = self._spellings.get(watch, ())
        return mention.how is How.VARIANT and bool(vetoed) and any(fold_key(each) in vetoed for each in _without_tails(mention.matched))
