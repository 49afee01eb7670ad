"""What is watched is found wherever it stands, exactly, and nothing else is."""
# ruff: noqa: RUF001 letters that look alike are the subject

from __future__ import annotations

import unicodedata
from time import process_time

import pytest
import regex  # type: ignore[import-untyped]
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from monitor.model import How, Item, Tier
from monitor.text.fold import fold_key
from monitor.text.tokens import has_word, is_letter
from monitor.watch.evidence import MOST_MENTIONS
from monitor.watch.index import Index
from monitor.watch.query import QueryError
from monitor.watch.spec import Scope, Watchlist
from tests.watch.watching import LANGUAGES, found, index, mentions, watch

ARMS = index(
    watch("L3Harris WESCAM", aliases=["WESCAM", "L-3 WESCAM", "", " \u00ad"]),
    watch("Baykar", near=["drone*", "TB2"], within=5, ignore=["Baykar Cup"]),
    watch(name="Export permits and Turkey", any_of=["export permit*", "export licen?e*"], near=["Turkey", "Türkiye"], within=8),
    watch(term='"arms embargo" NEAR/10 (Libya OR Türkiye) -football'),
)


def test_names_aliases_and_rules_are_found_in_the_order_of_the_list() -> None:
    text = "Export licences for Türkiye: the arms embargo on Libya, L3Harris-Wescam's and WESCAM sensors, Baykar TB2."
    assert found(ARMS, text) == {
        "l3harris-wescam": ["L3Harris-Wescam", "WESCAM"],
        "baykar": ["Baykar"],
        "export-permits-and-turkey": ["Export licences"],
        '"arms-embargo"-near/10-(libya-or-turkiye)-football': ["Türkiye", "arms embargo", "Libya"],
    }


def test_a_mention_says_how_and_why_it_counts() -> None:
    item = Item("1", "WESCAM", "Baykar of the Bayraktar TB2. Export permits, Turkey. L3Harris Wescam")
    by_watch = {hit.watch: hit for hit in ARMS.match(item)}
    reasons = [(one.field, one.start, one.end, one.why) for hit in by_watch.values() for one in hit.mentions]
    assert reasons == [
        ("title", 0, 6, "alias WESCAM"),
        ("text", 53, 68, "written as watched"),
        ("text", 0, 6, 'written as watched, near "TB2"'),
        ("text", 29, 43, 'matches "export permit*", near "Turkey"'),
    ]
    wescam = next(iter(by_watch.values()))
    assert {(one.how, one.tier, one.score) for one in wescam.mentions} == {(How.EXACT, Tier.SURE, 1.0)}


@pytest.mark.parametrize(
    ("name", "text", "matched"),
    [
        ("Baykar", "BAYKAR’S Baykars baykar-made", ["BAYKAR", "baykar"]),
        ("L3Harris Technologies Inc.", "L3Harris Technologies Inc said", ["L3Harris Technologies Inc"]),
        ("Project Ploughshares", "Project\r\n   Plough\u00adshares", ["Project\r\n   Plough\u00adshares"]),
        (
            "Project Ploughshares",
            "Project Plough-\nshares, Project\nPlough\u00ad\n shares",
            ["Project Plough-\nshares", "Project\nPlough\u00ad\n shares"],
        ),
        ("Nagorno-Karabakh", "Nagorno-\nKarabakh, Nagorno Kara-\r\nbakh", ["Nagorno-\nKarabakh", "Nagorno Kara-\r\nbakh"]),
        ("arms control", "arms-\ncontrol", ["arms-\ncontrol"]),
        ("control", "arms-\ncontrol con-\ntrol", ["control", "con-\ntrol"]),
        ("Johnson & Johnson", "Johnson &amp; Johnson&#39;s", ["Johnson &amp; Johnson"]),
        ("Rolls-Royce", "Rolls&#8209;Royce&nbsp;plc", ["Rolls&#8209;Royce"]),
        ("Türkiye", "Türkiye'nin, Türkiye’de ve TÜRKİYE'YE", ["Türkiye", "Türkiye", "TÜRKİYE"]),
        ("Ploughshares", "Ploughshares' and Ploughshares’s", ["Ploughshares", "Ploughshares"]),
        ("EU", "EU:n ja EU-maat, EU:ssa, EUn", ["EU", "EU", "EU"]),
        ("НАТО", "НАТО-вський, у НАТО", ["НАТО", "НАТО"]),
        ("Baykar", "\u202eBaykar\u202c, \u2066Bay\u00adkar\u2069, B\u200ba\ufeffykar", ["Baykar", "Bay\u00adkar", "B\u200ba\ufeffykar"]),
        ("Türkiye", "Tu\u0308rkiye and TURKIYE", ["Tu\u0308rkiye", "TURKIYE"]),
        ("Сухой", "Фирма «Сухой» и сухойка", ["Сухой"]),
        ("أسلحة", "بيع الأسلحة وأَسْلِحَة أسلحة", ["أسلحة"]),
        ("צה״ל", 'דובר צה"ל אמר', ['צה"ל']),
        ("习近平", "国家主席习近平会见", ["习近平"]),
        ("三菱重工", "三菱重工業と㈱三菱重工", ["三菱重工", "三菱重工"]),
        ("バイカル", "トルコのﾊﾞｲｶﾙ社", ["ﾊﾞｲｶﾙ"]),
        ("바이카르", "바이카르는 드론을, 바이카르가나", ["바이카르"]),
        ("ประยุทธ์", "พลเอกประยุทธ์จันทร์โอชา", ["ประยุทธ์"]),
        ("भारत डायनामिक्स", "भारत डायनामिक्स ने", ["भारत डायनामिक्स"]),
        ("C++", "in C++, not C", ["C++"]),
        ("株", "㈱三菱", []),
    ],
)
def test_a_name_is_found_in_every_script_at_its_exact_place(name: str, text: str, matched: list[str]) -> None:
    assert mentions(watch(name), text) == matched


