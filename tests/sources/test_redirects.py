"""Redirects lead to web addresses only, never in circles, never from https to http, and five times at most."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.errors import FetchError
from monitor.sources.redirects import LONGEST_CHAIN, Trail

START = Trail(("https://a.example/feed",))


@pytest.mark.parametrize(
    ("location", "target"),
    [
        ("/new", "https://a.example/new"),
        ("new?x=1&y=%20", "https://a.example/new?x=1&y=%20"),
        ("//b.example/f", "https://b.example/f"),
        ("https://b.example:8443/f", "https://b.example:8443/f"),
        (" https://b.example/f ", "https://b.example/f"),
        ("/é t", "https://a.example/é t"),
        ("/\udce9", "https://a.example/%E9"),
        ("https://user:secret@b.example/f", "https://b.example/f"),
    ],
)
def test_a_target_is_read_as_browsers_read_it_without_its_credentials(location: str, target: str) -> None:
    assert START.follow(302, location).url == target


@pytest.mark.parametrize(
    ("location", "complaint"),
    [
        (None, "does not say where to"),
        (" ", "does not say where to"),
        ("file:///etc/passwd", r"no web address \(file:\)"),
        ("gopher://a.example/", "no web address"),
        ("javascript:alert(1)", "no web address"),
        ("https://[broken/", "cannot be read"),
        ("https://a.example/" + "a" * 9_000, "no web address"),
        ("http://a.example/feed", "from https to http"),
        ("https://a.example/feed", "in a circle"),
    ],
)
def test_a_target_that_must_not_be_followed_is_refused(location: str | None, complaint: str) -> None:
    with pytest.raises(FetchError, match=complaint):
        START.follow(301, location)


def test_the_sixth_redirect_is_one_too_many() -> None:
    trail = START
    for step in range(LONGEST_CHAIN):
        trail = trail.follow(302, f"/{step}")
    with pytest.raises(FetchError, match="more than 5 times"):
        trail.follow(302, "/end")


@pytest.mark.parametrize(
    ("statuses", "permanent"),
    [
        ((), None),
        ((301,), "/0"),
        ((308, 301), "/1"),
        ((302,), None),
        ((307, 301), None),
        ((301, 302), "/0"),
        ((301, 302, 301), "/0"),
        ((303,), None),
    ],
)
def test_only_an_unbroken_start_of_permanent_redirects_is_permanent(statuses: tuple[int, ...], permanent: str | None) -> None:
    trail = START
    for step, status in enumerate(statuses):
        trail = trail.follow(status, f"/{step}")
    assert trail.permanent == (permanent and f"https://a.example{permanent}")


@given(st.text(st.characters() | st.sampled_from("\udc80\udce9\udcff")))
def test_any_location_is_followed_on_the_web_or_refused(location: str) -> None:
    try:
        target = START.follow(301, location).url
    except FetchError:
        return
    assert target.startswith("https://")
