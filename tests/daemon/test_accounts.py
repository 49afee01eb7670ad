"""How long an account rests, and when the operator hears of it."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from monitor.daemon.accounts import is_told, rest_of
from monitor.daemon.fates import Trouble
from monitor.store.accounts import FailingAccount
from tests.daemon.post_office import MINUTE, START

HASTE = Trouble("ratelimited", is_refused=False, after=START + timedelta(seconds=3), is_haste=True)
AWAY, REFUSED = Trouble("nobody answers", is_refused=False), Trouble("wrong password", is_refused=True)


def test_rests_grow_from_half_a_minute_to_a_quarter_of_an_hour() -> None:
    known: FailingAccount | None = None
    rests, now = [], START
    for _ in range(8):
        known = rest_of("mail", known, AWAY, now)
        rests.append((known.rests_until - now).total_seconds())
        now = known.rests_until
    assert rests == [30, 60, 120, 240, 480, 900, 900, 900]
    assert known is not None
    assert known.since == START


def test_letters_that_fail_together_are_one_failure() -> None:
    first = rest_of("mail", None, AWAY, START)
    second = rest_of("mail", first, REFUSED, START + timedelta(seconds=1))
    assert (second.failures, second.rests_until, second.is_refused) == (1, first.rests_until, True)


def test_a_server_that_says_how_long_is_obeyed() -> None:
    asked = Trouble("too many", is_refused=False, after=START + timedelta(hours=2))
    assert rest_of("mail", None, asked, START).rests_until == START + timedelta(hours=2)


def test_a_server_that_asks_for_patience_has_it_and_that_is_no_failure() -> None:
    asked = rest_of("slack", None, HASTE, START)
    assert (asked.rests_until, asked.failures, asked.is_refused) == (START + timedelta(seconds=3), 0, False)
    assert rest_of("slack", None, replace(HASTE, after=START), START).rests_until == START + timedelta(seconds=1)
    assert rest_of("slack", None, replace(HASTE, after=None), START).rests_until == START + timedelta(seconds=30)
    longer = rest_of("slack", asked, replace(HASTE, after=START + MINUTE), START)
    assert (longer.since, longer.rests_until, longer.failures) == (START, START + MINUTE, 0)
    assert rest_of("slack", longer, HASTE, START).rests_until == START + MINUTE


def test_what_fails_after_a_pause_begins_anew_and_a_pause_mends_no_failure() -> None:
    pause = rest_of("slack", None, replace(HASTE, after=START + MINUTE), START)
    failed = rest_of("slack", pause, AWAY, START + timedelta(seconds=5))
    assert (failed.since, failed.failures, failed.rests_until) == (START + timedelta(seconds=5), 1, START + MINUTE)
    still = rest_of("slack", failed, replace(HASTE, after=START + 2 * MINUTE), START + MINUTE)
    assert still == replace(failed, rests_until=START + 2 * MINUTE)


def test_patience_is_told_only_where_nothing_left_for_an_hour() -> None:
    asked = rest_of("slack", None, HASTE, START)
    assert not is_told(asked, START + 59 * MINUTE)
    assert is_told(asked, START + 60 * MINUTE)
    later = rest_of("slack", asked, replace(HASTE, after=None), START + 20 * MINUTE)
    assert later.since == START + 20 * MINUTE  # nothing was to be sent meanwhile


def test_what_only_a_person_can_mend_is_told_at_once_and_a_server_that_is_away_after_ten_minutes() -> None:
    away = rest_of("mail", None, AWAY, START)
    assert is_told(rest_of("mail", None, REFUSED, START), START)
    assert not is_told(away, START + 9 * MINUTE)
    assert is_told(away, START + 10 * MINUTE)
