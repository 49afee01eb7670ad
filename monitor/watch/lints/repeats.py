"""Find names and terms that are watched twice: in one list, or in two lists that tell the same people."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from monitor.text.fold import fold_key
from monitor.text.tokens import has_word
from monitor.watch.lexer import pieces

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from monitor.watch.spec import Watch, Watchlist


@dataclass(frozen=True, slots=True)
class Named:
    """A name or the term of a watch, and where it stands: the list and the entry by number, and the way within the entry."""

    name: str
    list_number: int
    entry: int
    place: tuple[str | int, ...]
    watch: Watch
    tell: frozenset[str]


@dataclass(frozen=True, slots=True)
class Repeat:
    """A name that stood there before. `told` are the recipients of both; none where neither tells anybody yet."""

    first: Named
    again: Named
    told: tuple[str, ...]

    @property
    def is_in_one_list(self) -> bool:
        """Tell whether both stand in the same list."""
        return self.first.list_number == self.again.list_number


def repeats(watchlists: Iterable[Watchlist]) -> Iterator[Repeat]:
    """List the names and terms that two watches have in common, each with the first that had it.

    Watches that ask for different context or items are meant to be two; lists that tell different people are their own affair. The
    names of one watch may repeat each other, and so may watches of one key, which is an error of itself.
    """
    seen: dict[str | tuple[str, ...], list[Named]] = {}
    for named in _names(watchlists):
        key = _query_key(named.name) if named.place == ("term",) else fold_key(named.name)
        before = seen.setdefault(key, [])
        first = next((other for other in before if _is_repeat(other, named)), None)
        if first is not None:
            yield Repeat(first, named, tuple(sorted(first.tell & named.tell)))
        before.append(named)


def _names(watchlists: Iterable[Watchlist]) -> Iterator[Named]:
    for list_number, watchlist in enumerate(watchlists):
        for number, watch in enumerate(watchlist.watches):
            tell = frozenset(watch.tell if watch.tell is not None else watchlist.tell)
            if watch.entity is not None and has_word(watch.entity):
                yield Named(watch.entity, list_number, number, ("entity",), watch, tell)
            if watch.term is not None:
                yield Named(watch.term, list_number, number, ("term",), watch, tell)
            for position, alias in enumerate(watch.aliases):
                if has_word(alias):
                    yield Named(alias, list_number, number, ("aliases", position), watch, tell)


def _query_key(term: str) -> tuple[str, ...]:
    """Make a key of a query, equal for queries that differ in spaces alone, and in the capitals of words that need not keep them."""
    return tuple(f"{each.kind}{'=' * each.keeps_case}{each.text if each.keeps_case else fold_key(each.text)}" for each in pieces(term))


def _is_repeat(first: Named, again: Named) -> bool:
    if first.watch.key == again.watch.key or _asks(first.watch) != _asks(again.watch):
        return False
    return bool(first.tell & again.tell) or (first.list_number == again.list_number and not (first.tell or again.tell))


def _asks(watch: Watch) -> tuple[object, ...]:
    return watch.near, watch.only, watch.exclude
