"""What is not there costs as much as it would have told; one word alone costs as much as it may be another."""

from __future__ import annotations

import math
from functools import partial

import pytest

from monitor.text.scripts import Script
from monitor.watch.names.hearing import Hearing
from monitor.watch.names.missing import LONE_SLIP, is_plain, price_of_alone, price_of_missing
from monitor.watch.names.parts import take_apart
from tests.watch.names.listening import FewWords

HEARING = Hearing(FewWords("the", "of", "group"))


def missing(name: str, *standing: int) -> float:
    return price_of_missing(take_apart(name, partial(HEARING.key, script=Script.LATIN), HEARING.rareness), set(standing))


def test_where_all_of_a_name_stands_nothing_is_paid() -> None:
    assert missing("Gorlan Westov Ltd", 0, 1, 2) == 0.0


def test_a_legal_form_and_a_particle_cost_less_than_a_kind_of_body_and_that_less_than_a_name() -> None:
    particle, form = missing("Gorlan of Westov", 0, 2), missing("Gorlan Westov Ltd", 0, 1)
    kind, name = missing("Gorlan Westov Group", 0, 1), missing("Gorlan Westov Tamsin", 0, 1)
    assert 0.0 < particle < form < kind < name < math.inf


def test_a_middle_name_costs_less_than_a_last_one() -> None:
    assert missing("Gorlan Westov Tamsin", 0, 2) < missing("Gorlan Westov Tamsin", 0, 1)


def test_less_than_half_of_what_a_name_tells_is_not_the_name() -> None:
    assert math.isinf(missing("Gorlan Westov Tamsin", 0))


@pytest.mark.parametrize(
    ("letters", "written", "script", "is_so"),
    [
        ("gorlan", "gorlan", Script.LATIN, True),
        ("gorlan", "korlan", Script.LATIN, False),
        ("lake", "lago", Script.LATIN, True),
        ("gorlan", "горлан", Script.CYRILLIC, True),
        ("gorlan", "gorlan", Script.OTHER, True),
        ("gorlan", "korlan", Script.OTHER, False),
    ],
)
def test_plain_is_what_is_as_written_or_cannot_be(letters: str, written: str, script: Script, is_so: bool) -> None:  # noqa: FBT001 the expectation
    assert is_plain(letters, written, script) is is_so


def test_one_word_alone_costs_by_how_far_it_is_from_the_name() -> None:
    own, slip, garbled, other = (
        price_of_alone("gorlan", written, Script.LATIN, HEARING) for written in ("gorlan", "gorlon", "korlon", "korlont")
    )
    assert own == 0.0
    assert slip == LONE_SLIP
    assert slip < garbled < other


def test_a_short_word_in_another_script_costs_something_alone() -> None:
    assert price_of_alone("gorlan", "горлан", Script.CYRILLIC, HEARING) == 0.0
    assert price_of_alone("nova", "нов", Script.CYRILLIC, HEARING) > 0.0
