"""What a recipient can be told of at all: by which watchlists, how urgently, and from which sources."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from monitor.model import Priority, RecipientKey, SourceKey

if TYPE_CHECKING:
    from collections.abc import Iterator

    from monitor.daemon.live import Live
    from monitor.settings.records import Source
    from monitor.watch.spec import Scope, Watch, Watchlist

_Look = tuple[frozenset[str], frozenset[str], frozenset[str], frozenset[str]]  # sources and tags of `only:`, then of `except:`
_NOTHING: frozenset[str] = frozenset()


def priorities(live: Live) -> dict[RecipientKey, frozenset[Priority]]:
    """Tell with which priorities each recipient can be told of anything; who is told nothing is not in it."""
    found: defaultdict[RecipientKey, set[Priority]] = defaultdict(set)
    for watchlist, watch in live.lists.values():
        for name in _tell(watchlist, watch):
            found[RecipientKey(name)].add(Priority(watch.priority or watchlist.priority))
    return {recipient: frozenset(used) for recipient, used in found.items()}


def titles(live: Live, recipient: RecipientKey) -> tuple[str, ...]:
    """List the titles of the watchlists that tell a recipient, each once."""
    return tuple(dict.fromkeys(watchlist.title for watchlist, _ in _telling(live, recipient)))


def sources_behind(live: Live, recipient: RecipientKey) -> tuple[SourceKey, ...]:
    """List the sources that are read for a recipient, in the order of the settings: those at which a watch looks that tells them."""
    looks = {_look(watch) for _, watch in _telling(live, recipient)}
    if (_NOTHING,) * 4 in looks:
        looks = {(_NOTHING,) * 4}
    listed = [source for source in live.settings.sources.values() if source.enabled]
    readable = [source for source in listed if source.kind == "feed" or source.key in live.records]
    return tuple(source.key for source in readable if any(_is_looked_at(source, look) for look in looks))


def _telling(live: Live, recipient: RecipientKey) -> Iterator[tuple[Watchlist, Watch]]:
    return ((watchlist, watch) for watchlist, watch in live.lists.values() if recipient in _tell(watchlist, watch))


def _tell(watchlist: Watchlist, watch: Watch) -> tuple[str, ...]:
    return watch.tell if watch.tell is not None else watchlist.tell


def _look(watch: Watch) -> _Look:
    """Give what of a watch's scope speaks of sources; its other conditions are of single items."""
    return *_names(watch.only), *_names(watch.exclude)


def _names(scope: Scope | None) -> tuple[frozenset[str], frozenset[str]]:
    return (scope.sources, scope.tags) if scope is not None else (_NOTHING, _NOTHING)


def _is_looked_at(source: Source, look: _Look) -> bool:
    only_sources, only_tags, but_sources, but_tags = look
    is_in = (not only_sources or source.key in only_sources) and (not only_tags or not only_tags.isdisjoint(source.tags))
    return is_in and source.key not in but_sources and but_tags.isdisjoint(source.tags)
