"""Messages leave here: claim one delivery, render it, send it, write its fate down.

Where the far side cannot drop a copy (email, Slack, Apprise) one message is in the air at a time, so that a crash costs one extra
copy at most. Matrix drops a second copy with the same transaction id, and gets several at once.
"""

from __future__ import annotations

import asyncio
import random
from typing import TYPE_CHECKING

from monitor.alerts.notice import gathered, not_delivered
from monitor.alerts.render import render, render_notice
from monitor.channels.address import read_address
from monitor.daemon import conditions
from monitor.daemon.compose import Nothing, compose
from monitor.daemon.events import event, warn
from monitor.daemon.fates import Fate, fate_of_error, fate_of_lost_replies, fate_of_sent
from monitor.errors import MonitorError, Rejected, Retry, SendError, StoreError
from monitor.model import DeliveryState
from monitor.store import deliveries, messages

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime, timedelta

    from sqlalchemy import Connection

    from monitor.alerts.parts import Form
    from monitor.alerts.render import Templates
    from monitor.channels.dispatch import Channels
    from monitor.daemon.live import Live
    from monitor.daemon.tally import Tally
    from monitor.daemon.writer import Writer
    from monitor.model import Rendered
    from monitor.store.deliveries import DeliveryRow
    from monitor.store.messages import MessageRow

AT_ONCE = {"email": 1, "slack": 1, "apprise": 1, "matrix": 4}  # messages in the air, by channel
IDEMPOTENT = frozenset({"matrix"})
WRITES_AGAIN_AFTER_S = 1.0


class Courier:
    """Sends what is due, one lane for each channel."""

    def __init__(  # noqa: PLR0913 it stands between the database and the world
        self,
        writer: Writer,
        *,
        channels: Channels,
        templates: Templates,
        live: Callable[[], Live],
        clock: Callable[[], datetime],
        lease: timedelta,
        tally: Tally,
    ) -> None:
        self._writer = writer
        self._channels = channels
        self._templates = templates
        self._live = live
        self._clock = clock
        self._lease = lease
        self._tally = tally
        self._in_air = 0
        self._retired: list[Channels] = []

    async def use(self, channels: Channels) -> None:
        """Send through other accounts from now on; the former ones close when what they are sending has left."""
        self._retired.append(self._channels)
        self._channels = channels
        await self._close_retired()

    async def close(self) -> None:
        """Close every account."""
        self._in_air = 0
        await self._close_retired()
        await self._channels.close()

    async def _close_retired(self) -> None:
        retired, self._retired = ([], self._retired) if self._in_air else (self._retired, [])
        for channels in retired:
            await channels.close()

    async def deliver_due(self, channel: str) -> int:
        """Send everything that is due on one channel; return how many tries that took."""
        tries = 0
        while rows := await self._writer.run(lambda connection: self._claim(connection, channel)):
            await asyncio.gather(*(self._deliver(row) for row in rows))
            tries += len(rows)
        return tries

    def _claim(self, connection: Connection, channel: str) -> list[DeliveryRow]:
        return deliveries.claim_due(connection, self._clock(), self._lease, AT_ONCE[channel], channel=channel)

    async def _deliver(self, row: DeliveryRow) -> None:
        self._in_air += 1
        try:
            fate = await self._try(row)
        finally:
            self._in_air -= 1
        await self._close_retired()
        while not await self._write_down(row, fate):  # noqa: ASYNC110 a database has no event for "there is room again"
            await asyncio.sleep(WRITES_AGAIN_AFTER_S)
        if fate.state is DeliveryState.SENT:
            self._tally.count_sent(self._clock())
            event("delivery.sent", to=row.label, key=row.key, ref=fate.ref)
        else:
            self._tally.failed += 1
            warn("delivery.failed", to=row.label, key=row.key, state=fate.state, reason=fate.reason, due_at=fate.due_at)

    async def _write_down(self, row: DeliveryRow, fate: Fate) -> bool:
        """Write a fate; a database that cannot be written now must not cost a message that left a second copy."""
        try:
            await self._writer.run(lambda connection: self._settle(connection, row, fate))
        except StoreError as error:
            warn("store.failed", reason=error)
            return False
        return True

    async def _try(self, row: DeliveryRow) -> Fate:
        is_idempotent = row.channel in IDEMPOTENT
        if not is_idempotent and (lost := fate_of_lost_replies(row.lost_replies)):
            return lost
        live = self._live()
        try:
            address = read_address(row.address, live.settings.senders)
            message = await self._writer.run(lambda connection: messages.content(connection, row.message))
            rendered = await self._render(live, row, message, self._channels.form(address))
            return fate_of_sent(await self._channels.send(address, rendered, row.key, row.thread))
        except Nothing as nothing:
            return Fate(DeliveryState.DEAD, str(nothing))
        except SendError as error:
            failure = error
        except StoreError as error:
            failure = Retry(str(error))
        except MonitorError as error:
            failure = Rejected(str(error))
        return fate_of_error(
            failure,
            attempts=row.attempts,
            lost_replies=row.lost_replies,
            created_at=row.created_at,
            is_idempotent=is_idempotent,
            jitter=random.random(),  # noqa: S311 it spreads retries, it guards nothing
            now=self._clock(),
        )

    async def _render(self, live: Live, row: DeliveryRow, message: MessageRow, form: Form) -> Rendered:
        recipient = live.settings.recipients.get(row.recipient)
        if recipient is None:
            raise Nothing(f"recipient {row.recipient} is no longer in the settings")
        if message.body is not None:
            notice = gathered(conditions.from_body(message.body))
            return render_notice(notice.title, notice.lines, form, self._templates)
        part = await self._writer.run(lambda connection: compose(connection, live, message, row.key, self._clock()))
        return render(part, form, recipient.zone, self._templates)

    def _settle(self, connection: Connection, row: DeliveryRow, fate: Fate) -> None:
        now = self._clock()
        deliveries.settle(
            connection,
            row.id,
            state=fate.state,
            at=now,
            reason=fate.reason,
            ref=fate.ref,
            thread=fate.thread,
            due_at=fate.due_at,
            lost=fate.is_lost,
        )
        if fate.tells_operator:
            self._report(connection, row, fate, now)

    def _report(self, connection: Connection, row: DeliveryRow, fate: Fate, now: datetime) -> None:
        live = self._live()
        if row.recipient == live.settings.operator and row.kind == "notice":
            return  # a notice about a notice would chase its own tail; `status` and the log show it
        notice = not_delivered(row.label, row.id, fate.state, fate.reason or "nothing")
        conditions.tell_operator(connection, live, notice, now)
