"""What `check` says of the names that are looked for in any spelling: thresholds, and false alarms to be expected."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

from monitor.cli.archive import counted

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from monitor.watch.outlook import Outlook
    from monitor.watch.spec import Watchlist

MOST_SHOWN = 10  # names of a list that cannot be told in another spelling
FEWEST_TOLD, LARGE = 0.01, 100  # false alarms a week
HEAD = ("name", "watch", "sure from", "possible from", "false alarms a week", "remedy")
REMEDY = "add `near:`, or write `spelling: exact`"


@dataclass(frozen=True, slots=True)
class Expected:
    """What to expect of the names, for so many words read in a week; `is_measured` if somebody counted them."""

    names: tuple[Outlook, ...]
    words_per_week: float
    is_measured: bool

    def record(self) -> dict[str, object]:
        """Give all of it as programs read it."""
        names = [asdict(one) | {"remedy": "" if one.is_telling else REMEDY} for one in self.names]
        return {"words_per_week": round(self.words_per_week), "is_measured": self.is_measured, "names": names}

    def in_words(self) -> Iterator[str]:
        """Say on one line for each list what to expect, and on one for each name which cannot be told in another spelling."""
        for key in dict.fromkeys(one.watchlist for one in self.names):
            names = [one for one in self.names if one.watchlist == key]
            volume = f"{self.words_per_week / 1e6:.2g} million words a week{'' if self.is_measured else ', as assumed'}"
            alarms = sum(one.false_alarms for one in names)
            yield (
                f"{key}: {counted(len(names), 'name')} looked for in any spelling, sure from a score of {_range(names)}; "
                f"{_few(alarms, 'about ')} false alarms a week to be expected in {volume}"
            )
            vague = [one for one in names if not one.is_telling]
            for one in vague[:MOST_SHOWN]:
                yield f"{key}: {one.name!r} says too little to be sure of it in another spelling; {REMEDY}"
            if len(vague) > MOST_SHOWN:
                yield f"{key}: and {counted(len(vague) - MOST_SHOWN, 'name')} more; see them all with --names"

    def rows(self) -> list[tuple[str, str, str, str, str, str]]:
        """Give a table of all names."""
        return [
            (
                one.name,
                one.watch,
                f"{one.sure_from:.2f}",
                f"{one.possible_from:.2f}",
                _few(one.false_alarms),
                "" if one.is_telling else REMEDY,
            )
            for one in self.names
        ]


def expected(watchlists: Iterable[Watchlist], words_per_week: float | None) -> Expected:
    """Work out what to expect of some lists; None where nobody counted the words that are read."""
    from monitor.language.once import languages
    from monitor.watch.allowance import WORDS_PER_WEEK
    from monitor.watch.outlook import outlooks

    words = WORDS_PER_WEEK if words_per_week is None else words_per_week
    return Expected(tuple(outlooks(watchlists, languages(), words)), words, words_per_week is not None)


def _few(false_alarms: float, about: str = "") -> str:
    """Write a number of false alarms in two figures, as people write them; below a hundredth there is nothing to tell apart."""
    if false_alarms < FEWEST_TOLD:
        return f"less than {FEWEST_TOLD}"
    return about + (f"{false_alarms:.2g}" if false_alarms < LARGE else f"{false_alarms:,.0f}")


def _range(names: Sequence[Outlook]) -> str:
    """Give the score from which on mentions are sure; from the lowest to the highest where names have budgets of their own."""
    lowest, highest = min(one.sure_from for one in names), max(one.sure_from for one in names)
    return f"{lowest:.2f}" if lowest == highest else f"{lowest:.2f} to {highest:.2f}"
