"""The feeds of the sample press, each in the format that its outlet chose: RSS 2.0, RSS 1.0, Atom, JSON Feed."""

from __future__ import annotations

import json
from dataclasses import dataclass
from email.utils import format_datetime
from html import escape
from typing import TYPE_CHECKING, cast

from lxml import etree

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from monitor.demo.press import Outlet, Story

ATOM = "http://www.w3.org/2005/Atom"
CONTENT = "http://purl.org/rss/1.0/modules/content/"
DC = "http://purl.org/dc/elements/1.1/"
RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
RSS1 = "http://purl.org/rss/1.0/"
XML = "http://www.w3.org/XML/1998/namespace"
# The names that need no prefix are filed under None, which the stubs of lxml leave out.
_ATOM_NAMES = cast("dict[str, str]", {None: ATOM})
_RSS1_NAMES = cast("dict[str, str]", {None: RSS1, "rdf": RDF, "dc": DC})
_EXCERPT = 140  # characters


@dataclass(frozen=True, slots=True)
class Document:
    """A feed ready to be served."""

    body: bytes
    content_type: str


@dataclass(frozen=True, slots=True)
class Addresses:
    """Where things are served: `home` of an outlet, `article` of an outlet and a key."""

    home: Callable[[str], str]
    article: Callable[[str, str], str]


def render_feed(outlet: Outlet, stories: Sequence[Story], addresses: Addresses) -> Document:
    """Write an outlet's feed. The same stories give the same bytes, so that validators hold."""
    return {"rss2": _rss2, "rss1": _rss1, "atom": _atom, "json": _json}[outlet.format](outlet, stories, addresses)


def paragraphs(story: Story) -> str:
    """Write a story's text as HTML."""
    said = list(story.paragraphs)
    if story.dateline:
        said[0] = f"{story.dateline} — {said[0]}"
    return "\n".join(f"<p>{escape(paragraph)}</p>" for paragraph in said)


def _content(outlet: Outlet, story: Story, addresses: Addresses) -> str:
    """Write what the feed carries of a story, as HTML."""
    if outlet.carries == "teaser":
        return f"<p>{escape(story.paragraphs[0])}</p>"
    if outlet.carries == "autoblog" and story.original:
        source = escape(addresses.article(*story.original.split("/")))
        return f'[ad_1]\n<br><div id="">{paragraphs(story)}</div>\n<br>[ad_2]\n<br><a href="{source}">Source </a>'
    return paragraphs(story)


def _rss2(outlet: Outlet, stories: Sequence[Story], addresses: Addresses) -> Document:
    rss = etree.Element("rss", {"version": "2.0"}, nsmap={"content": CONTENT, "dc": DC})
    channel = etree.SubElement(rss, "channel")
    _add(channel, "title", outlet.name)
    _add(channel, "link", addresses.home(outlet.key))
    _add(channel, "description", outlet.about)
    _add(channel, "language", outlet.language)
    for story in stories:
        item = etree.SubElement(channel, "item")
        address = addresses.article(story.outlet, story.key)
        _add(item, "title", story.title)
        _add(item, "link", address)
        _add(item, "guid", address)
        _add(item, "pubDate", format_datetime(story.published_at, usegmt=True))
        if story.by:
            _add(item, f"{{{DC}}}creator", story.by)
        if outlet.carries == "autoblog":  # such sites run WordPress, which gives an excerpt and the whole
            _add(item, "description", escape(f"{story.paragraphs[0][:_EXCERPT].rpartition(' ')[0]} […]"))
            _add(item, f"{{{CONTENT}}}encoded", _content(outlet, story, addresses))
        else:
            _add(item, "description", _content(outlet, story, addresses))
    return _xml(rss, outlet, "application/rss+xml")


