"""A language covers its regions, and no other language that begins alike."""

from __future__ import annotations

import pytest

from monitor.text.language_tag import TagError, is_among, read_tag


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


@pytest.mark.parametrize(("written", "tag"), [("en", "en"), (" EN_us ", "en-us"), ("fil", "fil"), ("zh-Hant-TW", "zh-hant-tw")])
def test_a_tag_is_read_however_it_is_written(written: str, tag: str) -> None:
    assert read_tag(written) == tag


@pytest.mark.parametrize(
    ("written", "remedy"),
    [
        ("english", "write en"),
        ("Norwegian", "write no"),
        ("Deutsch", "write its two letters"),
        ("e", "write its two letters"),
        ("", "write"),
    ],
)
def test_a_language_that_is_called_by_its_name_is_told_its_tag(written: str, remedy: str) -> None:
    with pytest.raises(TagError) as told:
        read_tag(written)
    assert told.value.remedy.startswith(remedy)
