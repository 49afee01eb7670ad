"""The sample parliament prints its sittings in time, corrects them, and answers its questions."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from monitor.demo.sittings import Parliament, sample_houses, sample_questions

START = datetime(2031, 3, 3, 12, tzinfo=UTC)


@pytest.fixture
def parliament() -> Parliament:
    return Parliament(sample_houses(), sample_questions(), START)


def words(parliament: Parliament, house: str, number: int, seconds: int) -> list[str]:
    sitting = parliament.sitting(house, number, START + timedelta(seconds=seconds))
    assert sitting is not None
    return [speech.says["en"] for section in sitting.sections for speech in section.speeches]


def test_a_sitting_is_not_there_before_it_is_printed(parliament: Parliament) -> None:
    assert parliament.sitting("commons", 2, START) is None
    assert words(parliament, "commons", 2, 60)


def test_what_a_minister_said_is_corrected_later(parliament: Parliament) -> None:
    before, after = words(parliament, "commons", 2, 20), words(parliament, "commons", 2, 60)
    changed = [(old, new) for old, new in zip(before, after, strict=True) if old != new]
    assert len(changed) == 1
    assert "in May" in changed[0][0]
    assert "in March" in changed[0][1]


def test_a_speech_is_put_in_between_others_later(parliament: Parliament) -> None:
    before, after = words(parliament, "assembly", 7, 20), words(parliament, "assembly", 7, 60)
    (new,) = [text for text in after if text not in before]
    assert 0 < after.index(new) < len(after) - 1


def test_a_question_is_tabled_and_then_answered(parliament: Parliament) -> None:
    assert len(parliament.tabled(START)) == 1
    asked = parliament.tabled(START + timedelta(seconds=20))[-1]
    assert not parliament.is_answered(asked, START + timedelta(seconds=20))
    assert parliament.is_answered(asked, START + timedelta(seconds=60))


def test_the_script_ends_within_a_minute(parliament: Parliament) -> None:
    assert START < parliament.last_change_at < START + timedelta(minutes=1)


def test_everything_is_said_in_every_language_of_its_house() -> None:
    for house in sample_houses().values():
        languages = set(next(iter(house.people.values())).label)
        for sitting in house.sittings:
            for section in sitting.sections:
                assert set(section.order) == set(section.subject) == languages
                assert all(set(speech.says) == languages and speech.who in house.people for speech in section.speeches)
