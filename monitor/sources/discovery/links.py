"""The links of a page that lists documents: of HTML its anchors, of any other text what the pattern finds in it."""

from __future__ import annotations

import re
from html import unescape
from typing import TYPE_CHECKING
from urllib.parse import urljoin

import re2  # type: ignore[import-untyped]

from monitor.sources.discovery.addresses import fill, harmless

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

MOST_LINKS = 50_000  # of one page; lists of every day since 1919 have half of that
_MARKUP = re.compile(r"<(?:a|link|area)\s", re.IGNORECASE)
_HREF = re.compile(
    r"""<(?:a|link|area)\s[^<>]{0,2000}?href\s*=\s*(?:"([^"]{1,2000})"|'([^']{1,2000})'|([^\s"'<>]{1,2000}))""", re.IGNORECASE
)


def found_links(body: bytes, base: str, pattern: str, document: str | None) -> list[tuple[str, Mapping[str, str]]]:
    """Find the addresses that `pattern` (RE2) chooses, in the page's order, each once, with what its named groups matched.

    `document` makes the addresses of the groups; without it they are the links themselves, made whole by `base`.
    """
    text = body.decode("utf-8", "replace").replace("\\/", "/")  # JSON may write its slashes so
    names = re2.compile(pattern)
    found: dict[str, Mapping[str, str]] = {}
    for matched, whole in _matches(text, base, names):
        groups = {name: matched.group(at) or "" for name, at in names.groupindex.items()}
        address = fill(document, groups) if document is not None else harmless(whole)
        if address.startswith(("http://", "https://")):
            found.setdefault(address, groups)
        if len(found) >= MOST_LINKS:
            break
    return list(found.items())


def _matches(text: str, base: str, names: re2.Pattern) -> Iterator[tuple[re2.Match, str]]:
    if not _MARKUP.search(text):
        for matched in names.finditer(text):
            yield matched, _joined(base, matched.group(0))
        return
    for link in _HREF.finditer(text):
        whole = _joined(base, unescape(link[1] or link[2] or link[3]).strip().replace("\\", "/"))
        if (matched := names.search(whole)) is not None:
            yield matched, whole


def _joined(base: str, link: str) -> str:
    try:
        return urljoin(base, link).partition("#")[0]
    except ValueError:
        return ""
