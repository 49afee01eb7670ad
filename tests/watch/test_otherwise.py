"""The reason for a guess is said in words that its recipient understands."""

from __future__ import annotations

import pytest

from monitor.watch.otherwise import sounds_like


@pytest.mark.parametrize(
    ("matched", "name", "why"),
    [
        ("Project Flushers", "Project Ploughshares", "'Project Flushers' sounds like 'Project Ploughshares' (0.92)"),
        ("Project\n  Flushers", "Project Ploughshares", "'Project Flushers' sounds like 'Project Ploughshares' (0.92)"),
        ("Manappuram", "Manappuram Finance Ltd.", "'Manappuram' is short for 'Manappuram Finance Ltd.' (0.92)"),
        ("L-3 Wescam", "L3Harris WESCAM", "'L-3 Wescam' is short for 'L3Harris WESCAM' (0.92)"),
        ("Finance Manappuram", "Manappuram Finance", "'Finance Manappuram' sounds like 'Manappuram Finance' (0.92)"),
        ("Байкар", "Baykar", "'Байкар' sounds like 'Baykar', in Cyrillic letters (0.92)"),
        ("بيكار", "Baykar", "'بيكار' sounds like 'Baykar', in Arabic letters (0.92)"),
        ("바이카르", "Baykar", "'바이카르' sounds like 'Baykar', in Korean letters (0.92)"),
        ("Baikar", "Байкар", "'Baikar' sounds like 'Байкар', in Latin letters (0.92)"),
    ],
)
def test_the_reason_names_both_and_the_score(matched: str, name: str, why: str) -> None:
    assert sounds_like(matched, name, 0.92) == why
