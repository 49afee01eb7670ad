"""How the documents of a record are found, apart from how they are read. One class a kind; each keeps its place in the source's cursor.

Addresses are templates: `{date}` is the day as `day_format` writes it (`{date:%d.%m.%Y}` in another way), `{lang}` a language
(`{lang:upper}` is EN, `{lang:initial}` is E), `{n}` a number (`{n:03}` with zeros), `{since}` and `{until}` the bounds of a window; other
names are what a link of an index page was matched with, or a setting of the source. An address with `{lang}` stands for one document in
each of the source's languages, which are read as one. `${env:NAME}` is put in for the request alone.

Where a document is an archive, `member` (RE2, found anywhere in a member's name) chooses what is read in it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from types import MappingProxyType
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True)
class OneFeed:
    """`feed`: the document is at one address, and says itself what is new."""

    url: str


@dataclass(frozen=True, slots=True)
class Counter:
    """`counter`: documents are numbered; the next number is tried until there is none.

    `{n}` is written with its `also` after it too, for what stands beside the number: special sittings such as 128-B.
    """

    url: str
    start: int = 1
    tolerance: int = 3  # numbers in a row that may be missing before the present end is believed
    also: tuple[str, ...] = ()
    member: str | None = None


@dataclass(frozen=True, slots=True)
class DateWalk:
    """`date_walk`: a document a day, at most; days without a sitting have none."""

    url: str
    day_format: str = "%Y-%m-%d"
    since: date | None = None
    member: str | None = None


@dataclass(frozen=True, slots=True)
class IndexPage:
    """`index_page`: a page lists links; those that `link` matches (RE2) are documents, or `document` makes addresses of its groups.

    A page of HTML is looked through link by link, any other text wherever `link` is found in it. With `{date}` in `url` there is a page a
    day. A group `date` (ISO) tells the document's day; of links that differ only in a group `issue` the last issue is the document. `most`
    is how many documents are taken, the page's first ones (`is_newest_first`) or its last ones.
    """

    url: str
    link: str
    document: str | None = None
    member: str | None = None
    most: int = 50
    is_newest_first: bool = True
    then: IndexPage | None = None  # when the links lead to pages that list the documents in turn


@dataclass(frozen=True, slots=True)
class Paging:
    """How an answer in parts goes on: by an address in it (`next`, jmespath), or by counting on `offset` in steps of `size`.

    With `parameter`, `next` is no address but the value of that parameter. `keep` names parameters that the next address must carry though
    the server leaves them out. `step` is what is counted on by, where that is not the size: 1 for pages.
    """

    next: str | None = None
    offset: str | None = None
    size: int = 100
    first: int = 0
    most: int = 50  # parts of one answer
    parameter: str | None = None
    keep: tuple[str, ...] = ()
    step: int | None = None


@dataclass(frozen=True, slots=True)
class SinceParam:
    """`since_param`: an interface is asked for what changed since the last time, with some overlap."""

    url: str
    params: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    time_format: str = "%Y-%m-%d"
    overlap: timedelta = timedelta(days=1)
    paging: Paging = Paging()


@dataclass(frozen=True, slots=True)
class SitemapLastmod:
    """`sitemap_lastmod`: a sitemap, or an index of them, lists pages with the time of their last change; `page` (RE2) chooses them."""

    url: str
    page: str
    document: str | None = None
    sitemap: str | None = None  # chooses the sitemaps of an index
    member: str | None = None


@dataclass(frozen=True, slots=True)
class ZipBulk:
    """`zip_bulk`: an archive holds all documents; members that `member` (RE2) matches are read if they changed."""

    url: str
    member: str


Discovery = OneFeed | Counter | DateWalk | IndexPage | SinceParam | SitemapLastmod | ZipBulk
DiscoveryKind = Literal["feed", "counter", "date_walk", "index_page", "since_param", "sitemap_lastmod", "zip_bulk"]
