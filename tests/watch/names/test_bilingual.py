"""A name in two languages is known by each half."""
# ruff: noqa: RUF001 letters that look alike are the subject

from __future__ import annotations

import pytest

from monitor.model import Tier
from monitor.watch.names.bilingual import halves
from tests.watch.watching import index, item_hits, watch


@pytest.mark.parametrize(
    ("name", "parted"),
    [
        (
            "Gorlan Market كورلان ماركت",
            ("Gorlan Market", "كورلان ماركت"),
        ),
        ("Gorlan (Горлан)", ("Gorlan", "Горлан")),
        ("Zone de Police Gorlan – Politiezone Gorlan", ("Zone de Police Gorlan", "Politiezone Gorlan")),
        ("Palais de justice - Justitiepaleis", ("Palais de justice", "Justitiepaleis")),
        ("Gorlango Aldiriak / Cercanías Gorlan", ("Gorlango Aldiriak", "Cercanías Gorlan")),
    ],
)
def test_a_name_comes_apart_where_its_script_or_its_language_changes(name: str, parted: tuple[str, str]) -> None:
    assert halves(name) == parted


@pytest.mark.parametrize(
    "name",
    [
        "Gorlan Market",
        "Renault - Nissan",
        "Westland Army - Mozambique",
        "Gorlan Liberation Front - Ottermark Faction",
        "A / B / C Gorlan Westmark",
        "Nagorno-Karabakh",
        "Gorlan マーケット",
        "Gorlan ОО",
        "Горлан Market Горлан",
        "12 / 34",
        "",
        " ",
    ],
)
def test_other_names_are_one(name: str) -> None:
    assert halves(name) == ()


def test_what_only_stands_behind_a_dash_is_no_name_by_itself() -> None:
    both = index(watch("Gorlan Liberation Front - Mozambique"))
    assert item_hits(both, "The drones were shown in Mozambique last year") == ()


def test_each_half_is_found_and_says_so() -> None:
    both = index(watch("Gorlanov Market كورلانوف ماركت"))
    (hit,) = item_hits(both, "There is a Gorlanov Market in town")
    (one,) = hit.mentions
    assert (one.matched, one.tier, one.why) == ("Gorlanov Market", Tier.SURE, "written as watched, in one of its languages")