def test_every_watch_hits_on_equal_spans() -> None:
    both = index(watch("WESCAM"), watch(name="Optics", any_of=["wescam"]), watch(term="Wescam"))
    assert found(both, "the WESCAM") == {"wescam": ["WESCAM"], "optics": ["WESCAM"]} | {"wescam": ["WESCAM"]}
    assert len(both.match(Item("1", "", "the WESCAM"))) == 3


def test_a_mention_inside_a_longer_one_yields_within_its_own_list_alone() -> None:
    longer, shorter = watch("L3Harris WESCAM"), watch("WESCAM")
    text = "L3Harris WESCAM and WESCAM"
    assert found(index(longer, shorter), text) == {"l3harris-wescam": ["L3Harris WESCAM"], "wescam": ["WESCAM"]}
    assert found(index(longer, shorter), "L3Harris WESCAM") == {"l3harris-wescam": ["L3Harris WESCAM"]}
    other = watch("WESCAM", stem="other")
    apart = Index.build([Watchlist("list", "", watches=(longer,)), Watchlist("other", "", watches=(other,))], LANGUAGES)
    assert found(apart, text) == {"l3harris-wescam": ["L3Harris WESCAM"], "wescam": ["WESCAM", "WESCAM"]}


def test_a_rule_of_several_parts_keeps_a_part_that_lies_in_a_name() -> None:
    both = index(watch("Turkish Aerospace"), watch(term="turkish permit"))
    assert found(both, "Turkish Aerospace got a permit")["turkish-permit"] == ["Turkish", "permit"]


def test_a_mention_that_is_ignored_or_lacks_context_suppresses_nothing() -> None:
    both = index(watch("Baykar Technologies", near=["drone"], within=2), watch("Baykar"))
    assert found(both, "Baykar Technologies of the city has a football team") == {"baykar": ["Baykar Technologies"]}


@pytest.mark.parametrize(
    ("text", "matched"),
    [
        ("Drones: Baykar won the Baykar Cup", ["Baykar"]),
        ("drones at the Baykar Cup", []),
        ("drone one two three four Baykar", ["Baykar"]),
        ("drone one two three four five Baykar", []),
        ("Baykar one two three four drones", ["Baykar"]),
        ("Baykar. Baykar one two three drones", ["Baykar", "Baykar"]),
    ],
)
def test_context_must_stand_near_and_what_is_ignored_does_not_count(text: str, matched: list[str]) -> None:
    assert mentions(watch("Baykar", near=["drone*", "TB2"], within=5, ignore=["Baykar Cup"]), text) == matched


def test_context_inside_the_mention_is_no_context() -> None:
    drone = watch("Bayraktar TB2", near=["TB2"], spelling="exact")
    assert mentions(drone, "a Bayraktar TB2 flies") == []
    assert mentions(drone, "a Bayraktar TB2 flies; the TB2 is") == ["Bayraktar TB2"]


def test_context_may_stand_on_both_sides_of_a_mention() -> None:
    watched = watch("Baykar", near=["arms NEAR/6 export"], within=3)
    assert mentions(watched, "arms that Baykar and again Baykar export") == ["Baykar", "Baykar"]


def test_context_in_the_title_is_not_near_the_text() -> None:
    assert mentions(watch("Baykar", near=["drone"]), "Baykar", title="Drone") == []


