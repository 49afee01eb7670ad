"""A matcher that guesses, as tolerant matching does: it takes other spellings for a watch."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from monitor.model import Hit, How, Mention, Tier, WatchKey

if TYPE_CHECKING:
    from collections.abc import Collection

    from monitor.daemon.live import Live, Matcher
    from monitor.daemon.works import Works
    from monitor.model import Item

BAYKAR = WatchKey("arms/baykar")


def guess(text: str, spelling: str) -> Mention:
    start = text.index(spelling)
    return Mention("text", start, start + len(spelling), spelling, How.VARIANT, Tier.SURE, 0.9, f"'{spelling}' sounds like 'Baykar' (0.90)")


@dataclass(frozen=True, slots=True)
class Guesses:
    """The index in force, and these spellings of Baykar beside."""

    index: Matcher
    spellings: tuple[str, ...]

    def match(self, item: Item, source: str = "", tags: frozenset[str] = frozenset()) -> tuple[Hit, ...]:
        hits = {hit.watch: hit for hit in self.index.match(item, source, tags)}
        guessed = tuple(guess(item.text, spelling) for spelling in self.spellings if spelling in item.text)
        if guessed:
            own = hits[BAYKAR].mentions if BAYKAR in hits else ()
            hits[BAYKAR] = Hit(BAYKAR, (*own, *guessed))
        return tuple(hits.values())

    def only(self, watches: Collection[WatchKey]) -> Matcher:
        return self.index.only(watches)


def guessing(live: Live, *spellings: str) -> Live:
    return replace(live, index=Guesses(live.index, spellings))


def let_guess(works: Works, *spellings: str) -> None:
    works.live = guessing(works.live, *spellings)
