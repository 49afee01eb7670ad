"""An entry that is short, or says that it goes on elsewhere, has its page read; what is whole has not."""

# ruff: noqa: RUF001 the words of other languages are the subject here

from __future__ import annotations

from dataclasses import replace

import pytest

from monitor.model import Item, Kind
from monitor.sources.cut_off import is_cut_off, wants_page

WHOLE = "The ministry said on Monday that it had stopped the export of cameras for drones. " * 8
ENTRY = Item("k", "Cameras", "The ministry said on Monday", url="https://news.example/2026/cameras")


@pytest.mark.parametrize(
    "end",
    [
        "the ministry said on...",
        "the ministry said on…",
        "the ministry said on [...]",
        "the ministry said on [&hellip;]",
        "the ministry said on […] ",
        "the ministry said.\nRead more",
        "the ministry said. Read More »",
        "the ministry said.\nContinue reading Cameras stopped →",
        "Le ministère l'a dit. Lire la suite",
        "Das sagte das Ministerium. Weiterlesen…",
        "Так сообщили в министерстве. Читать далее",
        "Bakanlık açıkladı. Devamını oku",
        "قالت الوزارة. اقرأ المزيد",
        "大臣が述べた。続きを読む",
    ],
)
def test_an_end_that_points_elsewhere_is_seen(end: str) -> None:
    assert is_cut_off(WHOLE + end)


@pytest.mark.parametrize(
    "end",
    [
        "the ministry said.",
        "they would read more books in prison, he said.",
        "and Devamı is a name. He left.",
        "Continue reading the tea leaves? No.",
    ],
)
def test_an_end_like_any_other_is_none(end: str) -> None:
    assert not is_cut_off(WHOLE + end)


def test_a_short_entry_wants_its_page_and_a_whole_one_does_not() -> None:
    assert wants_page(ENTRY, "auto")
    assert not wants_page(replace(ENTRY, text=WHOLE), "auto")
    assert wants_page(replace(ENTRY, text=WHOLE + "[...]"), "auto")


def test_words_are_counted_where_they_are_not_spaced() -> None:
    assert wants_page(replace(ENTRY, text="大臣が月曜日に述べた。" * 5), "auto")
    assert not wants_page(replace(ENTRY, text="大臣が月曜日に述べた。" * 30), "auto")


def test_the_setting_has_the_last_word() -> None:
    assert wants_page(replace(ENTRY, text=WHOLE), "always")
    assert not wants_page(ENTRY, "never")


def test_what_has_no_page_of_its_own_wants_none() -> None:
    assert not wants_page(replace(ENTRY, url=None), "always")
    assert not wants_page(replace(ENTRY, url="urn:uuid:1"), "always")
    assert not wants_page(replace(ENTRY, url="https://news.example/"), "always")
    assert not wants_page(replace(ENTRY, url="https://news.example/feed"), "always", "https://news.example/feed/")
    assert not wants_page(replace(ENTRY, page="It was read."), "always")
    assert not wants_page(replace(ENTRY, kind=Kind.SPEECH), "always")
