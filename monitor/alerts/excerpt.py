"""The passage around a mention: enough to judge by, cut between words."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

from monitor.alerts.parts import Excerpt
from monitor.model import Hit, Mention, Tier

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

AROUND = 160  # code points on each side of a mention
MOST = 3  # passages of a story
ELLIPSIS = "\N{HORIZONTAL ELLIPSIS}"
_LONGEST_WORD = 40  # looked for a space this far; scripts without spaces are cut between characters
_LONGEST_MATCH = 200
_RAW = 4  # how much more raw text is read than shown: white space in it collapses
_WHITE = re.compile(r"\s+")


def excerpt(text: str, mention: Mention, around: int = AROUND) -> Excerpt:
    """Cut the passage around one mention.

    Args:
        text: the field that the mention's offsets count in; offsets outside it are taken as its ends.
        mention: the place.
        around: code points to show on each side.
    """
    start = min(max(mention.start, 0), len(text))
    end = min(max(mention.end, start), len(text))
    before = _WHITE.sub(" ", text[max(0, start - around * _RAW) : start])
    after = _WHITE.sub(" ", text[end : end + around * _RAW])
    matched = _WHITE.sub(" ", text[start:end] or mention.matched).strip()
    return Excerpt(
        field=mention.field,
        before=_ending(before, around) if start else "",
        matched=matched if len(matched) <= _LONGEST_MATCH else matched[:_LONGEST_MATCH] + ELLIPSIS,
        after=_beginning(after, around),
        why=mention.why,
        how=mention.how,
    )


def excerpts(texts: Mapping[str, str], hits: Sequence[Hit], most: int = MOST) -> tuple[Excerpt, ...]:
    """Cut the passages that prove a story's hits."""
    return tuple(excerpt(texts.get(mention.field, ""), mention) for mention in proofs(texts, hits, most))


def proofs(texts: Mapping[str, str], hits: Sequence[Hit], most: int = MOST) -> list[Mention]:
    """Choose the mentions that prove a story's hits: each watch its best one, then the next best, no passage twice.

    A title proves nothing that is not read already above the passage; it is shown only when the text holds no mention.

    Args:
        texts: the item's fields by name, as the mentions name them.
        hits: the story's hits, in the order in which the message names them.
        most: passages at most.
    """
    standing = ([mention for mention in hit.mentions if _stands(texts, mention)] for hit in hits)
    ranked = [(turn, mention) for mentions in standing for turn, mention in enumerate(sorted(mentions, key=_weight))]
    ranked.sort(key=lambda pair: pair[0])
    mentions = [mention for _, mention in ranked if not _is_in_title(mention)] or [mention for _, mention in ranked]
    shown: list[Mention] = []
    for mention in mentions:
        if len(shown) < most and not any(is_beside(mention, other) for other in shown):
            shown.append(mention)
    return shown


def is_beside(mention: Mention, other: Mention) -> bool:
    """Tell whether a mention stands in the passage that is cut around another."""
    return mention.field == other.field and other.start - AROUND <= mention.start <= other.end + AROUND


def _stands(texts: Mapping[str, str], mention: Mention) -> bool:
    """Tell whether a mention is still where it was found; an item may have been edited since."""
    return texts.get(mention.field, "")[mention.start : mention.end] == mention.matched


def _weight(mention: Mention) -> tuple[bool, bool, float, int]:
    return _is_in_title(mention), mention.tier is not Tier.SURE, -mention.score, mention.start


def _is_in_title(mention: Mention) -> bool:
    """Tell whether a mention stands in a title, in whatever language."""
    return mention.field.partition("@")[0] == "title"


def _ending(text: str, length: int) -> str:
    """Keep the last `length` code points, from the start of a word on."""
    if len(text) <= length:
        return text.lstrip()
    kept = text[-length:]
    space = kept.find(" ", 0, _LONGEST_WORD)
    at = space + 1 if space >= 0 else _next_character(kept, 0)
    return f"{ELLIPSIS} {kept[at:]}"


def _beginning(text: str, length: int) -> str:
    """Keep the first `length` code points, to the end of a word."""
    if len(text) <= length:
        return text.rstrip()
    space = text.rfind(" ", length - _LONGEST_WORD, length)
    at = space if space > 0 else _next_character(text, length)
    return f"{text[:at].rstrip()} {ELLIPSIS}"


def _next_character(text: str, at: int) -> int:
    """Find the first place from `at` on that does not part a letter from its marks."""
    while at < len(text) and unicodedata.combining(text[at]):
        at += 1
    return at
