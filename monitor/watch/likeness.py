"""A watched name as it may be written otherwise: what is looked for by sound, and how much evidence a mention must have."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from monitor.text.fold import fold_key
from monitor.text.tokens import has_word
from monitor.watch.names import budget
from monitor.watch.names.bilingual import halves

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from monitor.watch.spec import Watch

SHORTEST_ALIAS = 5  # letters and figures: what is shorter sounds like too much
RAISED = 4.0  # nats that its context, or a sure mention beside it, lends to a weak one
SPARE = 3.0  # nats beyond the threshold that a mention must have to lend to others
_WILDCARDS = frozenset("*?")


@dataclass(frozen=True, slots=True, eq=False)
class Likeness:
    """The names by which a watch is also found when they are written otherwise: folded name -> the name as its user wrote it.

    Each is equal to itself alone, as phrases are. It has no anchor: no automaton finds it.
    """

    names: Mapping[str, str]
    anchor: ClassVar[str] = ""

    @property
    def shown(self) -> str:
        """The first name, as its user wrote it."""
        return next(iter(self.names.values()))


@dataclass(frozen=True, slots=True)
class Bar:
    """The evidence that the mentions of a watch must have, in nats: to be sure, and to be possible."""

    sure_at: float
    possible_at: float

    @property
    def least(self) -> float:
        """The evidence from which on a mention may come to count, with all that is lent to it."""
        return self.possible_at - RAISED


@dataclass(frozen=True, slots=True)
class Heard:
    """A name, by its folded form, heard at a folded span of a field, and what tells that it is meant, in nats."""

    name: str
    field: int
    start: int
    end: int
    evidence: float


def likeness(watch: Watch) -> Likeness | None:
    """Make the likeness of a watch: of its entity, and of its aliases of five letters or more; None where it asks for none."""
    if watch.spelling == "exact" or not watch.entity:
        return None
    names: dict[str, str] = {}
    for name in _names(watch):
        names.setdefault(fold_key(name), name.strip())
    return Likeness(names) if names else None


def bar(watch: Watch, false_alarms: float) -> Bar:
    """Set the bar for the names of a watch, of which each may have so many false alarms in a million words."""
    sure_at = budget.asked_for(false_alarms) - (budget.WIDER if watch.spelling == "wide" else 0.0)
    return Bar(sure_at, sure_at - budget.POSSIBLE_BELOW)


def lowest(bars: Sequence[Bar]) -> float:
    """Find the evidence below which nothing can come to count for any of them."""
    return min(one.least for one in bars)


def _names(watch: Watch) -> Iterator[str]:
    if watch.entity and has_word(fold_key(watch.entity)):
        yield watch.entity
        yield from halves(watch.entity)
    for alias in watch.aliases:
        if sum(map(str.isalnum, alias)) >= SHORTEST_ALIAS and _WILDCARDS.isdisjoint(alias):
            yield alias
            yield from halves(alias)
