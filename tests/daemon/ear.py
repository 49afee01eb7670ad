"""A matcher that hears garbled names, as well or as badly as a test wants it to."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from monitor.model import Hit, How, Item, Mention, Tier, WatchKey

if TYPE_CHECKING:
    from collections.abc import Collection

    from monitor.daemon.live import Live, Matcher
    from monitor.daemon.works import Works

BAYKAR = WatchKey("arms/baykar")
GARBLED = "The firm Bay Car sold twelve drones to the ministry, said a report that was published on Monday by a group in Ontario."


@dataclass(slots=True)
class Ear:
    """Hears every watch as it is written, and a garbled one as well as it may: by its spelling, as unsure as the test says."""

    live: Live
    heard: dict[str, float] = field(default_factory=lambda: {"Bay Car": 0.71})
    also: WatchKey | None = None  # another watch that is heard in the same places, a little worse

    def match(self, item: Item, source: str = "", tags: frozenset[str] = frozenset()) -> tuple[Hit, ...]:
        """Find the watches in an item."""
        found = self.live.index.match(item, source, tags)
        places = tuple(self._mention(item, spelling) for spelling in self.heard if spelling in item.text)
        if not places or any(hit.watch == BAYKAR for hit in found):
            return found
        worse = tuple(replace(each, score=each.score - 0.1, why=f"'{each.matched}' may be another name") for each in places)
        return (*found, Hit(BAYKAR, places), *([Hit(self.also, worse)] if self.also else []))

    def only(self, watches: Collection[WatchKey]) -> Matcher:
        """Give the settings' own matching of some watches."""
        return self.live.index.only(watches)

    def _mention(self, item: Item, spelling: str) -> Mention:
        at, score = item.text.index(spelling), self.heard[spelling]
        why = f"'{spelling}' sounds like 'Baykar' ({score:.2f})"
        return Mention("text", at, at + len(spelling), spelling, How.VARIANT, Tier.SURE if score > 0.9 else Tier.POSSIBLE, score, why)


def listen(works: Works, **heard: float) -> Ear:
    """Let the works hear garbled names; the settings' own matching goes on."""
    ear = Ear(works.live)
    ear.heard |= heard
    works.live = replace(works.live, index=ear)
    return ear
