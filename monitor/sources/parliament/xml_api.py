"""`xml-api`: XML of any service, as the source's own settings describe it (see docs/how-to/read-any-parliament.md).

The document is walked once, in its order. Elements named under `context:` set what is carried, a heading or a time, until it is replaced or
reset; each element named under `records:` becomes an item. Names are local names, so that the namespaces of Atom, OData and the versions of
one schema make no difference.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from lxml import etree

from monitor.catalogue.plans import xml_plan
from monitor.catalogue.words import Words
from monitor.errors import ParseError
from monitor.model import Page
from monitor.sources.parliament.declared_items import Maker, unusable
from monitor.sources.parliament.xml import local_name, named, one_line, read_xml, words_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from monitor.catalogue.plans import Carried, XmlPlan
    from monitor.sources.document import Document

_EXCERPT = 120
_SIGN = 3  # letters of a text that make an answer without records something else than empty


def parse_xml_api(document: Document) -> Page:
    """Read a document by the options of its source.

    Raises:
        ParseError: the document is no XML or holds something else than the options say, or the options cannot be meant.
    """
    words = Words(document.options)
    plan = xml_plan(document.options, words)
    if plan is None:
        raise unusable(words)
    root = read_xml(document.body)
    maker = Maker(plan.plan, document.url)
    walk = _Walk(plan)
    count = 0
    for element in walk.records(root):
        count += 1
        maker.add(lambda path, element=element: walk.find(element, path))  # type: ignore[misc]  # bound for this turn
    if plan.root and local_name(root) != plan.root:
        raise ParseError(f"the document is <{local_name(root)}> where <{plan.root}> was expected; it says {_said(root)!r}")
    if not count and not plan.root and len(_said(root)) >= _SIGN:
        raise ParseError(
            f"no element called {' or '.join(plan.records)} is in this document, which is <{local_name(root)}> and says {_said(root)!r}; "
            f"if an answer without records looks like that, write root: {local_name(root)}"
        )
    if count and not maker.items:
        raise ParseError(f"none of the {count:,} records has what `fields:` looks for; look at the first of <{' '.join(plan.records)}>")
    return Page(maker.items, declared=count, warnings=maker.warnings)


def _said(root: etree._Element) -> str:
    return words_of(root)[:_EXCERPT]


class _Walk:
    """One pass over a document, with what is carried so far."""

    def __init__(self, plan: XmlPlan) -> None:
        self._plan = plan
        self._carried: dict[str, list[str]] = {}
        self._setters: dict[str, list[Carried]] = {}
        self._paths: dict[str, etree.XPath] = {}
        for each in plan.context:
            for name in each.at:
                self._setters.setdefault(name, []).append(each)

    def records(self, root: etree._Element) -> Iterator[etree._Element]:
        """Give the records in order; what is carried then is what stood before them."""
        wanted = {*self._plan.records, *self._setters}
        for element in named(root, *wanted):
            name = local_name(element)
            for setter in self._setters.get(name, ()):
                self._set(setter, element)
            if name in self._plan.records:
                yield element

    def _set(self, setter: Carried, element: etree._Element) -> None:
        if found := self.find(element, setter.get):
            self._carried[setter.name] = found
            for name in setter.reset:
                self._carried.pop(name, None)

    def find(self, element: etree._Element, path: str) -> list[str]:
        """Give what a path, or `$name` of what is carried, finds as texts."""
        if path.startswith("$"):
            return self._carried.get(path[1:], [])
        compiled = self._paths.get(path) or self._paths.setdefault(path, etree.XPath(path))
        found = compiled(element)  # a list, or the text of name()
        several = found if isinstance(found, list) else [found]
        return [text for each in several if (text := _text(each))]


def _text(found: object) -> str:
    if isinstance(found, str):
        return one_line(found)
    element: etree._Element = found  # type: ignore[assignment]  # there is nothing else that a path finds
    return "\n".join(_paragraphs(element))


def _paragraphs(element: etree._Element) -> Iterator[str]:
    """Give an element's text by paragraphs: elements that have only elements in them part it, those among words do not."""
    if len(element) == 0 or (element.text or "").strip() or any((child.tail or "").strip() for child in element):
        if text := words_of(element):
            yield text
        return
    for child in element:
        yield from _paragraphs(child)
