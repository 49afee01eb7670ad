"""The URL key: one text for all the addresses of one page.

Keys are compared, never fetched, so the key may forget what no two pages differ by (scheme, `www.`, trackers), and
must keep whatever they might differ by: the case of the path, unknown parameters, the fragment that is a speech.
Equivalences of RFC 3986, section 6.2; the rest was learnt from the addresses of real feeds.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING
from urllib.parse import SplitResult, unquote_plus, urlsplit

from monitor.stories.trackers import is_tracker

if TYPE_CHECKING:
    from collections.abc import Iterator

LONGEST = 10_000  # characters; what is longer is no page's address but data, and stays as it is

_SCHEME = re.compile(r"(?:https?|feed)://", re.IGNORECASE)
_OTHER_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*:(?!\d+(?:[/?#]|$))", re.IGNORECASE)  # mailto:, tag:, urn:; not host:8080
_HOST = re.compile(r"[\w.:%-]+")
_PERCENT = re.compile(r"%([0-9A-Fa-f]{2})")
_LIGHT_LABELS = re.compile(r"www\d?|m|mobile|amp|edition")  # the same pages in other clothes
_REGISTRY = re.compile(r"(?:ac|co|com|edu|gob|gov|gouv|go|ne|net|or|org)\.[a-z]{2}")  # amp.com.au is a company
_LIGHT_PATH = re.compile(  # what may go from the end of a path
    r"(?<=[^/.])\.amp(?=(?:\.html?)?/*$)|/+amp(?:\.html?)?/*$|/+(?:index|default)\.(?:html?|php|aspx?|xhtml)/*$|/+$"
)
_SESSION = re.compile(r";jsessionid=[^/;]*", re.IGNORECASE)
_ARCHIVED = re.compile(r"/web/\d+(?:[a-z]{2}_)?/(https?):/(.+)")
_CACHED = re.compile(r"/[cv]/(?:s/)?(.+)")
_SHOWN = re.compile(r"/amp/(?:s/)?(.+)")
_GOOGLE = re.compile(r"google\.[a-z]{2,3}(?:\.[a-z]{2})?")
_UNRESERVED = frozenset(b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")

# There every speech is a page of its own, and the fragment is its address.
_PARLIAMENT = re.compile(
    r"parliament|parlament|parlement|hansard|assembl|oireachtas|bundestag|bundesrat|ourcommons|sencanada|openparliament"
    r"|theyworkforyou|theyvoteforyou|openaustralia|europarl|aph\.gov|congress|senat|sejm|riksdag|stortinget|folketing|eduskunta"
    r"|tweedekamer|camara|congreso|knesset|sansad|sabha|dail"
)
_PLACE_ON_PAGE = re.compile(r"top|main|content|main-content|comments?(?:-\d+)?|respond|:~:.*|(?:ref|utm_\w+|xtor|source)=.*", re.IGNORECASE)


@lru_cache(maxsize=1_024)
def url_key(url: str) -> str:
    """Reduce an address to the text that all addresses of the same page share.

    The result has no scheme (`foo.com/a?x=1`); its own key is itself. What is no web address comes back trimmed.
    Never raises, whatever the text.
    """
    text = url.strip()
    while len(text) <= LONGEST:
        split = _split(text)
        if split is None:
            break
        inner = _unwrapped(split)
        if inner is None:
            return _key(split)
        text = inner.strip()
    return text


def is_front_page(key: str) -> bool:
    """Tell whether a key names a whole site: feeds that link every entry there say nothing about the entry."""
    return "/" not in key and "?" not in key and "#" not in key


def _split(text: str) -> SplitResult | None:
    """Take a web address apart; None when it is none."""
    if not _SCHEME.match(text):
        if _OTHER_SCHEME.match(text):
            return None
        text = "http:" + text if text.startswith("//") else "http://" + text
    try:
        split = urlsplit(text)
        _ = split.port
    except ValueError:  # brackets that are no IPv6 address, a port that is no number
        return None
    host = split.hostname or ""
    return split if host.strip(".") and _HOST.fullmatch(host) else None


def _unwrapped(split: SplitResult) -> str | None:
    """Find the address inside a redirect, a cache or an archive; None for a plain page. Always shorter than the whole."""
    host, path = _host(split), _path(split.path)
    query = f"?{split.query}" if split.query else ""
    if host == "web.archive.org":
        archived = _ARCHIVED.fullmatch(path)
        return f"{archived[1]}://{archived[2]}{query}" if archived else None
    if host.endswith(".cdn.ampproject.org"):
        cached = _CACHED.fullmatch(path)
        return cached[1] + query if cached else None
    if not _GOOGLE.fullmatch(host):
        return None
    if path == "/url":
        goals = (pair.partition("=") for pair in _pairs(split.query))
        return next((goal for name, _, value in goals if name in {"url", "q"} and _SCHEME.match(goal := unquote_plus(value))), None)
    shown = _SHOWN.fullmatch(path)
    return shown[1] + query if shown else None


def _key(split: SplitResult) -> str:
    host = _host(split)
    port = "" if split.port in {None, 80, 443} else f":{split.port}"
    query = "&".join(sorted(pair for pair in _pairs(split.query) if _names_a_page(pair)))
    return f"{host}{port}{_path(split.path)}{'?' * bool(query)}{query}{_fragment(host, split.fragment)}"


def _host(split: SplitResult) -> str:
    """Name the host without what only tells screens apart: `en.m.wikipedia.org` is `en.wikipedia.org`."""
    host = (split.hostname or "").rstrip(".")
    if ":" in host:
        return f"[{host}]"
    if not host.isascii():
        try:
            host = host.encode("idna").decode("ascii").lower()
        except UnicodeError:
            return host
    labels = host.split(".")
    while _LIGHT_LABELS.fullmatch(labels[0]) and _is_site(labels[1:]):
        labels = labels[1:]
    while len(labels) > 1 and labels[1] in {"m", "mobile", "amp"} and _is_site(labels[2:]):
        del labels[1]
    return ".".join(labels)


def _is_site(labels: list[str]) -> bool:
    """Tell a site from a registry: what stands before `com.au` is a company, even one called `amp`."""
    name = ".".join(labels)
    return "." in name and not _REGISTRY.fullmatch(name)


def _path(path: str) -> str:
    kept: list[str] = []
    for segment in re.sub(r"/{2,}", "/", _SESSION.sub("", _percent(path))).split("/"):
        if segment == "..":
            del kept[max(1, len(kept) - 1) :]
        elif segment != ".":
            kept.append(segment)
    path = "/".join(kept)
    while (lighter := _LIGHT_PATH.sub("", path)) != path:
        path = lighter
    return path


def _fragment(host: str, fragment: str) -> str:
    if fragment.startswith("!") and fragment.strip("!/"):  # pages that a script builds
        return "#" + _percent(fragment)
    if fragment and _PARLIAMENT.search(host) and not _PLACE_ON_PAGE.fullmatch(fragment):
        return "#" + _percent(fragment)
    return ""


def _pairs(query: str) -> Iterator[str]:
    """Yield the parameters as `name=value`, each written in the one way; feeds that escape twice leave an `amp;` behind."""
    for pair in query.split("&"):
        text = re.sub(r"^(?:amp;)+", "", _percent(pair))
        if text.partition("=")[0]:
            yield text if "=" in text else text + "="


def _names_a_page(pair: str) -> bool:
    name, _, value = pair.partition("=")
    return not is_tracker(unquote_plus(name), unquote_plus(value))


def _percent(text: str) -> str:
    """Write every character in the one way RFC 3986 prefers: unreserved ones plain, the rest of ASCII as given, others as %XX."""

    def settle(match: re.Match[str]) -> str:
        code = int(match[1], 16)
        return chr(code) if code in _UNRESERVED else f"%{code:02X}"

    raw = "".join(
        char if "!" <= char <= "~" else "".join(f"%{byte:02X}" for byte in char.encode("utf-8", "surrogatepass")) for char in text
    )
    while (settled := _PERCENT.sub(settle, raw)) != raw:  # once, but for `%%41A`, which hides an escape in another
        raw = settled
    return raw
