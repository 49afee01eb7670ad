"""Links become absolute web addresses or nothing."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.sources.links import web_address


@pytest.mark.parametrize(
    ("link", "address"),
    [
        ("https://w.example/a?b=1&c=2#d", "https://w.example/a?b=1&c=2#d"),
        ("  https://w.example/a\n", "https://w.example/a"),
        ("https://w.example/a b", "https://w.example/a%20b"),
        ("https://w.example/a\n  b", "https://w.example/ab"),
        ("HTTPS://w.example/", "HTTPS://w.example/"),
        ("//w.example/a", "https://w.example/a"),
        ("/a", "https://base.example/a"),
        ("a", "https://base.example/dir/a"),
        ("javascript:alert(1)", None),
        ("data:text/html,x", None),
        ("urn:uuid:1", None),
        ("http://[bad/", None),
        ("", None),
        (None, None),
        ("https://w.example/" + "a" * 5000, None),
    ],
)
def test_a_link_is_resolved_or_dropped(link: object, address: str | None) -> None:
    assert web_address(link, None, "https://base.example/dir/feed") == address


@given(st.text(max_size=60), st.text(max_size=20))
def test_whatever_comes_out_is_of_the_web(link: str, base: str) -> None:
    address = web_address(link, base)
    assert address is None or address.lower().startswith(("http://", "https://"))
