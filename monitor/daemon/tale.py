"""A stored hit as a message tells it: the item that it was found in, and the line of its watch."""

from __future__ import annotations

from typing import TYPE_CHECKING

from monitor.alerts.parts import Excerpt, StoryPart, WatchLine
from monitor.model import How

if TYPE_CHECKING:
    from collections.abc import Sequence

    from monitor.store.hits import StoryHit
    from monitor.store.items import StoredItem
    from monitor.store.messages import ClaimContent


def story_part(lead: StoredItem, watches: Sequence[WatchLine], passages: Sequence[Excerpt], also_in: Sequence[str] = ()) -> StoryPart:
    """Tell a story by one of its items."""
    item = lead.item
    return StoryPart(
        title=item.title,
        outlet=lead.outlet,
        url=item.url,
        published_at=item.published_at,
        seen_at=lead.seen_at,
        lang=item.lang,
        kind=item.kind,
        speaker=item.speaker,
        headings=item.headings,
        watches=tuple(watches),
        excerpts=tuple(passages),
        also_in=tuple(also_in),
        status=item.status,
    )


def watch_line(claim: ClaimContent, row: StoryHit) -> WatchLine:
    """Say of a watch why it was found: by the best of its mentions."""
    best = max(row.mentions, key=lambda mention: mention.score)
    how = How.EXACT if any(mention.how is How.EXACT for mention in row.mentions) else How.VARIANT
    return WatchLine(
        watch=claim.watch,
        label=claim.label,
        watchlist=claim.watchlist_title,
        how=how,
        tier=row.tier,
        why=best.why,
        mentions=len(row.mentions),
    )
