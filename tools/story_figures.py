"""How well items were folded into stories."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence


@dataclass(frozen=True, slots=True)
class Figures:
    """F1 over pairs of items; B-cubed F1 (Bagga and Baldwin, 1998); stories told twice or oftener; stories never told, of all."""

    f1: float
    b3: float
    repeats: int
    lost: int
    stories: int

    def __str__(self) -> str:
        """Write the figures on a line."""
        return f"F1 {self.f1:.3f}, B3 {self.b3:.3f}, {self.repeats} repeats, {self.lost} of {self.stories} stories lost"


def figures(true: Sequence[str], found: Sequence[int]) -> Figures:
    """Compare the stories of items, in the order they came, with those found; the first item of each found story is told."""
    both = Counter(zip(true, found, strict=True))
    of_true, of_found = Counter(true), Counter(found)
    hits, real, said = (sum(number * (number - 1) // 2 for number in counts.values()) for counts in (both, of_true, of_found))
    precision = sum(number * number / of_found[story] for (_, story), number in both.items()) / max(1, len(true))
    recall = sum(number * number / of_true[story] for (story, _), number in both.items()) / max(1, len(true))
    first: dict[int, str] = {}
    for story, group in zip(true, found, strict=True):
        first.setdefault(group, story)
    told = set(first.values())
    return Figures(
        f1=2 * hits / max(1, real + said),
        b3=2 * precision * recall / max(1e-9, precision + recall),
        repeats=len(first) - len(told),
        lost=len(of_true) - len(told),
        stories=len(of_true),
    )
