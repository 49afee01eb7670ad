"""Logistic regression by Newton's method, for a handful of signals."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

Row = tuple[tuple[float, ...], bool]  # what is measured, and whether it is so

_ROUNDS = 12
_STEP = 1e-6  # the largest change of a weight that ends it
_RIDGE = 1.0  # pulls weights that the data leave open to nothing


def fit(rows: Sequence[Row]) -> tuple[tuple[float, ...], float]:
    """Give the weights and the bias under which the rows are likeliest, with a little ridge (Hastie et al., Elements, 4.4.1).

    Raises:
        ValueError: there are no rows.
    """
    if not rows:
        raise ValueError("nothing to learn from: no pair of items shares a key")
    width = len(rows[0][0]) + 1
    weights = [0.0] * width
    for _ in range(_ROUNDS):
        slope = [-_RIDGE * weight for weight in weights]
        bend = [[_RIDGE if across == down else 0.0 for across in range(width)] for down in range(width)]
        for measured, is_so in rows:
            _add(slope, bend, (*measured, 1.0), weights, is_so=is_so)
        change = _solve(bend, slope)
        weights = [weight + step for weight, step in zip(weights, change, strict=True)]
        if max(map(abs, change)) < _STEP:
            break
    return tuple(weights[:-1]), weights[-1]


def _add(slope: list[float], bend: list[list[float]], measured: tuple[float, ...], weights: list[float], *, is_so: bool) -> None:
    """Add what one row says of the slope and of the bend; the bend is symmetric, and only its lower half is kept."""
    odds = sum(weight * value for weight, value in zip(weights, measured, strict=True))
    chance = 1 / (1 + math.exp(-max(-50.0, min(50.0, odds))))
    error, doubt = is_so - chance, chance * (1 - chance)
    for down, value in enumerate(measured):
        if value:
            slope[down] += error * value
            line, weighted = bend[down], doubt * value
            for across in range(down + 1):
                line[across] += weighted * measured[across]


def _solve(bend: Sequence[Sequence[float]], slope: Sequence[float]) -> list[float]:
    """Solve for a symmetric, positive matrix of which the lower half is given (Cholesky)."""
    width = len(slope)
    lower = [[0.0] * width for _ in range(width)]
    for down in range(width):
        for across in range(down + 1):
            rest = bend[down][across] - sum(lower[down][k] * lower[across][k] for k in range(across))
            lower[down][across] = math.sqrt(rest) if down == across else rest / lower[across][across]
    forward: list[float] = []
    for down in range(width):
        forward.append((slope[down] - sum(lower[down][k] * forward[k] for k in range(down))) / lower[down][down])
    solved = [0.0] * width
    for down in reversed(range(width)):
        solved[down] = (forward[down] - sum(lower[k][down] * solved[k] for k in range(down + 1, width))) / lower[down][down]
    return solved