def _rss1(outlet: Outlet, stories: Sequence[Story], addresses: Addresses) -> Document:
    rdf = etree.Element(f"{{{RDF}}}RDF", nsmap=_RSS1_NAMES)
    home = addresses.home(outlet.key)
    channel = etree.SubElement(rdf, f"{{{RSS1}}}channel", {f"{{{RDF}}}about": home})
    _add(channel, f"{{{RSS1}}}title", outlet.name)
    _add(channel, f"{{{RSS1}}}link", home)
    _add(channel, f"{{{RSS1}}}description", outlet.about)
    _add(channel, f"{{{DC}}}language", outlet.language)
    sequence = etree.SubElement(etree.SubElement(channel, f"{{{RSS1}}}items"), f"{{{RDF}}}Seq")
    for story in stories:
        address = addresses.article(story.outlet, story.key)
        etree.SubElement(sequence, f"{{{RDF}}}li", {f"{{{RDF}}}resource": address})
        item = etree.SubElement(rdf, f"{{{RSS1}}}item", {f"{{{RDF}}}about": address})
        _add(item, f"{{{RSS1}}}title", story.title)
        _add(item, f"{{{RSS1}}}link", address)
        _add(item, f"{{{RSS1}}}description", _content(outlet, story, addresses))
        _add(item, f"{{{DC}}}date", story.published_at.isoformat(timespec="seconds"))
    return _xml(rdf, outlet, "application/rdf+xml")


def _atom(outlet: Outlet, stories: Sequence[Story], addresses: Addresses) -> Document:
    feed = etree.Element(f"{{{ATOM}}}feed", {f"{{{XML}}}lang": outlet.language}, nsmap=_ATOM_NAMES)
    home = addresses.home(outlet.key)
    _add(feed, f"{{{ATOM}}}title", outlet.name)
    _add(feed, f"{{{ATOM}}}id", home)
    etree.SubElement(feed, f"{{{ATOM}}}link", {"href": home})
    if stories:
        _add(feed, f"{{{ATOM}}}updated", max(story.updated_at for story in stories).isoformat(timespec="seconds"))
    for story in stories:
        entry = etree.SubElement(feed, f"{{{ATOM}}}entry")
        address = addresses.article(story.outlet, story.key)
        _add(entry, f"{{{ATOM}}}title", story.title)
        _add(entry, f"{{{ATOM}}}id", address)
        etree.SubElement(entry, f"{{{ATOM}}}link", {"rel": "alternate", "href": address})
        _add(entry, f"{{{ATOM}}}published", story.published_at.isoformat(timespec="seconds"))
        _add(entry, f"{{{ATOM}}}updated", story.updated_at.isoformat(timespec="seconds"))
        if story.by:
            _add(etree.SubElement(entry, f"{{{ATOM}}}author"), f"{{{ATOM}}}name", story.by)
        _add(entry, f"{{{ATOM}}}content", _content(outlet, story, addresses)).set("type", "html")
    return _xml(feed, outlet, "application/atom+xml")


def _json(outlet: Outlet, stories: Sequence[Story], addresses: Addresses) -> Document:
    home = addresses.home(outlet.key)
    feed = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": outlet.name,
        "home_page_url": home,
        "description": outlet.about,
        "language": outlet.language,
        "items": [
            {
                "id": addresses.article(story.outlet, story.key),
                "url": addresses.article(story.outlet, story.key),
                "title": story.title,
                "content_html": _content(outlet, story, addresses),
                "date_published": story.published_at.isoformat(timespec="seconds"),
                "date_modified": story.updated_at.isoformat(timespec="seconds"),
                **({"authors": [{"name": story.by}]} if story.by else {}),
            }
            for story in stories
        ],
    }
    return Document(json.dumps(feed, ensure_ascii=False, indent=1).encode(), "application/feed+json")


def _add(parent: etree._Element, tag: str, text: str) -> etree._Element:
    element = etree.SubElement(parent, tag)
    element.text = text
    return element


def _xml(root: etree._Element, outlet: Outlet, content_type: str) -> Document:
    body = cast("bytes", etree.tostring(root, encoding=outlet.encoding, xml_declaration=True, pretty_print=True))
    return Document(body, f"{content_type}; charset={outlet.encoding}")
