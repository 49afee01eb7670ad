"""What an article's page says of itself beside the text: in <head>, in its language, and in JSON-LD (https://schema.org/NewsArticle)."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

from monitor.sources.language import language_tag
from monitor.sources.links import web_address

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.etree import _Element

_LONGEST_TITLE = 500
_MOST_NODES = 200
_FREE = "isAccessibleForFree"  # https://developers.google.com/search/docs/appearance/structured-data/paywalled-content
_LOCKED_TIERS = frozenset({"locked"})  # article:content_tier; "metered" pages are open for so many a month
_NO = frozenset({"false", "0", "no", "https://schema.org/false", "http://schema.org/false"})
_BELOW = ("@graph", "mainEntity", "mainEntityOfPage")  # where a page's own node may stand; lists of other articles are no business of ours


@dataclass(frozen=True, slots=True)
class Head:
    """A page's own account. `is_locked`: it says that not everybody may read it. `body` is the article's text as told to programs."""

    title: str = ""
    canonical: str | None = None
    original: str | None = None
    lang: str | None = None
    is_locked: bool = False
    body: str = ""


def read_head(tree: _Element, url: str) -> Head:
    """Read what a page says of itself; links are resolved against its address."""
    metas = _metas(tree)
    nodes = list(_nodes(tree))
    return Head(
        title=_title(tree, metas),
        canonical=web_address(
            _attribute(tree, "//link[translate(@rel, 'CANOIL', 'canoil')='canonical']/@href") or metas.get("og:url"), url
        ),
        original=_original(metas, nodes, url),
        lang=language_tag(_attribute(tree, "/html/@lang"), _attribute(tree, "//article/@lang"), metas.get("og:locale")),
        is_locked=_is_locked(metas, nodes),
        body=max((each for node in nodes if isinstance(each := node.get("articleBody"), str)), key=len, default=""),
    )


def _metas(tree: _Element) -> dict[str, str]:
    """Collect the meta elements by name, property or itemprop, in lower case; the first of each counts."""
    found: dict[str, str] = {}
    for meta in cast("list[_Element]", tree.xpath("//meta[@content]")):
        for attribute in ("name", "property", "itemprop"):
            if name := meta.get(attribute):
                found.setdefault(str(name).strip().lower(), str(meta.get("content")).strip())
    return found


def _title(tree: _Element, metas: dict[str, str]) -> str:
    written = cast("list[str]", tree.xpath("//head/title//text()"))
    return " ".join((" ".join(written) or metas.get("og:title", "")).split())[:_LONGEST_TITLE]


def _attribute(tree: _Element, path: str) -> str | None:
    found = cast("list[str]", tree.xpath(path))
    return str(found[0]) if found else None


def _original(metas: dict[str, str], nodes: list[dict[str, object]], url: str) -> str | None:
    """Find the source that a copy declares (original-source and syndication-source, as Google News read them; schema.org's isBasedOn)."""
    named: list[object] = [metas.get("original-source"), metas.get("syndication-source")]
    for node in nodes:
        based = node.get("isBasedOn") or node.get("isBasedOnUrl")
        all_of_it = based if isinstance(based, list) else [based]
        named += [(each.get("url") or each.get("@id")) if isinstance(each, dict) else each for each in all_of_it]
    return next((address for each in named if (address := web_address(each, url))), None)


def _is_locked(metas: dict[str, str], nodes: list[dict[str, object]]) -> bool:
    if metas.get("article:content_tier", "").lower() in _LOCKED_TIERS or metas.get(_FREE.lower(), "").lower() in _NO:
        return True
    return any(str(node[_FREE]).strip().lower() in _NO for node in nodes if _FREE in node)


def _nodes(tree: _Element) -> Iterator[dict[str, object]]:
    """Yield the JSON-LD nodes that speak of the page itself; what is no JSON says nothing."""
    for text in cast("list[str]", tree.xpath("//script[contains(translate(@type, 'LDJSON', 'ldjson'), 'ld+json')]/text()")):
        try:
            waiting: list[object] = [json.loads(text, strict=False)]
        except (ValueError, RecursionError):
            continue
        seen = 0
        while waiting and seen < _MOST_NODES:
            one = waiting.pop(0)
            seen += 1
            if isinstance(one, list):
                waiting += one
            elif isinstance(one, dict):
                yield one
                waiting += [one[name] for name in _BELOW if name in one]
