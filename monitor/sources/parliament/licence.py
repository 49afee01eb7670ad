"""The licence note of a record, borne by each of its items: what may be done with the words travels with them."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from monitor.model import Page


def under_licence(page: Page, licence: str) -> Page:
    """Note the licence of a record on its items; one that its document names for an item stays."""
    items = (
        replace(item, record=replace(item.record, licence=licence)) if item.record is not None and item.record.licence is None else item
        for item in page.items
    )
    return replace(page, items=tuple(items))
