"""The texts of an item in which something can be found, by the names that mentions bear."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from monitor.text.fold import Folded, fold

if TYPE_CHECKING:
    from collections.abc import Iterator

    from monitor.model import Item

FIELDS = ("title", "text", "speaker", "party", "heading", "page")
ALL_FIELDS = frozenset(range(len(FIELDS)))
# Where words are looked for that name no field. A minister's title in a label, or a heading over a whole sitting, must make no hit.
BARE_FIELDS = frozenset({0, 1, 5})
_HEADINGS_APART = "|"  # no phrase reaches over it


def field_texts(item: Item) -> dict[str, str]:
    """Give each field's text, in which the offsets of a mention count; headings stand one a line. Empty ones too.

    The fields of `FIELDS` come first. Those of the item in another language follow, as `title@fr` and `text@fr`.

    A speech is shown under its last heading as a title. That is no title of its own: else every speech of a debate on arms, and the chair's
    "Order." in it, would hit.
    """
    speaker = item.speaker
    own = {
        "title": "" if _is_headed(item) else item.title,
        "text": item.text,
        "speaker": speaker.label if speaker else "",
        "party": (speaker.party or "") if speaker else "",
        "heading": "\n".join(item.headings),
        "page": item.page,
    }
    return own | {
        f"{field}@{lang}": text
        for lang, variant in item.variants.items()
        for field, text in (("title", "" if _is_headed(item) else variant.title), ("text", variant.text))
    }


def in_other_languages(item: Item) -> Iterator[tuple[str, Item]]:
    """Give the item as it reads in each of its other languages, with the language; what is known of it by its own language stays."""
    for lang, variant in item.variants.items():
        if lang != item.lang and variant.text != item.text:
            title = "" if _is_headed(item) else variant.title
            yield lang, replace(item, title=title, text=variant.text, lang=lang, page="", variants={})


def _is_headed(item: Item) -> bool:
    """Tell whether the title, in every language, is only the heading that the item stands under."""
    return item.title in item.headings


def fold_field(name: str, text: str) -> Folded:
    """Fold a field. Headings stay apart."""
    if name == "heading" and "\n" in text:
        return replace(fold(text.replace("\n", _HEADINGS_APART)), original=text)
    return fold(text)
