"""What one delivery's message says now: read at the moment of sending, so that what changed meanwhile counts."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from monitor.alerts.excerpt import excerpts
from monitor.alerts.parts import Amended, MessagePart, SpeechPart, StoryPart
from monitor.daemon import called_off
from monitor.daemon.possible import possible_section
from monitor.daemon.tale import amended, speech_part, story_part, watch_line
from monitor.errors import MonitorError
from monitor.model import Cause, Hit, ItemId, Tier
from monitor.store import messages, stories
from monitor.watch.fields import field_texts

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlalchemy import Connection

    from monitor.daemon.called_off import Standing
    from monitor.daemon.live import Live
    from monitor.store.hits import StoryHit
    from monitor.store.messages import ClaimContent
    from monitor.store.stories import Member

MOST_STORIES = 50  # of a digest; the rest is counted
MOST_PASSAGES = 2  # of one speech of a debate


class Nothing(MonitorError):
    """A message has nothing left to say; the text says why.

    It `is_moot` when nobody misses it: what was only possible is settled. It `is_called_off` when somebody said that what it tells of
    is not meant.
    """

    def __init__(self, text: str, *, is_moot: bool = False, is_called_off: bool = False) -> None:
        super().__init__(text)
        self.is_moot = is_moot
        self.is_called_off = is_called_off


def compose(connection: Connection, live: Live, message: messages.MessageRow, key: str, now: datetime) -> MessagePart:
    """Put a message together from its claims.

    Raises:
        Nothing: every watch of it is gone from the settings, what it told of was called off, or it held possible mentions alone and
            none of them is one any more.
    """
    claims = [claim for claim in message.claims if claim.watch in live.rows]
    if not claims:
        was_unsure = {claim.cause for claim in message.claims} == {Cause.POSSIBLE}
        raise Nothing("the watches that this message was about were removed", is_moot=was_unsure)
    told = [claim for claim in claims if claim.cause is not Cause.POSSIBLE]
    section = possible_section(connection, message.recipient, [claim for claim in claims if claim.cause is Cause.POSSIBLE])
    standing = called_off.standing(connection, told)
    told = [claim for part in standing for claim in part.claims]
    if not told and not section.entries:
        raise _nothing(is_called_off=bool(standing))
    parts = [one for part in standing for one in (_debate(part) if part.is_debate else _stories(connection, part))]
    if not section.entries and not parts:
        raise Nothing("what was to be told was taken back before it left", is_moot=True)
    return MessagePart(
        key=key,
        recipient=message.recipient,
        is_digest=message.kind == "digest",
        is_update=message.replies_to is not None or any(claim.cause is not Cause.FIRST for claim in told),
        stories=tuple(parts[:MOST_STORIES]),
        at=now,
        public_url=live.settings.console.public_url,
        possible=section.entries,
        possible_left_out=section.left_out,
    )


def _nothing(*, is_called_off: bool) -> Nothing:
    if is_called_off:
        return Nothing("what it told of was said not to be meant; see tocsin not-this --list", is_called_off=True)
    return Nothing("its possible mentions were told for sure meanwhile, or are none any more", is_moot=True)


def _stories(connection: Connection, standing: Standing) -> list[StoryPart]:
    """Tell what is new in a story, and then what is otherwise now of each item that was told."""
    rows = [row for row in standing.meant if row.tier is Tier.SURE] or standing.meant
    fresh = [claim for claim in standing.claims if not any(claim.items.values())]
    follows = [claim for claim in standing.claims if any(claim.items.values())]
    told = [_story(connection, standing, rows, fresh)]
    for item in dict.fromkeys(item for claim in follows for item, detail in claim.items.items() if detail):
        mine = [row for row in rows if row.item.id == item]
        news = amended(mine[0].item, follows) if mine else None
        told.append(_story(connection, standing, mine, follows, news) if news else None)
    return [part for part in told if part is not None]


def _story(
    connection: Connection, standing: Standing, rows: Sequence[StoryHit], claims: Sequence[ClaimContent], news: Amended | None = None
) -> StoryPart | None:
    """Tell a story by its first item that surely has the watches; the other outlets are listed."""
    rows = [row for row in rows if row.watch in {claim.watch for claim in claims}]
    if not rows:
        return None
    lead = rows[0].item
    best = {row.watch: row for row in reversed([*rows, *standing.meant])}
    proof = [Hit(row.watch, row.mentions) for row in rows if row.item.id == lead.id]
    lines = [watch_line(claim, best[claim.watch]) for claim in claims if claim.watch in best]
    return story_part(
        lead,
        list({line.watch: line for line in lines}.values()),
        excerpts(field_texts(lead.item), proof),
        _others(stories.members(connection, standing.story), lead.outlet),
        news,
    )


def _debate(standing: Standing) -> list[StoryPart]:
    """Tell a debate by the speeches that the claims name, in the order in which they came."""
    sure = {row.item.id for row in standing.meant if row.tier is Tier.SURE}
    rows = [row for row in standing.meant if row.tier is Tier.SURE or row.item.id not in sure]
    by_item: dict[ItemId, list[StoryHit]] = {}
    for row in rows:
        by_item.setdefault(row.item.id, []).append(row)
    speeches = [one for hits in by_item.values() if (one := _speech(standing.claims, hits)) is not None]
    if not speeches:
        return []
    told = {row.watch: row for row in reversed(rows)}
    lines = [watch_line(claim, told[claim.watch]) for claim in standing.claims if claim.watch in told]
    frame = story_part(rows[0].item, list({line.watch: line for line in lines}.values()), ())
    title = rows[0].item.item.headings[-1] if rows[0].item.item.headings else frame.title
    return [replace(frame, title=title, url=speeches[0].url, speeches=tuple(speeches))]


def _speech(claims: Sequence[ClaimContent], rows: Sequence[StoryHit]) -> SpeechPart | None:
    """Tell one speech; None where it was to be corrected alone, and what was to be said was taken back."""
    stored = rows[0].item
    news = amended(stored, claims)
    mine = [claim.items[stored.id] for claim in claims if stored.id in claim.items]
    if news is None and all(mine):
        return None
    passages = excerpts(field_texts(stored.item), [Hit(row.watch, row.mentions) for row in rows], MOST_PASSAGES)
    return speech_part(stored.item, passages, news)


def _others(members: Sequence[Member], outlet: str) -> tuple[str, ...]:
    """Name the other outlets, in the order in which they came."""
    carried = dict.fromkeys(member.outlet for member in members)
    return tuple(name for name in carried if name != outlet)
