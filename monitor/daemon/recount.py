"""Bring the count of outlets in a message up to date as others carry its story, where a channel can change what it posted (Slack).

It is an ornament: nothing is told by it, no new message is made for it, and what fails is soon let go.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from monitor.channels.address import read_address
from monitor.daemon import called_off
from monitor.daemon.compose import Nothing, compose
from monitor.daemon.events import broke, event, warn
from monitor.daemon.evidence import evidence_of
from monitor.daemon.silences import Mutes
from monitor.daemon.superseded import superseded
from monitor.errors import MonitorError, Rejected, Retry, SendError, Unknown
from monitor.store import items, messages, recounts

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import Connection

    from monitor.alerts.parts import MessagePart
    from monitor.channels.address import Address
    from monitor.daemon.live import Live
    from monitor.daemon.works import Works
    from monitor.store.messages import MessageRow
    from monitor.store.recounts import Recount

LEASE = timedelta(minutes=2)
MOST_AT_ONCE = 20  # of one run, twice a minute; Slack takes some fifty changes a minute


async def recount_due(works: Works) -> None:
    """Change every message whose count is due to be changed, one after another.

    When Slack asks for patience the run ends: the others would be answered likewise.
    """
    async with works.recounting:
        await works.writer.run(lambda connection: recounts.sweep(connection, works.clock()))
        for _ in range(MOST_AT_ONCE):
            row = await works.writer.run(lambda connection: recounts.claim_one(connection, works.clock(), LEASE))
            if row is None:
                return
            error = await _change(works, row)
            await _settle(works, row, error)
            if isinstance(error, Retry):
                return


async def _change(works: Works, row: Recount) -> MonitorError | None:
    """Write the message anew and put it in the place of the old one; return what went wrong."""
    try:
        address = read_address(row.address, works.live.settings.senders)
        part = await works.writer.run(lambda connection: _compose(connection, works, row, address))
        recipient = works.live.settings.recipients[row.recipient]
        form = works.courier.channels.form(address)
        rendered = await works.words.render(recipient, part, form, works.live)
        await works.courier.channels.amend(address, rendered, row.ref)
    except MonitorError as error:
        return error
    except Exception as error:  # noqa: BLE001 a mistake of ours must not end the run
        return Rejected(broke("recount.broke", error, key=row.key))
    return None


def _compose(connection: Connection, works: Works, row: Recount, address: Address) -> MessagePart:
    """Put the message together as when it left, but for the outlets that are known now.

    Raises:
        Nothing: it would not be sent any more, or would tell something else than what was read; then it stays as it is.
    """
    if row.recipient not in works.live.settings.recipients:
        raise Nothing(f"recipient {row.recipient} is no longer in the settings")
    message, now = messages.content(connection, row.message), works.clock()
    if not _tells_the_same(connection, works.live, message, row, now):
        raise Nothing("what it tells is not what was told: some of it was called off, corrected, or told by another message since")
    part = compose(connection, works.live, message, row.key, now, has_threads=address.has_threads)
    return replace(part, at=row.sent_at)


def _tells_the_same(connection: Connection, live: Live, message: MessageRow, row: Recount, now: datetime) -> bool:
    """Tell whether a message would say of the same items what it said when it left: a reader must not find it otherwise unawares.

    One that has left something out stays as it is, too, whenever that was called off.
    """
    claims = message.claims
    parts = called_off.standing(evidence_of(connection, claims), claims, Mutes(connection, live, now), message.recipient)
    shown = {(one.claim.id, hit.item.id) for part in parts for one in part.told for hit in one.rows}
    told = {(claim.id, item) for claim in claims for item in claim.told}
    is_whole = told <= shown and not any(part.called_off or part.muted for part in parts)
    if not is_whole or any(claim.watch not in live.rows for claim in claims) or superseded(connection, claims, live.official):
        return False
    written_at = row.sent_at - LEASE  # at the earliest
    return all(version.at < written_at for _, item in told for version in items.versions(connection, item))


async def _settle(works: Works, row: Recount, error: MonitorError | None) -> None:
    now = works.clock()
    again_at = _again_at(error, row, now)
    await works.writer.run(lambda connection: recounts.settle(connection, row, now, again_at=again_at))
    if error is None:
        event("recount.done", to=row.label, key=row.key)
    elif isinstance(error, SendError):
        warn("recount.failed", to=row.label, key=row.key, reason=error, again_at=again_at)


def _again_at(error: MonitorError | None, row: Recount, now: datetime) -> datetime | None:
    """Tell when to try again, if at all: putting the same in the same place twice does no harm, so a lost answer is tried again."""
    if not isinstance(error, Retry | Unknown):
        return None
    wait = recounts.GATHERS * row.attempts
    after = error.after if isinstance(error, Retry) and error.after is not None else now
    return max(after, now + wait)
