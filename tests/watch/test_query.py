"""A query is understood as its writer meant it, or refused at the character where it goes wrong."""
# ruff: noqa: RUF001 letters that look alike are the subject

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.watch.fields import FIELDS
from monitor.watch.phrase import Phrase
from monitor.watch.query import Query, QueryError, parse, parse_words
from monitor.watch.rule import All, Condition, Either, InField, Near, Not, Rule, Words, is_grounded

if TYPE_CHECKING:
    from collections.abc import Callable


def shape(rule: Rule) -> str:  # noqa: PLR0911 one for each kind of rule
    """Write a rule with every parenthesis that it has."""
    match rule:
        case Words(phrase):
            return ("=" if isinstance(phrase, Phrase) and phrase.case else "") + phrase.shown.replace(" ", "_")
        case All(rules):
            return "(" + " & ".join(map(shape, rules)) + ")"
        case Either(rules):
            return "(" + " | ".join(map(shape, rules)) + ")"
        case Not(inner):
            return "!" + shape(inner)
        case Condition(about, value):
            return f"{about}:{value}"
        case InField(field, inner):
            return f"{FIELDS[field]}:{shape(inner)}"
        case Near(left, right, within, is_ordered):
            return f"({shape(left)} {'<' if is_ordered else '~'}{within} {shape(right)})"


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ('"arms embargo" NEAR/10 (Libya OR Türkiye) -football', "((arms_embargo ~10 (Libya | Türkiye)) & !football)"),
        ("a b OR c AND d", "((a & b) | (c & d))"),
        ("a NEAR/3 b c", "((a ~3 b) & c)"),
        ("a NEAR/3 b ONEAR/4 c", "((a ~3 b) <4 c)"),
        ("a AROUND(5) b", "(a ~5 b)"),
        ("a | b|c", "(a | b | c)"),
        ("a NOT (b OR c)", "(a & !(b | c))"),
        ("a −b", "(a & !b)"),
        ('a -"b c"', "(a & !b_c)"),
        ("a || b && c", "(a | (b & c))"),
        ('"a b"~5', "(a ~6 b)"),
        ('"a b & c"~0', "((a ~1 b) ~1 c)"),
        ('"a"~5', "a"),
        ('="TB2 B"~2', "(=TB2 ~3 =B)"),
        ("speaker:Joly", "speaker:Joly"),
        ('party:Liberal OR heading:"Arms exports"', "(party:Liberal | heading:Arms_exports)"),
        ("a Kind:(speech OR Bill-Event) -lang:en_CA", "(a & (kind:speech | kind:bill_event) & !lang:en-ca)"),
        ("a source:https://www.Example.org/news -source:(b OR c)", "(a & source:example.org/news & !(source:b | source:c))"),
        ('a tag:"Near East" (kind:answer OR b)', "(a & tag:near east & (kind:answer | b))"),
        ("a NOT (kind:speech OR b)", "(a & !(kind:speech | b))"),
        ("/tb-?2/ drone", "(/tb-?2/ & drone)"),
        ("title:/tb.{1,3}2/i", "title:/tb.{1,3}2/"),
        (r"a NEAR/3 (/b\/c d/ | e)", r"(a ~3 (/b\/c_d/ | e))"),
        ("and/or a/b", "(and/or & a/b)"),
        ("a NOT NOT b", "(a & !!b)"),
        ("title:embargo", "title:embargo"),
        ("Title: (a OR b) c", "(title:(a | b) & c)"),
        ("=TB2 drone", "(=TB2 & drone)"),
        ('="Baykar Tech"', "=Baykar_Tech"),
        ("“arms embargo” «deal»", "(arms_embargo & deal)"),
        ("F-35* or nothing", "(F-35* & or & nothing)"),
        ('צה"ל', 'צה"ל'),
        ("((a))", "a"),
        ('"AND"', "AND"),
        ("don't", "don't"),
    ],
)
def test_a_term_is_read_as_it_is_meant(written: str, meant: str) -> None:
    assert shape(parse(written).rule) == meant


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("export licen?e*", "export_licen?e*"),
        ("Johnson & Johnson", "Johnson_&_Johnson"),
        ("export permit NEAR/5 Turkey", "(export_permit ~5 Turkey)"),
        ("export permit OR export licence", "(export_permit | export_licence)"),
        ("drone =TB2 maker", "(drone & =TB2 & maker)"),
        ("Baykar, Inc.", "Baykar,_Inc."),
        ("AC / DC", "AC_/_DC"),
        ("title:export permit kind:speech", "(title:export_permit & kind:speech)"),
    ],
)
def test_in_lists_of_words_neighbours_are_a_phrase(written: str, meant: str) -> None:
    assert shape(parse_words(written).rule) == meant


