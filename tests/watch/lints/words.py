"""A small vocabulary for the tests of the lints; shares are rounded from wordfreq's."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from monitor.watch.lints.finding import Finding

_SHARES = {
    "the": 5e-2, "of": 3e-2, "a": 3e-2, "in": 2e-2, "who": 2.2e-3, "new": 1.6e-3, "minister": 2e-4, "tank": 2.4e-4, "john": 3e-4,
    "turkey": 3.6e-5, "apple": 5.8e-5, "nato": 4.8e-4, "texas": 4e-5, "sergei": 1.6e-5, "drone": 1e-5, "embargo": 1.2e-5, "us": 1e-3,
    "this": 4e-3, "said": 9e-4, "will": 9e-4,
}  # fmt: skip


class Words:
    """Knows a few words."""

    def frequency(self, word: str) -> float:
        return _SHARES.get(word, 0.0)


WORDS = Words()


def places(findings: Iterable[Finding]) -> list[tuple[str | int, ...]]:
    return [finding.place for finding in findings]
