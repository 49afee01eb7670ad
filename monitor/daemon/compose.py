"""What one delivery's message says now: read at the moment of sending, so that what changed meanwhile counts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from monitor.alerts.excerpt import excerpts
from monitor.alerts.parts import MessagePart, StoryPart, WatchLine
from monitor.errors import MonitorError
from monitor.model import Cause, Hit, How, StoryId
from monitor.store import hits, messages, stories

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlalchemy import Connection

    from monitor.daemon.live import Live
    from monitor.store.hits import StoryHit
    from monitor.store.messages import ClaimContent
    from monitor.store.stories import Member

MOST_STORIES = 50  # of a digest; the rest is counted


class Nothing(MonitorError):
    """A message has nothing left to say; the text says why."""


def compose(connection: Connection, live: Live, message: messages.MessageRow, key: str, now: datetime) -> MessagePart:
    """Put a message together from its claims.

    Raises:
        Nothing: every watch of it is gone from the settings.
    """
    claims = [claim for claim in message.claims if claim.watch in live.rows]
    if not claims:
        raise Nothing("the watches that this message was about were removed")
    by_story: dict[StoryId, list[ClaimContent]] = {}
    for claim in claims:
        by_story.setdefault(claim.story, []).append(claim)
    parts = [_story(connection, story, about) for story, about in by_story.items()]
    return MessagePart(
        key=key,
        recipient=message.recipient,
        is_digest=message.kind == "digest",
        is_update=message.replies_to is not None or any(claim.cause is not Cause.FIRST for claim in claims),
        stories=tuple(part for part in parts if part is not None)[:MOST_STORIES],
        at=now,
        public_url=live.settings.console.public_url,
    )


def _story(connection: Connection, story: StoryId, claims: Sequence[ClaimContent]) -> StoryPart | None:
    """Tell a story by its first item that has the watches; the other outlets are listed."""
    root = stories.root(connection, story)
    rows = hits.of_story(connection, root, [claim.watch for claim in claims])
    if not rows:
        return None
    lead = rows[0].item
    of_lead = [row for row in rows if row.item.id == lead.id]
    best = {row.watch: row for row in reversed(rows)}
    texts = {"title": lead.item.title, "text": lead.item.text}
    outlet = lead.item.outlet or lead.source_name or lead.source_key
    return StoryPart(
        title=lead.item.title,
        outlet=outlet,
        url=lead.item.url,
        published_at=lead.item.published_at,
        seen_at=lead.seen_at,
        lang=lead.item.lang,
        kind=lead.item.kind,
        speaker=lead.item.speaker,
        headings=lead.item.headings,
        watches=tuple(_line(claim, best[claim.watch]) for claim in claims if claim.watch in best),
        excerpts=excerpts(texts, [Hit(row.watch, row.mentions) for row in of_lead]),
        also_in=_others(stories.members(connection, root), outlet),
        status=lead.item.status,
    )


def _line(claim: ClaimContent, row: StoryHit) -> WatchLine:
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


def _others(members: Sequence[Member], outlet: str) -> tuple[str, ...]:
    """Name the other outlets, in the order in which they came."""
    carried = dict.fromkeys(member.outlet for member in members)
    return tuple(name for name in carried if name != outlet)
