"""Paths go by the names that people see in a sample, whatever the namespaces, and never look back."""

from __future__ import annotations

from typing import Any

import pytest
from lxml import etree

from monitor.catalogue.paths import PathError, xpath

DOCUMENT = etree.fromstring("""
<r:sitting xmlns:r="urn:records" xmlns:x="urn:others" r:no="7">
  <r:day>2026-03-04</r:day>
  <x:speech r:id="s1" kind="reply"><x:by><x:name>Ana Kovac</x:name></x:by><x:p>One.</x:p><x:p class="note">Two.</x:p></x:speech>
</r:sitting>""")
SPEECH = DOCUMENT[1]


def found(path: str) -> list[str]:
    several: Any = SPEECH.xpath(xpath(path))
    return [each if isinstance(each, str) else "".join(each.itertext()) for each in several]


@pytest.mark.parametrize(
    ("path", "values"),
    [
        ("by/name", ["Ana Kovac"]),
        ("x:by/x:name", ["Ana Kovac"]),
        (".//name", ["Ana Kovac"]),
        ("@id", ["s1"]),
        ("p", ["One.", "Two."]),
        ("p[2]", ["Two."]),
        ("p[@class='note']", ["Two."]),
        ("p[@class]", ["Two."]),
        (".[@kind='reply']/p[1]", ["One."]),
        (".[@kind='speech']/p[1]", []),
        ("/sitting/day", ["2026-03-04"]),
        ("/sitting/@no", ["7"]),
        ("//day", ["2026-03-04"]),
        ("from || by/name", ["Ana Kovac"]),
        (".//p[1]", ["One."]),
        ("by[name='Ana Kovac']/name/text()", ["Ana Kovac"]),
        ("../day", ["2026-03-04"]),
    ],
)
def test_a_path_finds_what_it_says(path: str, values: list[str]) -> None:
    assert found(path) == values


def test_an_element_can_be_asked_for_its_own_name() -> None:
    assert SPEECH.xpath(xpath("name()")) == "speech"


@pytest.mark.parametrize(
    "path", ["", "a/", "a[", "a b", "preceding::day", "concat(@id, 'x')", "//", "count(p)", "a ||", "p[position()=1]", "a'b"]
)
def test_what_is_no_path_is_refused_with_the_place(path: str) -> None:
    with pytest.raises(PathError, match="path"):
        xpath(path)
