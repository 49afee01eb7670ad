"""Two versions of some watchlists, matched in one pass: what is in force, and what is tried."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from monitor.model import Hit, WatchKey
from monitor.watch.allowance import WORDS_PER_WEEK
from monitor.watch.index import Index

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from monitor.model import Item
    from monitor.watch.names.hearing import Spellings
    from monitor.watch.spec import Watchlist

# What the watches of a list are marked with in the common index: to which side they belong.
RUNNING, TRIED, BOTH = "-", "+", "="


@dataclass(frozen=True, slots=True)
class Seen:
    """What a watch hit in one item on either side; None where that side did not."""

    watch: WatchKey
    running: Hit | None
    tried: Hit | None


class TwoSides:
    """Finds what each side hits in an item. A list that is the same on both sides is matched once; lists never affect each other."""

    def __init__(
        self, running: Sequence[Watchlist], tried: Sequence[Watchlist], spellings: Spellings, words_per_week: float = WORDS_PER_WEEK
    ) -> None:
        """Compile both sides into one index, for so many words read in a week.

        Raises:
            QueryError: a term or phrase cannot be meant as written.
        """
        same = {each.key for each in tried if any(each.key == one.key and _what_it_finds(each) == _what_it_finds(one) for one in running)}
        self._index = Index.build(
            [
                *(_marked(each, BOTH if each.key in same else TRIED) for each in tried),
                *(_marked(each, RUNNING) for each in running if each.key not in same),
            ],
            spellings,
            words_per_week=words_per_week,
        )

    def match(self, item: Item, source: str, tags: frozenset[str]) -> Iterator[Seen]:
        """Find every watch that an item hits on either side."""
        sides: dict[WatchKey, dict[str, Hit]] = {}
        for hit in self._index.match(item, source, tags):
            watch = WatchKey(hit.watch[1:])
            sides.setdefault(watch, {})[hit.watch[0]] = Hit(watch, hit.mentions)
        for watch, hits in sides.items():
            both = hits.get(BOTH)
            yield Seen(watch, hits.get(RUNNING, both), hits.get(TRIED, both))


def _marked(watchlist: Watchlist, mark: str) -> Watchlist:
    return replace(watchlist, watches=tuple(replace(watch, key=WatchKey(mark + watch.key)) for watch in watchlist.watches))


def _what_it_finds(watchlist: Watchlist) -> Watchlist:
    """Leave out of a list what decides whom it tells and how it is headed, and not what it finds."""
    watches = tuple(replace(watch, label="", priority=None, tell=None, corrections=None) for watch in watchlist.watches)
    return replace(watchlist, title="", tell=(), owner=None, priority=watchlist.priority.NORMAL, watches=watches, corrections="quoted")
