"""What one delivery's message says now: read at the moment of sending, so that what changed meanwhile counts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from monitor.alerts.excerpt import excerpts
from monitor.alerts.parts import MessagePart, StoryPart
from monitor.daemon.possible import possible_section
from monitor.daemon.tale import story_part, watch_line
from monitor.errors import MonitorError
from monitor.model import Cause, Hit, StoryId, Tier
from monitor.store import hits, messages, stories
from monitor.watch.fields import field_texts

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlalchemy import Connection

    from monitor.daemon.live import Live
    from monitor.store.messages import ClaimContent
    from monitor.store.stories import Member

MOST_STORIES = 50  # of a digest; the rest is counted


class Nothing(MonitorError):
    """A message has nothing left to say; the text says why. It `is_moot` when nobody misses it: what was only possible is settled."""

    def __init__(self, text: str, *, is_moot: bool = False) -> None:
        super().__init__(text)
        self.is_moot = is_moot


def compose(connection: Connection, live: Live, message: messages.MessageRow, key: str, now: datetime) -> MessagePart:
    """Put a message together from its claims.

    Raises:
        Nothing: every watch of it is gone from the settings, or it held possible mentions alone and none of them is one any more.
    """
    claims = [claim for claim in message.claims if claim.watch in live.rows]
    if not claims:
        was_unsure = {claim.cause for claim in message.claims} == {Cause.POSSIBLE}
        raise Nothing("the watches that this message was about were removed", is_moot=was_unsure)
    told = [claim for claim in claims if claim.cause is not Cause.POSSIBLE]
    section = possible_section(connection, message.recipient, [claim for claim in claims if claim.cause is Cause.POSSIBLE])
    if not told and not section.entries:
        raise Nothing("its possible mentions were told for sure meanwhile, or are none any more", is_moot=True)
    by_story: dict[StoryId, list[ClaimContent]] = {}
    for claim in told:
        by_story.setdefault(claim.story, []).append(claim)
    parts = [_story(connection, story, about) for story, about in by_story.items()]
    return MessagePart(
        key=key,
        recipient=message.recipient,
        is_digest=message.kind == "digest",
        is_update=message.replies_to is not None or any(claim.cause is not Cause.FIRST for claim in told),
        stories=tuple(part for part in parts if part is not None)[:MOST_STORIES],
        at=now,
        public_url=live.settings.console.public_url,
        possible=section.entries,
        possible_left_out=section.left_out,
    )


def _story(connection: Connection, story: StoryId, claims: Sequence[ClaimContent]) -> StoryPart | None:
    """Tell a story by its first item that surely has the watches; the other outlets are listed."""
    root = stories.root(connection, story)
    found = hits.of_story(connection, root, [claim.watch for claim in claims])
    rows = [row for row in found if row.tier is Tier.SURE] or found
    if not rows:
        return None
    lead = rows[0].item
    best = {row.watch: row for row in reversed([*rows, *found])}
    proof = [Hit(row.watch, row.mentions) for row in rows if row.item.id == lead.id]
    return story_part(
        lead,
        [watch_line(claim, best[claim.watch]) for claim in claims if claim.watch in best],
        excerpts(field_texts(lead.item), proof),
        _others(stories.members(connection, root), lead.outlet),
    )


def _others(members: Sequence[Member], outlet: str) -> tuple[str, ...]:
    """Name the other outlets, in the order in which they came."""
    carried = dict.fromkeys(member.outlet for member in members)
    return tuple(name for name in carried if name != outlet)
