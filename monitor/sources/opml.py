"""OPML 2.0 (opml.org/spec2.opml): how feed readers pass on lists of feeds."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from lxml import etree

from monitor.errors import ParseError
from monitor.sources.links import web_address
from monitor.sources.markup import one_line

if TYPE_CHECKING:
    from collections.abc import Iterable

_MOST = 20_000  # feeds of one list
_LONGEST_TITLE = 200
_XML_TEXT = str.maketrans({code: None for code in range(32) if chr(code) not in "\t\n\r"})


@dataclass(frozen=True, slots=True)
class Outline:
    """One feed of a list. `tags` are the names of the folders it stands in, outermost first."""

    url: str
    title: str
    tags: tuple[str, ...] = ()


def read_opml(body: bytes) -> tuple[Outline, ...]:
    """Read a list of feeds; each address once, web addresses only.

    Raises:
        ParseError: it is no OPML, declares entities, or names no feed.
    """
    # Entities are for attacks only here: nothing is expanded, fetched or looked up.
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, recover=True, huge_tree=False)
    try:
        root = etree.fromstring(body, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise ParseError(f"this is no OPML: {error}; export the list of feeds again from your feed reader") from None
    if root is None or not isinstance(root.tag, str) or root.tag.lower() != "opml":
        raise ParseError("this is no OPML: it has no <opml> around it; export the list of feeds again from your feed reader")
    if root.getroottree().docinfo.internalDTD is not None:
        raise ParseError("this OPML declares entities, which no list of feeds needs; it is refused")
    found = {outline.url: outline for outline in reversed([*_outlines(root)])}
    if not found:
        raise ParseError("this OPML names no feed: none of its outlines has an `xmlUrl` that is a web address")
    return tuple(reversed(found.values()))[:_MOST]


def _outlines(root: etree._Element) -> Iterable[Outline]:
    for outline in root.iter("outline"):
        values = {str(name).lower(): str(value) for name, value in outline.attrib.items()}
        if url := web_address(values.get("xmlurl")):
            folders = [_title(parent) for parent in outline.iterancestors("outline") if parent.get("xmlUrl") is None]
            yield Outline(url, _title(outline), tuple(folder for folder in reversed(folders) if folder))


def _title(outline: etree._Element) -> str:
    return one_line(str(outline.get("title") or outline.get("text") or ""))[:_LONGEST_TITLE]


def write_opml(outlines: Iterable[Outline], title: str = "Tocsin") -> str:
    """Write a list of feeds; those with tags stand in folders."""
    root = etree.Element("opml", version="2.0")
    etree.SubElement(etree.SubElement(root, "head"), "title").text = title.translate(_XML_TEXT)
    body = etree.SubElement(root, "body")
    folders: dict[tuple[str, ...], etree._Element] = {(): body}
    for outline in outlines:
        for depth in range(1, len(outline.tags) + 1):
            path = outline.tags[:depth]
            if path not in folders:
                folders[path] = etree.SubElement(folders[path[:-1]], "outline", text=path[-1].translate(_XML_TEXT))
        name = outline.title.translate(_XML_TEXT)
        etree.SubElement(folders[outline.tags], "outline", type="rss", text=name, title=name, xmlUrl=outline.url.translate(_XML_TEXT))
    etree.indent(root)
    return etree.tostring(root, xml_declaration=True, encoding="utf-8").decode() + "\n"
