"""A reload compiles what changed, and keeps nothing that nobody needs."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from monitor.watch.index import Index
from monitor.watch.kept import Kept
from monitor.watch.spec import Watchlist
from tests.watch.watching import LANGUAGES, item_hits, watch

if TYPE_CHECKING:
    from collections.abc import Mapping

    from monitor.text.channel import Channel
    from monitor.text.letter_model import LetterModel
    from monitor.text.scripts import Script


class Asked:
    """What is known of languages; remembers which words it was asked about."""

    def __init__(self) -> None:
        self.words: list[str] = []

    @property
    def channels(self) -> Mapping[Script, Channel]:
        return LANGUAGES.channels

    @property
    def letters(self) -> Mapping[Script, LetterModel]:
        return LANGUAGES.letters

    def share(self, letters: str, script: Script) -> float:
        self.words.append(letters)
        return LANGUAGES.share(letters, script)


def test_a_watch_that_says_the_same_is_compiled_once() -> None:
    kept = Kept(LANGUAGES)
    first = kept.compiled(watch("Baykar", near=["drone*"]))
    assert kept.compiled(watch("Baykar", near=["drone*"])) is first is not None
    assert kept.compiled(watch("Baykar", near=["TB2"])) is not first


def test_names_that_are_the_same_are_not_made_ready_anew() -> None:
    kept = Kept(LANGUAGES)
    first = kept.listening({"baykar": "Baykar"})
    assert kept.listening({"baykar": "Baykar"}) is first
    assert kept.listening({"norvik": "Norvik"}) is not first


def test_words_that_were_heard_are_remembered_when_the_names_change() -> None:
    asked = Asked()
    kept = Kept(asked)
    before = Watchlist("list", "List", watches=(watch("Baykar"),))
    after = replace(before, watches=(*before.watches, watch("Norvik Optronics")))
    text = "Ministers praised Baikar on a quiet morning in Ankara"
    first = item_hits(Index.build([before], asked, kept=kept), text)
    assert {"ministers", "quiet", "morning"} <= set(asked.words)
    asked.words.clear()
    index = Index.build([after], asked, kept=kept)
    assert item_hits(index, text) == item_hits(index.only({watch("Baykar").key}), text) == first != ()
    assert not {"ministers", "quiet", "morning", "baikar"} & set(asked.words)


def test_what_no_list_needs_any_more_is_forgotten() -> None:
    kept = Kept(LANGUAGES)
    before = kept.compiled(watch("Baykar"))
    Index.build([Watchlist("list", "List", watches=(watch("Norvik"),))], LANGUAGES, kept=kept)
    assert kept.compiled(watch("Baykar")) is not before


def test_an_index_built_after_another_finds_what_a_fresh_one_finds() -> None:
    kept = Kept(LANGUAGES)
    before = Watchlist("list", "List", watches=(watch("Baykar"), watch("Project Ploughshares")))
    after = replace(before, false_alarms="0.001 per million words", watches=(*before.watches, watch("Norvik Optronics")))
    text = "Baykar, Project Ploughshers and Norvick Optronics"
    Index.build([before], LANGUAGES, kept=kept)
    again, fresh = Index.build([after], LANGUAGES, kept=kept), Index.build([after], LANGUAGES)
    assert item_hits(again, text) == item_hits(fresh, text) != ()
