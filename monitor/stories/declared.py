"""The original that a copy names: the "Source" link after `[ad_2]`, "appeared first on", "originally published in".

Read from the markup, before its links are lost. An address that a page names itself is the surest sign of a copy.
"""

from __future__ import annotations

import re
from html import unescape

FOOT = 4_000  # characters: the naming stands at the end

_LINK = re.compile(r"""<a\s[^<>]*?href\s*=\s*["']?([^"'\s<>]+)[^<>]*>\s*(?:<[^<>]*>\s*)*([^<]{0,300})""", re.IGNORECASE)
_SOURCE_LABEL = re.compile(
    r"(?:original\s+|news\s+)?(?:source|источник|المصدر|quelle|fuente|fonte)(?:\s+(?:link|article))?\s*[:\uff1a]?\s*", re.IGNORECASE
)
# "The post <a>Headline</a> appeared first on <a>Outlet</a>": the first link is the original.
_FIRST_ON = re.compile(
    r"appeared\s+first\s+on|est\s+apparu\s+en\s+premier\s+sur|erschien\s+zuerst\s+auf|(?:se\s+publicó|apareció|aparece)\s+primero\s+en"
    r"|apareceu\s+primeiro\s+em|proviene\s+da|появил\w+\s+сначала\s+на|was\s+originally\s+published\s+(?:in|on|at)",
    re.IGNORECASE,
)


def declared_source(markup: str) -> str | None:
    """Find the address that a copy names as its original; None when it names none. Reads HTML, escaped once at most."""
    foot = markup[-FOOT:]
    if "<" not in foot and "&lt;" in foot:
        foot = unescape(foot)
    links = list(_LINK.finditer(foot))
    named = [link for link in links if _SOURCE_LABEL.fullmatch(unescape(link[2]))]
    if named:
        return _web_address(named[-1])
    phrase = _FIRST_ON.search(foot)
    if phrase is None:
        return None
    before = [link for link in links if link.end() <= phrase.start()]
    return _web_address(before[-1]) if before else None


def _web_address(link: re.Match[str]) -> str | None:
    address = unescape(link[1])
    return address if re.match(r"https?://", address, re.IGNORECASE) else None
