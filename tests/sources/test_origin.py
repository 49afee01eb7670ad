"""Whom an address belongs to, and what may not leave it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.sources.origin import basic, holds_secret, host_of, same_origin, site_of, split_credentials


@pytest.mark.parametrize(
    ("url", "host"),
    [
        ("https://Example.ORG/feed", "example.org:443"),
        ("http://example.org./feed", "example.org:80"),
        ("http://u:p@example.org:8080/", "example.org:8080"),
        ("https://bücher.example/", "xn--bcher-kva.example:443"),
        ("http://[::1]:81/", "::1:81"),
        ("http://example.org:port/", "example.org:port"),
        ("http://a..b:8/", "a..b:8"),  # no name, yet one server
        ("http://[x/", ""),
        ("no address", ""),
    ],
)
def test_a_host_is_named_with_its_port(url: str, host: str) -> None:
    assert host_of(url) == host


def test_people_read_a_host_without_its_usual_port() -> None:
    assert (site_of("https://example.org/x"), site_of("http://example.org:443/")) == ("example.org", "example.org:443")


@pytest.mark.parametrize(
    ("first", "second", "is_same"),
    [
        ("https://a.example/x", "https://a.example/y", True),
        ("http://a.example/x", "https://a.example/x", True),
        ("https://a.example/x", "http://a.example/x", False),
        ("https://a.example/x", "https://b.example/x", False),
        ("https://a.example/x", "https://a.example:8443/x", False),
        ("http://a.example:8080/x", "https://a.example:8443/x", False),
        ("https://a.example/x", "https://www.a.example/x", False),
    ],
)
def test_one_server_is_scheme_host_and_port(first: str, second: str, is_same: bool) -> None:  # noqa: FBT001 a column of the table
    assert same_origin(first, second) is is_same


def test_credentials_leave_the_address_and_become_a_header() -> None:
    url, header = split_credentials("https://me:p%40ss@example.org:81/f?a=b")
    assert url == "https://example.org:81/f?a=b"
    assert header == basic("me", "p@ss") == "Basic bWU6cEBzcw=="
    assert split_credentials("https://example.org/@a") == ("https://example.org/@a", None)


@pytest.mark.parametrize(
    ("url", "holds"), [("https://u:p@a.example/", True), ("https://a.example/?k=${env:K}", True), ("https://a.example/@u", False)]
)
def test_an_address_with_a_secret_is_known(url: str, holds: bool) -> None:  # noqa: FBT001 a column of the table
    assert holds_secret(url) is holds


@given(st.from_regex(r"https?://[a-zA-Z0-9.:@\[\]-]{0,30}/?", fullmatch=True))
def test_any_address_has_a_host_or_none_without_an_error(url: str) -> None:
    host = host_of(url)
    assert host == host.lower()
