"""Quote what was found in an item of the archive: for people as passages, for programs as records."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from monitor.cli.passages import passage
from monitor.cli.terminal import plain
from monitor.model import Tier
from monitor.watch.fields import field_texts

if TYPE_CHECKING:
    from datetime import datetime

    from monitor.model import Hit, Item

MOST_QUOTED = 3  # passages of one item


def quoted(item: Item, hit: Hit) -> list[str]:
    """Write the first passages of a hit, each on a line, and count those that are left out."""
    texts = field_texts(item)
    lines = []
    for mention in hit.mentions[:MOST_QUOTED]:
        shown = passage(texts.get(mention.field, ""), mention, with_colour=sys.stdout.isatty())
        possible = "possible: " if mention.tier is Tier.POSSIBLE else ""
        lines.append(f"{mention.field}: {shown}  ({possible}{plain(mention.why)})")
    if (more := len(hit.mentions) - MOST_QUOTED) > 0:
        lines.append(f"and {more} more")
    return lines


def mention_records(hit: Hit) -> list[dict[str, object]]:
    """List a hit's mentions as programs read them."""
    return [
        {
            "field": mention.field,
            "start": mention.start,
            "end": mention.end,
            "matched": mention.matched,
            "how": mention.how.value,
            "tier": mention.tier.value,
            "score": mention.score,
            "why": mention.why,
        }
        for mention in hit.mentions
    ]


def item_record(id_: int, title: str, url: str | None, source: str, seen_at: datetime) -> dict[str, object]:
    """Name an item as programs read it."""
    return {"id": id_, "title": title, "url": url, "source": source, "seen_at": seen_at.isoformat()}
