"""Slack's own markup, and sections of it within their limit: what is too long for one goes on in the next.

Every text of strangers comes here inert and escaped; the marks that are put around it are ours.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from monitor.alerts.inert import ELLIPSIS

if TYPE_CHECKING:
    from collections.abc import Iterable

    from monitor.alerts.passage import PassageView

LONGEST_SECTION = 3000  # docs.slack.dev/reference/block-kit/blocks/section-block
LONGEST_LINK = 1600  # escaped; with the longest title it fits a section
_UNLINKED = "(its address is too long to be linked here)"
_HALF_AN_ESCAPE = re.compile(r"&[a-z]{0,4}$")
Block = dict[str, object]


def linked(text: str, link: str) -> str:
    """Link a text; say so where the link is too long."""
    if len(link) > LONGEST_LINK:
        return f"{text} {_UNLINKED}"
    return f"<{link}|{text}>" if link else text


def quote(passage: PassageView) -> list[str]:
    """Quote a passage with its match in bold, then its reason.

    Slack shows bold only between spaces: an invisible one stands in where there is none.
    """
    left = "*" if passage.before[-1:] in {"", " "} else "\u200b*"
    right = "*" if passage.after[:1] in {"", " "} else "*\u200b"
    return ["> " + passage.marked(left, right), passage.why]


def section(text: str) -> Block:
    """Make a section. `verbatim` keeps Slack from turning names and addresses in it into links and mentions of its own."""
    return {"type": "section", "text": {"type": "mrkdwn", "text": text, "verbatim": True}}


def sections(pieces: Iterable[str], joint: str = "\n") -> list[Block]:
    """Make as few sections as hold these pieces, none of which is parted unless it is too long by itself; empty ones are left out."""
    packed: list[str] = []
    for piece in pieces:
        if not piece:
            continue
        longer = f"{packed[-1]}{joint}{piece}" if packed else piece
        if packed and len(longer) <= LONGEST_SECTION:
            packed[-1] = longer
        else:
            packed.append(cut(piece, LONGEST_SECTION))
    return [section(text) for text in packed]


def cut(text: str, most: int) -> str:
    """Cut escaped text to `most` characters, ellipsis included: outside a link, and outside an escape."""
    if len(text) <= most:
        return text
    kept = _HALF_AN_ESCAPE.sub("", text[: most - 1])
    if kept.rfind("<") > kept.rfind(">"):
        kept = kept[: kept.rfind("<")]
    return kept.rstrip() + ELLIPSIS
