"""What an item said before, and what a parliament's record says of it, for `tocsin why`."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from monitor.cli.archive import local

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sqlalchemy import Connection

    from monitor.model import Item
    from monitor.settings.records import Settings
    from monitor.store.items import StoredItem

MOST_CHANGES = 3  # of one version
LONGEST = 100  # code points of a sentence


def record_of(item: Item) -> dict[str, object]:
    """Give what the record says, for programs."""
    return {
        "sitting_date": item.sitting_date.isoformat() if item.sitting_date else None,
        "status": item.status,
        "phase": item.phase or None,
        "debate": item.debate or None,
        "speaker": item.speaker.label if item.speaker else None,
        "headings": list(item.headings),
        "licence": item.record.licence if item.record else None,
    }


def record_in_words(record: Mapping[str, Any]) -> list[str]:
    """Say it on one line; nothing of an article."""
    names = {"speaker": "said by", "sitting_date": "sitting of", "status": "status", "phase": "phase"}
    said = [f"{name} {record[key]}" for key, name in names.items() if record[key]]
    under = f", under {' · '.join(record['headings'])}" if record["headings"] else ""
    return [", ".join(said) + under] if said else []


def versions_of(connection: Connection, stored: StoredItem) -> list[dict[str, object]]:
    """Give every former version with what the next one changed in it, oldest first."""
    from monitor.store import items
    from monitor.stories.correction import every_change

    versions = items.versions(connection, stored.id)
    texts = [{"title": each.title, "text": each.text} for each in versions] + [{"title": stored.item.title, "text": stored.item.text}]
    return [
        {
            "until": version.at.isoformat(),
            "changes": [{"field": one.field, "old": one.old, "new": one.new} for one in every_change(texts[number], texts[number + 1])],
        }
        for number, version in enumerate(versions)
    ]


def versions_in_words(versions: Sequence[Mapping[str, Any]], settings: Settings) -> list[str]:
    """Say what each version had that the next one has no more, or has anew."""
    lines = []
    for number, version in enumerate(versions, start=1):
        lines.append(f"version {number}, until {local(datetime.fromisoformat(version['until']), settings)}")
        lines += [f"  {_change(change)}" for change in version["changes"][:MOST_CHANGES]]
        rest = len(version["changes"]) - MOST_CHANGES
        lines += [f"  and {rest} more"] if rest > 0 else []
    return lines


def _change(change: Mapping[str, str]) -> str:
    if not change["new"]:
        return f'"{_cut(change["old"])}" went'
    return f'"{_cut(change["old"])}" became "{_cut(change["new"])}"' if change["old"] else f'"{_cut(change["new"])}" came'


def _cut(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= LONGEST else f"{line[: LONGEST - 1]}\N{HORIZONTAL ELLIPSIS}"
