"""One item in several languages whose documents come and go apart: it keeps the language in which it was first kept.

The languages of a record are merged as they are read, and the first one that was there is the item's own. When another comes, or that
one is missing for once, nobody has corrected anything: the same words are just given in another order.
"""

from __future__ import annotations

from dataclasses import replace
from types import MappingProxyType
from typing import TYPE_CHECKING

from monitor.model import Variant

if TYPE_CHECKING:
    from monitor.model import Item


def in_language_of(old: Item, new: Item) -> Item:
    """Give what a record says of an item now in the language in which the item is kept; what the press writes stays as it is."""
    if old.record is None or new.record is None or not old.lang or not new.lang or old.lang == new.lang:
        return new
    own = new.variants.get(old.lang)
    others = {lang: variant for lang, variant in new.variants.items() if lang != old.lang}
    others[new.lang] = Variant(new.text, new.url, new.title)
    return replace(
        new,
        title=own.title or old.title if own else old.title,
        text=own.text if own else old.text,
        url=own.url or old.url if own else old.url,
        lang=old.lang,
        headings=old.headings,
        speaker=old.speaker,
        variants=MappingProxyType(others),
        record=replace(new.record, debate=old.record.debate, asked=old.record.asked or new.record.asked),
    )
