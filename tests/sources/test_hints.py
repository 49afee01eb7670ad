"""A feed's own wishes for polling are read as it writes them."""

from __future__ import annotations

import pytest

from monitor.sources.hints import read_hints


@pytest.mark.parametrize(
    ("text", "hints"),
    [
        ("", {}),
        ("<ttl>60</ttl>", {"ttl_s": 3600}),
        ("<ttl>0</ttl><ttl>soon</ttl>", {}),
        ("<sy:updatePeriod> hourly </sy:updatePeriod><sy:updateFrequency>2</sy:updateFrequency>", {"update_s": 1800}),
        ("<sy:updatePeriod>weekly</sy:updatePeriod>", {"update_s": 604_800}),
        ("<sy:updateFrequency>4</sy:updateFrequency>", {"update_s": 21_600}),
        ("<sy:updatePeriod>always</sy:updatePeriod><sy:updateFrequency>0</sy:updateFrequency>", {}),
        ("<skipHours><hour>0</hour><hour> 23 </hour><hour>24</hour><hour>99</hour></skipHours>", {"skip_hours": [0, 23]}),
        ("<skipHours></skipHours>", {}),
        ("<skipDays><day>Sunday</day><day>Saturday</day><day>Someday</day></skipDays>", {"skip_days": [5, 6]}),
    ],
)
def test_wishes_are_read(text: str, hints: dict[str, object]) -> None:
    assert read_hints(text) == hints
