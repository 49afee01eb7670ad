"""How long an account rests, and when the operator hears of it."""

from __future__ import annotations

from datetime import timedelta

from monitor.daemon.accounts import is_told, rest_of
from monitor.daemon.fates import Trouble
from monitor.store.accounts import FailingAccount
from tests.daemon.post_office import MINUTE, START

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


def test_what_only_a_person_can_mend_is_told_at_once_and_a_server_that_is_away_after_ten_minutes() -> None:
    away = rest_of("mail", None, AWAY, START)
    assert is_told(rest_of("mail", None, REFUSED, START), START)
    assert not is_told(away, START + 9 * MINUTE)
    assert is_told(away, START + 10 * MINUTE)
