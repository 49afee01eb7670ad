"""What a query asks of fields, of the item and of expressions holds where it says, and nowhere else."""

from __future__ import annotations

from dataclasses import replace
from time import process_time

import pytest

from monitor.model import Item, Kind, Speaker
from tests.watch.watching import found, found_in, index, mentions, watch

SPEECH = Item(
    "1", "Oral questions", "The minister spoke of export permits.", Kind.SPEECH, lang="en-CA",
    headings=("Foreign affairs", "Arms exports"), speaker=Speaker("Hon. Mélanie Joly (Minister of Foreign Affairs)", party="Lib."),
)  # fmt: skip


def asked(term: str, item: Item = SPEECH, source: str = "ca-hansard", tags: tuple[str, ...] = ("parliament",)) -> list[str]:
    """Give what a term finds in the speech."""
    return next(iter(found_in(watch(term=term), item, source, tags).values()), [])


@pytest.mark.parametrize(
    ("term", "matched"),
    [
        ("speaker:joly", ["Joly"]),
        ('speaker:"mel* joly" permits', ["permits", "Mélanie Joly"]),
        ("party:Lib", ["Lib"]),
        ("party:(NDP OR Lib)", ["Lib"]),
        ('heading:"arms exports"', ["Arms exports"]),
        ('heading:"affairs arms"', []),
        ("heading:(affairs NEAR/1 arms)", ["affairs", "Arms"]),
        ("Joly", []),
        ("Foreign", []),
        ("title:minister", []),
        ("permits NOT speaker:joly", []),
        ("permits -speaker:smith", ["permits"]),
        ("/export-?permits/ speaker:/m.lanie/", ["export permits", "Mélanie"]),
        ("minister kind:speech", ["minister"]),
        ("minister kind:(question OR answer)", []),
        ("minister -kind:speech", []),
        ("minister lang:en source:ca-hansard tag:Parliament", ["minister"]),
        ("minister lang:fr", []),
        ("minister source:(a OR b)", []),
        ("minister (kind:question OR permits)", ["minister", "permits"]),
        ("minister NOT (kind:speech OR football)", []),
        ("minister (kind:speech OR football)", ["minister"]),
    ],
)
def test_a_query_asks_of_fields_and_of_the_item(term: str, matched: list[str]) -> None:
    assert asked(term) == matched


def test_an_item_that_does_not_say_its_language_is_not_left_out_for_it() -> None:
    silent = replace(SPEECH, lang=None)
    for term in ("minister lang:fr", "minister -lang:en", "minister NOT (lang:en OR football)"):
        assert asked(term, silent) == ["minister"]


def test_a_mention_of_a_speaker_says_so_and_counts_in_the_label() -> None:
    (hit,) = index(watch(term="speaker:joly OR party:lib OR heading:arms")).match(SPEECH)
    assert [(one.field, one.start, one.end, one.matched) for one in hit.mentions] == [
        ("speaker", 13, 17, "Joly"),
        ("party", 0, 3, "Lib"),
        ("heading", 16, 20, "Arms"),
    ]


def test_names_are_looked_for_in_title_and_text_alone() -> None:
    both = index(watch("Joly", aliases=["Arms exports"]), watch(term="speaker:joly"))
    assert found_in(both, SPEECH) == {"speaker:joly": ["Joly"]}


def test_a_mention_with_a_condition_still_yields_to_a_longer_name() -> None:
    both = index(watch("Export permits board"), watch(term="permits kind:article"))
    assert found(both, "the export permits board") == {"export-permits-board": ["export permits board"]}


@pytest.mark.parametrize(
    ("term", "text", "matched"),
    [
        ('"arms Libya"~3', "Libya wants no more arms", ["Libya", "arms"]),
        ('"arms deal Libya"~3', "arms for Libya, a deal", ["arms", "Libya", "deal"]),
        ('"arms Libya"~1', "Libya wants no more arms", []),
        ('"arms Libya"~0', "arms, Libya", ["arms", "Libya"]),
        ("arms || weapons && libya", "weapons", []),
        ("/f-?35[ab]?/", "an F-35A, an f35", ["F-35A", "f35"]),
        ("/[a-z]{2}-[0-9]{3}/ tank", "the XY-123 tank", ["XY-123", "tank"]),
        ("(/foo.ar/ OR /baykar|tb2/) drone", "Tb2 drone", ["Tb2", "drone"]),
        ("title:/f-?35/", "F-35", []),
        ("/arms-?control/ NEAR/3 Libya", "arms-\ncontrol in Libya", ["arms-\ncontrol", "Libya"]),
    ],
)
def test_what_is_pasted_from_elsewhere_is_understood(term: str, text: str, matched: list[str]) -> None:
    assert mentions(watch(term=term), text) == matched


def test_an_expression_tells_why_it_counts_and_serves_as_context() -> None:
    (hit,) = index(watch(term="/tb-?2/")).match(Item("1", "", "TB-2"))
    assert hit.mentions[0].why == "matches /tb-?2/"
    near = watch("Baykar", near=["/tb-?2/"], within=3)
    assert mentions(near, "Baykar and its TB2") == ["Baykar"]
    assert mentions(near, "Baykar and its cup") == []
    assert mentions(watch("Baykar", ignore=["/baykar.cup/"]), "Baykar-Cup, Baykar") == ["Baykar"]


def test_many_expressions_that_nothing_announces_cost_bounded_time() -> None:
    watches = index(*(watch(term=f"/x{number}|y{number}/", stem=str(number)) for number in range(100)))
    begun = process_time()
    for _ in range(10):
        watches.match(Item("1", "", "an article without any of it. " * 100))
    assert process_time() - begun < 5
