"""What an answer says of a document. Servers say "not there" in many ways, and not all of them with a 404.

A redirect to an error page, a web page where data was expected, an empty title, an empty body, a 204: each has been seen on a parliament's
server. None of them is an end by itself when the document had been there before: see `booking`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal
from urllib.parse import urlsplit

from monitor.sources.discovery.ask import Verdict
from monitor.sources.html_page import is_bot_wall, is_html
from monitor.sources.statuses import describe

if TYPE_CHECKING:
    from collections.abc import Collection

    from monitor.sources.discovery.cursor import Reading
    from monitor.sources.response import Response

_PAGES = frozenset({200, 203, 226})
_NO_CONTENT, _NOT_MODIFIED, _SERVER_ERROR = 204, 304, 500
_ABSENT = frozenset({404, 410})
_REFUSED = frozenset({401, 402, 403, 451})
_NOTHING = frozenset({b"", b"[]", b"{}", b"null", b'""'})
_SEEN = 200_000
_EMPTY_TITLE = re.compile(r"<title[^>]{0,200}>\s*</title>", re.IGNORECASE)
_ERROR_PAGE = re.compile(r"error|not-?found|404|unavailable", re.IGNORECASE)
_ZIP = (b"PK\x03\x04", b"PK\x05\x06")


@dataclass(frozen=True, slots=True)
class Judged:
    """A verdict with its reason for people; `is_servers` if it looks like the server's state rather than the document's."""

    verdict: Verdict
    reason: str = ""
    is_servers: bool = False


def judge(response: Response, asked: str, reading: Reading | None, wants: Literal["page", "data", "archive", "any"]) -> Judged:
    """Tell what an answer says. `asked` is the address that was asked, `reading` what the request was conditional on."""
    status = response.status
    if status == _NOT_MODIFIED and reading is not None:
        return Judged(Verdict.SAME)
    if status in _ABSENT or status == _NO_CONTENT:
        return Judged(Verdict.ABSENT, describe(status))
    if status not in _PAGES:
        return Judged(Verdict.BROKEN, describe(status), is_servers=status >= _SERVER_ERROR or status in _REFUSED)
    if response.body.strip() in _NOTHING:
        return Judged(Verdict.ABSENT, "the server answers with nothing in it")
    if reading is not None and response.body_hash.hex() == reading.body_hash:
        return Judged(Verdict.SAME)
    return _content(response, asked, wants)


def together(judged: Collection[Judged]) -> Judged:
    """Tell what the answers for a document's languages say together: what one of them has is there, and what is wrong is said."""
    verdicts = {each.verdict for each in judged}
    broken = [each for each in judged if each.verdict is Verdict.BROKEN]
    for verdict in (Verdict.HERE, Verdict.SAME):
        if verdict in verdicts:
            return Judged(verdict, broken[0].reason if broken else "", bool(broken) and broken[0].is_servers)
    if broken:
        return broken[0]
    return next((each for each in judged if each.verdict is Verdict.SOFT), next(iter(judged)))


def _content(response: Response, asked: str, wants: Literal["page", "data", "archive", "any"]) -> Judged:
    text = response.body[:_SEEN].decode("utf-8", "replace")
    if not is_html(text):
        is_fit = wants != "archive" or response.body.startswith(_ZIP)
        return Judged(Verdict.HERE) if is_fit else Judged(Verdict.BROKEN, "this is no zip archive")
    was_led_away = urlsplit(response.url).path != urlsplit(asked).path
    if wants == "page":
        return _page(text, urlsplit(response.url).path if was_led_away else "")
    if wants == "any":
        return Judged(Verdict.HERE)
    if is_bot_wall(text):
        return Judged(Verdict.BROKEN, "the server checks for browsers (a bot wall); ask the publisher for access", is_servers=True)
    return Judged(Verdict.SOFT, _stands_for(was_led_away))


def _page(text: str, led_to: str) -> Judged:
    if _EMPTY_TITLE.search(text):
        return Judged(Verdict.SOFT, "the server answers with a page without a title")
    if _ERROR_PAGE.search(led_to):
        return Judged(Verdict.SOFT, "the server leads to an error page")
    return Judged(Verdict.HERE)


def _stands_for(was_led_away: bool) -> str:  # noqa: FBT001 the one thing that it depends on
    return "the server leads to a web page" if was_led_away else "the server answers with a web page where a document was expected"
