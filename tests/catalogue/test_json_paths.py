"""Expressions are checked when the settings are read, so that none fails at night."""

from __future__ import annotations

import pytest

from monitor.catalogue.json_paths import alternatives, jmespath_of


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("items", ("items",)),
        ("d.results || d", ("d.results", "d")),
        ("a || b || c", ("a", "b", "c")),
        ("(a || b).c", ("(a || b).c",)),
        ("x[?name == 'a||b'] || y", ("x[?name == 'a||b']", "y")),
        ("a | b || c", ("a | b || c",)),
    ],
)
def test_what_is_tried_in_turn_is_told_apart(text: str, parts: tuple[str, ...]) -> None:
    assert alternatives(text) == parts


@pytest.mark.parametrize("text", ["[[[", "", "a.", "foo(@)", "items[?no_such(@)]"])
def test_what_is_no_expression_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="jmespath"):
        jmespath_of(text)
