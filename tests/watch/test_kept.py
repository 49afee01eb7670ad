"""A reload compiles what changed, and keeps nothing that nobody needs."""

from __future__ import annotations

from dataclasses import replace

from monitor.watch.index import Index
from monitor.watch.kept import Kept
from monitor.watch.spec import Watchlist
from tests.watch.watching import LANGUAGES, item_hits, watch


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
