from __future__ import annotations

import json
import string

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.settings import document
from monitor.settings.document import Bare, read

KEYS = st.text(string.ascii_lowercase, min_size=1, max_size=6)
TEXTS = st.text(st.characters(max_codepoint=0xFFFD, exclude_categories=["Cs"]), max_size=12)  # beyond, JSON escapes in pairs
VALUES = st.recursive(
    TEXTS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(KEYS, inner, max_size=4),
    max_leaves=12,
)


@pytest.mark.parametrize("text", ["No", "on", "yes", "2024-01-02", "1:30", "Ⅳ", "=x"])
def test_what_yaml_1_1_would_change_stays_text(text: str) -> None:
    assert read("a.yaml", f"name: {text}\n").value == {"name": text}


@pytest.mark.parametrize("text", ["2024", "012", "1.10", "true", "1e3", "0x1F"])
def test_an_unquoted_number_keeps_its_spelling(text: str) -> None:
    value = read("a.yaml", f"name: {text}\n").value
    assert value == {"name": text}
    assert isinstance(value, dict)
    assert isinstance(value["name"], Bare)


def test_nothing_null_and_tilde_are_no_text() -> None:
    assert read("a.yaml", "a:\nb: null\nc: ~\n").value == {"a": None, "b": None, "c": None}


@pytest.mark.parametrize("text", ["", "# only a comment\n", "\ufeff"])
def test_an_empty_file_is_no_mistake_of_syntax(text: str) -> None:
    empty = read("a.yaml", text)
    assert (empty.value, empty.problems) == (None, ())


def test_a_setting_that_stands_twice_is_refused_where_it_comes_again() -> None:
    (problem,) = read("a.yaml", "tell: [x]\nowner: y\ntell: [z]\n").problems
    assert str(problem) == "a.yaml:3:1: `tell` stands twice; it is on line 1 already; keep one of them"


def test_aliases_that_multiply_are_refused() -> None:
    bomb = "a: &a [x,x,x,x,x,x,x,x,x,x]\n" + "".join(
        f"{after}: &{after} [*{before},*{before},*{before},*{before},*{before},*{before},*{before},*{before}]\n"
        for before, after in zip("abcdefghijk", "bcdefghijkl", strict=True)
    )
    (problem,) = read("a.yaml", bomb).problems
    assert "repeat more than this file holds" in problem.what


def test_an_alias_to_itself_is_refused() -> None:
    assert "repeat more" in read("a.yaml", "a: &a [*a]\n").problems[0].what


def test_an_honest_alias_is_read() -> None:
    assert read("a.yaml", "a: &near [drone, TB2]\nb: *near\n").value == {"a": ["drone", "TB2"], "b": ["drone", "TB2"]}


@pytest.mark.parametrize("text", ["[" * 100_000, "{a: " * 100_000, "- " * 100_000])
def test_endless_nesting_is_refused(text: str) -> None:
    (problem,) = read("a.yaml", text).problems
    assert "nested more than 40 deep" in problem.what


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("term: !NOT x\n", "`!NOT` is a YAML tag"),
        ("a: !!python/object:os.system x\n", "is a YAML tag"),
        ("a: !set {x: y}\n", "`!set` is a YAML tag"),
        ("<<: {a: 1}\n", "`<<` does not merge"),
        ("? [a, b]\n: c\n", "cannot be the name of a setting"),
    ],
)
def test_what_yaml_has_and_settings_have_not_is_refused(text: str, what: str) -> None:
    assert what in read("a.yaml", text).problems[0].what


def test_a_file_beyond_any_settings_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(document, "MAX_CHARACTERS", 10)
    assert "too large" in read("a.yaml", "watchlist: Arms\n").problems[0].what


@settings(max_examples=60, deadline=None)
@given(st.dictionaries(KEYS, VALUES, max_size=5))
def test_json_is_read_as_what_it_says(value: dict[str, object]) -> None:
    assert read("a.yaml", json.dumps(value, ensure_ascii=True)).value == value


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(KEYS, st.text("aé“🚀 中", min_size=1, max_size=8)), min_size=1, max_size=6, unique_by=lambda pair: pair[0]))
def test_a_position_is_where_the_value_stands(pairs: list[tuple[str, str]]) -> None:
    text = "".join(f"{key}: {json.dumps(value, ensure_ascii=False)}\n" for key, value in pairs)
    found = read("a.yaml", text)
    for key, value in pairs:
        node = document.value_at(found.root, (key,))
        assert node is not None
        problem = found.problem(node, "x")
        assert found.lines[problem.line - 1][problem.column - 1 :] == json.dumps(value, ensure_ascii=False)
        name = document.key_at(found.root, (key,))
        assert name is not None
        assert found.lines[name.start_mark.line].startswith(key)


@settings(max_examples=150, deadline=None)
@given(st.text("abc:-[]{}\"'#&*!|> \t\n,?%@`é“”", max_size=40))
def test_no_text_makes_reading_fail(text: str) -> None:
    found = read("a.yaml", text)
    for problem in found.problems:
        assert problem.what
        assert problem.line <= len(found.lines) + 1


def test_a_path_that_leads_nowhere_ends_at_the_deepest_place_there_is() -> None:
    found = read("a.yaml", "senders:\n  mail: {smtp: x}\n")
    node = document.value_at(found.root, ("senders", "mail", "<email>", "port"))
    assert node is not None
    assert (node.start_mark.line, node.start_mark.column) == (1, 8)
    assert document.key_at(found.root, ()) is found.root
