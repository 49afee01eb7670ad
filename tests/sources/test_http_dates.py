"""HTTP dates are read in the three forms that RFC 9110 allows, and nothing else is invented."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.sources.http_dates import read_http_date


@pytest.mark.parametrize(
    "text",
    ["Sun, 06 Nov 1994 08:49:37 GMT", "Sunday, 06-Nov-94 08:49:37 GMT", "Sun Nov  6 08:49:37 1994", " Sun, 06 Nov 1994 10:49:37 +0200"],
)
def test_every_form_of_the_rfc_is_read(text: str) -> None:
    assert read_http_date(text) == datetime(1994, 11, 6, 8, 49, 37, tzinfo=UTC)


@pytest.mark.parametrize("text", ["", "0", "-1", "soon", "Sun, 99 Nov 1994 08:49:37 GMT", "2026-11-25"])
def test_what_is_no_date_is_none(text: str) -> None:
    assert read_http_date(text) is None


@given(st.text())
def test_any_text_is_a_moment_in_utc_or_none(text: str) -> None:
    moment = read_http_date(text)
    assert moment is None or moment.utcoffset() is not None
