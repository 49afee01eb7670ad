"""The sample press is what the demonstration needs: many formats and languages, a script, copies, and things that only look alike."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from monitor.demo.press import Press, read_offset, sample_outlets

START = datetime(2031, 3, 3, 12, tzinfo=UTC)


@pytest.fixture
def press() -> Press:
    return Press(sample_outlets(), START)


def test_it_has_all_formats_four_languages_and_about_eighty_articles(press: Press) -> None:
    outlets = press.outlets.values()
    assert {outlet.format for outlet in outlets} == {"rss2", "rss1", "atom", "json"}
    assert {"en", "fr", "ar", "ru"} == {outlet.language for outlet in outlets}
    assert len(outlets) >= 12
    assert 75 <= sum(len(outlet.articles) for outlet in outlets) <= 90
    assert any(outlet.carries == "autoblog" for outlet in outlets)


def test_eighteen_articles_appear_while_it_runs(press: Press) -> None:
    appearing = [article.at for outlet in press.outlets.values() for article in outlet.articles if article.at > timedelta()]
    assert len(appearing) == 18
    assert timedelta(seconds=2) <= min(appearing) <= max(appearing) == timedelta(seconds=45)
    assert press.last_article_at == START + timedelta(seconds=45)


def test_keys_are_unique_and_copies_have_their_originals(press: Press) -> None:
    for outlet in press.outlets.values():
        assert len({article.key for article in outlet.articles}) == len(outlet.articles)
        for article in outlet.articles:
            assert bool(article.text) != bool(article.copy_of)
            for source in filter(None, (article.copy_of, article.reworks)):
                original, _, key = source.partition("/")
                assert press.story(original, key, START + timedelta(minutes=1)) is not None


def test_who_writes_is_read_before_who_copies(press: Press) -> None:
    assert list(press.outlets)[-2:] == ["example-herald", "copy-desk"]


def test_a_copy_is_printed_under_a_dateline_of_its_own(press: Press) -> None:
    original, copy = (press.story(outlet, key, START) for outlet, key in (("sample-wire", "turrets-seized"), ("example-herald", "heaters")))
    assert original is not None
    assert copy is not None
    assert (original.paragraphs, original.dateline) == (copy.paragraphs, "VELMARK CITY (Sample Wire)")
    assert copy.dateline == "TALLOW BRIDGE, Velmark, Sunday (Sample Wire)"


def test_an_article_is_there_from_its_moment_on(press: Press) -> None:
    before, at = START + timedelta(seconds=4), START + timedelta(seconds=5)
    assert press.story("sample-wire", "embargo-call", before) is None
    story = press.story("sample-wire", "embargo-call", at)
    assert story is not None
    assert story.published_at == at
    assert press.stories("sample-wire", at)[0] == story


def test_a_revision_changes_the_text_and_keeps_the_date(press: Press) -> None:
    before, after = (press.story("sample-wire", "embargo-call", START + timedelta(seconds=second)) for second in (29, 30))
    assert before is not None
    assert after is not None
    assert "Baykar" not in " ".join(before.paragraphs)
    assert "Baykar" in " ".join(after.paragraphs)
    assert before.published_at == after.published_at < after.updated_at


def test_offsets_are_read_in_days_to_seconds() -> None:
    assert read_offset("-2d4h") == timedelta(days=-2, hours=-4)
    assert read_offset("+1m6s") == timedelta(seconds=66)


@pytest.mark.parametrize("text", ["", "+", "6s", "-2w", "+6"])
def test_what_is_no_offset_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="write -2d4h"):
        read_offset(text)
