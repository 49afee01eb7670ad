"""A name in two languages is known by each half."""

from __future__ import annotations

import pytest

from monitor.model import Tier
from monitor.watch.names.bilingual import halves
from tests.watch.watching import index, item_hits, watch


@pytest.mark.parametrize(
    ("name", "parted"),
    [
        ("Gorlan Market \u0643\u0648\u0631\u0644\u0627\u0646 \u0645\u0627\u0631\u0643\u062a", ("Gorlan Market", "\u0643\u0648\u0631\u0644\u0627\u0646 \u0645\u0627\u0631\u0643\u062a")),
        ("Gorlan (\u0413\u043e\u0440\u043b\u0430\u043d)", ("Gorlan", "\u0413\u043e\u0440\u043b\u0430\u043d")),
        ("Zone de Police Gorlan \u2013 Politiezone Gorlan", ("Zone de Police Gorlan", "Politiezone Gorlan")),
        ("Palais de justice - Justitiepaleis", ("Palais de justice", "Justitiepaleis")),
        ("Gorlango Aldiriak / Cercan\u00edas Gorlan", ("Gorlango Aldiriak", "Cercan\u00edas Gorlan")),
    ],
)
def test_a_name_comes_apart_where_its_script_or_its_language_changes(name: str, parted: tuple[str, str]) -> None:
    assert halves(name) == parted


@pytest.mark.parametrize(
    "name",
    [
        "Gorlan Market",
        "Renault - Nissan",
        "A / B / C Gorlan Westmark",
        "Nagorno-Karabakh",
        "Gorlan \u30de\u30fc\u30b1\u30c3\u30c8",
        "Gorlan \u041e\u041e",
        "\u0413\u043e\u0440\u043b\u0430\u043d Market \u0413\u043e\u0440\u043b\u0430\u043d",
        "12 / 34",
        "",
        " ",
    ],
)
def test_other_names_are_one(name: str) -> None:
    assert halves(name) == ()


def test_each_half_is_found_and_says_so() -> None:
    both = index(watch("Gorlanov Market \u0643\u0648\u0631\u0644\u0627\u0646\u0648\u0641 \u0645\u0627\u0631\u0643\u062a"))
    (hit,) = item_hits(both, "There is a Gorlanov Market in town")
    (one,) = hit.mentions
    assert (one.matched, one.tier, one.why) == ("Gorlanov Market", Tier.SURE, "written as watched, in one of its languages")
