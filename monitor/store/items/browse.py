"""Walk through the archive, a stretch at a time, with what matching needs and no more."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import Row, and_, func, null, or_, select

from monitor.model import Item, ItemId, SourceKey, StoryId
from monitor.store.items.stored import item_of, outlet_of
from monitor.store.tables import items, sources

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import ColumnElement, Connection, Select

LATELY = 50_000  # items


@dataclass(frozen=True, slots=True)
class Archived:
    """An item of the archive. `item` is without its variants."""

    id: ItemId
    item: Item
    source_key: SourceKey
    outlet: str
    seen_at: datetime
    story_id: StoryId | None

    @property
    def place(self) -> tuple[datetime, ItemId]:
        """Where it stands in the archive; the next stretch begins behind it."""
        return self.seen_at, self.id


_SELECT: Select[Any] = select(items, sources.c.key.label("source_key"), sources.c.name.label("source_name"))


def newest(
    connection: Connection, *, since: datetime, until: datetime, behind: tuple[datetime, ItemId] | None, limit: int
) -> list[Archived]:
    """Read the items first seen from `since` to `until`, the newest first: those behind a place (None to begin)."""
    statement = _SELECT.join_from(items, sources).where(items.c.seen_at >= since, items.c.seen_at <= until)
    if behind is not None:
        statement = statement.where(_is_behind(*behind))
    return [_archived(row) for row in connection.execute(statement.order_by(items.c.seen_at.desc(), items.c.id.desc()).limit(limit))]


def outlets(connection: Connection) -> set[str]:
    """Name who published the newest items, as alerts name them; of a source none of which is among these, its name."""
    newest_id = connection.scalar(select(func.max(items.c.id))) or 0
    named = select(items.c.outlet, sources.c.name, sources.c.key).join_from(items, sources).where(items.c.id > newest_id - LATELY)
    rows = [*connection.execute(named.distinct()), *connection.execute(select(null(), sources.c.name, sources.c.key))]
    return {outlet_of(*row) for row in rows}


def _is_behind(seen_at: datetime, item: ItemId) -> ColumnElement[bool]:
    """Compare with a place; the plain condition on the instant lets both databases begin in the index right there."""
    return and_(items.c.seen_at <= seen_at, or_(items.c.seen_at < seen_at, items.c.id < item))


def _archived(row: Row[Any]) -> Archived:
    return Archived(
        id=ItemId(row.id),
        item=item_of(row),
        source_key=SourceKey(row.source_key),
        outlet=outlet_of(row.outlet, row.source_name, row.source_key),
        seen_at=row.seen_at,
        story_id=None if row.story_id is None else StoryId(row.story_id),
    )
