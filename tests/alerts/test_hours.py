"""Set times are the recipient's, in any zone, on any day of the year; who is told at once has none unless they ask."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.alerts.hours import is_hour, latest, leaves_at, proves_silence, set_times
from monitor.alerts.quiet import read_quiet
from monitor.alerts.recipient import Recipient, WhenEmpty
from monitor.alerts.schedule import MORNING, read_when
from monitor.model import Priority, RecipientKey

NORMAL, LOW, URGENT = Priority.NORMAL, Priority.LOW, Priority.URGENT
ZONES = ("UTC", "America/Toronto", "Asia/Kolkata", "Australia/Lord_Howe", "Pacific/Apia", "Africa/Casablanca")


def reader(zone: str = "UTC", quiet: tuple[str, ...] = (), when_empty: WhenEmpty | None = None, **send: str) -> Recipient:
    times = {Priority(name): read_when(text) for name, text in send.items()}
    return Recipient(
        RecipientKey("desk"), ("desk@example.org",), times, tuple(map(read_quiet, quiet)), ZoneInfo(zone), when_empty=when_empty
    )


def test_the_times_are_those_of_the_priorities_that_are_used() -> None:
    desk = reader(normal="daily 18:00", low="weekly fri 16:00", urgent="at once")
    assert set_times(desk, {NORMAL, URGENT}) == (read_when("daily 18:00"),)
    assert set_times(desk, {NORMAL, LOW}) == (read_when("weekly fri 16:00"), read_when("daily 18:00"))


def test_times_that_a_watchlist_sets_itself_count_as_well() -> None:
    fridays = read_when("weekly fri 16:00")
    assert set_times(reader(), {NORMAL}, {fridays}) == (fridays,)
    assert proves_silence(reader(), set(), {fridays})
    assert not proves_silence(reader(when_empty="skip"), set(), {fridays})


def test_who_is_told_by_the_hour_has_the_proof_once_a_day() -> None:
    desk = reader(normal="hourly")
    assert proves_silence(desk, {NORMAL})
    assert set_times(desk, {NORMAL}) == (MORNING,)


@pytest.mark.parametrize(
    ("written", "daily"),
    [("cron */5 * * * *", "07:30"), ("cron */10 8-18 * * mon-fri", "08:00")],
)
def test_a_cron_as_frequent_as_hourly_has_the_proof_once_a_day_too(written: str, daily: str) -> None:
    desk = reader(normal=written)
    assert proves_silence(desk, {NORMAL})
    (proof,) = set_times(desk, {NORMAL})
    assert [f"{clock:%H:%M}" for clock in proof.clocks] == [daily]


def test_a_cron_of_a_few_times_a_day_has_the_proof_at_each() -> None:
    few = read_when("cron 0,30 7,12 * * *")
    assert set_times(reader(normal=str(few)), {NORMAL}) == (few,)


def test_who_is_told_at_once_has_no_times_unless_they_ask() -> None:
    assert set_times(reader(), {NORMAL, URGENT}) == ()
    assert set_times(reader(), {LOW}) == (MORNING,)
    assert set_times(reader(when_empty="send"), {NORMAL}) == (MORNING,)
    assert set_times(reader(when_empty="send"), set()) == ()


def test_who_skips_empty_ones_has_their_times_all_the_same() -> None:
    desk = reader(normal="daily 18:00", when_empty="skip")
    assert not proves_silence(desk, {NORMAL})
    assert set_times(desk, {NORMAL}) == (read_when("daily 18:00"),)


def test_a_time_that_the_clocks_skip_or_show_twice_comes_once() -> None:
    desk, spring, autumn = reader("America/Toronto"), datetime(2026, 3, 8, 12, tzinfo=UTC), datetime(2026, 11, 1, 12, tzinfo=UTC)
    skipped, twice = read_when("daily 02:30"), read_when("daily 01:30")
    assert latest((skipped,), desk, spring) == datetime(2026, 3, 8, 7, tzinfo=UTC)  # the clocks jump to 03:00
    assert latest((twice,), desk, autumn) == datetime(2026, 11, 1, 5, 30, tzinfo=UTC)  # the first of the two


@settings(max_examples=60, deadline=None)
@given(
    st.sampled_from(ZONES),
    st.datetimes(datetime(2026, 1, 1), datetime(2027, 1, 1), timezones=st.just(UTC)),  # noqa: DTZ001 made aware
    st.sampled_from(["daily 02:30", "daily 07:30", "weekdays 07:30 15:00", "weekly mon thu 00:00"]),
)
def test_the_latest_time_is_the_one_after_which_none_comes_before_now(zone: str, now: datetime, text: str) -> None:
    desk, when = reader(zone), read_when(text)
    found = latest((when,), desk, now)
    assert found is not None
    assert found <= now < when.next_after(found, desk.zone)
    assert is_hour(leaves_at(found, desk), (when,), desk)


def test_two_readers_in_two_zones_have_their_own_mornings() -> None:
    now = datetime(2026, 6, 10, 12, tzinfo=UTC)
    assert latest((MORNING,), reader("America/Toronto"), now) == datetime(2026, 6, 10, 11, 30, tzinfo=UTC)
    assert latest((MORNING,), reader("Asia/Kolkata"), now) == datetime(2026, 6, 10, 2, tzinfo=UTC)


def test_quiet_hours_hold_a_digest_and_what_they_gather_is_no_set_time() -> None:
    desk = reader(quiet=("06:00-09:00",))
    morning = datetime(2026, 6, 10, 7, 30, tzinfo=UTC)
    assert leaves_at(morning, desk) == datetime(2026, 6, 10, 9, tzinfo=UTC)
    assert is_hour(datetime(2026, 6, 10, 9, tzinfo=UTC), (MORNING,), desk)
    assert not is_hour(datetime(2026, 6, 10, 11, tzinfo=UTC), (MORNING,), desk)


@pytest.mark.parametrize("days", [1, 40])
def test_a_rare_time_is_found_within_a_month(days: int) -> None:
    when = read_when("weekly mon 08:00")
    now = datetime(2026, 6, 10, tzinfo=UTC) + timedelta(days=days)
    found = latest((when,), reader(), now)
    assert found is not None
    assert now - found < timedelta(days=7)