@pytest.mark.parametrize(
    ("term", "text", "matched"),
    [
        ("arms embargo", "embargo on arms", ["embargo", "arms"]),
        ("arms embargo", "embargo", []),
        ("arms OR embargo", "embargo", ["embargo"]),
        ("arms -football", "arms football", []),
        ("arms NOT (football AND cup)", "arms football", ["arms"]),
        ("arms NEAR/2 Libya", "arms to Libya", ["arms", "Libya"]),
        ("arms NEAR/2 Libya", "arms go to Libya", []),
        ("arms ONEAR/3 Libya", "Libya arms", []),
        ("arms ONEAR/3 Libya", "arms for Libya", ["arms", "Libya"]),
        ("arms NEAR/1 arms", "arms arms", ["arms", "arms"]),
        ("arms NEAR/2 deal NEAR/2 Libya", "arms deal Libya; deal", ["arms", "deal", "Libya"]),
        ("arms NEAR/5 deal NEAR/5 Libya", "arms for Libya, a deal", ["arms", "Libya", "deal"]),
        ("(arms NEAR/5 deal) NEAR/5 (Libya NEAR/5 Sudan)", "Libya has arms, Sudan a deal", ["Libya", "arms", "Sudan", "deal"]),
        ("arms NEAR/5 deal NEAR/1 arms", "arms deal", []),
        ("武器 NEAR/4 利比亚", "向利比亚出口武器", ["利比亚", "武器"]),
        ("=TB2 drone", "tb2 drone", []),
        ("=AT&T", "AT&amp;T, at&t", ["AT&amp;T"]),
        ("title:Libya arms", "arms Libya", []),
        ("", "anything", []),
    ],
)
def test_a_term_holds_where_its_rule_holds(term: str, text: str, matched: list[str]) -> None:
    assert mentions(watch(term=term), text) == matched


def test_a_rule_may_be_met_by_title_and_text_together_and_near_may_not() -> None:
    assert mentions(watch(term="arms Libya"), "Libya", title="Arms") == ["Arms", "Libya"]
    assert mentions(watch(term="arms NEAR/5 Libya"), "Libya", title="Arms") == []
    assert mentions(watch(term="title:(arms NEAR/5 Libya)"), "arms", title="Libya arms") == ["Libya", "arms"]
    assert mentions(watch(term="title:(arms NOT Libya)"), "Libya", title="Arms") == ["Arms"]


def test_what_is_ignored_does_not_make_a_rule_hold() -> None:
    assert mentions(watch(term="Baykar drone", ignore=["Baykar Cup"]), "a drone at the Baykar Cup") == []


def test_a_scope_keeps_a_watch_from_an_item() -> None:
    press = index(watch("Baykar", only=Scope(tags=frozenset({"press"}))))
    item = Item("1", "Baykar", "")
    assert press.match(item, tags=frozenset({"press"}))
    assert not press.match(item)


@pytest.mark.parametrize(("name", "form"), [("华为技术", "Ltd"), ("ปตทสผ", "AB"), ("ソニー", "Inc.")])
def test_a_legal_form_may_stand_behind_a_name_of_a_script_without_spaces(name: str, form: str) -> None:
    assert mentions(watch(f"{name} {form}"), f"| {name} {form} | {name} |") == [f"{name} {form}", name]


def test_watches_that_name_nothing_are_no_trouble() -> None:
    assert found(index(watch(""), watch(" \u00ad", aliases=["", "…"]), watch()), "anything … at all") == {}
    assert Index.build([], LANGUAGES).match(Item("1", "a", "b")) == ()


def test_a_term_that_cannot_be_meant_is_refused() -> None:
    with pytest.raises(QueryError, match="never closed"):
        index(watch(term="(arms"))


def test_mentions_beyond_what_anybody_reads_are_left_out() -> None:
    assert len(mentions(watch("Baykar"), "Baykar " * (MOST_MENTIONS + 5))) == MOST_MENTIONS


def test_a_word_that_is_cut_by_a_line_end_serves_as_context_and_is_ignored_as_any_other() -> None:
    assert mentions(watch("Baykar", near=["drones"], within=3), "Baykar sold dro-\nnes") == ["Baykar"]
    assert mentions(watch("Baykar", ignore=["Baykar Cup"]), "the Bay-\nkar Cup") == []
    assert mentions(watch(term='"Plough-\nshares"'), "Ploughshares, plough shares") == ["plough shares"]


@pytest.mark.parametrize(
    "text",
    [
        "x" * 1_000_000,
        "a-\n" * 100_000,
        "&amp;" * 100_000,
        "&" * 500_000,
        "ba" * 500_000,
        "baykar cup " * 6_000,
        "\ud800\u202eBaykar" * 4_000,
        "é\u0301" * 20_000,
    ],
)
def test_a_hostile_text_is_matched_in_bounded_time(text: str) -> None:
    hostile = index(
        watch("Baykar", near=["cup"], ignore=["cup baykar"]),
        watch("ba"),
        watch("x"),
        watch(term="(ba* NEAR/5 cup) OR (cup ONEAR/2 baykar)"),
    )
    begun = process_time()
    hostile.match(Item("1", "", text))
    assert process_time() - begun < 10


