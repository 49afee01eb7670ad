"""A recipient is told as they asked, and as most would ask where they said nothing."""

from __future__ import annotations

from dataclasses import replace
from datetime import time

import pytest

from monitor.alerts.recipient import Nature, Recipient, nature_of
from monitor.alerts.schedule import AT_ONCE, HOURLY, MORNING, When, read_when
from monitor.alerts.wall_clock import WEEKDAYS
from monitor.model import Item, Kind, Priority, RecipientKey, Variant


def desk(**send: str) -> Recipient:
    return Recipient(RecipientKey("desk"), ("desk@example.org",), {Priority(name): read_when(text) for name, text in send.items()})


def test_a_recipient_who_says_nothing_hears_at_once_and_of_low_things_in_the_morning() -> None:
    silent = Recipient(RecipientKey("desk"), ("desk@example.org",))
    assert [silent.when(priority) for priority in (Priority.URGENT, Priority.NORMAL, Priority.LOW)] == [AT_ONCE, AT_ONCE, MORNING]


def test_a_priority_that_was_left_out_keeps_its_usual_time() -> None:
    assert desk(normal="hourly").when(Priority.NORMAL) == HOURLY
    assert desk(normal="hourly").when(Priority.LOW) == MORNING


@pytest.mark.parametrize(
    ("send", "daily"),
    [
        ({}, MORNING),
        ({"urgent": "at once", "normal": "hourly", "low": "hourly"}, MORNING),
        ({"normal": "daily 09:00"}, When((time(9),))),
        ({"normal": "weekdays 07:30 15:00"}, When((time(7, 30),), WEEKDAYS)),
        ({"normal": "cron 15 9,17 * * 1-5"}, replace(read_when("cron 15 9,17 * * 1-5"), clocks=(time(9, 15),))),
        ({"normal": "cron */10 * * * *", "low": "cron 5 * * * *"}, MORNING),
        ({"normal": "hourly", "low": "weekly mon 08:00"}, When((time(8),), frozenset({0}))),
    ],
)
def test_what_can_wait_comes_at_the_set_time_that_the_recipient_has(send: dict[str, str], daily: When) -> None:
    assert desk(**send).daily == daily


def test_without_conditions_everything_is_wanted() -> None:
    assert desk().refusal(0.0, Nature(Kind.PROCEDURAL, frozenset({"tlh"}))) == ""


@pytest.mark.parametrize(
    ("languages", "refusal"),
    [({"en"}, ""), ({"EN_ca"}, ""), ({"de", "fr-CA"}, ""), ({"de"}, "languages: en, fr"), ({"eng"}, "languages: en, fr"), (set(), "")],
)
def test_a_language_covers_its_regions_and_an_item_that_names_none_is_wanted(languages: set[str], refusal: str) -> None:
    choosy = replace(desk(), languages=frozenset({"en", "fr"}))
    assert choosy.refusal(1.0, Nature(languages=frozenset(languages))) == refusal


def test_an_item_in_several_languages_is_wanted_in_any_of_them() -> None:
    speech = Item("1", "A bill", "Words.", kind=Kind.SPEECH, lang="en", variants={"fr": Variant("Des mots.")})
    assert nature_of(speech) == Nature(Kind.SPEECH, frozenset({"en", "fr"}))
    assert nature_of(replace(speech, lang=None)).languages == frozenset()


def test_a_score_and_a_kind_are_conditions_too() -> None:
    choosy = replace(desk(), min_score=0.8, kinds=frozenset({"speech", "answer"}))
    assert choosy.refusal(0.8, Nature(Kind.SPEECH)) == ""
    assert choosy.refusal(0.79, Nature(Kind.SPEECH)) == "min_score: 0.8"
    assert choosy.refusal(1.0, Nature(Kind.ARTICLE)) == "kinds: answer, speech"
