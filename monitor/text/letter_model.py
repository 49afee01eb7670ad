"""How likely a word nobody knows is made of just these letters: letter by letter, given the two before."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

EDGE = "^"
END = "$"


@dataclass(frozen=True, slots=True)
class LetterModel:
    """Costs in nats of a letter after two others, `abc` -> cost of c after ab; backing off to one letter before, and none."""

    costs: Mapping[str, float]
    unseen: float

    def cost(self, letters: str) -> float:
        """Sum the costs of a word's letters and of its end: the negative logarithm of the word's chance, in nats."""
        padded = f"{EDGE}{EDGE}{letters}{END}"
        costs = self.costs
        total = 0.0
        for at in range(2, len(padded)):
            cost = costs.get(padded[at - 2 : at + 1])
            if cost is None:
                cost = costs.get(padded[at - 1 : at + 1])
                cost = (self.unseen if cost is None else cost) + 1.0
            total += cost
        return total
