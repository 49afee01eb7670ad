"""Every table, on SQLite and PostgreSQL alike. What changes here changes in a migration too; a test compares them.

Full-text search comes in hand-written tables named `search_*` that Alembic leaves alone.
"""

from monitor.store.columns import metadata
from monitor.store.tables.alerts import (
    MESSAGE_KINDS,
    claim_items,
    claims,
    deliveries,
    delivery_attempts,
    digest_hours,
    failing_accounts,
    message_claims,
    messages,
    refused_addresses,
)
from monitor.store.tables.items import (
    article_reads,
    gists,
    hits,
    item_events,
    item_keys,
    item_versions,
    items,
    shingles,
    stories,
    story_rulings,
)
from monitor.store.tables.people import audit, conditions, held_back, silences, used_links, vetoes
from monitor.store.tables.recounts import recounts
from monitor.store.tables.settings import settings_revisions, watches
from monitor.store.tables.sources import hosts, sources

__all__ = [
    "MESSAGE_KINDS",
    "article_reads",
    "audit",
    "claim_items",
    "claims",
    "conditions",
    "deliveries",
    "delivery_attempts",
    "digest_hours",
    "failing_accounts",
    "gists",
    "held_back",
    "hits",
    "hosts",
    "item_events",
    "item_keys",
    "item_versions",
    "items",
    "message_claims",
    "messages",
    "metadata",
    "recounts",
    "refused_addresses",
    "settings_revisions",
    "shingles",
    "silences",
    "sources",
    "stories",
    "story_rulings",
    "used_links",
    "vetoes",
    "watches",
]
