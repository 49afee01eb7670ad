"""Messages whose count of outlets is to be brought up to date where they were read."""

from __future__ import annotations

from sqlalchemy import Column, ForeignKey, Index, Table

from monitor.store.columns import Id, count, instant, metadata

recounts = Table(
    "recounts",
    metadata,
    Column("delivery_id", Id, ForeignKey("deliveries.id", ondelete="CASCADE"), primary_key=True, autoincrement=False),
    instant("due_at"),
    instant("lease_until", nullable=True),
    count("touches"),  # grows with each copy: what came while an update was on its way is seen by it
    count("attempts"),
    Index(None, "due_at"),
)
