"""What a robots.txt allows one crawler, by RFC 9309: groups, the longest match, `*` and `$`, addresses compared octet by octet. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import quote, urlsplit

MOST_BYTES = 500 * 1024  # the least that RFC 9309 (section 2.5) has a crawler read; what stands behind it is not looked at
_ANYBODY = "*"
_OWN_ADDRESS = "/robots.txt"  # always allowed (section 2.2.2)
_LINE_ENDS = re.compile(r"\r\n|\r|\n")
_TOKEN = re.compile(r"[A-Za-z_-]+")  # a product token; `Tocsin/1.0` names Tocsin too
_ESCAPE = re.compile(r"%([0-9A-Fa-f]{2})")
_UNRESERVED = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")
_KEPT = ":/?#[]@!&'()+,;=%*$"  # of RFC 3986's reserved characters, and the two that robots.txt gives a meaning


@dataclass(frozen=True, slots=True)
class Rule:
    """One line of a group. `pattern` is as written, for people."""

    is_allowed: bool
    pattern: str
    pieces: tuple[str, ...]  # what stands between the asterisks, normalised
    is_to_the_end: bool

    @property
    def weight(self) -> tuple[int, bool]:
        """How much it counts: the longest pattern wins, of equals the one that allows."""
        stars = len(self.pieces) - 1
        return sum(map(len, self.pieces)) + stars + self.is_to_the_end, self.is_allowed


Rules = tuple[Rule, ...]


def read_rules(body: bytes, product: str) -> Rules:
    """Read the rules that count for a crawler: those of all groups that name it, else those for anybody. Never fails: HTML has no rules.

    Args:
        body: the document; UTF-8, with or without a byte order mark.
        product: the crawler's product token; upper and lower case are the same.
    """
    own, anybodys, is_named = [], [], False
    agents: set[str] = set()
    is_head = False  # whether the last line that counts named a crawler
    for key, value in _lines(body[:MOST_BYTES].decode("utf-8-sig", "replace")):
        if key == "user-agent":
            agents = agents if is_head else set()
            agents.add(_agent(value))
            is_named = is_named or product.lower() in agents
            is_head = True
        elif key in {"allow", "disallow"}:
            is_head = False
            if value and product.lower() in agents:
                own.append(_rule(value, is_allowed=key == "allow"))
            if value and _ANYBODY in agents:
                anybodys.append(_rule(value, is_allowed=key == "allow"))
    return tuple(own if is_named else anybodys)


def deciding_rule(rules: Rules, url: str) -> Rule | None:
    """Find the rule that decides on an address; None when none speaks of it, and it is allowed."""
    path = _path(url)
    if path == _OWN_ADDRESS:
        return None
    return max((rule for rule in rules if _matches(rule, path)), key=lambda rule: rule.weight, default=None)


def _lines(text: str) -> list[tuple[str, str]]:
    """Take the lines apart: (name in lower case, value), comments gone; what has no colon says nothing."""
    bare = (line.partition("#")[0].partition(":") for line in _LINE_ENDS.split(text))
    return [(key.strip().lower(), value.strip()) for key, colon, value in bare if colon]


def _agent(value: str) -> str:
    if value == _ANYBODY or value.startswith(("* ", "*\t")):
        return _ANYBODY
    token = _TOKEN.match(value)
    return token[0].lower() if token else ""


def _rule(pattern: str, *, is_allowed: bool) -> Rule:
    is_to_the_end = pattern.endswith("$")
    pieces = tuple(_normal(piece) for piece in pattern.removesuffix("$").split("*"))
    return Rule(is_allowed, pattern, pieces, is_to_the_end)


def _matches(rule: Rule, path: str) -> bool:
    """Match piece by piece, each at the first place that it fits: linear, where a regular expression could run for ever."""
    first, *rest = rule.pieces
    if not path.startswith(first):
        return False
    at = len(first)
    if not rest:
        return not rule.is_to_the_end or at == len(path)
    for piece in rest[:-1]:
        found = path.find(piece, at)
        if found < 0:
            return False
        at = found + len(piece)
    if rule.is_to_the_end:
        return len(path) - len(rest[-1]) >= at and path.endswith(rest[-1])
    return path.find(rest[-1], at) >= 0


def _path(url: str) -> str:
    """Give the part of an address that rules speak of: path and query."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return "/"
    written = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    return _normal(written.replace("*", "%2A"))


def _normal(text: str) -> str:
    """Write an address in one way (section 2.2.2): escapes in capitals, none where it is not needed, all where it is."""
    escaped = quote(text, safe=_KEPT, errors="replace").replace("$", "%24")
    return _ESCAPE.sub(lambda found: character if (character := chr(int(found[1], 16))) in _UNRESERVED else found[0].upper(), escaped)
