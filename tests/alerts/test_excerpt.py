"""A passage shows the match between whole words, in any script, and proves each watch before it proves one twice."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.alerts.excerpt import AROUND, ELLIPSIS, excerpt, excerpts
from monitor.model import Mention, Tier
from tests.alerts.pieces import hit, mention

LONG = "word " * 100


def at(text: str, matched: str, tier: Tier = Tier.SURE, score: float = 1.0) -> Mention:
    return mention(text.index(matched), matched, tier=tier, score=score)


def test_a_short_text_is_shown_whole() -> None:
    text = "The permits of Baykar are suspended."
    passage = excerpt(text, at(text, "Baykar"))
    assert (passage.before, passage.matched, passage.after) == ("The permits of ", "Baykar", " are suspended.")


def test_a_long_text_is_cut_between_words_and_says_so() -> None:
    text = f"{LONG}of Baykar are {LONG}"
    passage = excerpt(text, at(text, "Baykar"))
    assert passage.before.startswith(f"{ELLIPSIS} word ")
    assert passage.before.endswith(" of ")
    assert passage.after.startswith(" are ")
    assert passage.after.endswith(f" word {ELLIPSIS}")
    assert max(len(passage.before), len(passage.after)) <= AROUND + 2


def test_line_breaks_of_the_source_do_not_show() -> None:
    text = "permits\n   of L3Harris\n\tWESCAM\r\nare"
    passage = excerpt(text, at(text, "L3Harris\n\tWESCAM"))
    assert (passage.before, passage.matched, passage.after) == ("permits of ", "L3Harris WESCAM", " are")


def test_a_script_without_spaces_is_cut_between_characters_and_never_parts_a_mark() -> None:
    text = "無" * 300 + "巴伊卡" + "が\u3099" * 300
    passage = excerpt(text, at(text, "巴伊卡"))
    assert passage.before == f"{ELLIPSIS} {'無' * AROUND}"
    assert passage.after == f"{'が' + chr(0x3099)}" * (AROUND // 2) + f" {ELLIPSIS}"


def test_offsets_beyond_the_text_show_what_was_matched() -> None:
    passage = excerpt("", mention(40, "Baykar"))
    assert (passage.before, passage.matched, passage.after) == ("", "Baykar", "")


def test_a_match_as_long_as_a_page_is_cut() -> None:
    assert len(excerpt(LONG * 9, mention(0, LONG * 9)).matched) < 250


def test_each_watch_is_proved_before_one_is_proved_twice() -> None:
    text = f"Baykar {LONG * 2} Baykar {LONG * 2} WESCAM {LONG * 2} Baykar"
    baykar = hit("a/baykar", *(mention(start, "Baykar") for start in (0, text.index("Baykar", 9), text.rindex("Baykar"))))
    wescam = hit("a/wescam", at(text, "WESCAM"))
    assert [one.matched for one in excerpts({"text": text}, [baykar, wescam])] == ["Baykar", "WESCAM", "Baykar"]


def test_a_sure_mention_proves_better_than_an_earlier_possible_one() -> None:
    text = f"Baker {LONG * 2} Baykar"
    found = hit("a/baykar", at(text, "Baker", tier=Tier.POSSIBLE, score=0.6), at(text, "Baykar"))
    assert [one.matched for one in excerpts({"text": text}, [found], most=1)] == ["Baykar"]


def test_no_passage_is_shown_twice() -> None:
    text = "Baykar and WESCAM and Baykar again"
    found = [hit("a/baykar", mention(0, "Baykar"), mention(text.rindex("Baykar"), "Baykar")), hit("a/wescam", at(text, "WESCAM"))]
    assert len(excerpts({"text": text}, found)) == 1


def test_the_title_is_shown_as_proof_only_when_the_text_holds_none() -> None:
    texts = {"title": "Baykar wins", "text": "The firm Baykar won."}
    in_title, in_text = mention(0, "Baykar", "title"), at(texts["text"], "Baykar")
    assert [one.field for one in excerpts(texts, [hit("a/baykar", in_title, in_text)])] == ["text"]
    assert [one.field for one in excerpts(texts, [hit("a/baykar", in_title)])] == ["title"]


@settings(max_examples=80)
@given(st.text(max_size=900), st.integers(-5, 1000), st.integers(0, 300))
def test_any_text_and_any_offsets_give_one_line_of_bounded_length(text: str, start: int, length: int) -> None:
    passage = excerpt(text, Mention("text", start, start + length, "x", mention(0, "x").how, Tier.SURE, 1.0, ""))
    shown = passage.before + passage.matched + passage.after
    assert "\n" not in shown
    assert len(shown) <= 2 * AROUND + 300
