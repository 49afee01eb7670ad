"""`deliveries`, `retry`, `test-alert`: the outbox, for people."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Annotated

import typer

from monitor.cli.archive import counted, local, opened, show_table
from monitor.cli.look import LimitOption
from monitor.cli.terminal import ConfigOption, JsonOption, complain, config_folder, emit
from monitor.errors import MonitorError, UsageError
from monitor.model import DeliveryState

if TYPE_CHECKING:
    from pathlib import Path

    from monitor.store.deliveries import Posted


LINES = ("This is a test by `tocsin test-alert`. If you read this, alerts reach you here.",)


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.command("deliveries")(deliveries)
    app.command("retry")(retry)
    app.command("test-alert")(send_test_alert)


def deliveries(
    *,
    state: Annotated[DeliveryState | None, typer.Option("--state", help="Only those that stand so.")] = None,
    limit: LimitOption = 50,
    config: ConfigOption = None,
    as_json: JsonOption = False,
) -> None:
    """Show the outbox, newest first."""
    from monitor.store import deliveries as rows_of

    with opened(config) as (settings, database), database.read() as connection:
        rows = rows_of.list_(connection, state=state, limit=limit)
    if as_json:
        for row in rows:
            emit(_record(row))
        return
    if not rows:
        complain(f"nothing is {state}" if state else "the outbox is empty: nothing was to be told yet")
        return
    show_table(
        ("id", "state", "when", "to", "what", "tries", "last error"),
        [
            (
                row.id,
                row.state,
                local(row.sent_at or row.due_at, settings),
                row.label,
                row.subject,
                row.attempts if row.attempts > 1 else "",
                row.last_error or "",
            )
            for row in rows
        ],
    )


def _record(row: Posted) -> dict[str, object]:
    return {
        "id": row.id,
        "key": row.key,
        "recipient": row.recipient,
        "address": row.label,
        "subject": row.subject,
        "state": row.state,
        "due_at": row.due_at.isoformat(),
        "sent_at": row.sent_at.isoformat() if row.sent_at else None,
        "attempts": row.attempts,
        "ref": row.remote_ref,
        "last_error": row.last_error,
    }


def retry(
    ids: Annotated[
        list[int] | None, typer.Argument(help="Ids as `tocsin deliveries` shows them; without any, all that failed for good.")
    ] = None,
    *,
    config: ConfigOption = None,
) -> None:
    """Send again what is dead, rejected or of unknown fate."""
    from monitor.daemon.clock import now
    from monitor.store import deliveries as rows_of

    with opened(config) as (_, database), database.write() as connection:
        count = rows_of.retry(connection, ids or None, now())
    if ids and not count:
        raise MonitorError("none of these is dead, rejected or unknown; `tocsin deliveries` shows how each stands")
    if not count:
        complain("nothing to send again: no message is dead, rejected or of unknown fate")
        return
    complain(f"{counted(count, 'message')} will be sent again, by the running daemon or the next `tocsin once`")
    if ids and count < len(set(ids)):
        complain("the others are not dead, rejected or unknown; `tocsin deliveries` shows how each stands")


def send_test_alert(
    recipient: Annotated[str, typer.Argument(help="A recipient of recipients.yaml.")], *, config: ConfigOption = None
) -> None:
    """Send a test message to every address of a recipient, now, past the outbox."""
    failed, addresses = asyncio.run(_send_test(config_folder(config), recipient))
    if failed:
        raise MonitorError(f"{failed} of {counted(addresses, 'address', 'addresses')} did not get it")


async def _send_test(folder: Path, name: str) -> tuple[int, int]:
    from monitor.alerts.render import load_templates, render_notice
    from monitor.channels.address import read_address
    from monitor.channels.dispatch import Channels
    from monitor.daemon.clock import now
    from monitor.daemon.outside import state_folder
    from monitor.model import RecipientKey, digest
    from monitor.settings.load import load
    from monitor.settings.secrets import expand

    settings = load(folder).settings
    recipient = settings.recipients.get(RecipientKey(name))
    if recipient is None:
        raise UsageError(f'no recipient "{name}"; there are: {", ".join(sorted(settings.recipients)) or "none"}')
    channels = Channels(settings.senders, expand, home=state_folder(settings), clock=now)
    templates, failed = load_templates(), 0
    try:
        for text in recipient.to:
            label = "an address"  # the text itself may hold a password
            try:
                address = read_address(text, settings.senders)
                label = address.label
                rendered = render_notice("Tocsin: a test message", LINES, channels.form(address), templates)
                sent = await channels.send(address, rendered, digest("test", text, now().isoformat()).hex())
                complain(f"{label}: sent ({sent.ref})")
            except MonitorError as error:
                failed += 1
                complain(f"{label}: {error}")
    finally:
        await channels.close()
    return failed, len(recipient.to)
