"""Dates are read as feeds write them, or are None: nothing is made up."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from email.utils import format_datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.sources.dates import read_date


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("written", "lang", "meant"),
    [
        ("Mon, 02 Mar 2026 10:00:00 GMT", None, "2026-03-02T10:00"),
        ("Mon, 02 Mar 2026 10:00:00 +0530", None, "2026-03-02T04:30"),
        ("Wed, 02 Oct 2002 15:00:00 +0200 (CEST)", None, "2002-10-02T13:00"),
        ("Mon, 02 Mar 2026 10:00:00 EST", None, "2026-03-02T15:00"),
        ("Mon, 02 Mar 2026 10:00:00GMT", None, "2026-03-02T10:00"),
        ("Mon, 02 Mar 2026 10:00:00 XYZ", None, "2026-03-02T10:00"),
        ("Wednesday, 02-Oct-02 15:00:00 GMT", None, "2002-10-02T15:00"),
        ("2 Mar 98", None, "1998-03-02"),
        ("Thu,28 Jul 2022 4:35:5 GMT+9", None, "2022-07-27T19:35:05"),
        ("2026-03-02T10:00:00Z", None, "2026-03-02T10:00"),
        ("2026-03-02T10:00:00.123456+01:00", None, "2026-03-02T09:00"),
        ("2026-03-02T10:00-05", None, "2026-03-02T15:00"),
        ("2026-03-02T10:00:00+01:00[Europe/Berlin]", None, "2026-03-02T09:00"),
        ("2026-03-02 10:00 PM", None, "2026-03-02T22:00"),
        ("2026-03-02 12:15 am", None, "2026-03-02T00:15"),
        ("2026-03-02", None, "2026-03-02"),
        ("20260302T100000Z", None, "2026-03-02T10:00"),
        ("1658990105", None, "2022-07-28T06:35:05"),
        ("Thu Jul 28 04:35:05 EDT 2022", None, "2022-07-28T08:35:05"),
        ("Tue Mar 05 2024 12:00:00 GMT+0100 (Central European Standard Time)", None, "2024-03-05T11:00"),
        ("September 24th, 2018 at 3:15 pm", "en", "2018-09-24T15:15"),
        ("Fri, 01 Mar 2024 24:00:00 +0000", None, "2024-03-02"),
        ("Fri, 01 Mar 2024 23:59:60 +0000", None, "2024-03-01T23:59:59"),
        ("07.02.2025", "de", "2025-02-07"),
        ("07.02.2025 18:30", None, "2025-02-07T18:30"),
        ("Seg, 24 Set 2018", "pt-BR", "2018-09-24"),
        ("Seg, 24 Set 2018 10:00:00 -0300", "pt-BR", "2018-09-24T13:00"),
        ("24 de setembro de 2018", None, "2018-09-24"),
        ("1er août 2023", "fr", "2023-08-01"),
        ("3 mars 2024 à 12h30", "fr", "2024-03-03T12:30"),
        ("Вт, 05 мар 2024 10:00:00 +0300", "ru", "2024-03-05T07:00"),
        ("5 листопада 2024, 12:30", "uk", "2024-11-05T12:30"),
        ("5 listopada 2024", "pl", "2024-11-05"),
        ("5 listopada 2024", "hr", "2024-10-05"),
        ("10 مارس 2024", "ar", "2024-03-10"),
        ("٢ مارس ٢٠٢٤", "ar", "2024-03-02"),
        ("2022年7月28日", "ja", "2022-07-28"),
        ("2022. 7. 28. 오후 3:04", "ko", "2022-07-28T15:04"),
        ("25/07/2025", None, "2025-07-25"),
        ("07/25/2025", "fr", "2025-07-25"),
        ("02/07/2025", "en-US", "2025-02-07"),
        ("02/07/2025", "en-GB", "2025-07-02"),
        ("02/07/2025", "fr", "2025-07-02"),
    ],
)
def test_a_date_is_read(written: str, lang: str | None, meant: str) -> None:
    assert read_date(written, lang) == utc(meant)


@pytest.mark.parametrize(
    ("written", "lang"),
    [
        (None, None),
        ("", None),
        ("yesterday", "en"),
        ("12:30", None),  # feedparser would add today's date
        ("2024", None),
        ("2024-05", None),
        ("31 Jun 2024", None),
        ("2024-13-01", None),
        ("02/07/2025", "en"),  # February in Boston, July in Bristol
        ("02/07/2025", None),
        ("5 listopada 2024", None),  # October in Zagreb, November in Warsaw
        ("5 jui 2024", "fr"),
        ("Mon, 01 Jan 0001 00:00:00 +0000", None),
        ("1970-01-01T00:00:00Z", None),
        ("Mon, 02 Mar 2026 10:00:00 GMT and more", None),
        ("1" * 5000, None),
        ("9999-12-31T23:00:00-09:00", None),
    ],
)
def test_what_is_no_date_is_none(written: str | None, lang: str | None) -> None:
    assert read_date(written, lang) is None


@given(st.datetimes(min_value=datetime(1995, 1, 1), max_value=datetime(2090, 1, 1)), st.integers(-12 * 60, 14 * 60))  # noqa: DTZ001 the zone is added
def test_every_correct_date_is_read_to_the_second(naive: datetime, offset_min: int) -> None:
    moment = naive.replace(microsecond=0, tzinfo=timezone(timedelta(minutes=offset_min)))
    assert read_date(format_datetime(moment)) == moment
    assert read_date(moment.isoformat()) == moment


@given(st.text(max_size=120))
def test_no_text_makes_it_fail(text: str) -> None:
    moment = read_date(text, "en")
    assert moment is None or moment.tzinfo is UTC
