"""What a source says otherwise now of an item that it listed before. Pure.

What a source leaves out this time - a language whose document did not come, the page of an article - is kept: only what it says counts.
An item keeps its own language while that is left out, and what came stands beside it.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import TYPE_CHECKING

from monitor.stories.fingerprint import content_hash
from monitor.stories.parallel import in_language_of
from monitor.stories.wording import wording

if TYPE_CHECKING:
    from collections.abc import Collection

    from monitor.model import Digest, Item

WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class Edition:
    """A newer edition of an item, as it is to be kept.

    `is_reworded`: a word of its title or text is another; its `content_hash` says which wording it has. `is_extended`: another language
    or the article's page came, or reads otherwise. `left_phase` is the phase that it was in, if it is in another now. `is_withdrawn`
    is true of the edition that takes back what the former one said.
    """

    item: Item
    content_hash: Digest
    is_reworded: bool
    is_extended: bool
    left_phase: str
    is_withdrawn: bool

    @property
    def is_matched_again(self) -> bool:
        """Whether there are words in it that were not looked at."""
        return self.is_reworded or self.is_extended


def carries_texts(entries: Collection[Item], but: Item) -> bool:
    """Tell whether most entries of a feed, `but` one, have a text, so that the lack of it says something of that one.

    A feed that stops carrying descriptions empties them all at once, and has withdrawn nothing.
    """
    others = [entry for entry in entries if entry is not but]
    return not others or sum(bool(entry.text.strip()) for entry in others) * 2 > len(others)


def edition(old: Item, new: Item, old_hash: Digest) -> Edition | None:
    """Compare what is stored of an item with what its source says now; None if nothing that counts is another.

    Args:
        old: what is stored. Its texts may have been dropped for their age; then they are compared by `old_hash` alone.
        new: what the source says.
        old_hash: the hash of the stored wording.
    """
    new = in_language_of(old, new)
    now = content_hash(new.title, new.text)
    is_reworded = now != old_hash
    if not is_reworded and new.text and not old.text:  # retention dropped the texts; they are not news when they come again
        new = replace(new, text="", variants=old.variants, page=old.page)
    kept = _completed(old, new)
    changed = Edition(
        item=kept,
        content_hash=now,
        is_reworded=is_reworded,
        is_extended=_beside(kept) != _beside(old),
        left_phase=old.phase if new.phase and new.phase != old.phase else "",
        is_withdrawn=_is_withdrawn(kept) and not _is_withdrawn(old),
    )
    is_same = _labels(kept) == _labels(old)
    return None if is_same and not changed.is_matched_again else changed


def _labels(item: Item) -> tuple[object, ...]:
    """Give what a record says beside the words, which is kept as it reads now."""
    return item.status, item.record, item.speaker, item.headings


def _completed(old: Item, new: Item) -> Item:
    variants = {**old.variants, **new.variants}
    if variants == dict(new.variants) and (new.page or not old.page):
        return new
    return replace(
        new,
        variants=MappingProxyType(variants),
        page=new.page or old.page,
        original=new.original or old.original,  # the page may have named it
        lang=new.lang or old.lang,
    )


def _beside(item: Item) -> dict[str, str]:
    """Give the wording of every text beside the item's own: its other languages, and its page under no name."""
    texts = {lang: wording(f"{variant.title}\n{variant.text}") for lang, variant in item.variants.items()}
    return texts | ({"": wording(item.page)} if item.page else {})


def _is_withdrawn(item: Item) -> bool:
    has_words = bool(item.text.strip() or item.page.strip() or any(variant.text.strip() for variant in item.variants.values()))
    return item.status == WITHDRAWN or not has_words
