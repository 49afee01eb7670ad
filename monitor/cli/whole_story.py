"""A whole story as a person reads it: what began it, what was folded into it and why, what was merged, and what people said of it."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

import typer

from monitor.cli.archive import counted, local, show_table
from monitor.cli.folds import RELATIONS, fold_record, said_in_words, said_of
from monitor.cli.terminal import plain

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sqlalchemy import Connection

    from monitor.model import StoryId
    from monitor.settings.records import Settings


def record_of(connection: Connection, story: StoryId) -> dict[str, Any]:
    """Give a story for programs, its lead first."""
    from monitor.store import rulings, stories

    root, *others = stories.kin(connection, story)
    whole, folds = stories.get(connection, root), stories.folds(connection, root)
    merged = {each.id: each for each in stories.merged(connection, root)}
    members = sorted(stories.members(connection, root), key=lambda each: each.id != whole.lead)
    return {
        "story": root,
        "merged": [{"story": each, "lead": merged[each].lead} for each in others],
        "first_seen_at": whole.first_seen_at.isoformat(),
        "last_seen_at": whole.last_seen_at.isoformat(),
        "items": [
            {
                "id": each.id,
                "title": each.title,
                "outlet": each.outlet,
                "url": each.url,
                "seen_at": each.seen_at.isoformat(),
                "published_at": each.published_at.isoformat() if each.published_at else None,
                "story": each.story,
                **fold_record(connection, folds.get(each.id)),
            }
            for each in members
        ],
        "rulings": said_of(connection, rulings.of_story(connection, root)),
    }


def show_record(record: Mapping[str, Any], settings: Settings) -> None:
    """Show a story: the lead, then each item with how and why it was folded, and what people said."""
    lead, outlets = record["items"][0], {each["outlet"] for each in record["items"]}
    typer.secho(plain(lead["title"]) or "(no title)", bold=True)
    began, last = (local(_instant(record[name]), settings) for name in ("first_seen_at", "last_seen_at"))
    size = f"{counted(len(record['items']), 'item')} of {counted(len(outlets), 'outlet')}"
    typer.echo(f"story {record['story']}: {size}, first seen {began}, last {last}\n")
    show_table(("item", "seen", "outlet", "how", "title", "why"), [_row(each, record, settings) for each in record["items"]])
    for each in record["merged"]:
        typer.echo(f"story {each['story']} was merged into it; to take that out again: tocsin story split {each['lead']}")
    for one in record["rulings"]:
        typer.echo(plain(said_in_words(one, settings, f"item {one['item']}")))


def _row(each: Mapping[str, Any], record: Mapping[str, Any], settings: Settings) -> Sequence[object]:
    merged = next((one["story"] for one in record["merged"] if one["lead"] == each["id"]), None)
    of = each["of"]
    how = "began it" if each is record["items"][0] else f"{RELATIONS[each['relation']]} {of['id']}" if of and of["id"] != each["id"] else ""
    how += f" (began story {merged}, merged)" if merged else ""
    return each["id"], local(_instant(each["seen_at"]), settings), each["outlet"], how, each["title"], each["because"]


def _instant(text: str) -> datetime:
    return datetime.fromisoformat(text)
