"""Items that come under new keys: recognised, so that nothing old becomes new and two things never become one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from monitor.store import items as item_rows
from monitor.stories.fingerprint import content_hash, copy_keys
from monitor.stories.renumbered import pair, spoken

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sqlalchemy import Connection

    from monitor.model import Digest, Item, ItemId
    from monitor.store.items import KnownItem, Shared


def renamed(
    connection: Connection, source_id: int, page: Mapping[Digest, Item], known: Mapping[Digest, KnownItem]
) -> dict[Digest, KnownItem]:
    """Find the known items behind unseen keys, and give them the keys by which their source lists them now."""
    found = _at_their_addresses(connection, source_id, page, known)
    return found | _in_their_sittings(connection, source_id, page, {**known, **found})


def _at_their_addresses(
    connection: Connection, source_id: int, page: Mapping[Digest, Item], known: Mapping[Digest, KnownItem]
) -> dict[Digest, KnownItem]:
    """Recognise items by their address: the source changed its guid scheme, and lists the same things at the same addresses."""
    by_address: dict[Digest, list[Digest]] = {}
    for key in page.keys() - known.keys():
        for kind, address in copy_keys(page[key]):
            if kind == "url":
                by_address.setdefault(address, []).append(key)
    shared = item_rows.sharing(connection, [("url", address) for address in by_address])
    pairs: dict[Digest, ItemId] = {}
    for address, keys in by_address.items():
        former = [row for row in shared if row.hash == address and row.source_id == source_id]
        if len(keys) == len(former) == 1 and former[0].key not in page and _is_same(former[0], page[keys[0]]):
            pairs[keys[0]] = former[0].item
    return _rename(connection, source_id, pairs)


def _is_same(former: Shared, item: Item) -> bool:
    """Tell whether an address stands for the same thing as before; a live blog's or a changelog's stands for many."""
    is_dated_alike = item.published_at is not None and item.published_at == former.published_at
    return content_hash(item.title, item.text) == former.content_hash or (item.title == former.title and is_dated_alike)


def _in_their_sittings(
    connection: Connection, source_id: int, page: Mapping[Digest, Item], known: Mapping[Digest, KnownItem]
) -> dict[Digest, KnownItem]:
    """Recognise the speeches of a sitting that was issued anew under other keys, by who spoke and what was said."""
    unseen = {key: item for key, item in page.items() if key not in known and item.record is not None and item.sitting_date is not None}
    days = {item.sitting_date for item in unseen.values() if item.sitting_date is not None}
    if not days:
        return {}
    former = [each for each in item_rows.of_sittings(connection, source_id, days) if each.key not in page]
    has_known = any(page[key].sitting_date in days for key in known)
    pairs: dict[Digest, ItemId] = {}
    for day in days:
        pairs |= pair(
            [spoken(key, item) for key, item in unseen.items() if item.sitting_date == day],
            [spoken(each.id, each.item) for each in former if each.item.sitting_date == day],
            has_known=has_known,
        )
    return _rename(connection, source_id, pairs)


def _rename(connection: Connection, source_id: int, pairs: Mapping[Digest, ItemId]) -> dict[Digest, KnownItem]:
    done = [key for key, item in pairs.items() if item_rows.rename_key(connection, item, key)]
    return item_rows.known(connection, source_id, done) if done else {}
