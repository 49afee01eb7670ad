"""The words of an element as paragraphs: what is set apart in print stands apart, the rest is one line."""

from __future__ import annotations

from typing import TYPE_CHECKING

from monitor.sources.parliament.xml import local_name, one_line

if TYPE_CHECKING:
    from collections.abc import Container, Iterator

    from lxml import etree

# What begins a line of its own: paragraphs, items, quotations, rows and cells, in the words of every family of records read here
BLOCKS = frozenset(
    (
        *("p", "para", "ParaText", "QuotePara", "ProceduralText", "Prayer", "title", "heading", "subheading", "quote", "zitat", "br"),
        *("li", "item", "dt", "dd", "tr", "row", "td", "th", "entry", "table", "list", "ul", "ol", "dl"),
        *("summary", "narrative", "scene", "block", "amendment", "motion", "kommentar"),
    )
)
_CUT = "\0"  # XML cannot hold it


def paragraphs(element: etree._Element, skip: Container[str] = ()) -> list[str]:
    """Give the paragraphs within an element, in document order, without what stands in elements of a name in `skip`."""
    return [] if local_name(element) in skip else _lines(_pieces(element, skip))


def _lines(pieces: Iterator[str]) -> list[str]:
    """Put pieces of text together to lines that are not empty."""
    lines = (one_line(line) for line in "".join(pieces).split(_CUT))
    return [line for line in lines if line]


def _pieces(element: etree._Element, skip: Container[str]) -> Iterator[str]:
    is_apart = local_name(element) in BLOCKS
    if is_apart:
        yield _CUT
    if element.get("label") and local_name(element) == "item":  # (a), (1): print has them, the text has not
        yield f"{element.get('label')} "
    if element.text:
        yield element.text
    for child in element:
        if local_name(child) not in skip:
            yield from _pieces(child, skip)
        if child.tail:
            yield child.tail
    if is_apart:
        yield _CUT
