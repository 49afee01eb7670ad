"""Text of strangers made inert: it can be read, and it can do nothing else.

A feed can hold anything. It must not turn the direction of what stands beside it, add a line to a mail's head, ping a room,
format a message, or disguise where a link leads. Sources: Slack, "Formatting text for app surfaces"; Matrix client-server API,
"Push rules"; Unicode UAX #9. Discord pings `@everyone` wherever it stands, so the broadcast words are parted inside words too.
"""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING
from urllib.parse import quote, urlsplit, urlunsplit

from monitor.alerts.direction import in_text
from monitor.alerts.parts import Form

if TYPE_CHECKING:
    from collections.abc import Callable

ELLIPSIS = "\N{HORIZONTAL ELLIPSIS}"
LONGEST_LINK = 1500  # with a title it still fits Slack's section of 3000
LONGEST_COMMAND = 240
_READ_AT_MOST = 20_000
_LONGEST_WORD = 25

# Controls, bidirectional embeddings, overrides and isolates, invisible operators, tags, lone surrogates, noncharacters.
_UNSEEN = re.compile(
    "[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\u00ad\u180e\u200b\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\ufffe\uffff"
    "\ud800-\udfff\U000e0000-\U000e0fff]"
)
_MARKS = "[\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]"
_PILED_MARKS = re.compile(f"({_MARKS}{{4}}){_MARKS}+")
_BROADCAST = "everyone|here|room|channel|all"
_PING = re.compile(rf"@(?={_BROADCAST})|(?<!\w)@(?=\S)", re.IGNORECASE)
_PING_IN_LINK = re.compile(rf"@(?={_BROADCAST})", re.IGNORECASE)
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8}){0,3}", re.ASCII)
_LINK_SAFE = "/:?#@!$&'()*+,;=%-._~[]"
# mrkdwn has no escape for its marks, so look-alikes stand in for them.
_SLACK = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", "*": "\u2217", "_": "\uff3f", "~": "\u223c", "`": "\u02cb"})
_SLACK_CODE = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", "`": "\u02cb"})  # between back quotes other marks are only letters


def line(text: str, most: int) -> str:
    """Make one line of at most `most` code points: no controls, no turned direction, white space collapsed, cut between words."""
    seen = _PILED_MARKS.sub(r"\1", _UNSEEN.sub("", text[:_READ_AT_MOST]))
    return cut(" ".join(seen.split()), most)


def cut(text: str, most: int) -> str:
    """Shorten one line to `most` code points, ellipsis included; between words where a word ends near enough."""
    if len(text) <= most:
        return text
    end = most - 1
    space = text.rfind(" ", max(0, end - _LONGEST_WORD), end + 1)
    if space > 0:
        end = space
    while end > 0 and unicodedata.combining(text[end]):
        end -= 1
    return text[:end].rstrip(" ,;:.-") + ELLIPSIS


def guard(form: Form) -> Callable[[str], str]:
    """Name the function that makes a line inert in what `form` reads as markup or as a ping; HTML is the templates' own care."""
    return {"email": _as_it_is, "slack": _slack, "matrix": _plain, "plain": _plain}[form]


def unping(text: str) -> str:
    """Part every `@` from the name after it, so that it pings nobody; an address such as `desk@example.org` stays whole."""
    return _PING.sub("@\u200b", text)


def command_in(form: Form, command: str) -> str:
    """Write a command of ours so that what is copied from `form` is what was meant: no look-alikes, nothing invisible in it."""
    shown = line(command, LONGEST_COMMAND)
    return shown.translate(_SLACK_CODE) if form == "slack" else shown


def safe_link(url: str | None) -> str | None:
    """Return the address in plain ASCII if it can be linked; None when it is no web address, is disguised, or too long.

    A link with a user name in it (`https://bank.example@evil.example`) is a disguise.
    """
    try:
        parts = urlsplit((url or "").strip())
        host = (parts.hostname or "").encode("idna").decode("ascii")
        port = f":{parts.port}" if parts.port else ""
    except ValueError:
        return None
    if parts.scheme not in {"http", "https"} or not host or "@" in parts.netloc or quote(host, safe=".-_:") != host:
        return None
    place = f"[{host}]" if ":" in host else host
    rest = (quote(part, safe=_LINK_SAFE, errors="replace") for part in (parts.path, parts.query, parts.fragment))
    link = urlunsplit((parts.scheme, place + port, *rest))
    return _PING_IN_LINK.sub("%40", link) if len(link) <= LONGEST_LINK else None


def link_in(form: Form, link: str) -> str:
    """Write a safe link as `form` reads it in running text."""
    return link.replace("&", "&amp;") if form == "slack" else link


def safe_language(tag: str | None) -> str:
    """Return a language tag fit for an attribute; empty when it is none."""
    return tag if tag and _LANGUAGE.fullmatch(tag) else ""


def _as_it_is(text: str) -> str:
    return text


def _plain(text: str) -> str:
    return unping(in_text(text))


def _slack(text: str) -> str:
    return _plain(text).translate(_SLACK)
