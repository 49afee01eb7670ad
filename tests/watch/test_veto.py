"""What a wrong hit teaches, and what it leaves out later."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from monitor.model import Hit, How, ItemId, Mention, StoryId, Tier, WatchKey
from monitor.watch.veto import LeftOut, Veto, Vetoes, spellings_of

BAYKAR = WatchKey("arms/baykar")
OTHER = WatchKey("sanctions/baykar")
NOWHERE: frozenset[StoryId] = frozenset()


def mention(matched: str, how: How = How.VARIANT) -> Mention:
    return Mention("text", 0, len(matched), matched, how, Tier.SURE, 0.9, "why")


def hit(*mentions: Mention, watch: WatchKey = BAYKAR) -> Hit:
    return Hit(watch, mentions)


def test_a_wrong_guess_teaches_its_spellings_each_once() -> None:
    assert spellings_of([mention("Baikar"), mention("BAIKAR"), mention("Bay\n car")]) == ("Baikar", "Bay car")


def test_where_the_name_itself_stands_the_story_is_wrong_and_no_spelling() -> None:
    assert spellings_of([mention("Baykar", How.EXACT), mention("Baikar")]) == ()


def test_a_vetoed_spelling_is_left_out_everywhere_in_whatever_capitals() -> None:
    vetoes = Vetoes([Veto(BAYKAR, ("Baikar",), ItemId(1))])
    kept, left_out = vetoes.sift([hit(mention("BAIKAR"))], ItemId(7), NOWHERE)
    assert kept == ()
    assert left_out == (LeftOut(BAYKAR, ("BAIKAR",), is_whole=True),)
    assert left_out[0].because == '"BAIKAR" was said not to mean it'


def test_a_vetoed_spelling_is_left_out_with_a_legal_form_or_a_kind_of_body_behind_it_too() -> None:
    vetoes = Vetoes([Veto(BAYKAR, ("Baikar",), ItemId(1))])
    for matched in ("Baikar Bank", "BAIKAR GROUP", "Baikar, Inc.", "Baikar Bank plc"):
        assert vetoes.sift([hit(mention(matched))], ItemId(7), NOWHERE)[0] == ()


def test_what_was_said_of_a_longer_spelling_says_nothing_of_a_shorter_or_another_one() -> None:
    vetoes = Vetoes([Veto(BAYKAR, ("Baikar Bank",), ItemId(1))])
    for matched in ("Baikar", "Baikar Group", "Baikar Makina"):
        assert vetoes.sift([hit(mention(matched))], ItemId(7), NOWHERE)[0] == (hit(mention(matched)),)
    assert Vetoes([Veto(BAYKAR, ("Baikar",), ItemId(1))]).sift([hit(mention("Baikar Makina"))], None, NOWHERE)[1] == ()


def test_the_other_mentions_of_a_hit_remain() -> None:
    vetoes = Vetoes([Veto(BAYKAR, ("Baikar",), ItemId(1))])
    kept, left_out = vetoes.sift([hit(mention("Baikar"), mention("Bajkar"))], None, NOWHERE)
    assert kept == (hit(mention("Bajkar")),)
    assert left_out == (LeftOut(BAYKAR, ("Baikar",), is_whole=False),)


def test_other_watches_learn_nothing_from_it() -> None:
    vetoes = Vetoes([Veto(BAYKAR, ("Baikar",), ItemId(1))])
    same = hit(mention("Baikar"), watch=OTHER)
    assert not vetoes.knows([same])
    assert vetoes.sift([same], ItemId(1), NOWHERE) == ((same,), ())


def test_a_spelling_that_the_watch_itself_names_is_never_left_out() -> None:
    vetoes = Vetoes([Veto(BAYKAR, ("Baikar",), ItemId(1))])
    named = hit(mention("Baikar", How.EXACT))
    assert vetoes.sift([named], ItemId(2), NOWHERE) == ((named,), ())


def test_a_veto_of_the_name_itself_is_of_the_item_and_its_story_alone() -> None:
    vetoes = Vetoes([Veto(BAYKAR, (), ItemId(1), frozenset({StoryId(5)}))])
    exact = hit(mention("Baykar", How.EXACT))
    whole = (LeftOut(BAYKAR, (), is_whole=True),)
    assert vetoes.knows_stories([exact])
    assert vetoes.sift([exact], ItemId(1), NOWHERE) == ((), whole)
    assert vetoes.sift([exact], None, frozenset({StoryId(4), StoryId(5)})) == ((), whole)
    assert vetoes.sift([exact], ItemId(2), frozenset({StoryId(4)})) == ((exact,), ())
    assert whole[0].because == "this story was said not to be about it"


@given(st.lists(st.text(min_size=1, max_size=20), min_size=1, max_size=5))
def test_what_was_learned_from_a_hit_leaves_out_that_very_hit(spellings: list[str]) -> None:
    wrong = hit(*map(mention, spellings))
    vetoes = Vetoes([Veto(BAYKAR, spellings_of(wrong.mentions), ItemId(1))])
    kept, left_out = vetoes.sift([wrong], ItemId(2), NOWHERE)
    assert kept == ()
    assert left_out[0].is_whole
