"""What a watchlist says, as frozen records: the settings write them, the index reads them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from monitor.model import Priority, WatchKey, digest
from monitor.text.fold import fold_key

Spelling = Literal["exact", "tolerant", "wide"]
Corrections = Literal["quoted", "any", "none"]  # which changed words of an item that was told are told
LONGEST_KEY = 80  # characters of a key's own part
DEFAULT_WITHIN = 30  # words between a mention and its context, when `near:` does not say


@dataclass(frozen=True, slots=True)
class Scope:
    """Which items a watch looks at, or looks away from. An empty set is no condition.

    `sources` are source keys, `languages` are tags such as `en`, which also covers `en-CA`; `houses`
    are names as `house.house_name` folds them.
    """

    kinds: frozenset[str] = frozenset()
    tags: frozenset[str] = frozenset()
    sources: frozenset[str] = frozenset()
    languages: frozenset[str] = frozenset()
    houses: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Near:
    """Context that must stand near a mention: one of `words`, at most `within` words away."""

    words: tuple[str, ...]
    within: int = DEFAULT_WITHIN


@dataclass(frozen=True, slots=True)
class Watch:
    """One watched entity or term. It has an `entity`, a `term`, or `any`.

    `label` is what an alert is headed with: the name, else the entity, else the term.
    `except_` of the YAML is `exclude` here. `tell`, `priority` and `corrections` of None are the list's; without
    `false_alarms` it has its share of the list's. `send` are times of sending as written, by priority; the list's fill it up.
    `flood` is how many alerts an hour are told one by one, the list's if None.
    """

    key: WatchKey
    label: str
    id: str | None = None
    name: str | None = None
    entity: str | None = None
    aliases: tuple[str, ...] = ()
    term: str | None = None
    any: tuple[str, ...] = ()
    near: Near | None = None
    ignore: tuple[str, ...] = ()
    only: Scope | None = None
    exclude: Scope | None = None
    spelling: Spelling = "tolerant"
    false_alarms: str | None = None
    priority: Priority | None = None
    tell: tuple[str, ...] | None = None
    corrections: Corrections | None = None
    send: tuple[tuple[Priority, str], ...] = ()
    flood: int | None = None


@dataclass(frozen=True, slots=True)
class Watchlist:
    """One YAML file of watches. `key` is the file's stem; `false_alarms` is the budget as written, and so are the times of `send`."""

    key: str
    title: str
    tell: tuple[str, ...] = ()
    owner: str | None = None
    priority: Priority = Priority.NORMAL
    false_alarms: str | None = None
    watches: tuple[Watch, ...] = ()
    corrections: Corrections = "quoted"
    send: tuple[tuple[Priority, str], ...] = ()
    flood: int | None = None


def watch_key(stem: str, id_or_name: str) -> WatchKey:
    """Make the stable key of a watch, `<file stem>/<id or folded entity>`: without spaces, so that it is one word on a command line.

    Equal for spellings that fold alike, so that a change of capitals does not make a watch new. A long term is cut, with its hash.
    """
    folded = fold_key(id_or_name).replace(" ", "-")
    if len(folded) > LONGEST_KEY:
        folded = f"{folded[: LONGEST_KEY - 9]}-{digest(folded).hex()[:8]}"
    return WatchKey(f"{stem}/{folded}")
