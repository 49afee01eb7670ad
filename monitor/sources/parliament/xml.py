"""Reading XML that nobody vouches for: no DTD is loaded, nothing fetched, and what is wrong is said with its line.

An entity is only expanded if it is the name of one character, such as `<!ENTITY pound "&#163;">`: the older days of TheyWorkForYou begin
with a list of these. A name is never shorter than what it stands for then, so that no document grows.
"""

from __future__ import annotations

import codecs
from typing import TYPE_CHECKING

from lxml import etree

from monitor.errors import ParseError

if TYPE_CHECKING:
    from collections.abc import Iterator

_BEFORE_ROOT = b"\r\n\t "


def read_xml(body: bytes) -> etree._Element:
    """Parse a whole document and give its root. A byte order mark and line breaks before the XML declaration are passed over.

    Raises:
        ParseError: it is no XML, breaks off, or declares entities that are more than the name of a character.
    """
    clean = body.removeprefix(codecs.BOM_UTF8).lstrip(_BEFORE_ROOT).removeprefix(codecs.BOM_UTF8)
    if not clean:
        raise ParseError("the document is empty")
    root = _parsed(clean, resolves=False)
    dtd = root.getroottree().docinfo.internalDTD
    entities = dtd.entities() if isinstance(dtd, etree.DTD) else []  # type: ignore[attr-defined]  # the stubs lack it
    if not all(_is_character(each.orig and each.content) for each in entities):
        raise ParseError("the document declares entities, which could make it grow without bounds; it is refused")
    return _parsed(clean, resolves=True) if entities else root


def _parsed(clean: bytes, *, resolves: bool) -> etree._Element:
    parser = etree.XMLParser(
        resolve_entities="internal" if resolves else False,  # type: ignore[arg-type]  # the stubs do not know it
        load_dtd=False,
        no_network=True,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        return etree.fromstring(clean, parser)
    except etree.XMLSyntaxError as error:
        raise ParseError(f"the document is not well-formed XML: {error.msg}") from None
    except ValueError as error:  # an encoding that does not exist
        raise ParseError(f"the document cannot be read as XML: {error}") from None


def _is_character(content: str | None) -> bool:
    """Whether an entity stands for one character; what lies outside the document is not written in it, and markup is none."""
    return content is not None and len(content) == 1 and content not in "<&"


def local_name(element: etree._Element) -> str:
    """Give an element's name without its namespace."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def named(element: etree._Element, *names: str) -> Iterator[etree._Element]:
    """Walk an element and everything below it in document order, giving those with one of these local names."""
    yield from element.iter(*(f"{{*}}{name}" for name in names))


def first(element: etree._Element, *names: str) -> etree._Element | None:
    """Find the first element below with one of these local names."""
    return next((each for each in named(element, *names) if each is not element), None)


def words_of(element: etree._Element | None) -> str:
    """Give all the text within an element on one line."""
    return "" if element is None else one_line("".join(map(str, element.itertext())))


def one_line(text: str) -> str:
    """Put text on one line, with single spaces."""
    return " ".join(text.split())  # takes a fifth of the time of a regular expression
