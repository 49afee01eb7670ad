"""What a budget of false alarms means for each name that is looked for by sound: its threshold, and whether it can be met."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from monitor.watch.allowance import shares
from monitor.watch.likeness import RAISED, bar, likeness
from monitor.watch.names import budget
from monitor.watch.names.parts import PartKind
from monitor.watch.names.scan import Scan

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from monitor.model import WatchKey
    from monitor.watch.likeness import Bar
    from monitor.watch.names.hearing import Spellings
    from monitor.watch.names.parts import Name
    from monitor.watch.spec import Watch, Watchlist


@dataclass(frozen=True, slots=True)
class Outlook:
    """What to expect of one name in other spellings.

    `sure_from` and `possible_from` are scores, 0 to 1; `false_alarms` are expected in a week of sure mentions. `is_telling`: the name
    tells enough of itself to be sure of it in another spelling.
    """

    watchlist: str
    watch: WatchKey
    name: str
    sure_from: float
    possible_from: float
    false_alarms: float
    is_telling: bool


def outlooks(watchlists: Iterable[Watchlist], spellings: Spellings, words_per_week: float) -> list[Outlook]:
    """Tell of every name that is looked for by sound what to expect of it, for so many words read in a week."""
    asked = [one for watchlist in watchlists for one in _asked(watchlist, words_per_week)]
    names = Scan([name for _, _, name, _ in asked], spellings).names
    return [
        _outlook(watchlist, watch, name, limits, words_per_week) for (watchlist, watch, _, limits), name in zip(asked, names, strict=True)
    ]


def _asked(watchlist: Watchlist, words_per_week: float) -> Iterator[tuple[str, Watch, str, Bar]]:
    false_alarms = shares(watchlist, words_per_week)
    for watch in watchlist.watches:
        named = likeness(watch)
        if named is not None:
            for name in named.names.values():
                yield watchlist.key, watch, name, bar(watch, false_alarms[watch.key])


def _outlook(watchlist: str, watch: Watch, name: Name, limits: Bar, words_per_week: float) -> Outlook:
    """Work one name out. Written as it is, it is found anyway: what counts is whether less than that could ever be sure."""
    told = sum(part.rareness for part in name.parts if part.kind is not PartKind.LEGAL)
    raised = RAISED if watch.near is not None else 0.0  # nats: only mentions in its context are shown
    return Outlook(
        watchlist=watchlist,
        watch=watch.key,
        name=name.written,
        sure_from=budget.score(limits.sure_at),
        possible_from=budget.score(limits.possible_at),
        false_alarms=budget.expected(limits.sure_at) * words_per_week / 1e6,
        is_telling=told + raised >= limits.sure_at,
    )
