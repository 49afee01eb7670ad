"""What is known of the words of the news, whatever is watched."""

from __future__ import annotations

from collections.abc import Hashable
from typing import Protocol


class Background(Hashable, Protocol):
    """Knows how frequent words are."""

    def frequency(self, word: str) -> float:
        """Give the share of a folded word among the words of the news, 0 to 1: the highest of the languages at hand; 0.0 if unknown."""
        ...
