"""Messages leave here: claim what is due, render it, send it, write its fate down.

A letter is marked just before it leaves, so that it is known which may have been read. Where the far side cannot drop a copy (email,
Slack, Apprise) a crash costs one extra copy at most for each letter in the air: one of an account, of a mail account as many as it has
connections. Matrix drops a second copy with the same transaction id. To one address one letter is in the air at a time, whatever the
channel: they arrive in their order.
"""

from __future__ import annotations

import asyncio
import random
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from monitor.alerts.notice import gathered
from monitor.channels.address import read_address
from monitor.channels.sender import CONNECTIONS
from monitor.daemon import called_off, conditions
from monitor.daemon.compose import Nothing, compose
from monitor.daemon.events import broke, event, warn
from monitor.daemon.evidence import evidence_of
from monitor.daemon.fates import Fate, fate_of_error, fate_of_lost_replies, fate_of_nothing, fate_of_sent
from monitor.daemon.settling import settle
from monitor.daemon.silences import Mutes
from monitor.errors import MonitorError, Rejected, Retry, SendError, StoreError, Unknown
from monitor.model import DeliveryState
from monitor.store import accounts, deliveries, messages

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime, timedelta

    from sqlalchemy import Connection

    from monitor.alerts.parts import MessagePart
    from monitor.channels.address import Address
    from monitor.channels.dispatch import Channels
    from monitor.daemon.live import Live
    from monitor.daemon.own_words import OwnWords
    from monitor.daemon.tally import Tally
    from monitor.daemon.writer import Writer
    from monitor.model import Rendered
    from monitor.store.deliveries import DeliveryRow
    from monitor.store.messages import MessageRow

# Messages in the air, by channel. Of email as many again stand ready for a connection, so that none waits for a commit in between.
AT_ONCE = {"email": 2 * CONNECTIONS, "slack": 1, "apprise": 1, "matrix": 4}
CLAIMED = {"email": 8 * CONNECTIONS, "slack": 1, "apprise": 1, "matrix": 4}  # and on their way there: what is claimed costs nothing
IDEMPOTENT = frozenset({"matrix"})
WRITES_AGAIN_AFTER_S = 1.0


@dataclass(slots=True)
class _Batch:
    """Letters of one account that were claimed together; once the account fails, those that have not begun are let go of."""

    slots: asyncio.Semaphore
    is_over: bool = False


