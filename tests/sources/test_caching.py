"""What a server asks for in its headers is understood as the RFCs mean it, and bounded."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.sources.caching import LONGEST_FRESH, fresh_for, retry_after, speaks_of_caching, validators

NOW = datetime(2026, 11, 25, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({}, 0),
        ({"cache-control": "max-age=600"}, 600),
        ({"cache-control": "public, Max-Age = 600, must-revalidate"}, 600),
        ({"cache-control": 'max-age="600"'}, 600),
        ({"cache-control": "s-maxage=600"}, 0),
        ({"cache-control": "x-max-age=600"}, 0),
        ({"cache-control": "max-age=600", "age": "200"}, 400),
        ({"cache-control": "max-age=600", "age": "9999"}, 0),
        ({"cache-control": "max-age=600", "age": "young"}, 600),
        ({"cache-control": "no-cache, max-age=600"}, 0),
        ({"cache-control": "max-age=600, no-cache"}, 0),
        ({"cache-control": 'no-cache="set-cookie", max-age=600'}, 600),
        ({"cache-control": "max-age=31536000"}, 86_400),
        ({"cache-control": "max-age=999999999999"}, 86_400),
        ({"cache-control": "max-age=-5"}, 0),
        ({"expires": "Wed, 25 Nov 2026 13:00:00 GMT"}, 3_600),
        ({"expires": "Wed, 25 Nov 2026 11:00:00 GMT"}, 0),
        ({"expires": "0"}, 0),
        ({"expires": "Wed, 25 Nov 2026 13:00:00 GMT", "cache-control": "max-age=60"}, 60),
        ({"expires": "Wed, 25 Nov 2026 13:00:00 GMT", "cache-control": "no-cache"}, 0),
    ],
)
def test_an_answer_is_fresh_as_long_as_its_server_says(headers: dict[str, str], seconds: int) -> None:
    assert fresh_for(headers, NOW) == timedelta(seconds=seconds)


@pytest.mark.parametrize(
    ("text", "wait"),
    [
        ("120", timedelta(minutes=2)),
        ("1.5", timedelta(seconds=1.5)),
        ("Wed, 25 Nov 2026 13:00:00 GMT", timedelta(hours=1)),
        ("0", None),
        ("-5", None),
        ("soon", None),
        ("", None),
        ("Wed, 25 Nov 2026 11:59:59 GMT", None),
    ],
)
def test_retry_after_is_seconds_or_a_date_and_garbage_is_nothing(text: str, wait: timedelta | None) -> None:
    assert retry_after({"retry-after": text}, NOW) == wait


def test_validators_are_kept_to_the_byte() -> None:
    assert validators({"etag": 'W/"a b,\'é"', "last-modified": "not even a date"}) == ('W/"a b,\'é"', "not even a date")


@pytest.mark.parametrize("value", ["", "a" * 1_001, "line\nbreak", "\x00", "lost \ufffd"])
def test_a_validator_that_cannot_be_sent_back_is_left_out(value: str) -> None:
    assert validators({"etag": value, "last-modified": value}) == (None, None)


def test_an_answer_that_says_nothing_of_caching_is_known() -> None:
    assert not speaks_of_caching({"etag": "x"})
    assert speaks_of_caching({"expires": "0"})


@given(st.dictionaries(st.sampled_from(["cache-control", "age", "expires", "retry-after"]), st.text()))
def test_any_header_gives_a_bounded_answer(headers: dict[str, str]) -> None:
    assert timedelta(0) <= fresh_for(headers, NOW) <= LONGEST_FRESH
    wait = retry_after(headers, NOW)
    assert wait is None or wait > timedelta(0)
