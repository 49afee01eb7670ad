"""One item in several languages: a watch that stands in more than one of them is one hit."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from monitor.model import Hit, Tier

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from monitor.model import WatchKey

_READ = frozenset({"title", "text"})  # what differs from language to language; labels and headings were looked at once


def best_of_languages(own: Sequence[Hit], elsewhere: Iterable[tuple[str, Sequence[Hit]]], rank: Mapping[WatchKey, int]) -> tuple[Hit, ...]:
    """Choose one hit for each watch: the item's own, unless it is only possible there and sure in another language.

    Args:
        own: the hits in the item's own language.
        elsewhere: those in its other languages, which come in their order of preference.
        rank: the place of each watch in the lists, which the answer keeps.

    Returns:
        hits whose mentions name their field with the language, `text@fr`, where they stand in another one.
    """
    chosen = {hit.watch: hit for hit in own}
    for lang, hits in elsewhere:
        for hit in hits:
            standing = chosen.get(hit.watch)
            if standing is None or (standing.tier is Tier.POSSIBLE and hit.tier is Tier.SURE):
                named = _named(hit, lang)
                if named.mentions:
                    chosen[hit.watch] = named
    return tuple(sorted(chosen.values(), key=lambda hit: rank[hit.watch]))


def _named(hit: Hit, lang: str) -> Hit:
    mentions = (replace(mention, field=f"{mention.field}@{lang}") for mention in hit.mentions if mention.field in _READ)
    return replace(hit, mentions=tuple(mentions))
