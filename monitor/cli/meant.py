"""What a person means by the words of a command: an item, and who says so."""

from __future__ import annotations

import getpass
from typing import TYPE_CHECKING

from monitor.errors import MonitorError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import Connection

    from monitor.store.items import StoredItem

MOST = 20  # items that a few words of a title may mean
SHOWN = 8  # names in an error


def items_like(connection: Connection, written: str) -> list[StoredItem]:
    """Find the items that may be meant, by id, address, key or words of the title, the newest first.

    Raises:
        MonitorError: there is none.
    """
    from monitor.store import items
    from monitor.stories.fingerprint import address_hash

    found = items.find(connection, written, url_hash=address_hash(written), limit=MOST)
    if not found:
        raise MonitorError(f'no item like "{written}" was ever seen; `tocsin hits` shows what was found')
    return found


def the_one(found: Sequence[StoredItem], written: str) -> StoredItem:
    """Choose the item that is meant: of several, the one whose title is just that.

    Raises:
        MonitorError: there are several; it lists them.
    """
    chosen = [one for one in found if one.item.title.casefold() == written.casefold()] or found
    if len(chosen) == 1:
        return chosen[0]
    listed = some_of([f'{one.id} ("{one.item.title[:60]}", {one.source_key})' for one in chosen])
    raise MonitorError(f"{_counted(found, chosen)} items are like that: {listed}; give the id of one, or more of its title")


def _counted(found: Sequence[StoredItem], chosen: Sequence[StoredItem]) -> str:
    """Count what may be meant; where no more were looked for, there may be more."""
    return f"{len(chosen)} or more" if len(found) >= MOST else str(len(chosen))


def some_of(names: Sequence[str]) -> str:
    """List the first few of some names."""
    more = f" and {len(names) - SHOWN} more" if len(names) > SHOWN else ""
    return (", ".join(names[:SHOWN]) or "none") + more


def login() -> str:
    """Name who is logged in; in a container a user may have no name."""
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return "somebody"
