"""`deliveries`, `retry`, `test-alert`: the outbox, for people."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Annotated

import typer

from monitor.cli.archive import counted, loaded_in_force, local, opened, settings_in_force, show_table
from monitor.cli.letters import reason_in_words
from monitor.cli.look import LimitOption
from monitor.cli.terminal import ConfigOption, JsonOption, complain, config_folder, emit
from monitor.errors import MonitorError, StoreError, UsageError
from monitor.model import DeliveryId, DeliveryState

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from monitor.settings.records import Settings
    from monitor.store.deliveries import Attempt, Posted


LINES = ("This is a test by `tocsin test-alert`. If you read this, alerts reach you here.",)


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.command("deliveries")(deliveries)
    app.command("retry")(retry)
    app.command("test-alert")(send_test_alert)


def deliveries(
    delivery: Annotated[int | None, typer.Argument(metavar="[ID]", help="One of them, with every try; without it, the list.")] = None,
    *,
    state: Annotated[DeliveryState | None, typer.Option("--state", help="Only those that stand so.")] = None,
    limit: LimitOption = 50,
    config: ConfigOption = None,
    as_json: JsonOption = False,
) -> None:
    """Show the outbox, newest first, or one message with every try."""
    if delivery is not None:
        _show_one(DeliveryId(delivery), config, as_json=as_json)
        return
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
    show_table(("id", "state", "when", "to", "what", "tries", "last error"), [_cells(row, settings) for row in rows])


def _cells(row: Posted, settings: Settings) -> tuple[object, ...]:
    tries, why = row.attempts if row.attempts > 1 else "", reason_in_words(row)
    return row.id, row.state, local(row.sent_at or row.due_at, settings), row.label, row.subject, tries, why


def _show_one(delivery: DeliveryId, config: Path | None, *, as_json: bool) -> None:
    from monitor.store import deliveries as rows_of

    with opened(config) as (settings, database), database.read() as connection:
        row, tries = rows_of.find(connection, delivery), rows_of.attempts(connection, delivery)
    if row is None:
        raise MonitorError(f"there is no delivery {delivery}; `tocsin deliveries` lists those there are")
    if as_json:
        emit(_record(row) | {"tries": [_try_record(each) for each in tries]})
        return
    typer.echo(f"{row.subject}\nto {row.label}: {row.state}{_due(row, settings)}")
    if row.state is DeliveryState.HELD:
        typer.echo(reason_in_words(row))
    if not tries:
        complain("not tried yet")
        return
    show_table(
        ("when", "came of it", "what the other side said", "its id there"),
        [(local(each.at, settings), _outcome(each), each.reason or "", each.ref or "") for each in tries],
    )


def _due(row: Posted, settings: Settings) -> str:
    """Say when a letter leaves; one that is held leaves when somebody lets it, whenever it was due."""
    words = {DeliveryState.DUE: ", next try", DeliveryState.HELD: ", was due"}
    return f"{words[row.state]} {local(row.due_at, settings)}" if row.state in words else ""


def _outcome(each: Attempt) -> str:
    """Name how a try ended; what is due again was put off."""
    return "put off" if each.state is DeliveryState.DUE else str(each.state)


def _try_record(each: Attempt) -> dict[str, object]:
    return {"at": each.at.isoformat(), "state": each.state, "reason": each.reason, "ref": each.ref}


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
    address: Annotated[
        str | None, typer.Option("--address", help="Send to this disabled address again, what it held too; as `tocsin status` names it.")
    ] = None,
    config: ConfigOption = None,
) -> None:
    """Send again what is dead, rejected or of unknown fate; accounts that rest are tried at once."""
    from monitor.daemon.clock import now
    from monitor.store import accounts, addresses
    from monitor.store import deliveries as rows_of

    if address is not None:
        _retry_address(address, ids, config)
        return
    with opened(config) as (_, database), database.write() as connection:
        count, awake = rows_of.retry(connection, ids or None, now()), accounts.wake(connection, now())
        disabled = addresses.disabled(connection)
    for each in disabled:
        complain(f"nothing is sent to {each.label}, which refused {counted(each.refusals, 'letter')}: tocsin retry --address {each.label}")
    if ids and not count:
        raise MonitorError("none of these is dead, rejected or unknown; `tocsin deliveries` shows how each stands")
    if awake:
        complain(f"{counted(awake, 'account')} that rested will be tried at once")
    if not count:
        complain("nothing to send again: no message is dead, rejected or of unknown fate")
    else:
        complain(f"{counted(count, 'message')} will be sent again, by the running daemon or the next `tocsin once`")
    if ids and count < len(set(ids)):
        complain("the others are not dead, rejected or unknown; `tocsin deliveries` shows how each stands")


def _retry_address(label: str, ids: list[int] | None, config: Path | None) -> None:
    from monitor.daemon.accounts import enable
    from monitor.daemon.clock import now
    from monitor.store import addresses

    if ids:
        raise UsageError("name ids or an --address, not both")
    with opened(config) as (_, database), database.write() as connection:
        count, disabled = enable(connection, label, now()), addresses.disabled(connection)
    if count is None:
        others = ", ".join(each.label for each in disabled) or "none is"
        raise MonitorError(f"{label} is not disabled; disabled: {others}")
    complain(f"{label} is sent to again: {counted(count, 'message')} that it refused or that were held will leave")


def send_test_alert(
    recipient: Annotated[str, typer.Argument(help="A recipient of recipients.yaml.")], *, config: ConfigOption = None
) -> None:
    """Send a test message to every address of a recipient, now, past the outbox."""
    reached, addresses = asyncio.run(_send_test(config_folder(config), recipient))
    _enable(reached, config)
    if failed := addresses - len(reached):
        raise MonitorError(f"{failed} of {counted(addresses, 'address', 'addresses')} did not get it")


def _enable(reached: Sequence[str], config: Path | None) -> None:
    """Send again to what was reached and is disabled; without a database nothing is."""
    from monitor.daemon.accounts import enable
    from monitor.daemon.clock import now
    from monitor.store.database import Database

    try:
        with opened(config) as (_, database), database.write() as connection:
            released = {label: enable(connection, label, now()) for label in reached}
    except StoreError as error:
        path = Database.path_of(settings_in_force(config_folder(config)).database)
        if path is None or path.exists():
            complain(f"whether it was disabled could not be looked up: {error}")
        return
    for label, count in released.items():
        if count is not None:
            complain(f"{label} was disabled and is sent to again: {counted(count, 'message')} will leave")


async def _send_test(folder: Path, name: str) -> tuple[list[str], int]:
    from monitor.alerts.render import load_templates, render_notice
    from monitor.channels.address import read_address
    from monitor.daemon.clock import now
    from monitor.daemon.outside import channels_of
    from monitor.model import RecipientKey, digest

    loaded = loaded_in_force(folder)
    settings = loaded.settings
    if "recipients.yaml" in loaded.rejected:
        complain("recipients.yaml is not accepted as it stands, so its last good version counts; what is wrong: tocsin check")
    recipient = settings.recipients.get(RecipientKey(name))
    if recipient is None:
        raise UsageError(f'no recipient "{name}"; there are: {", ".join(sorted(settings.recipients)) or "none"}')
    channels = channels_of(settings, now)
    templates, reached = load_templates(), list[str]()
    try:
        for text in recipient.to:
            label = "an address"  # the text itself may hold a password
            try:
                address = read_address(text, settings.senders)
                label = address.label
                rendered = render_notice("Tocsin: a test message", LINES, channels.form(address), templates)
                sent = await channels.send(address, rendered, digest("test", text, now().isoformat()).hex())
                complain(f"{label}: sent ({sent.ref})")
                reached.append(label)
            except MonitorError as error:
                complain(f"{label}: {error}")
    finally:
        await channels.close()
    return reached, len(recipient.to)
