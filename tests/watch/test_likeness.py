"""Names are found however they are spelled, with the reason, and what is written as watched comes first."""

from __future__ import annotations

from dataclasses import replace

import pytest

from monitor.model import Hit, How, Item, Mention, Tier
from monitor.watch.index import Index
from monitor.watch.spec import Scope, Watch, Watchlist
from tests.watch.watching import LANGUAGES, found, index, item_hits, mentions, watch

ARMS = (watch("L3Harris WESCAM"), watch("Project Ploughshares"), watch("Bayraktar Makina"), watch("Nagorno-Karabakh"))
GARBLED = "According to L. Three Harris Weiskam, the cameras were sold. A study by Project Ploughshers says so."


def all_mentions(hits: tuple[Hit, ...]) -> list[Mention]:
    return [mention for hit in hits for mention in hit.mentions]


def test_names_that_went_through_other_languages_are_found_with_the_reason() -> None:
    hits = item_hits(index(*ARMS), GARBLED)
    told = [(one.matched, one.how, one.tier) for one in all_mentions(hits)]
    assert told == [
        ("L. Three Harris Weiskam", How.VARIANT, Tier.SURE),
        ("Project Ploughshers", How.VARIANT, Tier.SURE),
    ]
    wescam, project = all_mentions(hits)
    assert wescam.why == f"'L. Three Harris Weiskam' sounds like 'L3Harris WESCAM' ({wescam.score:.2f})"
    assert project.why == f"'Project Ploughshers' sounds like 'Project Ploughshares' ({project.score:.2f})"
    assert 0.5 < project.score <= 1.0


@pytest.mark.parametrize(
    ("name", "text", "matched"),
    [
        ("Rheinmetall", "Концерн Рейнметалл поставил танки.", "Рейнметалл"),
        ("Lockheed Martin", "Акции Локхид Мартин выросли.", "Локхид Мартин"),
        ("Bayraktar Makina", "أعلنت شركة بيرقدار ماكينا عن صفقة.", "بيرقدار ماكينا"),
    ],
)
def test_a_name_is_found_in_other_scripts(name: str, text: str, matched: str) -> None:
    (hit,) = item_hits(index(watch(name)), text)
    (mention,) = hit.mentions
    assert mention.matched == matched
    assert f"sounds like '{name}', in " in mention.why
    assert mention.how is How.VARIANT


def test_the_title_is_listened_to_and_spans_are_of_the_text_as_given() -> None:
    text = "\u00adThe ﬁrm said &quot;Project&nbsp;Ploughshers&quot;\r\nand more"
    assert found(index(*ARMS), text, title="L. Three Harris Weiskam") == {
        "l3harris-wescam": ["L. Three Harris Weiskam"],
        "project-ploughshares": ["Project&nbsp;Ploughshers"],
    }


def test_a_watch_for_exact_spelling_stays_exact() -> None:
    exact = index(*(replace(each, spelling="exact") for each in ARMS))
    assert found(exact, GARBLED) == {}
    assert found(exact, "Project Ploughshares") == {"project-ploughshares": ["Project Ploughshares"]}


def test_terms_are_never_guessed() -> None:
    assert mentions(watch(term='"Project Ploughshares"'), GARBLED) == []
    assert mentions(watch(name="Peace", any_of=["Project Ploughshares"]), GARBLED) == []


def test_what_is_written_as_watched_is_exact_and_never_a_guess_too() -> None:
    (hit,) = item_hits(index(*ARMS), "Project Ploughshares")
    assert [(one.how, one.why, one.score) for one in hit.mentions] == [(How.EXACT, "written as watched", 1.0)]


def test_an_alias_is_named_in_the_reason_and_a_short_one_is_not_listened_for() -> None:
    firm = watch("Norvik", aliases=["Project Ploughshares", "TB2", "Plough*"])
    ((one,),) = [hit.mentions for hit in item_hits(index(firm), "Project Ploughshers and TB3")]
    assert "sounds like 'Project Ploughshares'" in one.why


def test_a_guess_must_have_its_context_and_shows_it() -> None:
    near = watch("Project Ploughshares", near=["study"], within=5)
    assert mentions(near, "Project Ploughshers opened an office.") == []
    ((one,),) = [hit.mentions for hit in item_hits(index(near), "A study by Project Ploughshers.")]
    assert one.why.endswith(', near "study"')


