"""`tocsin preview`: a message as its recipient would read it, from the archive, or a sample where there is none."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import replace
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated
from zoneinfo import ZoneInfo

import typer

from monitor.cli.terminal import ConfigOption, JsonOption, complain, config_folder, emit, plain
from monitor.errors import MonitorError, UsageError
from monitor.model import RecipientKey

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from sqlalchemy import Connection

    from monitor.alerts.notice import Notice
    from monitor.alerts.parts import MessagePart
    from monitor.alerts.recipient import Recipient
    from monitor.model import Rendered, WatchKey
    from monitor.settings.records import Settings
    from monitor.store.items import StoredItem

LATEST = "latest"


class FormOption(StrEnum):
    """How a message is shown."""

    EMAIL = "email"
    SLACK = "slack"
    MATRIX = "matrix"
    PLAIN = "plain"


class KindOption(StrEnum):
    """What kind of message."""

    ALERT = "alert"
    DIGEST = "digest"
    FOLLOW_UP = "follow-up"
    NOTICE = "notice"


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("preview")(preview)


def preview(  # noqa: PLR0913 each is an option of its own
    item: Annotated[str, typer.Argument(metavar="[ITEM]", help="An item's id, address or words of its title.")] = LATEST,
    *,
    recipient: Annotated[str | None, typer.Option(help="A recipient of recipients.yaml: their time zone and templates.")] = None,
    form: Annotated[FormOption, typer.Option(help="How it is shown.")] = FormOption.EMAIL,
    kind: Annotated[KindOption, typer.Option(help="What kind of message.")] = KindOption.ALERT,
    html: Annotated[Path | None, typer.Option(metavar="FILE", help="Write the message into this file, as a page for a browser.")] = None,
    config: ConfigOption = None,
    as_json: JsonOption = False,
) -> None:
    """Show a message as its recipient would read it; nothing is sent, and no database is made."""
    if html is not None and html.is_dir():
        raise UsageError(f"--html: {html} is a folder; name a file, such as {html / 'message.html'}")
    folder = _folder(config)
    settings = _settings(folder)
    reader = _reader(settings, recipient)
    with _reading(settings) as connection:
        chosen = _chosen(connection, item, kind, _watches(settings, reader)) if connection is not None else []
        if item != LATEST and connection is None:
            raise MonitorError(f'there is no archive to look for "{item}" in; without an item, `tocsin preview` shows a sample')
        told, is_sample = _told(connection, chosen, kind, reader, settings)
    rendered = _rendered(settings, reader, told, form)
    if html is not None:
        html.write_text(_page(rendered, form), encoding="utf-8")
        complain(f"written to {html}; open it in a browser")
    if is_sample:
        complain("the archive holds nothing of that kind yet: this is a sample")
    if as_json:
        emit({"kind": kind.value, "form": form.value, "recipient": reader.key, "is_sample": is_sample, **_record(rendered)})
    elif html is None:
        typer.echo(plain(f"Subject: {rendered.subject}\n\n{rendered.text}"))


def _record(rendered: Rendered) -> dict[str, object]:
    return {"subject": rendered.subject, "text": rendered.text, "html": rendered.html or None, "blocks": list(rendered.blocks) or None}


def _folder(config: Path | None) -> Path | None:
    """Find the settings folder; a sample needs none."""
    try:
        return config_folder(config)
    except UsageError:
        if config is not None:
            raise
        return None


def _settings(folder: Path | None) -> Settings | None:
    from monitor.cli.archive import settings_in_force

    return settings_in_force(folder) if folder is not None else None


@contextmanager
def _reading(settings: Settings | None) -> Iterator[Connection | None]:
    """Open the archive to read; None where there is none yet."""
    from monitor.store.database import Database
    from monitor.store.migrate import check_schema

    path = Database.path_of(settings.database) if settings is not None else None
    if settings is None or (path is not None and not path.exists()):
        yield None
        return
    database = Database.open(settings.database)
    try:
        check_schema(database)
        with database.read() as connection:
            yield connection
    finally:
        database.close()


def _reader(settings: Settings | None, name: str | None) -> Recipient:
    """Find the recipient that is named, else the first."""
    from monitor.alerts.recipient import Recipient
    from monitor.alerts.samples import RECIPIENT

    known = dict(settings.recipients) if settings is not None else {}
    if name is None:
        return next(iter(known.values()), Recipient(RECIPIENT, (), zone=ZoneInfo("UTC")))
    if (found := known.get(RecipientKey(name))) is None:
        raise UsageError(f'no recipient "{name}"; there are: {", ".join(sorted(known)) or "none"}')
    return found


def _watches(settings: Settings | None, reader: Recipient) -> frozenset[WatchKey]:
    """List the watches that a recipient is told of."""
    lists = settings.watchlists.values() if settings is not None else ()
    return frozenset(
        watch.key for each in lists for watch in each.watches if reader.key in (watch.tell if watch.tell is not None else each.tell)
    )


def _told(
    connection: Connection | None, chosen: Sequence[StoredItem], kind: KindOption, reader: Recipient, settings: Settings | None
) -> tuple[MessagePart | Notice, bool]:
    """Put the message together, from the archive where it has something of this kind; tell whether it is a sample."""
    from monitor.alerts.samples import sample
    from monitor.daemon.clock import now
    from monitor.daemon.previewed import message_of

    if connection is not None and chosen:
        public_url = settings.console.public_url if settings is not None else None
        part = message_of(connection, chosen, reader.key, now(), public_url)
        if not part.stories:
            raise MonitorError(
                f"no watch was found in item {chosen[0].id}, so no message tells of it; `tocsin why {chosen[0].id}` says more"
            )
        return replace(part, is_digest=kind is KindOption.DIGEST, is_update=kind is KindOption.FOLLOW_UP), False
    made = sample(kind.value, reader.key)
    told = made.part or made.notice
    assert told is not None  # noqa: S101 a sample is one or the other
    return told, True


def _chosen(connection: Connection, item: str, kind: KindOption, watches: frozenset[WatchKey]) -> list[StoredItem]:
    """Find the items to tell of: the one that is meant, else the latest of these watches; none for a notice."""
    from monitor.daemon.previewed import MOST_IN_DIGEST, latest
    from monitor.store import items
    from monitor.stories.fingerprint import address_hash

    if kind is KindOption.NOTICE:
        return []
    if item == LATEST:
        return latest(connection, watches, MOST_IN_DIGEST if kind is KindOption.DIGEST else 1)
    found = items.find(connection, item, limit=1, url_hash=address_hash(item))
    if not found:
        raise MonitorError(f'no item like "{item}" was ever seen; `tocsin hits` lists what was found')
    return found


def _rendered(settings: Settings | None, reader: Recipient, told: MessagePart | Notice, form: FormOption) -> Rendered:
    """Render in the recipient's own templates, where they have any; what is wrong with these is an error here."""
    from monitor.alerts.template_files import TemplateFault
    from monitor.settings.template_process import Job, fill_in

    own = settings.templates.get(reader.templates or "", {}) if settings is not None else {}
    try:
        return fill_in(Job(told, form.value, reader.zone), own)
    except TemplateFault as fault:
        place = f"templates/{reader.templates}/{fault.file}" + (f":{fault.line}" if fault.line else "")
        raise MonitorError(f"{place}: {fault}; until it is mended, messages go out in Tocsin's own templates") from None


def _page(rendered: Rendered, form: FormOption) -> str:
    from monitor.alerts.pages import page

    return page(rendered, form.value)
