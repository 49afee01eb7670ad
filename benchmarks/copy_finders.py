"""Methods to find copies that a user would pick instead: each keeps what it needs in memory, and knows nothing of events.

`pip install datasketch simhash` for the first two; Tocsin does not depend on them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Callable

    from monitor.model import Item


class CopyFinder(Protocol):
    """Finds copies."""

    def find(self, number: int, item: Item) -> int | None:
        """Find the first item that this one is a copy of, and keep it under its number."""
        ...


class Lsh:
    """MinHash LSH of datasketch."""

    def __init__(self) -> None:
        from datasketch import MinHash, MinHashLSH

        self._minhash = MinHash
        self._index = MinHashLSH(threshold=0.5, num_perm=128)

    def find(self, number: int, item: Item) -> int | None:
        """Find it among those with which it shares half of its shingles, as far as 128 minima tell."""
        sketch = self._minhash(num_perm=128)
        sketch.update_batch([run.encode() for run in runs(item.text, 5)])
        found = self._index.query(sketch)
        self._index.insert(number, sketch, check_duplication=False)
        return min(found, default=None)


class Simhashes:
    """The index of the package simhash."""

    def __init__(self) -> None:
        from simhash import Simhash, SimhashIndex

        self._simhash = Simhash
        self._index = SimhashIndex([], f=64, k=3)

    def find(self, number: int, item: Item) -> int | None:
        """Find it among those of which at most three bits differ."""
        hashed = self._simhash(list(runs(item.text, 3)), f=64)
        found = self._index.get_near_dups(hashed)
        self._index.add(str(number), hashed)
        return min(map(int, found), default=None)


class Titles:
    """The very same title."""

    def __init__(self) -> None:
        self._first: dict[str, int] = {}

    def find(self, number: int, item: Item) -> int | None:
        """Find it under its title."""
        first = self._first.setdefault(item.title, number)
        return None if first == number else first


METHODS: dict[str, Callable[[], CopyFinder]] = {"lsh": Lsh, "simhash": Simhashes, "title": Titles}
PACKAGES = {"lsh": "datasketch", "simhash": "simhash"}


def runs(words: str, length: int) -> set[str]:
    """List every so many words that stand together."""
    split = words.lower().split()
    return {" ".join(split[start : start + length]) for start in range(max(1, len(split) - length + 1))}