NAMES = st.lists(
    st.text(st.sampled_from("abcABCéßñ Ёжик习近平กขあアビ가각- '’.&\u0301\u00ad"), min_size=1, max_size=12).filter(
        lambda name: has_word(fold_key(name))
    ),
    min_size=1,
    max_size=6,
    unique_by=fold_key,
)


@settings(max_examples=150)
@given(NAMES, st.sampled_from([" ", ", ", "\n", "; (", "\u00a0", "! "]), st.data())
def test_every_name_is_found_wherever_it_stands_apart(names: list[str], gap: str, data: st.DataObject) -> None:
    order = data.draw(st.permutations(names))
    text = "| " + f"{gap}| ".join(order) + " |"
    lists = [Watchlist(str(n), "", watches=(watch(name, stem=str(n)),)) for n, name in enumerate(names)]
    hits = Index.build(lists, LANGUAGES).match(Item("1", "", text))
    assert len(hits) == len(names)
    for name, hit in zip(names, hits, strict=True):
        exact = [mention for mention in hit.mentions if mention.how is How.EXACT]
        assert exact
        for mention in exact:
            assert text[mention.start : mention.end] == mention.matched
            assert fold_key(mention.matched).rstrip(".") == fold_key(name).rstrip(".")


# Letters of a script with what may stand inside a name of it; what is written may hold invisible signs, marks and other spaces too.
SCRIPTS = {
    "Latin": "aBéßñłøIıİœ", "Cyrillic": "аЁжЙїў", "Greek": "άΣςϊΩ", "Arabic": "أبىيكئة", "Hebrew": "אבךלםש", "Devanagari": "कखिी्षं",
    "Bengali": "কখািী", "Tamil": "கஙொைா", "Thai": "กขีำ่เ", "Khmer": "កខ្រា", "Han": "习近平軍火", "Kana": "バイｶﾙがー", "Hangul": "한국가각",
    "Georgian": "აბგ", "Amharic": "አበገ", "Armenian": "աԲև", "figures": "0123۴५",
}  # fmt: skip
BETWEEN = st.sampled_from([" ", "-", "\u00a0", " & ", "'", ". ", "\u2011"])
INSIDE = st.sampled_from(["", "", "", "\u00ad", "\u200b", "\ufeff", "\u2060", "\u200d", "\u200e"])
AROUND = st.sampled_from(
    [" ", "\n", " \u202e", "\u202c ", "\u00a0", "\u2067(", ") ", "«", "»", ", ", "\u3000", "— ", " 🇨🇦 ", '"', "&nbsp;"]
)


@st.composite
def written_names(draw: st.DrawFn) -> tuple[str, str]:
    """Draw a name of one script, and the name as a text may write it."""
    letters = st.sampled_from(SCRIPTS[draw(st.sampled_from(sorted(SCRIPTS)))])
    word = st.lists(letters, min_size=1, max_size=6).filter(lambda word: len(regex.findall(r"\X", f"a{word[0]}")) > 1)  # signs open no word
    words = draw(st.lists(word, min_size=1, max_size=3))
    gaps = [draw(BETWEEN) for _ in words[1:]] + [""]
    name = "".join("".join(word) + gap for word, gap in zip(words, gaps, strict=True))
    spaced = {" ": draw(st.sampled_from([" ", "\u00a0", "\r\n  ", "\t", " \u00ad "])), "&": draw(st.sampled_from(["&", "&amp;"]))}
    written = "".join(spaced.get(character, character) + draw(INSIDE) for character in name)
    return name, draw(st.sampled_from([written, unicodedata.normalize("NFD", written)]))


@settings(max_examples=300)
@given(written_names(), AROUND, AROUND)
def test_every_alias_in_every_script_is_found_at_its_exact_place(pair: tuple[str, str], before: str, after: str) -> None:
    name, written = pair
    assume(has_word(fold_key(name)))
    text = f"| {before}{written}{after} |"
    (hit,) = index(watch("zzz", aliases=[name])).match(Item("1", "", text))
    edges = {found.end() for found in regex.finditer(r"\X", text)}
    for one in hit.mentions:
        assert {one.start, one.end} <= edges
        assert fold_key(text[one.start : one.end]).rstrip(".") == fold_key(name).rstrip(".")
    assert any(text.startswith(written[0], one.start) for one in hit.mentions)


@given(st.text("abc ", min_size=1, max_size=6), st.text("abc .", max_size=40))
def test_nothing_is_found_inside_a_word(name: str, text: str) -> None:
    assume(has_word(name))
    for hit in index(watch(name)).match(Item("1", "", text)):
        for mention in hit.mentions:
            around = text[max(0, mention.start - 1) : mention.start] + text[mention.end : mention.end + 1]
            assert not any(map(is_letter, around))
