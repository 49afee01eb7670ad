"""Who is told of what, and every message on its way."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import Boolean, CheckConstraint, Column, ForeignKey, Index, Table, UniqueConstraint, false

from monitor.model import DeliveryState
from monitor.store.columns import Id, Json, Words, count, instant, link, metadata, own_id, words

if TYPE_CHECKING:
    from collections.abc import Iterable


def _listed(values: Iterable[str]) -> str:
    return ", ".join(f"'{value}'" for value in values)


MESSAGE_KINDS = ("story", "digest", "notice", "test")

claims = Table(
    "claims",
    metadata,
    own_id(),
    words("recipient"),
    link("story_id", "stories.id"),
    words("watch"),
    words("cause"),
    count("seq"),
    instant("at"),
    UniqueConstraint("recipient", "story_id", "watch", "cause", "seq"),
    Index(None, "story_id"),
    Index(None, "watch", "recipient", "at"),
)

messages = Table(
    "messages",
    metadata,
    own_id(),
    words("recipient"),
    words("kind"),
    link("story_id", "stories.id", nullable=True),
    link("replies_to", "messages.id", nullable=True),
    instant("due_at"),
    instant("created_at"),
    Column("body", Json),
    words("flood", nullable=True),  # the watchlist whose flood a digest gathers
    CheckConstraint(f"kind IN ({_listed(MESSAGE_KINDS)})", name="kind"),
    Index(None, "recipient", "due_at"),
    Index(None, "story_id"),
)

# Up to which set time a recipient's digests were looked after, so that nobody does it twice and a missed time is made up for once.
digest_hours = Table(
    "digest_hours",
    metadata,
    Column("recipient", Words, primary_key=True),
    words("schedule"),  # as it was then: another one begins anew
    instant("until"),
    instant("opened_at"),
)

message_claims = Table(
    "message_claims",
    metadata,
    Column("message_id", Id, ForeignKey("messages.id"), primary_key=True),
    Column("claim_id", Id, ForeignKey("claims.id"), primary_key=True, unique=True),
    sqlite_with_rowid=False,
)

claim_items = Table(
    "claim_items",
    metadata,
    Column("claim_id", Id, ForeignKey("claims.id"), primary_key=True),
    Column("item_id", Id, ForeignKey("items.id"), primary_key=True),
    Column("detail", Json),  # what is told of the item beside itself: the old and the new words, a former phase
    Index(None, "item_id"),
    sqlite_with_rowid=False,
)

deliveries = Table(
    "deliveries",
    metadata,
    own_id(),
    Column("key", Words, nullable=False, unique=True),
    link("message_id", "messages.id"),
    words("channel"),
    words("account"),  # the sender, or the label of an address that is its own account: who can be mute for all its letters
    words("address"),  # as written in the settings, secrets unexpanded
    words("label"),
    words("state"),
    instant("due_at"),  # its place in the order of its address; no failure moves it
    instant("not_before", nullable=True),  # when it may be tried again
    instant("lease_until", nullable=True),
    instant("first_tried_at", nullable=True),
    count("attempts"),
    Column("handed_over", Boolean, nullable=False, server_default=false()),  # the present try may have left
    count("lost_replies"),
    words("remote_ref", nullable=True),
    words("thread_ref", nullable=True),
    words("last_error", nullable=True),
    words("held_because", nullable=True),  # why it is held, where it is not for a restore
    instant("settled_at", nullable=True),
    CheckConstraint(f"state IN ({_listed(DeliveryState)})", name="state"),
    Index(None, "state", "due_at"),
    Index(None, "account", "state", "due_at"),
    Index(None, "address", "state"),
    Index(None, "message_id", "state"),
)

delivery_attempts = Table(
    "delivery_attempts",
    metadata,
    own_id(),
    link("delivery_id", "deliveries.id"),
    instant("at"),
    words("state"),
    words("reason", nullable=True),
    words("ref", nullable=True),
    Index(None, "delivery_id", "id"),
)

failing_accounts = Table(
    "failing_accounts",
    metadata,
    own_id(),
    Column("account", Words, nullable=False, unique=True),
    instant("since"),
    instant("rests_until"),
    count("failures"),
    Column("is_refused", Boolean, nullable=False, server_default=false()),  # only a person can mend it
    words("reason"),
)

refused_addresses = Table(
    "refused_addresses",
    metadata,
    own_id(),
    Column("address", Words, nullable=False, unique=True),
    words("label"),
    instant("since"),
    count("refusals"),  # letters in a row that it refused
    instant("disabled_at", nullable=True),
    words("reason"),
)
