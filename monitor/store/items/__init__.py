"""Items: what was published, under which keys it is known, and what became of it."""

from monitor.store.items.browse import Archived, newest, outlets
from monitor.store.items.forget import forget
from monitor.store.items.look import Event, Version, archive, count, events, find, get, revised, several, versions, volume
from monitor.store.items.recognise import KnownItem, Shared, add_keys, known, latest_sharing, of_sittings, rename_key, sharing, touch_seen
from monitor.store.items.record import NewItem, add_event, add_page, insert, prune_texts, refresh, revise, set_fate, set_story
from monitor.store.items.stored import StoredItem

__all__ = [
    "Archived",
    "Event",
    "KnownItem",
    "NewItem",
    "Shared",
    "StoredItem",
    "Version",
    "add_event",
    "add_keys",
    "add_page",
    "archive",
    "count",
    "events",
    "find",
    "forget",
    "get",
    "insert",
    "known",
    "latest_sharing",
    "newest",
    "of_sittings",
    "outlets",
    "prune_texts",
    "refresh",
    "rename_key",
    "revise",
    "revised",
    "set_fate",
    "set_story",
    "several",
    "sharing",
    "touch_seen",
    "versions",
    "volume",
]
