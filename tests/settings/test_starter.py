"""The starter settings are what a new user reads first: they must be right, and say what they do."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from monitor.language.once import languages
from monitor.model import RecipientKey
from monitor.settings.load import check_files, load
from monitor.shipped import shipped
from monitor.vocabulary import vocabulary
from monitor.watch.allowance import WORDS_PER_WEEK
from monitor.watch.outlook import outlooks

if TYPE_CHECKING:
    import pytest

STARTER = shipped("config")


def test_the_starter_settings_have_no_mistake_without_any_secret(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in list(os.environ):
        if name.startswith("TOCSIN_"):
            monkeypatch.delenv(name)
    (only,) = check_files(STARTER, background=vocabulary())
    assert only.is_warning
    assert only.what == "${env:TOCSIN_SMTP_PASSWORD} is not set"


def test_the_starter_settings_can_be_loaded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TOCSIN_SMTP_PASSWORD", "x")
    loaded = load(STARTER)
    assert loaded.problems == ()
    assert loaded.settings.operator == RecipientKey("ops")
    assert sorted(loaded.settings.watchlists) == ["arms-exports", "parliament", "sanctions"]
    assert len(loaded.settings.sources) >= 15


def test_every_starter_watch_finds_what_it_says() -> None:
    settings = load(STARTER).settings
    for watchlist in settings.watchlists.values():
        assert all(watch.entity or watch.term or watch.any for watch in watchlist.watches)
        assert len({watch.key for watch in watchlist.watches}) == len(watchlist.watches)


def test_no_starter_list_cries_wolf() -> None:
    lists = load(STARTER).settings.watchlists
    named = [key for key, each in lists.items() if any(watch.entity for watch in each.watches)]
    assert named == ["arms-exports", "sanctions"]
    for key in named:
        found = outlooks([lists[key]], languages(), WORDS_PER_WEEK)
        assert sum(one.false_alarms for one in found) <= 2.1
