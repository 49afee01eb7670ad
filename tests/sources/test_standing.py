"""Never read is told from nothing new, and both from failing."""

from __future__ import annotations

from dataclasses import replace

import pytest

from monitor.model import SourceState
from monitor.sources.standing import standing
from tests.sources.polling import NOON, state_of

FRESH = replace(state_of("https://example.org/feed"), last_ok_at=None, failures=0, enabled=True)


@pytest.mark.parametrize(
    ("state", "said"),
    [
        (FRESH, "not read yet"),
        (replace(FRESH, failures=3), "never read"),
        (replace(FRESH, failures=3, last_ok_at=NOON), "failing 3x"),
        (replace(FRESH, last_ok_at=NOON), "nothing yet"),
        (replace(FRESH, last_ok_at=NOON, last_new_at=NOON), "ok"),
        (replace(FRESH, last_ok_at=NOON, failures=3, enabled=False), "off"),
    ],
)
def test_a_source_stands(state: SourceState, said: str) -> None:
    assert standing(state) == said
