"""Tell what follows from what: where one phrase or rule is met, is another one met for certain?

What is not certain is answered with no.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from monitor.text.tokens import is_letter
from monitor.watch.fields import BARE_FIELDS
from monitor.watch.phrase import Phrase
from monitor.watch.rule import All, Condition, Either, InField, Near, Rule, Words

if TYPE_CHECKING:
    from monitor.watch.pattern import Wanted

_WILDCARD = re.compile(r"[*?]")


def covers(wide: Wanted, narrow: Wanted) -> bool:
    """Tell whether whatever one phrase finds, the other finds at the same place: `bay*` covers `Baykar`."""
    if not (isinstance(wide, Phrase) and isinstance(narrow, Phrase)):
        return wide is narrow or wide.shown == narrow.shown
    own, others = _words(wide), _words(narrow)
    return len(own) == len(others) and _minds_capitals_alike(wide, narrow) and all(map(_word_covers, own, others))


def stands_in(part: Wanted, whole: Wanted) -> bool:
    """Tell whether one phrase stands wherever the other does: `Baykar` stands in `Baykar Cup`."""
    if not (isinstance(part, Phrase) and isinstance(whole, Phrase)):
        return covers(part, whole)
    if part.case is not None:
        return covers(part, whole)
    own, others = _words(part), _words(whole)
    if _is_unspaced(part) and not whole.parts:
        return part.anchor in whole.anchor
    starts = range(len(others) - len(own) + 1)
    return any(all(map(_word_covers, own, others[start:])) for start in starts)


def follows(rule: Rule, given: Rule) -> bool:
    """Tell whether a rule holds for every item for which the other holds."""
    match given:
        case Either(rules):
            return all(follows(rule, part) for part in rules)
        case All(rules):
            return any(follows(rule, part) for part in rules) or _follows_here(rule, given)
        case Near():
            return any(follows(rule, part) for part in needs(given))
        case _:
            return _follows_here(rule, given)


def needs(rule: All | Near) -> tuple[Rule, ...]:
    """List what must all be there."""
    return rule.rules if isinstance(rule, All) else (rule.left, rule.right)


def _follows_here(rule: Rule, given: Rule) -> bool:
    match rule:
        case Either(rules):
            return any(follows(part, given) for part in rules)
        case All(rules):
            return all(follows(part, given) for part in rules)
        case InField(field, inner):
            return isinstance(given, InField) and given.field == field and follows(inner, given.rule)
        case Words(phrase):
            if isinstance(given, InField):
                return given.field in BARE_FIELDS and follows(rule, given.rule)
            return isinstance(given, Words) and stands_in(phrase, given.phrase)
        case _:
            return isinstance(rule, Condition) and rule == given


def _words(phrase: Phrase) -> list[str]:
    return ("".join(phrase.parts) or phrase.anchor).split()


def _is_unspaced(phrase: Phrase) -> bool:
    return not phrase.parts and any(letter.isalnum() and not is_letter(letter) for letter in phrase.anchor)


def _minds_capitals_alike(wide: Phrase, narrow: Phrase) -> bool:
    return wide.case is None or wide.case == narrow.case


def _word_covers(wide: str, narrow: str) -> bool:
    """Tell whether a word with wildcards stands for everything that the other stands for."""
    if wide == narrow:
        return True
    if not _WILDCARD.search(narrow):
        pattern = "".join(r"\w*" if part == "*" else r"\w" if part == "?" else re.escape(part) for part in re.split(r"([*?])", wide))
        return re.fullmatch(pattern, narrow) is not None
    return wide.endswith("*") and not _WILDCARD.search(wide[:-1]) and _WILDCARD.split(narrow)[0].startswith(wide[:-1])
