"""Making one page of a document's language versions: one item a key, in the first language that has it, the others beside it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from monitor.model import Item, Page, Variant

if TYPE_CHECKING:
    from collections.abc import Mapping


def merged(pages: Mapping[str, Page]) -> Page:
    """Merge the pages of one document by language, in the order in which the languages are wanted.

    Items are the same if their keys are. Each stands where the first language has it; what only a later language has comes after.
    Variants that a page's own items bring stay. A page's warnings are told with its language.
    """
    if len(pages) == 1:
        return next(iter(pages.values()))
    items: dict[str, Item] = {}
    for language, page in pages.items():
        for item in page.items:
            known = items.get(item.key)
            items[item.key] = item if known is None else _with_variant(known, item, language)
    first = next(iter(pages.values()))
    warnings = tuple(f"{language}: {warning}" for language, page in pages.items() for warning in page.warnings)
    return replace(
        first,
        items=tuple(items.values()),
        declared=max(page.declared for page in pages.values()),
        warnings=warnings,
        is_whole=all(page.is_whole for page in pages.values()),
    )


def _with_variant(known: Item, other: Item, language: str) -> Item:
    """Put an item beside the one in another language; the same language twice, from a document that repeats itself, adds nothing."""
    name = language or other.lang or ""
    if name == known.lang or name in known.variants:
        return known
    own = {lang: each for lang, each in other.variants.items() if lang != known.lang}
    return replace(known, variants={**own, **known.variants, name: Variant(other.text, other.url, other.title)})
