"""Why something that stands in an item was not found: what people ask who missed it.

Each watch is matched again without its conditions, alone in a list of its own; then one condition after another is put back, until
nothing is left. That condition is the reason. Pure; costs a second index, so it is for a look and not for every poll.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from operator import attrgetter
from typing import TYPE_CHECKING

from monitor.model import How, WatchKey
from monitor.watch.allowance import WORDS_PER_WEEK, shares
from monitor.watch.index import Index
from monitor.watch.likeness import bar, likeness
from monitor.watch.names import budget
from monitor.watch.scope import looks_at
from monitor.watch.spec import Scope, Watch, Watchlist

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from monitor.model import Hit, Item, Mention
    from monitor.watch.names.hearing import Spellings

ANY_NUMBER = "1000000 per million words"  # false alarms: then all that can be heard at all is
MOST = 20  # watches of one item that are explained; who reads more?
WORDS_SHOWN = 5  # of `near:`
_CONDITIONS = ("kinds", "tags", "sources", "languages", "houses")


class Why(StrEnum):
    """Which condition a mention did not meet; the last two are known only where items and what people said are kept."""

    SCOPE = "scope"
    IGNORE = "ignore"
    NEAR = "near"
    BUDGET = "budget"
    YIELDS = "yields"
    VETO = "veto"
    YOUNGER = "younger"


@dataclass(frozen=True, slots=True)
class Refusal:
    """A watch that stands in an item and was not found there, by its best mention; `because` says it in words."""

    watch: WatchKey
    label: str
    mention: Mention
    why: Why
    because: str


@dataclass(frozen=True, slots=True)
class _Look:
    """An item as it is looked at, with what is known of its source, and what was found in it."""

    item: Item
    source: str
    tags: frozenset[str]
    hits: Sequence[Hit]


class Refusals:
    """Watches ready to be asked what of them stands in an item that is none of its hits."""

    def __init__(self, watchlists: Iterable[Watchlist], spellings: Spellings, words_per_week: float = WORDS_PER_WEEK) -> None:
        """Compile every watch without its conditions.

        Raises:
            QueryError: a term or phrase cannot be meant as written.
        """
        lists = tuple(watchlists)
        self._spellings = spellings
        self._watches = {watch.key: watch for each in lists for watch in each.watches}
        self._list_of = {watch.key: each.key for each in lists for watch in each.watches}
        self._shares = {key: share for each in lists for key, share in shares(each, words_per_week).items()}
        self._bare = _index({WatchKey(key): _bare(watch) for key, watch in self._watches.items()}, spellings)

    def of(self, item: Item, source: str, tags: frozenset[str], hits: Sequence[Hit]) -> list[Refusal]:
        """Explain the watches that stand in an item and are not among its hits; names as written first, then the likeliest."""
        look = _Look(item, source, tags, hits)
        found = {hit.watch for hit in hits}
        standing = [hit for hit in self._bare.match(item, source, tags) if hit.watch not in found]
        standing.sort(key=lambda hit: (_best(hit).how is not How.EXACT, -hit.score))
        standing = standing[:MOST]
        steps = self._steps([hit.watch for hit in standing], look) if standing else {}
        return [self._explained(look, hit, steps) for hit in standing]

    def _steps(self, keys: Iterable[WatchKey], look: _Look) -> dict[str, Hit]:
        """Put the conditions back, one after another, and match what they leave; by the step and the watch."""
        watches: dict[WatchKey, Watch] = {}
        for key in keys:
            watch, bare = self._watches[key], _bare(self._watches[key])
            ignoring = replace(bare, ignore=watch.ignore)
            within = replace(ignoring, near=watch.near)
            watches[WatchKey(f"{Why.IGNORE}:{key}")] = ignoring
            watches[WatchKey(f"{Why.NEAR}:{key}")] = within
            watches[WatchKey(f"{Why.BUDGET}:{key}")] = replace(within, false_alarms=self._budget(watch))
            if watch.ignore:
                watches[WatchKey(f"ignored:{key}")] = Watch(key, "", any=watch.ignore)
        hits = _index(watches, self._spellings).match(look.item, look.source, look.tags)
        return {str(hit.watch): hit for hit in hits}

    def _budget(self, watch: Watch) -> str | None:
        """Write the watch's share of its list's budget as a budget of its own."""
        names = likeness(watch)
        return None if names is None else f"{self._shares[watch.key] * len(names.names)!r} per million words"

    def _explained(self, look: _Look, hit: Hit, steps: Mapping[str, Hit]) -> Refusal:
        watch, standing = self._watches[hit.watch], hit
        unmet = _unmet(watch, look)
        if unmet:
            return _refusal(watch, standing, Why.SCOPE, unmet)
        for why in (Why.IGNORE, Why.NEAR, Why.BUDGET):
            left = steps.get(f"{why}:{hit.watch}")
            if left is None:
                return _refusal(watch, standing, why, self._reason(why, watch, _best(standing), steps))
            standing = left
        return _refusal(watch, standing, Why.YIELDS, self._yields(look, watch, standing))

    def _reason(self, why: Why, watch: Watch, mention: Mention, steps: Mapping[str, Hit]) -> str:
        if why is Why.IGNORE:
            ignored = steps.get(f"ignored:{watch.key}")
            longer = next((one for one in ignored.mentions if _overlap(one, mention)), None) if ignored else None
            return (f'it is part of "{longer.matched}", which' if longer else "that is what") + " its `ignore:` leaves out"
        if why is Why.NEAR and watch.near is not None:
            shown = ", ".join(watch.near.words[:WORDS_SHOWN]) + (", ..." if len(watch.near.words) > WORDS_SHOWN else "")
            return f"none of its `near:` words ({shown}) stands within {watch.near.within} words of it"
        asked = budget.score(bar(watch, self._shares[watch.key]).possible_at) if watch.key in self._shares else 1.0
        return f"its score is {mention.score:.2f}, and a mention is possible from {asked:.2f} on, as the budget of false alarms asks"

    def _yields(self, look: _Look, watch: Watch, standing: Hit) -> str:
        """Name what stands in its way: a longer or surer mention of the same list."""
        own = self._list_of[watch.key]
        for hit in look.hits:
            for one in hit.mentions if self._list_of.get(hit.watch) == own else ():
                if any(_overlap(one, mention) for mention in standing.mentions):
                    return f'it yields to "{one.matched}", found for {self._watches[hit.watch].label}'
        return "something surer of the same list stands in its place"


def _bare(watch: Watch) -> Watch:
    return replace(watch, near=None, ignore=(), only=None, exclude=None, false_alarms=ANY_NUMBER if likeness(watch) else None)


def _index(watches: Mapping[WatchKey, Watch], spellings: Spellings) -> Index:
    """Compile watches, each under that key in a list of its own: none yields to another."""
    return Index.build([Watchlist(key, "", watches=(replace(watch, key=key),)) for key, watch in watches.items()], spellings)


def _refusal(watch: Watch, hit: Hit, why: Why, because: str) -> Refusal:
    return Refusal(watch.key, watch.label, _best(hit), why, because)


def _best(hit: Hit) -> Mention:
    return max(hit.mentions, key=attrgetter("score"))


def _overlap(one: Mention, other: Mention) -> bool:
    return one.field == other.field and one.start < other.end and other.start < one.end


def _unmet(watch: Watch, look: _Look) -> str:
    """Name the first condition of `only:` that the item does not meet, or of `except:` that it meets."""
    for name in _CONDITIONS:
        wanted = getattr(watch.only, name) if watch.only else frozenset()
        alone = replace(watch, only=Scope(**{name: wanted}), exclude=None)
        if wanted and not looks_at(alone, look.item, look.source, look.tags):
            return f"its `only:` asks for {name}: {', '.join(sorted(wanted))}"
    for name in _CONDITIONS:
        for one in sorted(getattr(watch.exclude, name)) if watch.exclude else ():
            alone = replace(watch, only=None, exclude=Scope(**{name: frozenset({one})}))
            if not looks_at(alone, look.item, look.source, look.tags):
                return f"its `except:` leaves out {name}: {one}"
    return ""