class Courier:
    """Sends what is due, each account in a lane of its own."""

    def __init__(  # noqa: PLR0913 it stands between the database and the world
        self,
        writer: Writer,
        *,
        channels: Channels,
        words: OwnWords,
        live: Callable[[], Live],
        clock: Callable[[], datetime],
        lease: timedelta,
        tally: Tally,
    ) -> None:
        self._writer = writer
        self._channels = channels
        self._words = words
        self._live = live
        self._clock = clock
        self._lease = lease
        self._tally = tally
        self._in_air = 0
        self._is_stopping = False
        self._at_work: set[tuple[str, str]] = set()
        self._may_be_mended = True  # a start or new settings: what could not be used is tried at once
        self._retired: list[Channels] = []

    @property
    def channels(self) -> Channels:
        """The accounts that are in use."""
        return self._channels

    async def use(self, channels: Channels) -> None:
        """Send through other accounts from now on; the former ones close when what they are sending has left."""
        self._retired.append(self._channels)
        self._channels = channels
        self._may_be_mended = True
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

    def stop(self) -> None:
        """Begin nothing more; what is in the air goes on."""
        self._is_stopping = True

    async def deliver_due(self) -> None:
        """Send everything that is due, each account by itself: one whose server is mute holds up no other.

        May be called while it is at work; each call returns when what it began is done.
        """
        found = await self._writer.run(self._due_accounts)
        idle = [pair for pair in found if pair not in self._at_work]
        self._at_work.update(idle)
        await asyncio.gather(*(self._run_account(channel, account) for channel, account in idle))

    def _due_accounts(self, connection: Connection) -> list[tuple[str, str]]:
        if self._may_be_mended:
            accounts.wake(connection, self._clock())
            self._may_be_mended = False
        return deliveries.due_accounts(connection, self._clock())

    async def _run_account(self, channel: str, account: str) -> None:
        try:
            while not self._is_stopping:
                rows = await self._writer.run(partial(self._claim, channel=channel, account=account))
                if not rows:
                    return
                batch = _Batch(asyncio.Semaphore(AT_ONCE[channel]))
                await asyncio.gather(*(self._deliver(row, batch) for row in rows))
        finally:
            self._at_work.discard((channel, account))

    def _claim(self, connection: Connection, *, channel: str, account: str) -> list[DeliveryRow]:
        return deliveries.claim_due(connection, self._clock(), self._lease, CLAIMED[channel], channel=channel, account=account)

    async def _deliver(self, row: DeliveryRow, batch: _Batch) -> None:
        self._in_air += 1
        try:
            fate = await self._try(row, batch)
        finally:
            self._in_air -= 1
        await self._close_retired()
        if fate is None:
            await self._give_back(row)
            return
        while not await self._write_down(row, fate):  # noqa: ASYNC110 a database has no event for "there is room again"
            await asyncio.sleep(WRITES_AGAIN_AFTER_S)
        if fate.state is DeliveryState.SENT:
            self._tally.count_sent(self._clock())
            event("delivery.sent", to=row.label, key=row.key, ref=fate.ref)
        elif fate.is_moot or fate.is_called_off:
            event("delivery.withdrawn", to=row.label, key=row.key, reason=fate.reason)
        else:
            self._tally.failed += 1
            warn("delivery.failed", to=row.label, key=row.key, state=fate.state, reason=fate.reason, due_at=fate.due_at)

    async def _give_back(self, row: DeliveryRow) -> None:
        try:
            await self._writer.run(lambda connection: deliveries.give_back(connection, row))
        except StoreError as error:  # the claim lapses by itself
            warn("store.failed", reason=error)

    async def _write_down(self, row: DeliveryRow, fate: Fate) -> bool:
        """Write a fate; a database that cannot be written now must not cost a message that left a second copy."""
        try:
            await self._writer.run(lambda connection: settle(connection, self._live(), row, fate, self._clock()))
        except StoreError as error:
            warn("store.failed", reason=error)
            return False
        return True

    async def _try(self, row: DeliveryRow, batch: _Batch) -> Fate | None:
        """Render and send; whatever happens, a fate comes of it. None if it was let go of before it began to leave."""
        if row.channel not in IDEMPOTENT and (lost := fate_of_lost_replies(row.lost_replies)):
            return lost
        ready = await self._prepared(row)
        async with batch.slots:
            if batch.is_over or self._is_stopping:
                return None
            fate = ready if isinstance(ready, Fate) else await self._send(row, *ready)
            batch.is_over = batch.is_over or (fate is not None and fate.trouble is not None)
        return fate

    async def _prepared(self, row: DeliveryRow) -> tuple[Address, Rendered] | Fate:
        try:
            return await self._prepare(row)
        except Nothing as nothing:
            return fate_of_nothing(
                str(nothing), is_moot=nothing.is_moot, is_called_off=nothing.is_called_off, lost_replies=row.lost_replies
            )
        except SendError as error:
            return self._fate(row, error)
        except StoreError as error:
            return self._fate(row, Retry(str(error)))
        except MonitorError as error:
            return self._fate(row, Rejected(str(error)))
        except Exception as error:  # noqa: BLE001 a mistake of ours must not cost the message
            return self._fate(row, Retry(broke("delivery.not_written", error, key=row.key)))

    async def _send(self, row: DeliveryRow, address: Address, rendered: Rendered) -> Fate | None:
        if not await self._hand_over(row):
            return None
        try:
            return fate_of_sent(await self._channels.send(address, rendered, row.key, row.thread))
        except SendError as error:
            return self._fate(row, error)
        except Exception as error:  # noqa: BLE001 a channel's mistake: nobody knows whether it left
            return self._fate(row, Unknown(broke("delivery.broke", error, key=row.key)))

    async def _hand_over(self, row: DeliveryRow) -> bool:
        """Mark a letter: from here on it may have been read, and a crash may cost a copy where the far side cannot drop one.

        False if the claim lapsed meanwhile.
        """
        until = self._clock() + self._lease
        try:
            return await self._writer.run(lambda connection: deliveries.hand_over(connection, row.id, until, row.attempts))
        except StoreError as error:
            warn("store.failed", reason=error)
            return False

    def _fate(self, row: DeliveryRow, error: SendError) -> Fate:
        return fate_of_error(
            error,
            attempts=row.attempts,
            lost_replies=row.lost_replies,
            first_tried_at=row.first_tried_at,
            is_idempotent=row.channel in IDEMPOTENT,
            jitter=random.random(),  # noqa: S311 it spreads retries, it guards nothing
            now=self._clock(),
        )

    async def _prepare(self, row: DeliveryRow) -> tuple[Address, Rendered]:
        """Read what the message says now, and write it in the form of its channel."""
        live = self._live()
        address = read_address(row.address, live.settings.senders)
        message = await self._writer.run(lambda connection: messages.content(connection, row.message))
        rendered = await self._render(live, row, message, address)
        self._channels.open(address)
        return address, rendered

    async def _render(self, live: Live, row: DeliveryRow, message: MessageRow, address: Address) -> Rendered:
        recipient, form = live.settings.recipients.get(row.recipient), self._channels.form(address)
        if recipient is None:
            raise Nothing(f"recipient {row.recipient} is no longer in the settings")
        if message.body is not None:
            notice = gathered(conditions.from_body(message.body))
            return await self._words.render(recipient, notice, form, live)
        part = await self._writer.run(lambda connection: self._compose(connection, live, message, row.key, address))
        if isinstance(part, Nothing):
            raise part
        return await self._words.render(recipient, part, form, live)

    def _compose(self, connection: Connection, live: Live, message: MessageRow, key: str, address: Address) -> MessagePart | Nothing:
        """Put a message together, and note what it leaves out, by one look at what somebody said; the note stays if nothing is left."""
        now, evidence = self._clock(), evidence_of(connection, message.claims)
        called_off.note(connection, evidence, Mutes(connection, live, now), message, now)
        try:
            return compose(connection, live, message, key, now, has_threads=address.has_threads, evidence=evidence)
        except Nothing as nothing:
            return nothing
