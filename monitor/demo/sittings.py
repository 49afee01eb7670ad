"""The sample parliament: what its houses have printed at a moment, told from the moment the demonstration starts.

Everything in it is invented. One YAML file in `parliament/` is one house, or its written questions; times are offsets as in the press.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Literal

import yaml
from pydantic import TypeAdapter

from monitor.demo.press import Offset

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime, timedelta

Words = dict[str, str]  # by language


@dataclass(frozen=True, slots=True)
class Person:
    """Who speaks: the label in each language, and the record's own number for the person. `office` is the role spoken in."""

    id: str | int
    type: int
    label: Words
    office: str | None = None


@dataclass(frozen=True, slots=True)
class Wording:
    """What a speech says from `at` on."""

    at: Offset
    says: Words


@dataclass(frozen=True, slots=True)
class Said:
    """One speech. It stands in the record from the sitting's first issue on, or from `at`."""

    id: int
    who: str
    says: Words
    at: Offset | None = None
    revisions: tuple[Wording, ...] = ()


@dataclass(frozen=True, slots=True)
class Section:
    """The speeches under one heading (`subject`), within a part of the day (`order`)."""

    order: Words
    subject: Words
    speeches: tuple[Said, ...]


@dataclass(frozen=True, slots=True)
class Sitting:
    """One day of a house, printed for the first time at `at`."""

    number: int
    days_ago: int
    at: Offset
    sections: tuple[Section, ...]


@dataclass(frozen=True, slots=True)
class House:
    """A house and its record."""

    format: Literal["ca-hansard", "akoma-ntoso"]
    people: dict[str, Person]
    sittings: tuple[Sitting, ...]


@dataclass(frozen=True, slots=True)
class Member:
    """Who asks or answers in writing."""

    name: str
    party: str
    constituency: str


@dataclass(frozen=True, slots=True)
class WrittenQuestion:
    """A question in writing, and its answer from `answered_at` on."""

    uin: str
    tabled_at: Offset
    asked_by: Member
    body: str
    heading: str
    asks: str
    answered_at: Offset
    answered_by: Member
    answers: str


class Parliament:
    """Both houses and the written questions, as they stand at a moment."""

    def __init__(self, houses: Mapping[str, House], questions: tuple[WrittenQuestion, ...], started_at: datetime) -> None:
        self.houses = houses
        self.questions = questions
        self.started_at = started_at

    @property
    def last_change_at(self) -> datetime:
        """When the last scripted change appears."""
        offsets = [when for house in self.houses.values() for sitting in house.sittings for when in _changes(sitting)]
        return self.started_at + max([*offsets, *(question.answered_at for question in self.questions)])

    def sitting(self, house: str, number: int, now: datetime) -> Sitting | None:
        """Give a sitting as its present issue has it; None before it is printed."""
        listed = (each for each in self.houses[house].sittings if each.number == number and self._is_past(each.at, now))
        sitting = next(listed, None)
        return None if sitting is None else self._as_of(sitting, now)

    def tabled(self, now: datetime) -> tuple[WrittenQuestion, ...]:
        """List the questions that were tabled by now."""
        return tuple(question for question in self.questions if self._is_past(question.tabled_at, now))

    def is_answered(self, question: WrittenQuestion, now: datetime) -> bool:
        """Tell whether a question has its answer."""
        return self._is_past(question.answered_at, now)

    def _as_of(self, sitting: Sitting, now: datetime) -> Sitting:
        sections = []
        for section in sitting.sections:
            present = [speech for speech in section.speeches if speech.at is None or self._is_past(speech.at, now)]
            sections.append(replace(section, speeches=tuple(self._wording(speech, now) for speech in present)))
        return replace(sitting, sections=tuple(sections))

    def _wording(self, speech: Said, now: datetime) -> Said:
        latest = [revision.says for revision in speech.revisions if self._is_past(revision.at, now)]
        return replace(speech, says=latest[-1]) if latest else speech

    def _is_past(self, offset: timedelta, now: datetime) -> bool:
        return self.started_at + offset <= now


def _changes(sitting: Sitting) -> list[timedelta]:
    speeches = [speech for section in sitting.sections for speech in section.speeches]
    revisions = [each.at for speech in speeches for each in speech.revisions]
    return [sitting.at, *revisions, *(speech.at for speech in speeches if speech.at is not None)]


@cache
def sample_houses() -> dict[str, House]:
    """Read the houses that come along, by the name of their file."""
    adapter = TypeAdapter(House)
    return {name: adapter.validate_python(_read(name), extra="forbid") for name in ("commons", "assembly")}


@cache
def sample_questions() -> tuple[WrittenQuestion, ...]:
    """Read the written questions that come along."""
    return TypeAdapter(tuple[WrittenQuestion, ...]).validate_python(_read("questions"), extra="forbid")


def _read(name: str) -> object:
    return yaml.safe_load((resources.files(__package__) / "parliament" / f"{name}.yaml").read_text(encoding="utf-8"))
