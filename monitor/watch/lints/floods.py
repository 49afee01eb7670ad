"""Find queries that most of the news would meet, from how frequent their words are."""

from __future__ import annotations

import math
import re
from typing import TYPE_CHECKING

from monitor.watch.fields import BARE_FIELDS, FIELDS
from monitor.watch.lints.asked import queries
from monitor.watch.lints.finding import Finding, Place
from monitor.watch.lints.implication import needs
from monitor.watch.phrase import Phrase
from monitor.watch.rule import All, Condition, Either, InField, Near, Not, Rule, Words, phrases

if TYPE_CHECKING:
    from collections.abc import Iterator

    from monitor.text.background import Background
    from monitor.watch.spec import Scope, Watch

FLOOD = 1 / 3  # of the items: a word of one in a thousand does that
_ITEM_WORDS, _TITLE_WORDS = 400, 12  # of a usual article, and of its headline
_BESIDE = 0.1  # how much rarer a phrase is for each word more in it
_SHORT_STUB = 2  # letters beside a * that begin or end words without number
_STUB_SHARE = 0.01
_WIDE_CONDITIONS = frozenset({"kind", "lang", "house"})  # most items may meet them; a source or a tag is a choice


def findings(watch: Watch, background: Background) -> Iterator[Finding]:
    """Find a term, an entry of `any:`, or all entries together, that more than `FLOOD` of the items would meet.

    Words are taken to stand independently of each other, in an item of 400 words. What cannot be guessed counts as rare: words that
    the vocabulary does not know, expressions, speakers. A watch with `near:`, or confined by `only:` to some sources, is left alone.
    """
    if watch.near is not None or _is_confined(watch.only):
        return
    shares = []
    for place, text, rule in queries(watch):
        shares.append(share := _share(rule, background, _ITEM_WORDS))
        if share >= FLOOD:
            yield _flood(place, text, rule, background, share)
    together = _one_of(shares)
    if together >= FLOOD > max(shares, default=1):
        what = f"{_tenths(together)} would meet these together"
        yield Finding(("any",), what, "leave the commonest out, add words beside them, or use `near:`")


def _is_confined(only: Scope | None) -> bool:
    return only is not None and bool(only.tags or only.sources or only.kinds)


def _flood(place: Place, text: str, rule: Rule, background: Background, share: float) -> Finding:
    commonest = max(phrases(rule), key=lambda phrase: _share(Words(phrase), background, _ITEM_WORDS)).shown
    place_of = re.search(rf"(?<!\w){re.escape(commonest)}(?!\w)", text)
    what = f"{_tenths(share)} would meet this; the commonest in it is {commonest!r}"
    remedy = "add a word that must stand there too, use `near:`, or confine it with `only:`"
    return Finding(place, what, remedy, place_of.start() if place_of else 0)


def _tenths(share: float) -> str:
    tenths = round(share * 10)
    return f"about {tenths} in 10 items" if tenths < 10 else "almost all items"  # noqa: PLR2004 tenths


def _share(rule: Rule, background: Background, length: int) -> float:
    """Estimate the share of items of so many words that meet a rule."""
    match rule:
        case Words(phrase):
            share = _frequency(phrase, background) if isinstance(phrase, Phrase) else 0.0
            return -math.expm1(length * math.log1p(-min(share, 0.5)))
        case All() | Near():
            return math.prod(_share(part, background, length) for part in needs(rule))
        case Either(rules):
            return _one_of([_share(part, background, length) for part in rules])
        case Not(inner):
            return 1 - _share(inner, background, length)
        case InField(field, inner):
            return _share(inner, background, _TITLE_WORDS if FIELDS[field] == "title" else length) if field in BARE_FIELDS else 0.0
        case Condition(about):
            return float(about in _WIDE_CONDITIONS)


def _one_of(shares: list[float]) -> float:
    return 1 - math.prod(1 - share for share in shares)


def _frequency(phrase: Phrase, background: Background) -> float:
    """Guess how frequent a phrase is: as its rarest word, and less for every other."""
    words = ("".join(phrase.parts) or phrase.anchor).split()
    if not words or (phrase.case is not None and any(phrase.case)):
        return 0.0
    return float(min(_word_share(word, background) for word in words) * _BESIDE ** (len(words) - 1))


def _word_share(word: str, background: Background) -> float:
    if "*" not in word and "?" not in word:
        return background.frequency(word)
    stub = word.replace("*", "")
    return _STUB_SHARE if "*" in word and stub.isalpha() and stub < "\u0900" and len(stub) <= _SHORT_STUB else 0.0
