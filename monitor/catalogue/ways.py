"""`discover:` and `paginate:` of a user's entry: how the documents of a declared record are found."""

from __future__ import annotations

import re
from datetime import date, timedelta
from string import Formatter
from types import MappingProxyType
from typing import TYPE_CHECKING

from monitor.catalogue.discovery import (
    Counter,
    DateWalk,
    Discovery,
    IndexPage,
    OneFeed,
    Paging,
    SinceParam,
    SitemapLastmod,
    ZipBulk,
)
from monitor.catalogue.json_paths import jmespath_of
from monitor.catalogue.patterns import wrong_pattern
from monitor.catalogue.words import Words

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

_SECRET = re.compile(r"\$\{[^{}]*\}")
_NAME = re.compile(r"[A-Za-z_]\w*")
_DEEPEST = 4  # index pages that lead to one another


def read_ways(words: Words, url: str) -> tuple[Discovery, ...]:
    """Read `discover:`, one map or a list of them; without it, the document stands at the entry's address. Faults go to `words`."""
    value = words.values.get("discover")
    if value is None:
        if not url:
            words.note(None, "neither `url` nor `discover` says where the documents are", "add url: https://...")
        _only_since(words, None)
        return (OneFeed(url),) if url else ()
    several = value if isinstance(value, list | tuple) else (value,)
    found: list[Discovery] = []
    for number, each in enumerate(several):
        steps = ("discover",) if several is not value else ("discover", number)
        inner = words.within(each, *steps)
        way = _way(inner, words, url) if inner else None
        if way is not None:
            found.append(way)
    if not several:
        words.note("discover", "this list is empty", "write {kind: feed, url: https://...}")
    return tuple(found)


def _way(inner: Words, outer: Words, url: str) -> Discovery | None:
    kind = inner.text("kind")
    if kind not in _KINDS:
        inner.note("kind" if kind else None, f"{kind!r} is no way to find documents" if kind else "`kind` is missing",
                   f"write kind: and one of {', '.join(_KINDS)}")  # fmt: skip
        return None
    _only_since(outer, kind)
    address = inner.text("url", url)
    if not address.startswith(("http://", "https://", "${")):
        inner.note("url" if "url" in inner.values else None, "the address of the documents is missing", "add url: https://...")
    _template(inner, "url", address)
    if kind == "since_param":
        return _since_param(inner, outer, address)
    return _KINDS[kind](inner, address)


def _only_since(outer: Words, kind: str | None) -> None:
    if outer.values.get("paginate") is not None and kind != "since_param":
        outer.note(
            "paginate",
            "only an interface that is asked for what changed answers in parts",
            "take it out, or use discover: {kind: since_param, ...}",
        )


def _feed(inner: Words, url: str) -> Discovery:
    inner.only("kind", "url")
    return OneFeed(url)


def _counter(inner: Words, url: str) -> Discovery:
    inner.only("kind", "url", "start", "tolerance", "also", "member")
    _must_name(inner, url, "n", "{n}, which counts the documents, or {n:03} with zeros before it")
    return Counter(url, inner.number("start", 1), inner.number("tolerance", 3), inner.texts("also"), _member(inner))


def _date_walk(inner: Words, url: str) -> Discovery:
    inner.only("kind", "url", "day_format", "since", "member")
    _must_name(inner, url, "date", "{date}, which is the day")
    since = inner.text("since")
    try:
        first = date.fromisoformat(since) if since else None
    except ValueError:
        inner.note("since", f"{since!r} is no day", "write one such as 2026-01-31")
        first = None
    return DateWalk(url, inner.text("day_format", "%Y-%m-%d"), first, _member(inner))


def _index_page(inner: Words, url: str, depth: int = 1) -> IndexPage:
    inner.only("kind", "url", "link", "document", "then", "member", "most", "newest_first")
    then = inner.inner("then")
    if then is not None and depth >= _DEEPEST:
        inner.note("then", f"pages lead to pages more than {_DEEPEST} times", "begin with a page nearer to the documents")
        then = None
    further = _index_page(then, then.text("url"), depth + 1) if then else None
    document = inner.text("document") or None
    if document:
        _template(inner, "document", document)
    link = inner.needed("link", "a regular expression that the links to documents match")
    return IndexPage(
        url=url,
        link=_pattern(inner, "link", link),
        document=document,
        member=_member(inner),
        most=inner.number("most", 50, 1),
        is_newest_first=inner.values.get("newest_first") is not False,
        then=further,
    )


