"""Near copies: the same text cut, framed, edited, given another headline, or translated there and back.

Here two texts are compared whole. Which are worth comparing, the caller finds by their sketches (`monitor.stories.shingles`) and by
the rare terms that they share. The bounds were measured on 2,155 transformed articles, their originals among them, and on 8,300
reports of one event by other outlets, which are no copies.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from rapidfuzz import fuzz
from rapidfuzz.distance import LCSseq

from monitor.stories.clean import cleaned_and_worded
from monitor.stories.fingerprint import FEWEST_WORDS
from monitor.stories.form import is_same_form
from monitor.stories.markup import plain
from monitor.stories.shingles import MOST_WORDS, shingles
from monitor.stories.wording import pieces, wording

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence


# What one source publishes twice under two keys is mostly a series: releases, alarms, change sets, each with its own few words. Below
# this share no item of the same source is taken for a copy, and none by its wording (seen in 288 real feeds).
_SHARE_WITHIN_A_SOURCE = 0.95
_FIGURE = re.compile(r"\d+")
_FEWEST_SHARED = 8  # shingles: fewer are one sentence that both quote
_LEAST_SHARE = 0.5  # outlets that quote the same come to 0.42, once 0.56; 98 of 100 copies to 0.76 and more
_FOOT = 24  # shingles: what two short texts share farther down only is what their outlet prints under everything
_HEAD = 96  # shingles: a copy begins with its original, but for what stands in front
_LEAST_OF_LONGER = 0.2  # of a longer text with another headline; less is a round-up that carries it among others
_SAME_TITLE = 85  # of 100, whatever the order of the words

_LEAST_ORDER = 0.6  # what was translated there and back comes to 0.62 and more, other reports of the event to 0.58 at most
_LEAST_ORDER_OF_FEW = 0.7  # agencies' first paragraphs are reworded by everybody
_FEW = 100  # words
_TOO_FEW, _TOO_FEW_OF_SAME_TITLE = 60, 40  # words: what is shorter is never taken for reworded
_LEAST_COSINE = 0.45  # what was translated there and back: 0.63 and more


@dataclass(frozen=True, slots=True)
class Body:
    """What a text is compared by: the wording of its title, its cleaned text, and the words and shingles of that, in order."""

    title: str
    cleaned: str
    words: tuple[str, ...]
    shingles: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Former:
    """A text that was published before: how alike its rare words are to those of the new one (0 to 1), and whether by the same source."""

    body: Body
    cosine: float
    is_of_same_source: bool = False


@dataclass(frozen=True, slots=True)
class NearCopy:
    """That a text repeats another.

    `share` (0 to 1) is how much of the shorter text is in the longer one; `signal` is `text` where passages are the same and
    `wording` where the same words come in the same order; `because` is for people, and the name of the other text follows it.
    """

    share: float
    signal: str
    because: str


def body(title: str, text: str) -> Body:
    """Prepare a text, plain or markup, to be compared. Of a very long one the beginning is read: 100,000 characters, 4,000 words."""
    cleaned, worded = cleaned_and_worded(title, text)
    return Body(wording(plain(title)), cleaned, tuple(pieces(worded, MOST_WORDS)), shingles(worded))


def near_copy(new: Body, old: Body, cosine: float) -> NearCopy | None:
    """Tell whether one text repeats the other, and how it shows; None if it does not.

    Which of the two is the longer makes no difference. A text of under 12 words is never the copy of another.

    Args:
        new: what was published now.
        old: what was published before.
        cosine: how alike their rare words are, from 0 to 1; used where no passage is the same.
    """
    if min(len(new.words), len(old.words)) < FEWEST_WORDS:
        return None
    return _same_text(new, old) or _same_wording(new, old, cosine)


def nearest(new: Body, known: Sequence[Former]) -> tuple[int, NearCopy] | None:
    """Choose among texts the one that the new one repeats: its place and how it shows, or None.

    The one that shares most; of those that share as much the one with the likest headline: a copy may carry a paragraph of another.
    """
    found = [(place, near_copy(new, old.body, old.cosine)) for place, old in enumerate(known)]
    copies = [(place, copy) for place, copy in found if copy and not _is_of_series(new, known[place], copy)]
    return max(copies, key=lambda one: (round(one[1].share, 1), fuzz.token_set_ratio(new.title, known[one[0]].body.title)), default=None)


def _is_of_series(new: Body, old: Former, copy: NearCopy) -> bool:
    """Tell whether a source goes on with a series: nearly the same words under another key, or the same words of another number."""
    if not old.is_of_same_source:
        return False
    ours, theirs = _figures(new), _figures(old.body)
    is_of_other_numbers = not ours <= theirs and not theirs <= ours
    return copy.signal != "text" or copy.share < _SHARE_WITHIN_A_SOURCE or is_of_other_numbers


def _figures(text: Body) -> set[str]:
    return set(_FIGURE.findall(f"{text.title} {text.cleaned}"))


def _same_text(new: Body, old: Body) -> NearCopy | None:
    """Recognise a copy by the passages that it shares with its original, where these are what both are about."""
    shorter, longer = (new, old) if len(new.shingles) <= len(old.shingles) else (old, new)
    common = frozenset(shorter.shingles).intersection(longer.shingles)
    share = len(common) / max(1, len(shorter.shingles))
    if len(common) < _FEWEST_SHARED or share < _LEAST_SHARE:
        return None
    if _first(common, shorter) > max(_FOOT, len(shorter.shingles) // 3):
        return None
    if not (_same_title(new, old) or _leads(common, longer)) or _same_form(new, old):
        return None
    because = f"{_percent(share)} of its text is in" if shorter is new else f"it holds {_percent(share)} of the text of"
    return NearCopy(share, "text", because)


def _same_wording(new: Body, old: Body, cosine: float) -> NearCopy | None:
    """Recognise a translation there and back: most words stay, in their order, and yet hardly a passage."""
    shorter, longer = sorted((new.words, old.words), key=len)
    if cosine < _LEAST_COSINE or len(shorter) < (_TOO_FEW_OF_SAME_TITLE if _same_title(new, old) else _TOO_FEW):
        return None
    share = LCSseq.similarity(shorter, longer[: len(shorter) * 3 // 2]) / len(shorter)
    if share < (_LEAST_ORDER if len(shorter) >= _FEW else _LEAST_ORDER_OF_FEW) or _same_form(new, old):
        return None
    return NearCopy(share, "wording", f"reworded: {_percent(share)} of the words stand in the same order in")


def _leads(common: Collection[int], longer: Body) -> bool:
    """Tell whether what two texts share is the beginning, and not a small part, of the longer one."""
    begins = _first(common, longer) <= max(_HEAD, len(longer.shingles) // 3)
    return begins and len(common) >= _LEAST_OF_LONGER * len(longer.shingles)


def _first(common: Collection[int], of: Body) -> int:
    return next(place for place, number in enumerate(of.shingles) if number in common)


def _same_title(new: Body, old: Body) -> bool:
    return fuzz.token_set_ratio(new.title, old.title) >= _SAME_TITLE


def _same_form(new: Body, old: Body) -> bool:
    return is_same_form(new.words, old.words, new.cleaned, old.cleaned)


def _percent(share: float) -> str:
    return f"{share * 100:.0f} %"
