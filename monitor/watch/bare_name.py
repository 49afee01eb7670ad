"""A company's name without its legal form, as the press writes it: `L3Harris Technologies Inc.` is `L3Harris Technologies` there."""
# ruff: noqa: RUF001 letters that look alike are of other scripts

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from monitor.text.fold import letter_case
from monitor.watch.names.legal_forms import FUNCTION, LEGAL, dotted_form
from monitor.watch.phrase import Phrase, literal

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

SHORTEST = 3  # letters and figures of what is left
_ORDINARY = 4  # letters and figures from which on what is left may be written in any capitals
_NEVER_FORMS = frozenset({"the", "open", "closed"})  # of themselves they say nothing of a form
_ONLY_BEFORE = _NEVER_FORMS | {"joint", "stock", "private", "public", "de"}  # a form only with the words after them
_ENDING_FORMS = (LEGAL | {"sadecv", "sab"}) - _ONLY_BEFORE
# Forms that stand before a name. Others there are letters of a name: AB InBev, AS Roma, SE Asia.
_LEADING_WRITTEN = "oao ooo pao zao jsc pjsc ojsc cjsc psc pjsco saoc saog pt ооо оао пао зао ао"
_LEADING_FORMS = frozenset(_LEADING_WRITTEN.split())
_LEADING_PHRASE = ("joint", "stock", "company")
_OPENINGS = _LEADING_FORMS | {"joint", "open", "closed", "public", "private"}
_AROUND = ".,;()[]\"'\u2018\u2019\u201c\u201d\u201e\u00ab\u00bb"
_OUTSIDE = ',;(["\u201c\u201d\u201e\u00ab\u00bb'


def bare_phrase(name: str, is_common: Callable[[str], bool]) -> Phrase | None:
    """Make a phrase of a name without its legal form; None if it has none, or hardly anything is left.

    What is left of one common word, or of three letters, must keep its capitals: `Apple` is no apple.
    """
    written = name.split()
    if not written or not (_folded(written[-1]) in _ENDING_FORMS or _folded(written[0]) in _OPENINGS or "." in name):
        return None
    words = dotted_form(name).split()
    core = _without_forms(words)
    if len(core) == len(words):
        return None
    bare = literal(" ".join(core).strip(_OUTSIDE))
    telling = [word for word in core if _folded(word) not in FUNCTION and any(map(str.isalnum, word))]
    length = sum(map(str.isalnum, bare.shown)) if bare is not None else 0
    if bare is None or length < SHORTEST or not telling:
        return None
    if length >= _ORDINARY and (len(telling) > 1 or not is_common(telling[0].strip(_AROUND))):
        return bare
    return replace(bare, case=letter_case(bare.shown)) if telling[0].strip(_AROUND)[:1].isupper() else None


def _without_forms(words: Sequence[str]) -> Sequence[str]:
    """Take the forms off either end, with the words that make a form only together with them."""
    folded = [_folded(word) for word in words]
    last = len(words)
    while last and (folded[last - 1] in _ENDING_FORMS or (last < len(words) and folded[last - 1] in _ONLY_BEFORE)):
        last -= 1
    first = 0
    for at in range(min(last, 2) + 1):  # `Joint Stock Company X`, `Open Joint Stock Company X`
        if tuple(folded[:last][at : at + 3]) == _LEADING_PHRASE:
            first = at + 3
    while first < last and folded[first] in _LEADING_FORMS:
        first += 1
    return words[first:last]


def _folded(word: str) -> str:
    return word.strip(_AROUND).casefold().replace(".", "")
