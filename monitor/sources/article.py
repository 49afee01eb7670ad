"""An article's page: its text alone, and what the page says of itself. Runs in a worker process, which loads trafilatura when it must.

The text is found by trafilatura (Barbaresi 2021, https://aclanthology.org/2021.acl-demo.15/): of 181 pages its fast way kept .98 of the
words that belong to the article. It is asked for precision, since without it a short page is given back with its menus.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, cast

from monitor.errors import ParseError
from monitor.sources import article_signs as signs
from monitor.sources.article_head import Head, read_head
from monitor.sources.charset import decode, written_in_html
from monitor.sources.markup import plain_text
from monitor.stories.url_key import is_front_page, url_key
from monitor.stories.wording import word_count

if TYPE_CHECKING:
    from lxml.html import HtmlElement

    from monitor.sources.document import Document

FEWEST_WORDS = 25  # fewer are no article: a caption, a line beside a film
LONGEST = 200_000  # characters of text that are kept
_MOST_MARKUP = 4_000_000  # characters of a page that are read
_HEADLINE_WORDS = 4  # a link of so many words in a line of its own leads to another article
_MOSTLY = 0.6
_LINES = ".//p | .//li"
_BLANKS = re.compile(r"[^\S\n]+|\0+")  # no database keeps a NUL in a text


class PageKind(StrEnum):
    """What stands at an article's address."""

    READABLE = "readable"
    PAYWALL = "paywall"
    BOT_WALL = "bot wall"
    CONSENT = "consent page"
    NOT_HTML = "not HTML"
    NOT_FOUND = "soft 404"
    TOO_LITTLE = "too little text"


@dataclass(frozen=True, slots=True)
class Article:
    """A page that was read. Without `READABLE` there is no text.

    `canonical` is the address that the page names as its own, or as that of what it is a copy of; `original` is a source that it
    declares beside that. `lang` is a language tag.
    """

    kind: PageKind
    text: str = ""
    title: str = ""
    canonical: str | None = None
    original: str | None = None
    lang: str | None = None

    @property
    def words(self) -> int:
        """How many words the text has."""
        return word_count(self.text)


def read_article(document: Document) -> Article:
    """Read the page of an article.

    Raises:
        ParseError: the page cannot be taken apart.
    """
    if not signs.is_html(document.body, document.content_type):
        return Article(PageKind.NOT_HTML)
    markup = decode(document.body, written_in_html(document.body, document.content_type)).text[:_MOST_MARKUP]
    tree = _tree(markup)
    if tree is None:
        return Article(PageKind.TOO_LITTLE)
    head = read_head(tree, document.url)
    text = "" if head.is_locked else _body(tree, head, document.url)
    kind = _kind(document.url, head, text, markup)
    text = text if kind is PageKind.READABLE else ""
    return Article(kind, text, head.title, head.canonical, head.original, head.lang)


def _kind(url: str, head: Head, text: str, markup: str) -> PageKind:
    words = word_count(text)
    if head.is_locked or signs.is_paywall(markup, words):
        return PageKind.PAYWALL
    if signs.is_bot_wall(head.title, markup, words):
        return PageKind.BOT_WALL
    if signs.is_consent(url, head.title, markup, words):
        return PageKind.CONSENT
    if is_front_page(url_key(url)) if url else False:
        return PageKind.NOT_FOUND
    if signs.is_not_found(head.title, words):
        return PageKind.NOT_FOUND
    return PageKind.TOO_LITTLE if words < FEWEST_WORDS else PageKind.READABLE


def _tree(markup: str) -> HtmlElement | None:
    """Parse HTML, whatever state it is in; None if nothing is left of it."""
    from lxml import html
    from lxml.etree import LxmlError

    parser = html.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True)
    try:
        return html.document_fromstring(markup.encode("utf-8", "replace"), parser=parser)
    except LxmlError:  # "Document is empty" among them
        return None


def _body(tree: HtmlElement, head: Head, url: str) -> str:
    """Find the article in a page: as trafilatura sees it, or as the page itself tells programs, where that is more."""
    import trafilatura

    _drop_links_to_others(tree)
    try:
        found = trafilatura.bare_extraction(tree, url=url or None, fast=True, favor_precision=True, include_comments=False)
    except (ValueError, TypeError, AttributeError, RecursionError) as error:
        raise ParseError(f"the text of the page cannot be found ({type(error).__name__}); read it in a browser") from None
    shown = "" if found is None else str(getattr(found, "text", "") or "")
    told = plain_text(head.body) if head.body else ""
    return _capped(told if word_count(told) > 2 * word_count(shown) else shown)


def _drop_links_to_others(tree: HtmlElement) -> None:
    """Take out lines between paragraphs that lead to other articles: "Read also: ..." with a headline. Linked names stay."""
    for line in cast("list[HtmlElement]", tree.xpath(_LINES)):
        links = [_words_in(link) for link in cast("list[HtmlElement]", line.xpath(".//a"))]
        is_headline = any(word_count(link) >= _HEADLINE_WORDS for link in links)
        if is_headline and sum(map(len, links)) >= _MOSTLY * len(_words_in(line)) and line.getparent() is not None:
            line.drop_tree()


def _words_in(element: HtmlElement) -> str:
    return " ".join(str(element.text_content()).split())


def _capped(text: str) -> str:
    text = _BLANKS.sub(" ", text).strip()
    if len(text) <= LONGEST:
        return text
    return text[:LONGEST].rsplit(None, 1)[0]
