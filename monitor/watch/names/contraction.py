"""Names contracted to one word, as stock exchanges and headlines do: `KOTAKBANK`, `PUNJABTRAC`, `TataMotors`."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

SHORTEST = 6  # letters of a contraction
OPENING = 3  # letters of the first part by which a contraction is looked up
_CUT = 1.5  # nats for a part that lost its end
_LEFT_OUT = 2.0  # nats for a part left out
_CONTRACTED = 2.0  # nats for the contraction itself


def cost(letters: str, parts: Sequence[str]) -> float | None:
    """Work out what it costs to write parts as one word, each in full or by its beginning, in order; None if the word is not made so.

    Parts after the first may be left out. Takes time in proportion to the word times the parts.
    """
    costs: dict[int, float] = {0: _CONTRACTED}
    for number, part in enumerate(parts):
        reached: dict[int, float] = {}
        least = OPENING if number == 0 else 1
        for at, price in costs.items():
            if number:
                reached[at] = min(price + _LEFT_OUT, reached.get(at, 99.0))
            run = 0
            while run < len(part) and letters[at + run : at + run + 1] == part[run]:
                run += 1
                if run >= least:
                    total = price + (_CUT + (2.0 if run == 1 else 0.0) if run < len(part) else 0.0)
                    reached[at + run] = min(total, reached.get(at + run, 99.0))
        costs = reached
    return costs.get(len(letters))