@pytest.mark.parametrize(
    ("written", "position", "says"),
    [
        ("", 0, "write a word"),
        ("  ", 0, "write a word"),
        ("(a OR b", 0, "never closed"),
        ("a)", 1, "never opened"),
        ("a () b", 2, "nothing stands between"),
        ('a "b', 2, "never closed"),
        ("a AND", 2, "nothing follows AND"),
        ("a NEAR/3", 2, "nothing follows NEAR/3"),
        ('aa "b c"^2', 8, "^2 after a phrase"),
        ("aa around(5) bb", 3, "write AROUND(5)"),
        ("-", 0, "no letter"),
        ("AND a", 0, 'quotation marks: "AND"'),
        ("a OR OR b", 5, "nothing stands before OR"),
        ("(a AND )", 7, "a word is missing"),
        ("a b) c", 3, "never opened"),
        ("(a NEAR/3 b c OR) d", 16, "a word is missing"),
        ("-a", 0, "add the words"),
        ("a OR -b", 5, "this alternative"),
        ("a NEAR b", 2, "write NEAR/10"),
        ("a ONEAR b", 2, "write ONEAR/10"),
        ("a near/5 b", 2, "write NEAR/5"),
        ("a NEAR/x b", 7, "number from 1"),
        ("a NEAR/0 b", 7, "number from 1"),
        ("a NEAR/99999999999999999999 b", 7, "number from 1"),
        ("a AROUND(0) b", 9, "number from 1"),
        ("(a b) NEAR/5 c", 0, "quotation marks"),
        ("c NEAR/5 -b", 9, "quotation marks"),
        ("a nation:b", 2, "known are title:, speaker:"),
        ("a intitle:b", 2, "write title: for it"),
        ("https://example.org", 0, "quotation marks"),
        ('"a b"~', 5, "write a number"),
        ('"a b"~x', 5, "write a number"),
        ('"a b"~1000', 5, "write at most ~999"),
        ('"' + "a " * 60 + '"~3', 0, "write fewer"),
        ("arms~2", 4, "other spellings"),
        ("arms^3 deal", 4, "leave it out"),
        ("kind:speech", 0, "add a word"),
        ("a OR -tag:b", 6, "add a word"),
        ("a OR (lang:en source:b)", 6, "add a word"),
        ("a kind:poem", 7, "known are article, speech"),
        ("a lang:(de OR english)", 14, "write en"),
        ('a lang:""', 7, "write a name after lang:"),
        ("a kind:(speech answer)", 15, "write OR between them"),
        ("a source:", 2, "nothing follows source:"),
        ('a source:""', 9, "write a name after source:"),
        ("a tag:/b.*/", 6, "takes words"),
        ("a title:(speaker:b)", 9, "side by side"),
        ("a NEAR/3 speaker:b", 2, "write AND"),
        ("kind:speech NEAR/3 b", 0, "quotation marks"),
        ("a /bc", 2, "write / at its end"),
        ("a /bc/d", 6, "write a space there"),
        ("a /b(c/", 4, "write ) where it ends"),
        ("a /bc)d)/", 5, "take it away"),
        ("a /bc)/", 5, "take it away"),
        ("a /b[c/", 4, "write ] where it ends"),
        ("a /*b/", 3, "sign itself"),
        ("a /bc**/", 5, "keep one"),
        ("a /bc{2000}/", 5, "up to 1000"),
        ("a /[z-a]b/", 4, "lower to the higher"),
        ("a /b(?=c)/", 4, "NOT beside"),
        (r"a /bc\8/", 5, "before b, d, s, w"),
        ("a /b*/", 3, "write + for"),
        (r"a /\w+/", 3, "two letters"),
        (r"a /\s\W+/", 3, "two letters"),
        (r"a /\bb?/", 3, "write + for"),
        ("a /(b{50}){50}/", 10, "up to 1000"),
        (r"a /(\pL{40}){20}bc/", 3, "repeat less"),
        ("a /b\ud800c/", 4, "take it away"),
        ("a /" + "bc" * 300 + "/", 503, "write it as several"),
        ("a +b", 2, "leave it out"),
        ("a = b", 2, "=TB2"),
        ("Libya, Sudan", 5, "write OR"),
        ("a ...", 2, "write the word"),
        ("ab x*", 3, "two letters"),
        ("(" * 10_000 + "a" + ")" * 10_000, 50, "50 deep"),
        ("a " + "-" * 10_000 + "b", 52, "50 deep"),
        ("title:" * 10_000 + "b", 300, "50 deep"),
        (" NEAR/2 ".join(["a"] * 10_000), 452, "in a row"),
        ("a" * 100_001, 100_000, "several entries"),
    ],
)
def test_a_query_that_cannot_be_meant_is_refused_where_it_goes_wrong(written: str, position: int, says: str) -> None:
    with pytest.raises(QueryError, match=f"character {position + 1}: ") as refused:
        parse(written)
    assert refused.value.position == position
    assert says in f"{refused.value.what}; {refused.value.remedy}"
    assert refused.value.remedy


WORDS = st.sampled_from(
    [
        "a", "arms", "drone*", "speaker:", "kind:", "speech", "source:", "https://", "/", "/a b/", "or", "W/3", "~5", "[", "\\\\", "*",
        '"', '"b c"', "(", ")", "AND", "OR", "NOT", "NEAR/3", "NEAR", "-", "=", "title:", "|", ",", "~2", "\ud800",
    ]
)  # fmt: skip


@given(st.one_of(st.lists(WORDS, max_size=12).map(" ".join), st.lists(WORDS, max_size=12).map("".join), st.text(max_size=30)))
def test_any_text_is_a_query_or_a_clear_error(text: str) -> None:
    for read in (parse, parse_words):
        outcome = attempt(read, text)
        if isinstance(outcome, QueryError):
            assert 0 <= outcome.position <= len(text)
            assert outcome.what
            assert outcome.remedy
        else:
            assert is_grounded(outcome.rule)


def attempt(read: Callable[[str], Query], text: str) -> Query | QueryError:
    try:
        return read(text)
    except QueryError as error:
        return error
