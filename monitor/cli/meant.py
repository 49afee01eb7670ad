"""What a person means by the words of a command: an item, a watch, and who says so."""

from __future__ import annotations

import getpass
from difflib import get_close_matches
from typing import TYPE_CHECKING

from monitor.errors import MonitorError, UsageError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sqlalchemy import Connection

    from monitor.model import WatchKey
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


def watch_meant(written: str, labels: Mapping[WatchKey, str]) -> WatchKey:
    """Find the watch that a person means, of these with their labels: by its key, the end of it, or its name.

    Raises:
        UsageError: there is none, or there are several; it names the nearest.
    """
    chosen = watches_called(written, labels)
    if len(chosen) == 1:
        return chosen[0]
    if chosen:
        raise UsageError(f'several watches are called "{written}": {some_of(chosen)}; write the whole key')
    by_end = {name: key for key, label in labels.items() for name in (key, key.partition("/")[2], label.casefold())}
    near = get_close_matches(written.casefold(), by_end, 1)
    guess = f"did you mean {by_end[near[0]]}?" if near else f"there are: {some_of(sorted(labels))}"
    raise UsageError(f'no watch is called "{written}"; {guess}')


def watches_called(written: str, labels: Mapping[WatchKey, str]) -> list[WatchKey]:
    """List the watches that may be meant: those of this key; else of this ending or name; else of this last word."""
    from monitor.watch.spec import watch_key

    keys = sorted(labels)
    folded = watch_key("", written)
    chosen = [key for key in keys if key == written]
    chosen = chosen or [key for key in keys if key.endswith(folded) or labels[key] == written]
    return chosen or [key for key in keys if key.endswith(f"-{folded[1:]}")]


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
