"""How many false alarms the names of a list may have: `2 per week` for all of them, shared out evenly."""

from __future__ import annotations

from typing import TYPE_CHECKING

from monitor.watch.likeness import likeness

if TYPE_CHECKING:
    from collections.abc import Mapping

    from monitor.model import WatchKey
    from monitor.watch.spec import Watch, Watchlist

WORDS_PER_WEEK = 5_000_000.0  # assumed where nobody counted: about 2,000 articles a day
OF_A_LIST = "5 per million words"  # where neither the list nor the watch says how many
_A_WEEK: Mapping[str, float] = {"day": 7.0, "week": 1.0, "month": 12 / 52}


def per_million_words(false_alarms: str, words_per_week: float = WORDS_PER_WEEK) -> float:
    """Read a budget, `2 per week` or `5 per million words`, as a number in a million words.

    Args:
        false_alarms: as the settings give it, `<number> per day`, `week`, `month` or `million words`.
        words_per_week: the words that are read in a week.
    """
    count, _, unit = false_alarms.partition(" per ")
    if unit == "million words":
        return float(count)
    return float(count) * _A_WEEK[unit] / (max(words_per_week, 1.0) / 1e6)


def shares(watchlist: Watchlist, words_per_week: float = WORDS_PER_WEEK) -> dict[WatchKey, float]:
    """Share out a list's budget over its names that are looked for by sound, in a million words for each name of a watch.

    A watch with a budget of its own has that one for its names, and takes nothing of the list's.
    """
    counts = {watch.key: (watch, len(names.names)) for watch in watchlist.watches if (names := likeness(watch)) is not None}
    common = sum(count for watch, count in counts.values() if watch.false_alarms is None)
    of_list = per_million_words(watchlist.false_alarms or OF_A_LIST, words_per_week)
    return {key: _share(watch, count, of_list / max(common, 1), words_per_week) for key, (watch, count) in counts.items()}


def _share(watch: Watch, count: int, of_list: float, words_per_week: float) -> float:
    return of_list if watch.false_alarms is None else per_million_words(watch.false_alarms, words_per_week) / count
