"""What a newer version of a text takes back of what was quoted from the older one.

Pure. Punctuation, capitals and spacing are no change, and neither is a sentence that moved: it still stands there word for word.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from rapidfuzz import fuzz

from monitor.stories.sentences import around, sentences
from monitor.stories.wording import wording

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from monitor.model import Mention

MOST = 30  # changes of one item; who reads more compares the versions
_LIKE = 50  # of 100: below it, a sentence was not reworded but went, and another came


@dataclass(frozen=True, slots=True)
class Change:
    """A sentence of a field that reads otherwise now. `new` is empty where it went, `old` where it came."""

    field: str
    old: str
    new: str


def quoted_changes(old: Mapping[str, str], new: Mapping[str, str], quoted: Sequence[Mention]) -> tuple[Change, ...]:
    """Find what became of the sentences that were quoted.

    Args:
        old: the former version's texts by field, in which the mentions' offsets count.
        new: the present version's.
        quoted: the mentions around which the former version was quoted.
    """
    said = [(mention.field, around(old.get(mention.field, ""), mention.start, mention.end)) for mention in quoted]
    gone = [(field, sentence) for field, sentence in dict.fromkeys(said) if sentence and not stands(sentence, new)]
    return _changes(gone, old, new)


def every_change(old: Mapping[str, str], new: Mapping[str, str]) -> tuple[Change, ...]:
    """Find every sentence that was reworded, went or came. A text that came as a whole, a language or a page, is more and no change."""
    gone = [(field, sentence) for field, text in old.items() for sentence in _without(text, new)]
    changed = _changes(gone, old, new)
    told = {(change.field, change.new) for change in changed}
    came = [(field, sentence) for field, text in new.items() if _goes_on(field, old, new) for sentence in _without(text, old)]
    return (*changed, *(Change(field, "", sentence) for field, sentence in came if (field, sentence) not in told))[:MOST]


def chained(changes: Sequence[Change], now: Mapping[str, str]) -> tuple[Change, ...]:
    """Make one change of those that followed one another, and leave out what was taken back: `now` are the present texts."""
    joined: list[Change] = []
    for change in changes:
        former = next((one for one in joined if change.old and one.field == change.field and _alike(one.new, change.old)), None)
        if former is None:
            joined.append(change)
        else:
            joined[joined.index(former)] = Change(change.field, former.old, change.new)
    return tuple(dict.fromkeys(one for one in joined if one.old != one.new and not (one.old and stands(one.old, now))))


def stands(sentence: str, texts: Mapping[str, str]) -> bool:
    """Tell whether a sentence stands in one of these texts, word for word."""
    worded = f" {wording(sentence)} "
    return any(worded in f" {wording(text)} " for text in texts.values())


def _goes_on(field: str, old: Mapping[str, str], new: Mapping[str, str]) -> bool:
    """Tell whether a field had a text that did not move to another: the item's own language may become another one."""
    former = old.get(field, "").strip()
    return bool(former) and not stands(former, {name: text for name, text in new.items() if name != field})


def _changes(gone: Sequence[tuple[str, str]], old: Mapping[str, str], new: Mapping[str, str]) -> tuple[Change, ...]:
    """Pair each sentence that went with the likest one that came in its field; no two with the same."""
    came = {field: _without(new.get(field, ""), old) for field in {field for field, _ in gone}}
    changes = []
    for field, sentence in gone[:MOST]:
        successor = _likest(sentence, came[field])
        if successor:
            came[field].remove(successor)
        changes.append(Change(field, sentence, successor))
    return tuple(changes)


def _without(text: str, others: Mapping[str, str]) -> list[str]:
    """List the sentences of a text that stand in none of the others."""
    worded = [f" {wording(other)} " for other in others.values()]
    pieces = (text[start:end] for start, end in sentences(text))
    return [piece for piece in pieces if (words := wording(piece)) and not any(f" {words} " in other for other in worded)]


def _likest(sentence: str, others: Sequence[str]) -> str:
    words = wording(sentence)
    scored = [(fuzz.ratio(words, wording(other)), -number, other) for number, other in enumerate(others)]
    best = max(scored, default=(0.0, 0, ""))
    return best[2] if best[0] >= _LIKE else ""


def _alike(one: str, other: str) -> bool:
    return wording(one) == wording(other)
