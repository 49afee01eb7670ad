"""How telling a term is in the company it is met in: what every item of these days says tells none of them from another.

While one country is in all the news its name says little, however rare a word it is in general; the same goes for what a desk watches.
Sparck Jones's inverse document frequency (1972), over the newest items instead of a collection: on 661 articles of spring 2021 it lifts the
average precision of a cosine from .79 to .86, where a table of frequent words learned from ten years of news gives .81.
"""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import dataclass
from itertools import chain, islice
from typing import TYPE_CHECKING

from monitor.stories.gist import WEIGHTS, Gist

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

NEWEST = 30  # items; 100 tell hardly more, 15 tell less
_BEFORE = 10  # items: with few at hand, a term that one of them holds is not yet common
_LEAST = 0.05


@dataclass(frozen=True, slots=True)
class Company:
    """What the terms of one item tell among the newest items: hash -> 0.05 for a term that all hold to 1 for one that none does.

    `length` is that of the item's vector, each term weighted by what it tells.
    """

    telling: Mapping[int, float]
    length: float


def company(one: Gist, newest: Iterable[Gist]) -> Company:
    """Work out what the terms of an item tell.

    Args:
        one: the item.
        newest: the items before it, of the last 96 hours, the newest first; 30 are enough, and no more are looked at.
    """
    looked_at = [other.terms.keys() for other in islice(newest, NEWEST)]
    holders = Counter(chain.from_iterable(map(one.terms.keys().__and__, looked_at)))
    whole = len(looked_at) + _BEFORE
    telling = {code: _telling(count, whole) for code, count in holders.items()}
    return Company(telling, math.hypot(*(WEIGHTS[traits] * telling.get(code, 1.0) for code, traits in one.terms.items())))


def _telling(holders: int, whole: int) -> float:
    return max(_LEAST, min(1.0, math.log(whole / (holders + 0.5)) / math.log(whole)))
