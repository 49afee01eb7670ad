"""How an item came into its story, what was folded into it, and what people said of that: for `tocsin why` and `tocsin story`."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from monitor.cli.archive import counted, local
from monitor.model import Relation

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sqlalchemy import Connection

    from monitor.model import ItemId
    from monitor.settings.records import Settings
    from monitor.store.items import StoredItem
    from monitor.store.rulings import Ruling
    from monitor.store.stories import Fold

FEW = 5  # items that are named
RELATIONS = {
    Relation.NEW: "new",
    Relation.EDIT: "edit of",
    Relation.DUPLICATE: "copy of",
    Relation.SAME_STORY: "same story as",
}


def fold_of(connection: Connection, item: StoredItem) -> dict[str, object]:
    """Give, for programs, how an item was folded, what was folded into its story if it leads that, and what was said of it."""
    from monitor.store import rulings, stories

    rulings_of_item = said_of(connection, rulings.of_items(connection, [item.id]), item.id)
    if item.story_id is None:
        return {"fold": None, "folded": None, "rulings": rulings_of_item}
    folds = stories.folds(connection, item.story_id)
    lead = stories.get(connection, stories.root(connection, item.story_id)).lead
    mine = {one for one in folds if one != item.id} if item.id == lead else set()
    return {
        "fold": fold_record(connection, folds[item.id]) if item.id in folds else None,
        "folded": {"count": len(mine), "items": list(named(connection, sorted(mine)[:FEW]).values())} if mine else None,
        "rulings": rulings_of_item,
    }


def fold_record(connection: Connection, fold: Fold | None) -> dict[str, object]:
    """Give a fold with the name of the item that it is about; of an item whose folding was not written down, nulls."""
    if fold is None:
        return dict.fromkeys(("relation", "of", "signal", "share", "because"))
    return {
        "relation": fold.relation,
        "of": named(connection, [fold.of]).get(fold.of) if fold.of is not None else None,
        "signal": fold.signal or None,
        "share": fold.share,
        "because": fold.because,
    }


def named(connection: Connection, ids: Sequence[ItemId]) -> dict[ItemId, dict[str, object]]:
    """Name items by title and outlet."""
    from monitor.store import items

    found = items.several(connection, ids)
    return {one: {"id": one, "title": found[one].item.title, "outlet": found[one].outlet} for one in ids if one in found}


def said_of(connection: Connection, rulings: Sequence[Ruling], item: ItemId | None = None) -> list[dict[str, Any]]:
    """Give, for programs, what people said of pairs; seen from `item`, where it is one of each."""
    names = named(connection, list(dict.fromkeys(each for one in rulings for each in (one.item, one.other))))
    return [
        {
            "verdict": one.said.verdict,
            "item": item or one.item,
            "other": names[one.beside(item or one.item)],
            "author": one.said.author,
            "reason": one.said.reason,
            "at": one.said.at.isoformat(),
        }
        for one in rulings
    ]


def folds_in_words(record: Mapping[str, Any], settings: Settings) -> list[str]:
    """Say it, a line each; nothing of an item that is in no story and of which nobody said anything."""
    fold, folded = record["fold"], record["folded"]
    lines = [fold_in_words(fold)] if fold and fold["of"] and fold["of"]["id"] != record["id"] else []
    if folded:
        rest = folded["count"] - len(folded["items"])
        names = "; ".join(_named(each) for each in folded["items"]) + (f"; and {rest} more" if rest else "")
        lines.append(f"{counted(folded['count'], 'item')} folded into its story: {names}")
        lines.append(f"  all of them, with the reasons: tocsin story show {record['id']}")
    return lines + [said_in_words(one, settings) for one in record["rulings"]]


def fold_in_words(fold: Mapping[str, Any]) -> str:
    """Say with which item one was folded, and why: the reason names the signal and its figure in words."""
    return f"{RELATIONS[fold['relation']]} {_named(fold['of'])}: {fold['because']}"


def said_in_words(one: Mapping[str, Any], settings: Settings, subject: str = "it") -> str:
    """Say what a person said of a pair of items, the first of them called `subject`."""
    when = local(datetime.fromisoformat(one["at"]), settings)
    why = f": {one['reason']}" if one["reason"] else ""
    return f"{one['author']} said, {when}: {subject} is {one['verdict']} {_with(one)} {_named(one['other'])}{why}"


def _with(one: Mapping[str, Any]) -> str:
    return "from" if one["verdict"] == "apart" else "with"


def _named(item: Mapping[str, Any]) -> str:
    title = f'"{item["title"]}"' if item["title"] else "an item without a title"
    return f"{title} ({item['outlet']}, item {item['id']})"
