"""Near copies: the same text, cut, framed, edited, retitled, or translated there and back.

Two texts are compared whole; those worth comparing are found by their sketches (`monitor.stories.shingles`) or by the rare terms that
they share. What fills in the same form with other figures is no copy, however many words it shares.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from rapidfuzz import fuzz

from monitor.stories.clean import clean
from monitor.stories.markup import plain
from monitor.stories.shingles import shingles
from monitor.stories.wording import word_count, wording

_FEWEST_SHARED = 8
_LEAST_SHARE = 0.30
_FORM_WORDS = 140
_NUMBER = re.compile(r"\d[\d,./]*\d|\d")


@dataclass(frozen=True, slots=True)
class Body:
    """What a text is compared by. `title` is a wording; `runs` are its shingles."""

    title: str
    words: int
    numbers: frozenset[str]
    runs: frozenset[int]
    worded: str


@dataclass(frozen=True, slots=True)
class NearCopy:
    """That a text is a copy of another: how much of the shorter is in the longer (0 to 1), seen by which signal, and why, for people."""

    share: float
    signal: str
    because: str


def body(title: str, text: str) -> Body:
    cleaned = clean(title, text)
    worded = wording(cleaned)
    return Body(wording(plain(title)), word_count(worded), frozenset(_NUMBER.findall(cleaned)), frozenset(shingles(worded)), worded)


def near_copy(new: Body, old: Body, cosine: float) -> NearCopy | None:
    shared = len(new.runs & old.runs)
    share = shared / max(1, min(len(new.runs), len(old.runs)))
    if share >= _LEAST_SHARE and shared >= _FEWEST_SHARED and agrees(new, old):
        return NearCopy(share, "text", "")
    if cosine >= .55 and fuzz.token_set_ratio(new.title, old.title) >= 85 and agrees(new, old):
        return NearCopy(share, "wording", "")
    return None


def agrees(new: Body, old: Body) -> bool:
    if max(new.words, old.words) >= _FORM_WORDS or min(new.words, old.words) >= 90:
        return True
    fewer = min(len(new.numbers), len(old.numbers))
    same = len(new.numbers & old.numbers) / fewer if fewer else 1
    return fuzz.token_sort_ratio(new.title, old.title) >= 88 and same >= .6
