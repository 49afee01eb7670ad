"""The sample press: what its outlets have written at a moment, told from the moment the demonstration starts.

Everything in it is invented. One YAML file in `press/` is one outlet; times are offsets such as `-2d4h` or `+6s`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from importlib import resources
from typing import Annotated, Literal

import yaml
from pydantic import BeforeValidator, TypeAdapter

Format = Literal["rss2", "rss1", "atom", "json"]
Carries = Literal["full", "teaser", "autoblog"]

_OFFSET = re.compile(r"([+-])(?:(\d+)d)?(?:(\d+)h)?(?:(\d+)m)?(?:(\d+)s)?")


def read_offset(text: str) -> timedelta:
    """Read `-2d4h` or `+6s`.

    Raises:
        ValueError: the text is no such offset.
    """
    found = _OFFSET.fullmatch(text)
    if found is None or not any(found.groups()[1:]):
        raise ValueError(f"{text!r} is no offset; write -2d4h or +6s")
    days, hours, minutes, seconds = (int(part or 0) for part in found.groups()[1:])
    length = timedelta(days=days, hours=hours, minutes=minutes, seconds=seconds)
    return length if found[1] == "+" else -length


Offset = Annotated[timedelta, BeforeValidator(read_offset)]


@dataclass(frozen=True, slots=True)
class Revision:
    """What an article says from `at` on."""

    at: Offset
    text: str


@dataclass(frozen=True, slots=True)
class Article:
    """One article. It has a `text`, or is a copy of another outlet's (`outlet/key`). `dateline` is printed before the text.

    A text that `reworks` another outlet's article was cut, wrapped or translated from it.
    """

    key: str
    at: Offset
    title: str
    text: str = ""
    copy_of: str | None = None
    reworks: str | None = None
    by: str | None = None
    dateline: str | None = None
    revisions: tuple[Revision, ...] = ()


@dataclass(frozen=True, slots=True)
class Outlet:
    """One outlet and its feed. `carries` says what the feed holds: the full text, the first paragraph, or a wrapped copy."""

    key: str
    name: str
    format: Format
    language: str
    about: str
    articles: tuple[Article, ...]
    carries: Carries = "full"
    encoding: str = "utf-8"


@dataclass(frozen=True, slots=True)
class Story:
    """An article as it stands at one moment. `original` is the `outlet/key` that it was copied from."""

    outlet: str
    key: str
    title: str
    paragraphs: tuple[str, ...]
    published_at: datetime
    updated_at: datetime
    by: str | None = None
    dateline: str | None = None
    original: str | None = None


class Press:
    """All outlets, and what each has on its pages at a moment."""

    def __init__(self, outlets: tuple[Outlet, ...], started_at: datetime) -> None:
        self.outlets = {outlet.key: outlet for outlet in outlets}
        self.started_at = started_at

    @property
    def last_article_at(self) -> datetime:
        """When the last scripted article appears."""
        return self.started_at + max(article.at for outlet in self.outlets.values() for article in outlet.articles)

    def stories(self, outlet: str, now: datetime) -> list[Story]:
        """List what an outlet has published by `now`, newest first."""
        appeared = [self._as_of(outlet, article, now) for article in self.outlets[outlet].articles if self.started_at + article.at <= now]
        return sorted(appeared, key=lambda story: story.published_at, reverse=True)

    def story(self, outlet: str, key: str, now: datetime) -> Story | None:
        """Find one article; None before it appears, or if there is none."""
        return next((story for story in self.stories(outlet, now) if story.key == key), None)

    def _as_of(self, outlet: str, article: Article, now: datetime) -> Story:
        said = self._article(article.copy_of) if article.copy_of else article
        revisions = [revision for revision in article.revisions if self.started_at + revision.at <= now]
        text = revisions[-1].text if revisions else said.text
        return Story(
            outlet=outlet,
            key=article.key,
            title=article.title,
            paragraphs=tuple(text.strip().split("\n\n")),
            published_at=self.started_at + article.at,
            updated_at=self.started_at + (revisions[-1].at if revisions else article.at),
            by=said.by,
            dateline=article.dateline or said.dateline,
            original=article.copy_of,
        )

    def _article(self, address: str) -> Article:
        outlet, _, key = address.partition("/")
        return next(article for article in self.outlets[outlet].articles if article.key == key)


@cache
def sample_outlets() -> tuple[Outlet, ...]:
    """Read the outlets that come along: those that write first, those that copy after them, as it would be on the web."""
    adapter = TypeAdapter(Outlet)
    files = sorted(
        (file for file in (resources.files(__package__) / "press").iterdir() if file.name.endswith(".yaml")), key=lambda f: f.name
    )
    outlets = [
        adapter.validate_python(
            {"key": file.name.removesuffix(".yaml"), **yaml.safe_load(file.read_text(encoding="utf-8"))},
            extra="forbid",
        )
        for file in files
    ]
    return tuple(sorted(outlets, key=lambda outlet: sum(bool(article.copy_of or article.reworks) for article in outlet.articles)))
