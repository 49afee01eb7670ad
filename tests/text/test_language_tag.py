"""A language covers its regions, and no other language that begins alike."""

from __future__ import annotations

import pytest

from monitor.text.language_tag import is_among


@pytest.mark.parametrize(
    ("tag", "wanted", "is_it"),
    [
        ("en", {"en"}, True),
        ("en-CA", {"en"}, True),
        ("EN_ca", {"fr", "en"}, True),
        ("en", {"en-CA"}, False),
        ("eng", {"en"}, False),
        ("fr", {"FR"}, True),
        ("fr", set(), False),
    ],
)
def test_a_language_covers_its_regions(tag: str, wanted: set[str], is_it: bool) -> None:  # noqa: FBT001
    assert is_among(tag, wanted) is is_it