def _sitemap(inner: Words, url: str) -> Discovery:
    inner.only("kind", "url", "page", "document", "sitemap", "member")
    page = inner.needed("page", "a regular expression that the pages wanted match")
    sitemap = inner.text("sitemap")
    return SitemapLastmod(
        url=url,
        page=_pattern(inner, "page", page),
        document=inner.text("document") or None,
        sitemap=_pattern(inner, "sitemap", sitemap) if sitemap else None,
        member=_member(inner),
    )


def _zip_bulk(inner: Words, url: str) -> Discovery:
    inner.only("kind", "url", "member")
    return ZipBulk(url, _pattern(inner, "member", inner.needed("member", r"a regular expression such as '\.xml$'")))


def _since_param(inner: Words, outer: Words, url: str) -> Discovery:
    inner.only("kind", "url", "params", "time_format", "overlap")
    params = inner.inner("params")
    read = {name: params.text(name) for name in params.values} if params else {}
    for name, text in read.items():
        if params is not None:
            _template(params, name, text)
    if not any("{since}" in each for each in (url, *read.values())):
        inner.note(
            None,
            "nothing in the address or its params asks for what changed",
            "write {since} where the service takes the time of the last question",
        )
    return SinceParam(
        url, MappingProxyType(read), inner.text("time_format", "%Y-%m-%d"), inner.duration("overlap", timedelta(days=1)), _paging(outer)
    )


def _paging(outer: Words) -> Paging:
    inner = outer.inner("paginate")
    if inner is None:
        return Paging()
    inner.only("next", "parameter", "keep", "offset", "size", "step", "first", "most")
    following = inner.text("next") or None
    if following:
        try:
            jmespath_of(following)
        except ValueError as error:
            what, _, remedy = str(error).partition("; ")
            inner.note("next", what, remedy)
    offset = inner.text("offset") or None
    if (following is None) == (offset is None):
        inner.note(None, "one of `next` and `offset` says how an answer goes on", 'write next: "@.next" (jmespath) or offset: NAME')
    parameter = inner.text("parameter") or None
    if parameter and not following:
        inner.note("parameter", "only what `next` finds can be put into a parameter", "write next: and where the value stands")
    size = inner.number("size", 100, 1)
    return Paging(
        next=following,
        offset=offset,
        size=size,
        first=inner.number("first", 0),
        most=inner.number("most", 50, 1),
        parameter=parameter,
        keep=inner.texts("keep"),
        step=inner.number("step", size, 1) if "step" in inner.values else None,
    )


def _member(inner: Words) -> str | None:
    member = inner.text("member")
    return _pattern(inner, "member", member) if member else None


def _pattern(inner: Words, name: str, text: str) -> str:
    if wrong := wrong_pattern(text):
        inner.note(name, f"{text!r} is no regular expression: {wrong}", "look-ahead and back references are not known (RE2)")
    return text


def _template(inner: Words, name: str, text: str) -> None:
    """Note a template whose braces do not match, or hold something else than a name."""
    try:
        fields = [field for _, field, _, _ in Formatter().parse(_SECRET.sub("", text)) if field is not None]
    except ValueError:
        fields = [""]
    if not all(_NAME.fullmatch(field) for field in fields):
        inner.note(
            name, f"the braces of {text!r} cannot be read", "write names in braces, such as {since}; a brace that is meant is doubled"
        )


def _must_name(inner: Words, url: str, name: str, what: str) -> None:
    if f"{{{name}" not in url:
        inner.note("url" if "url" in inner.values else None, f"the address has no {{{name}}}", f"write {what}")


_KINDS: Mapping[str, Callable[[Words, str], Discovery]] = {
    "feed": _feed,
    "counter": _counter,
    "date_walk": _date_walk,
    "index_page": _index_page,
    "since_param": _feed,
    "sitemap_lastmod": _sitemap,
    "zip_bulk": _zip_bulk,
}
