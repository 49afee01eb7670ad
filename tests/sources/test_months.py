"""Months are known in the languages of feeds, in full and abbreviated; what two languages dispute is decided by neither."""

from __future__ import annotations

import pytest

from monitor.sources.months import month_number


@pytest.mark.parametrize(
    ("name", "lang", "number"),
    [
        ("Mar", "fi", 3),  # English first: Finnish would say November
        ("SEPT.", None, 9),
        ("déc", "fr", 12),
        ("juil.", "fr", 7),
        ("aout", None, 8),
        ("Ağu", "tr", 8),
        ("τρίτη", None, None),
        ("Σεπ", "el", 9),
        ("тра", "uk", 5),
        ("października", None, 10),
        ("lipca", "pl-PL", 7),
        ("studenoga", "hr", 11),
        ("lis", None, None),
        ("jui", "fr", None),
        ("ma", "en", None),
        ("", None, None),
        ("...", None, None),
        ("desember", "nb", 12),
    ],
)
def test_a_word_names_a_month_or_none(name: str, lang: str | None, number: int | None) -> None:
    assert month_number(name, lang) == number