def test_context_raises_the_score_of_a_guess() -> None:
    def score(watched: Watch) -> float:
        return item_hits(index(watched), "A study by Project Ploughers.")[0].score

    wide = replace(watch("Project Ploughshares"), spelling="wide")
    assert score(replace(wide, near=watch("x", near=["study"]).near)) > score(wide)


def test_a_guess_inside_what_is_ignored_does_not_count() -> None:
    assert mentions(watch("Project Ploughshares", ignore=["Project Ploughshers"]), GARBLED) == []
    assert mentions(watch("Project Ploughshares", ignore=["Project Ploughshares"]), GARBLED) == ["Project Ploughshers"]


def test_a_scope_keeps_a_guess_from_an_item() -> None:
    press = index(watch("Project Ploughshares", only=Scope(tags=frozenset({"press"}))))
    assert not press.match(Item("1", "", GARBLED))
    assert press.match(Item("1", "", GARBLED), tags=frozenset({"press"}))


def test_lists_never_affect_each_other() -> None:
    guessing = Watchlist("one", "One", watches=(watch("Project Ploughshares", stem="one"),))
    exact = Watchlist("two", "Two", watches=(watch("Project Ploughshers", stem="two", spelling="exact"),))
    both = Index.build([guessing, exact], LANGUAGES).match(Item("1", "", GARBLED))
    assert [(hit.watch, hit.mentions[0].how) for hit in both] == [
        ("one/project-ploughshares", How.VARIANT),
        ("two/project-ploughshers", How.EXACT),
    ]
    together = replace(guessing, watches=(*guessing.watches, *exact.watches))
    assert [hit.watch for hit in Index.build([together], LANGUAGES).match(Item("1", "", GARBLED))] == ["two/project-ploughshers"]


def test_a_smaller_budget_makes_a_guess_less_than_sure_and_then_none() -> None:
    def tier(false_alarms: str) -> Tier | None:
        hits = item_hits(index(watch("Baykar", false_alarms=false_alarms)), "Baikar sold a drone.")
        return hits[0].tier if hits else None

    asked = [tier(f"{count:.9f} per million words") for count in (1000, 100, 10, 1, 0.1, 0.01, 0.001, 0.0001, 0.00001, 0.000001)]
    order = [Tier.SURE, Tier.POSSIBLE, None]
    assert asked == sorted(asked, key=order.index)
    assert {asked[0], asked[-1]} == {Tier.SURE, None}


def test_wide_spelling_asks_for_less_than_tolerant() -> None:
    tolerant, wide = (
        watch("Project Ploughshares", spelling=spelling, false_alarms="0.00001 per million words") for spelling in ("tolerant", "wide")
    )
    scores = [[one.tier for hit in item_hits(index(each), "Project Plowshers") for one in hit.mentions] for each in (tolerant, wide)]
    order = [[], [Tier.POSSIBLE], [Tier.SURE]]
    assert order.index(scores[0]) <= order.index(scores[1])


def test_a_volume_turns_a_budget_a_week_into_a_threshold() -> None:
    listed = [Watchlist("list", "List", false_alarms="1 per week", watches=(watch("Baykar"),))]
    little, much = (Index.build(listed, LANGUAGES, words_per_week=words) for words in (1e3, 1e12))
    assert [bool(each.match(Item("1", "", "Baikar sold a drone."))) for each in (little, much)] == [True, False]


def test_some_of_its_watches_ask_for_as_much_as_in_the_whole_list() -> None:
    many = tuple(watch(f"Norvik {word} Optronics") for word in ("Alder", "Birch", "Cedar", "Elm", "Fir", "Larch", "Oak", "Pine"))
    whole = index(watch("Project Ploughshares"), *many)
    (key,) = [each.key for each in (watch("Project Ploughshares"),)]
    alone = whole.only({key})
    assert [hit for hit in item_hits(whole, GARBLED) if hit.watch == key] == list(item_hits(alone, GARBLED))
    assert item_hits(whole.only(set()), GARBLED) == ()


@pytest.mark.parametrize("name", ["", " \u00ad", "…", "7", "習近平", "ประยุทธ์", "\ud800", "x" * 5000, "🇨🇦", "a " * 300])
def test_a_name_that_cannot_be_listened_for_is_no_trouble(name: str) -> None:
    assert item_hits(index(watch(name), watch("Project Ploughshares")), GARBLED) != ()
