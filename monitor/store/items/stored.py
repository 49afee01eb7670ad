"""An item as the database keeps it, and back."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from monitor.model import Digest, Item, ItemId, Kind, Record, SourceKey, Speaker, StoryId, Variant, digest
from monitor.store.tables import items, sources

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import Row, Select


@dataclass(frozen=True, slots=True)
class StoredItem:
    """An item with what became of it. `fate` is the last stage it reached, and why it ended there."""

    id: ItemId
    source_id: int
    source_key: SourceKey
    source_name: str
    key: Digest
    content_hash: Digest
    item: Item
    seen_at: datetime
    story_id: StoryId | None
    fate_stage: str
    fate_reason: str
    is_baseline: bool

    @property
    def outlet(self) -> str:
        """Who published it: as the item says, else the source's name."""
        return outlet_of(self.item.outlet, self.source_name, self.source_key)


def outlet_of(outlet: str | None, source_name: str, source_key: str) -> str:
    """Name the publisher of an item: as the item says, else the source's name, else its key."""
    return outlet or source_name or source_key


def select_items() -> Select[Any]:
    """Begin a SELECT of whole items, for `stored` to read."""
    return select(items, sources.c.key.label("source_key"), sources.c.name.label("source_name")).join_from(items, sources)


def stored(row: Row[Any]) -> StoredItem:
    """Read a row of `select_items`."""
    return StoredItem(
        id=ItemId(row.id),
        source_id=row.source_id,
        source_key=SourceKey(row.source_key),
        source_name=row.source_name,
        key=Digest(row.key),
        content_hash=Digest(row.content_hash),
        item=item_of(row),
        seen_at=row.seen_at,
        story_id=None if row.story_id is None else StoryId(row.story_id),
        fate_stage=row.fate_stage,
        fate_reason=row.fate_reason,
        is_baseline=row.is_baseline,
    )


def columns_of(item: Item) -> dict[str, Any]:
    """Spread an item over its columns."""
    speaker = item.speaker
    return {
        "declared_key": item.key,
        "url": item.url,
        "url_hash": None if item.url is None else digest(item.url),
        "title": item.title,
        "title_folded": item.title.casefold(),
        "text": item.text,
        "kind": item.kind.value,
        "lang": item.lang,
        "outlet": item.outlet,
        "published_at": item.published_at,
        "sitting_date": item.sitting_date,
        "headings": list(item.headings),
        "speaker_label": speaker.label if speaker else None,
        "speaker_id": speaker.id if speaker else None,
        "speaker_role": speaker.role if speaker else None,
        "speaker_party": speaker.party if speaker else None,
        "speaker_constituency": speaker.constituency if speaker else None,
        "speaker_is_chair": bool(speaker and speaker.is_chair),
        "speaker_is_witness": bool(speaker and speaker.is_witness),
        "variants": {lang: asdict(variant) for lang, variant in item.variants.items()},
        "status": item.status,
        "original": item.original,
        "page": item.page or None,
        "record": asdict(item.record) if item.record else None,
    }


def item_of(row: Row[Any]) -> Item:
    """Read the item alone from a row of items."""
    return Item(
        key=row.declared_key,
        title=row.title,
        text=row.text,
        kind=Kind(row.kind),
        url=row.url,
        published_at=row.published_at,
        lang=row.lang,
        outlet=row.outlet,
        sitting_date=row.sitting_date,
        headings=tuple(row.headings),
        speaker=speaker_of(row),
        variants=MappingProxyType({lang: Variant(**each) for lang, each in row.variants.items()}),
        status=row.status,
        original=row.original,
        page=row.page or "",
        record=Record(**row.record) if row.record else None,
    )


def speaker_of(row: Row[Any]) -> Speaker | None:
    """Read who speaks from a row of items."""
    if row.speaker_label is None:
        return None
    return Speaker(
        label=row.speaker_label,
        id=row.speaker_id,
        role=row.speaker_role,
        party=row.speaker_party,
        constituency=row.speaker_constituency,
        is_chair=row.speaker_is_chair,
        is_witness=row.speaker_is_witness,
    )
