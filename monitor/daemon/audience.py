"""What recipients can be told of at all: by which watchlists, how urgently, and from which sources."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from monitor.model import Priority, RecipientKey, SourceKey

if TYPE_CHECKING:
    from collections.abc import Collection

    from monitor.alerts.schedule import When
    from monitor.daemon.live import Live
    from monitor.settings.records import Source
    from monitor.watch.spec import Scope, Watch

Look = tuple[frozenset[str], frozenset[str], frozenset[str], frozenset[str]]  # sources and tags of `only:`, then of `except:`
_NOTHING: frozenset[str] = frozenset()
_EVERYWHERE: Look = (_NOTHING,) * 4


@dataclass(slots=True)
class Audience:
    """The titles of the watchlists that tell a recipient, each once; the priorities of their watches; and where these look.

    `times` are those that watches and their lists set themselves, instead of the recipient's own for a priority.
    """

    titles: dict[str, None] = field(default_factory=dict)
    priorities: set[Priority] = field(default_factory=set)
    times: set[When] = field(default_factory=set)
    looks: set[Look] = field(default_factory=set)

    @property
    def wishes(self) -> tuple[set[Priority], set[When]]:
        """What decides when they are told: the priorities that go by the recipient's own times, and the times that are set otherwise."""
        return self.priorities, self.times


def audiences(live: Live) -> dict[RecipientKey, Audience]:
    """Go through the watches once, and gather what each recipient can be told of; who is told nothing is not in it."""
    found: dict[RecipientKey, Audience] = {}
    for watchlist, watch in live.lists.values():
        for name in live.tell(watch.key):
            audience = found.setdefault(RecipientKey(name), Audience())
            audience.titles[watchlist.title] = None
            priority = live.priority(watch.key)
            if (when := live.times.get(watch.key, {}).get(priority)) is None:
                audience.priorities.add(priority)
            else:
                audience.times.add(when)
            audience.looks.add(_look(watch))
    return found


def sources_at(live: Live, looks: Collection[Look]) -> tuple[SourceKey, ...]:
    """List the sources at which any of these looks, in the order of the settings."""
    if _EVERYWHERE in looks:
        looks = {_EVERYWHERE}
    listed = [source for source in live.settings.sources.values() if source.enabled]
    readable = [source for source in listed if source.kind == "feed" or source.key in live.records]
    return tuple(source.key for source in readable if any(_is_looked_at(source, look) for look in looks))


def _look(watch: Watch) -> Look:
    """Give what of a watch's scope speaks of sources; its other conditions are of single items."""
    return *_names(watch.only), *_names(watch.exclude)


def _names(scope: Scope | None) -> tuple[frozenset[str], frozenset[str]]:
    return (scope.sources, scope.tags) if scope is not None else (_NOTHING, _NOTHING)


def _is_looked_at(source: Source, look: Look) -> bool:
    only_sources, only_tags, but_sources, but_tags = look
    is_in = (not only_sources or source.key in only_sources) and (not only_tags or not only_tags.isdisjoint(source.tags))
    return is_in and source.key not in but_sources and but_tags.isdisjoint(source.tags)
