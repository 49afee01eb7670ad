"""A status is told in words, also one that nobody has heard of."""

from __future__ import annotations

import pytest

from monitor.sources.statuses import describe


@pytest.mark.parametrize(
    ("status", "words"),
    [
        (429, "the server answers 429: it says that we ask too often"),
        (502, "the server answers 502: bad gateway"),
        (799, "a status that HTTP does not know"),
    ],
)
def test_a_status_is_told_in_words(status: int, words: str) -> None:
    assert words in describe(status)
