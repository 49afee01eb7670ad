"""Language tags are taken as written and told in the usual letters."""

from __future__ import annotations

import pytest

from monitor.sources.language import language_tag


@pytest.mark.parametrize(
    ("written", "tag"),
    [
        ("en", "en"),
        ("EN_us", "en-US"),
        ("zh-hant-tw", "zh-Hant-TW"),
        (" fr ", "fr"),
        ("es-419", "es-419"),
        ("English", None),
        ("", None),
        (None, None),
    ],
)
def test_a_tag_is_read(written: object, tag: str | None) -> None:
    assert language_tag(written) == tag


def test_the_first_that_is_a_tag_counts() -> None:
    assert language_tag(None, "??", "de", "en") == "de"
