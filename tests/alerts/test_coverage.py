"""A digest says how far its sources were read: short, the numbers first, and nothing that an address hides."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import get_args
from zoneinfo import ZoneInfo

import pytest

from monitor.alerts.coverage import Coverage, Reading, Sitting, in_lines, in_short, reason
from monitor.alerts.parts import Form, LeftOut
from monitor.alerts.render import render
from monitor.model import Rendered, WatchKey
from tests.alerts.pieces import ARTICLE, GUESS, LISTED, TEMPLATES, TORONTO, message

FORMS: tuple[Form, ...] = get_args(Form)
AT = datetime(2020, 10, 7, 11, 30, tzinfo=UTC)  # a Wednesday, 07:30 in Toronto
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
FEED = Reading("Example Wire", last_ok_at=AT - 9 * MINUTE, interval=HOUR)
DOWN = replace(FEED, name="example.org", last_ok_at=datetime(2020, 10, 6, 18, tzinfo=UTC), error="the server answers 503: it is overloaded")
COMMONS = replace(FEED, name="Commons Hansard", is_record=True, sitting=Sitting(date(2020, 10, 6), "12", is_draft=True))
LORDS = replace(COMMONS, name="Lords Hansard", is_silent=True, sitting=Sitting(date(2020, 10, 5)))


def said(*readings: Reading, form: Form = "email", zone: ZoneInfo = TORONTO) -> str:
    return "\n".join(in_lines(Coverage(AT, readings, ("Arms exports",)), form, zone))


def shown(part_readings: tuple[Reading, ...], form: Form) -> Rendered:
    return render(message(is_digest=True, coverage=Coverage(AT, part_readings, ("Arms exports",))), form, TORONTO, TEMPLATES)


def test_it_says_what_was_read_until_when_and_what_was_not_and_why() -> None:
    assert said(*[FEED] * 38, DOWN, DOWN, COMMONS, LORDS) == (
        "Read: 38 of 40 feeds until 07:21; Commons Hansard to sitting 12 (draft).\n"
        "NOT read: example.org since Tue 14:00 (server answers 503), example.org since Tue 14:00 (server answers 503), "
        "Lords Hansard since Mon (not published)."
    )


def test_the_time_is_the_readers() -> None:
    assert said(FEED, FEED, zone=ZoneInfo("Asia/Kolkata")) == "Read: all 2 feeds until 16:51."
    night = replace(FEED, last_ok_at=datetime(2020, 10, 7, 3, 50, tzinfo=UTC), interval=6 * HOUR)
    assert said(night) == "Read: the feed until Tue 23:50."


def test_feeds_that_were_read_earlier_are_told_apart() -> None:
    earlier = replace(FEED, last_ok_at=AT - 8 * HOUR, interval=6 * HOUR)
    assert said(FEED, FEED, earlier) == "Read: all 3 feeds until 07:21, but 1 of them until Tue 23:30."


@pytest.mark.parametrize(
    ("changes", "is_read"),
    [
        ({}, True),
        ({"last_ok_at": AT - 2 * HOUR}, True),
        ({"last_ok_at": AT - 2 * HOUR - MINUTE}, False),
        ({"last_ok_at": AT - DAY, "interval": 20 * HOUR}, True),
        ({"last_ok_at": AT - DAY - MINUTE, "interval": 20 * HOUR}, False),
        ({"last_ok_at": AT - 23 * HOUR, "interval": None}, True),
        ({"last_ok_at": None}, False),
        ({"error": "it broke"}, False),
        ({"is_gone": True}, False),
        ({"is_silent": True}, False),
    ],
)
def test_a_source_left_alone_out_of_politeness_is_read_for_twice_its_interval_or_a_day(changes: dict[str, object], is_read: bool) -> None:  # noqa: FBT001
    assert replace(FEED, **changes).is_read(AT) is is_read  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"last_ok_at": None}, "(not asked yet)"),
        ({"last_ok_at": None, "error": "the server answers 404: there is nothing"}, "ever (server answers 404)"),
        ({"is_gone": True}, "since 07:21 (gone for good, says its server)"),
        ({"last_ok_at": AT - 4 * HOUR}, "since 03:30 (not asked since)"),
        ({"last_ok_at": AT - 4 * HOUR, "waits_until": AT + HOUR}, "since 03:30 (its server wants no request until 08:30)"),
        ({"last_ok_at": AT - 30 * DAY, "error": "no route"}, "since 7 Sep 2020 (no route)"),
    ],
)
def test_each_trouble_has_its_words(changes: dict[str, object], words: str) -> None:
    assert said(replace(FEED, **changes)) == f"Read: nothing.\nNOT read: Example Wire {words}."  # type: ignore[arg-type]


def test_a_record_without_a_number_is_read_to_a_day_and_one_without_a_sitting_until_a_time() -> None:
    by_day = replace(COMMONS, sitting=Sitting(date(2020, 10, 6), "2020-10-06"))
    bare = replace(COMMONS, name="Questions", sitting=None)
    assert said(by_day, bare) == "Read: Commons Hansard to 6 Oct 2020; Questions until 07:21."


def test_documents_that_cannot_be_read_are_counted() -> None:
    assert said(replace(COMMONS, broken=2)).endswith("Cannot be read: 2 documents of Commons Hansard.")


def test_many_names_are_counted() -> None:
    many = [replace(DOWN, name=f"feed{number}") for number in range(30)]
    records = [replace(COMMONS, name=f"record{number}") for number in range(30)]
    text = said(*many, *records)
    assert "feed4 since" in text
    assert "feed5" not in text
    assert "25 more (list them with: tocsin sources list)" in text
    assert "24 more records" in text
    assert len(text) < 700


def test_no_source_at_all_is_said() -> None:
    assert said() == "No source is read for your watchlists."
    assert in_short(Coverage(AT)) == "no source to read"


@pytest.mark.parametrize(
    ("error", "words"),
    [
        ("the server answers 503: it is overloaded or being repaired", "server answers 503"),
        (
            "cannot reach https://sam:hunter2@feeds.example.org:8443/private/hunter2?key=hunter2; try later",
            "cannot reach feeds.example.org",
        ),
        ("feed.example.org/rss?key=hunter2&x=1 is no feed", "feed.example.org/rss is no feed"),
        ("sam:hunter2@feeds.example.org refuses", "feeds.example.org refuses"),
        ("smb://hunter2", "hunter2"),
        ("", "it failed"),
    ],
)
def test_a_reason_is_one_clause_without_what_an_address_hides(error: str, words: str) -> None:
    assert reason(error) == words


@pytest.mark.parametrize("form", FORMS)
def test_names_and_reasons_are_inert_and_short(form: Form) -> None:
    evil = "<img src=x>@room <!channel> \u202eevil\r\nBcc: x@example.org " * 50
    one = shown((replace(DOWN, name=evil, error=evil), replace(COMMONS, name=evil, sitting=Sitting(date(2020, 10, 6), evil))), form)
    for text in (one.text, one.html, repr(one.blocks)):
        assert "\u202e" not in text
        assert len(text) < 6000
    assert "<img" not in one.html
    assert "<!channel>" not in repr(one.blocks)
    assert "\nBcc:" not in one.text
    if form != "email":
        assert "@room" not in one.text


@pytest.mark.parametrize("form", FORMS)
def test_every_form_ends_with_it(form: Form) -> None:
    part = message(ARTICLE, is_digest=True, listed=(LISTED,), possible=(GUESS,), coverage=Coverage(AT, (FEED, DOWN), ("Arms exports",)))
    one = render(part, form, TORONTO, TEMPLATES)
    blocks = "\n".join(str(block["text"]) for block in one.blocks if "text" in block)
    for text in filter(None, (one.text, one.html, blocks)):
        assert "1 of 2 feeds until 07:21" in " ".join(text.split())
        places = [text.index(words) for words in ("Other reports", "Possible mentions", "Read: ", "NOT read: ")]
        assert places == sorted(places)


@pytest.mark.parametrize("form", FORMS)
def test_an_empty_digest_says_so_in_its_subject_and_carries_the_coverage_alone(form: Form) -> None:
    assert shown((FEED,) * 40, form).subject == "Arms exports: nothing new, all 40 sources read"
    one = shown((*[FEED] * 38, DOWN, DOWN), form)
    assert one.subject == "Arms exports: nothing new, 2 of 40 sources NOT read"
    assert "NOT read: example.org since Tue 14:00" in " ".join(one.text.split())
    assert "arms-desk" in one.text


@pytest.mark.parametrize("form", FORMS)
def test_what_a_digest_leaves_out_is_counted_under_its_watch_with_where_to_read_it(form: Form) -> None:
    left = (LeftOut(WatchKey("arms/wescam"), "L3Harris WESCAM", "Arms exports", 12), LeftOut(WatchKey("arms/norvik"), "Norvik", "Arms", 1))
    one = render(message(ARTICLE, is_digest=True, left_out=left), form, TORONTO, TEMPLATES)
    text = " ".join(one.text.split())
    assert one.subject.startswith("Arms exports: 14 entries")
    assert "12 more stories are not shown; list them with: tocsin hits --watchlist arms" in text
    assert "Other watches" in text
    assert "1 story of 1 more watch is not shown; list them with: tocsin hits" in text


def test_a_watch_with_many_stories_leaves_room_for_the_others_in_every_form() -> None:
    many = [replace(ARTICLE, title=f"wescam {number}") for number in range(70)]
    other = replace(ARTICLE, title="the other one", watches=(replace(ARTICLE.watches[0], watch=WatchKey("arms/norvik"), label="Norvik"),))
    for form in FORMS:
        one = render(message(*many, other, is_digest=True), form, TORONTO, TEMPLATES)
        assert "the other one" in one.text
        assert "more stories are not shown" in " ".join(one.text.split())
