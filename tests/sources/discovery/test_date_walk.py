"""A document a day: backlogs in order, revisits the newest first, and days that get theirs later."""

from __future__ import annotations

from datetime import date, timedelta

from monitor.catalogue.discovery import DateWalk
from monitor.sources.discovery.ask import Answer, Plan, Verdict
from monitor.sources.discovery.cursor import Cursor
from tests.sources.discovery.walking import ABSENT, HERE, NOW, SAME, names, one_round

PLAN = Plan("k", DateWalk("https://p.example/{date}"), revisit=timedelta(days=3))
DAY = timedelta(days=1)


def test_first_contact_begins_at_the_revisit_window() -> None:
    _, asked = one_round(PLAN, Cursor(), lambda _: ABSENT)
    assert names(asked) == ["2026-11-19", "2026-11-20", "2026-11-21", "2026-11-22"]


def test_it_never_begins_before_the_records_first_day() -> None:
    plan = Plan("k", DateWalk("https://p.example/{date}", day_format="%d%m%Y", since=date(2026, 11, 22)))
    assert names(one_round(plan, Cursor(), lambda _: ABSENT)[1]) == ["22112026"]


def test_a_backlog_is_worked_off_in_order_however_long_it_is() -> None:
    cursor, _ = one_round(PLAN, Cursor(), lambda _: ABSENT)
    _, asked = one_round(PLAN, cursor, lambda _: ABSENT, NOW + 10 * DAY)
    assert names(asked) == [f"2026-11-{day}" for day in range(23, 31)] + ["2026-12-01", "2026-12-02"]


def test_what_was_read_is_read_again_the_newest_first_and_rarer_as_it_ages() -> None:
    cursor, _ = one_round(PLAN, Cursor(), lambda ask: HERE if ask.name.endswith("22") else ABSENT)
    cursor, _ = one_round(PLAN, cursor, lambda ask: HERE if ask.name[-2:] in {"22", "23"} else ABSENT, NOW + DAY)
    cursor, asked = one_round(PLAN, cursor, lambda ask: SAME if ask.name[-2:] in {"22", "23"} else ABSENT, NOW + DAY + timedelta(hours=4))
    assert names(asked) == ["2026-11-23", "2026-11-22", "2026-11-21", "2026-11-20", "2026-11-19"]
    _, asked = one_round(PLAN, cursor, lambda _: SAME, NOW + DAY + timedelta(hours=5))
    assert names(asked) == ["2026-11-23"]


def test_what_left_the_window_is_not_asked_any_more() -> None:
    cursor, _ = one_round(PLAN, Cursor(), lambda _: HERE)
    cursor, asked = one_round(PLAN, cursor, lambda _: ABSENT, NOW + 4 * DAY)
    assert names(asked) == ["2026-11-23", "2026-11-24", "2026-11-25", "2026-11-26"]
    assert cursor.known == {}


def test_a_days_document_that_was_broken_at_first_contact_is_no_news_when_it_is_mended() -> None:
    cursor, _ = one_round(PLAN, Cursor(), lambda ask: Answer(Verdict.BROKEN, "no XML") if ask.name.endswith("20") else HERE)
    assert cursor.has_begun
    _, asked = one_round(PLAN, cursor, lambda _: HERE, NOW + DAY)
    assert {ask.name[-2:]: ask.is_old for ask in asked if ask.name[-2:] in {"20", "23"}} == {"20": True, "23": False}
