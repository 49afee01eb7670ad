"""What one delivery's message says now: read at the moment of sending, so that what changed meanwhile counts."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from monitor.alerts.parts import MessagePart
from monitor.daemon import called_off, listing
from monitor.daemon.chapters import chapters
from monitor.daemon.chosen import Chosen, chosen
from monitor.daemon.coverage import coverage_of
from monitor.daemon.digests import is_proof
from monitor.daemon.evidence import evidence_of
from monitor.daemon.family import family_of
from monitor.daemon.flooding import flood_part
from monitor.daemon.offers import offers
from monitor.daemon.possible import possible_section
from monitor.daemon.silences import Mutes, fate_reason, silenced_since
from monitor.daemon.superseded import lines_alone, superseded
from monitor.errors import MonitorError
from monitor.model import Cause

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlalchemy import Connection

    from monitor.alerts.flood import FloodPart
    from monitor.alerts.parts import LeftOut, ListedPart, PossiblePart, StoryPart
    from monitor.daemon.called_off import Standing
    from monitor.daemon.evidence import Evidence
    from monitor.daemon.live import Live
    from monitor.daemon.offers import Offers
    from monitor.store.messages import ClaimContent, MessageRow


class Nothing(MonitorError):
    """A message has nothing left to say; the text says why.

    It `is_moot` when nobody misses it: what was only possible is settled. It `is_called_off` when somebody said that what it tells of
    is not meant.
    """

    def __init__(self, text: str, *, is_moot: bool = False, is_called_off: bool = False) -> None:
        super().__init__(text)
        self.is_moot = is_moot
        self.is_called_off = is_called_off


@dataclass(frozen=True, slots=True)
class _Content:
    """What a message has to say: its stories, what is only listed and what is only possible; and what of its stories it leaves out."""

    stories: tuple[StoryPart, ...] = ()
    listed: tuple[ListedPart, ...] = ()
    possible: tuple[PossiblePart, ...] = ()
    possible_left_out: int = 0
    left_out: tuple[LeftOut, ...] = ()
    is_update: bool = False
    flood: FloodPart | None = None


def compose(  # noqa: PLR0913 all that a message hangs on
    connection: Connection,
    live: Live,
    message: MessageRow,
    key: str,
    now: datetime,
    *,
    has_threads: bool,
    evidence: Evidence | None = None,
) -> MessagePart:
    """Put a message together from its claims.

    A digest ends with how far its sources were read. One of a set time whose recipient wants a silence proved may have nothing else.

    Args:
        connection: reads what the claims tell of.
        live: the settings in force; what watches are gone from is not told.
        message: with its claims.
        key: the delivery's own.
        now: when it leaves.
        has_threads: whether its address has threads: there, what is for the daily message was listed in the thread.
        evidence: that of all its claims, where it was read already in this transaction.

    Raises:
        Nothing: what it told of was called off, taken back, told by another message or taken from its story, or its watches are gone.
    """
    evidence = evidence_of(connection, message.claims) if evidence is None else evidence
    content = _content_or_proof(connection, live, message, evidence, now, has_threads=has_threads)
    return _part(connection, live, message, key, now, content)


def _part(connection: Connection, live: Live, message: MessageRow, key: str, now: datetime, content: _Content) -> MessagePart:  # noqa: PLR0913, PLR0917 all that a message hangs on
    is_digest = message.kind == "digest"
    return MessagePart(
        key=key,
        recipient=message.recipient,
        is_digest=is_digest,
        is_update=message.replies_to is not None or content.is_update,
        stories=content.stories,
        at=now,
        public_url=live.settings.console.public_url,
        possible=content.possible,
        possible_left_out=content.possible_left_out,
        listed=content.listed,
        left_out=content.left_out,
        coverage=coverage_of(connection, live, message.recipient, now) if is_digest and message.flood is None else None,
        flood=content.flood,
        silenced=silenced_since(connection, message, now),
    )


def _content_or_proof(  # noqa: PLR0913 all that a message hangs on
    connection: Connection, live: Live, message: MessageRow, evidence: Evidence, now: datetime, *, has_threads: bool
) -> _Content:
    """Read what a message has to say; a digest whose recipient wants a silence proved may say nothing.

    One that lost what it had to say, since its watches are gone, proves no silence: it ends as any other message would.
    """
    try:
        return _content(connection, live, message, evidence, now, has_threads=has_threads)
    except Nothing as nothing:
        is_silence = nothing.is_moot or nothing.is_called_off
        if is_silence and message.flood is None and is_proof(live, message):
            return _Content()
        raise


def _content(  # noqa: PLR0913 all that a message hangs on
    connection: Connection, live: Live, message: MessageRow, evidence: Evidence, now: datetime, *, has_threads: bool
) -> _Content:
    """Read what a message has to say.

    Raises:
        Nothing: it has nothing to say.
    """
    claims = _live_claims(message, live)
    mutes, reader = Mutes(connection, live, now), live.settings.recipients.get(message.recipient)
    guesses = [claim for claim in claims if claim.cause is Cause.POSSIBLE]
    section = possible_section(connection, evidence, message.recipient, guesses, mutes, reader)
    certain = [claim for claim in claims if claim.cause is not Cause.POSSIBLE]
    sure = [claim for claim in certain if not (has_threads and claim.cause is Cause.TAIL)]
    merged = superseded(connection, sure, live.official)
    standing = called_off.standing(evidence, lines_alone(sure, merged), mutes, message.recipient)
    picked = chosen(standing) if message.kind == "digest" else Chosen(tuple(standing))
    offering = offers(live.settings, message.recipient, now)
    stories, listed = _told(connection, message, picked.standing, offering, has_threads=has_threads)
    if not section.entries and not stories and not listed:
        raise silenced(mutes) or _nothing(standing, is_superseded=bool(merged), is_in_thread=len(sure) < len(certain))
    return _Content(
        stories=tuple(stories),
        listed=tuple(listed),
        possible=tuple(map(offering.of_possible, section.entries)) if offering else section.entries,
        possible_left_out=section.left_out,
        left_out=picked.left_out,
        is_update=any(cause is not Cause.FIRST for cause in _causes(standing)),
        flood=flood_part(message, live, standing),
    )


def silenced(mutes: Mutes) -> Nothing | None:
    """Say that a message has nothing left to say since it is silenced, if it is."""
    if not mutes.met:
        return None
    return Nothing(f"what it told of was {fate_reason(mutes.met.values())}; see tocsin silence list", is_called_off=True)


def _live_claims(message: MessageRow, live: Live) -> list[ClaimContent]:
    """Choose the claims on watches that are in the settings still.

    Raises:
        Nothing: none is, or there was none at all.
    """
    if not message.claims:
        raise Nothing("there is nothing to tell, and its recipient wants no empty digest any more", is_moot=True)
    claims = [claim for claim in message.claims if claim.watch in live.rows]
    if not claims:
        was_unsure = {claim.cause for claim in message.claims} == {Cause.POSSIBLE}
        raise Nothing("the watches that this message was about were removed", is_moot=was_unsure)
    return claims


def _causes(standing: Sequence[Standing]) -> list[Cause]:
    """List why each thing is told that is told for itself; what is only listed is not."""
    return [one.claim.cause for part in standing for one in part.told if not one.claim.cause.is_line]


def _told(
    connection: Connection, message: MessageRow, standing: Sequence[Standing], offering: Offers | None, *, has_threads: bool
) -> tuple[list[StoryPart], list[ListedPart]]:
    """Tell each story, with what is listed of it beside it; or list that alone, where the story was told before."""
    told: list[StoryPart] = []
    listed: list[ListedPart] = []
    for part in standing:
        if not part.told:
            continue
        family = family_of(connection, part.story, message.recipient, {one.claim.id for one in part.told})
        stories = chapters(part, family)
        reports = listing.reports(part, family, stories, has_threads=has_threads)
        if stories:
            parts = [offering.of_story(one.part, one.items[0], part.story) if offering else one.part for one in stories]
            told += [*parts[:-1], replace(parts[-1], reports=reports)]
        elif reports:
            listed.append(listing.listed_part(part, family, reports))
    return told, listed


def _nothing(standing: Sequence[Standing], *, is_superseded: bool, is_in_thread: bool) -> Nothing:
    """Say why nothing is left."""
    if not _causes(standing) and any(part.called_off for part in standing):
        return Nothing("what it told of was said not to be meant; see tocsin not-this --list", is_called_off=True)
    if is_superseded:
        return Nothing("it was told by another message, since two stories proved to be one", is_moot=True)
    if is_in_thread:
        return Nothing("what it lists was listed in the thread", is_moot=True)
    if not standing:
        return Nothing("its possible mentions were told for sure meanwhile, or are none any more", is_moot=True)
    return Nothing("what was to be told was taken back before it left", is_moot=True)
