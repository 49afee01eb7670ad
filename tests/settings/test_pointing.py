"""A fault in a query is shown where the file writes it, whatever YAML makes of quotes, escapes and lines."""

from __future__ import annotations

import pytest
import yaml
from hypothesis import example, given
from hypothesis import strategies as st
from yaml.nodes import ScalarNode

from monitor.settings import document
from monitor.settings.pointing import place_of
from monitor.settings.schema.entry import on_one_line


def node_of(source: str) -> tuple[document.Document, ScalarNode]:
    read = document.read("file.yaml", source)
    node = document.value_at(read.root, ("term",))
    assert isinstance(node, ScalarNode)
    return read, node


@pytest.mark.parametrize(
    "source",
    [
        "term: éé (aa OR ✗",
        "term:    'it''s (''éé'' OR ✗'",
        'term: "caf\\u00e9 \\"x y\\" \\x41\\U0001F600\\t ✗"',
        'term: "aa\n\n   bb \\\n   cc\n  ✗"',
        "term: aa OR\n   bb OR\n    ✗ OR dd",
        "term: |\n  (éé OR bb)\n  AND (dd OR\n  ✗\n",
        "term: >-\n    aa OR\n    bb   ✗\n\nname: x",
        "term: |2\n    aa\n   ✗ bb\n",
        "term: '  aa   bb ✗ '",
        "term: |\n  aa OR\n        bb OR\n\n        ✗",
        "term: 😀 ✗",
    ],
)
def test_a_character_is_found_where_the_file_writes_it(source: str) -> None:
    read, node = node_of(source)
    place = place_of(read.lines, node, on_one_line(node.value).index("✗"))
    assert place is not None
    assert read.lines[place[0]][place[1]] == "✗"


def test_what_a_tag_hides_is_told_of_as_a_whole() -> None:
    read, node = node_of("term: !!str '✗'")
    assert place_of(read.lines, node, 0) in {None, (0, 13)}


@example(text=":\\\xa0: \n", style="'", width=5)  # a line that is continued by a space which does not break
@given(st.text(st.sampled_from("aé '\"\\\n\t:#-\u00a0😀"), max_size=15), st.sampled_from(["'", '"', "|", ">", None]), st.integers(5, 80))
def test_every_text_that_yaml_writes_leads_back_to_its_characters(text: str, style: str | None, width: int) -> None:
    source = yaml.dump({"term": f"{text}✗{text}"}, default_style=style, allow_unicode=True, width=width)
    read = document.read("file.yaml", source)
    root = read.root
    assert root is not None
    node = root.value[0][1]
    place = place_of(read.lines, node, on_one_line(node.value).index("✗"))
    assert place is not None
    assert read.lines[place[0]][place[1]] in "✗\\"
