"""What a query asks for, as a tree; and what can be told of it without a text."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

from monitor.watch.phrase import Phrase, rarity

if TYPE_CHECKING:
    from collections.abc import Iterator


@dataclass(frozen=True, slots=True)
class Words:
    """The phrase stands somewhere."""

    phrase: Phrase


@dataclass(frozen=True, slots=True)
class All:
    """Every one of them holds, anywhere in the item."""

    rules: tuple[Rule, ...]


@dataclass(frozen=True, slots=True)
class Either:
    """At least one of them holds."""

    rules: tuple[Rule, ...]


@dataclass(frozen=True, slots=True)
class Not:
    """It does not hold."""

    rule: Rule


@dataclass(frozen=True, slots=True)
class Near:
    """Both stand in one field, `within` words of each other; neighbours are 1 apart. Ordered: the left one first."""

    left: Rule
    right: Rule
    within: int
    is_ordered: bool = False


@dataclass(frozen=True, slots=True)
class InTitle:
    """It holds in the title alone."""

    rule: Rule


Rule: TypeAlias = Words | All | Either | Not | Near | InTitle


def phrases(rule: Rule) -> Iterator[Phrase]:
    """List every phrase of a rule, in the order written."""
    match rule:
        case Words(phrase):
            yield phrase
        case All(rules) | Either(rules):
            for part in rules:
                yield from phrases(part)
        case Near(left, right):
            yield from phrases(left)
            yield from phrases(right)
        case Not(inner) | InTitle(inner):
            yield from phrases(inner)


def is_grounded(rule: Rule) -> bool:
    """Tell whether the rule can only hold where some phrase stands, so that a hit can be shown."""
    match rule:
        case Words():
            return True
        case All(rules):
            return any(map(is_grounded, rules))
        case Either(rules):
            return all(map(is_grounded, rules))
        case Near(left, right):
            return is_grounded(left) and is_grounded(right)
        case InTitle(inner):
            return is_grounded(inner)
        case Not():
            return False


def stands_alone(rule: Rule) -> bool:
    """Tell whether each single mention is a hit by itself, as a name is; of `a AND b`, neither is."""
    match rule:
        case Words():
            return True
        case Either(rules):
            return all(map(stands_alone, rules))
        case InTitle(inner):
            return stands_alone(inner)
        case _:
            return False


def has_place(rule: Rule) -> bool:
    """Tell whether something can be near it: words, their alternatives, and what is near each other."""
    match rule:
        case Near():
            return True
        case Either(rules):
            return all(map(has_place, rules))
        case InTitle(inner):
            return has_place(inner)
        case _:
            return stands_alone(rule)


def triggers(rule: Rule) -> frozenset[Phrase]:
    """Choose phrases of which one must stand for a grounded rule to hold: the rarest that it needs.

    Only then is the rule evaluated, as in the presearcher of Lucene's monitor; so the cost of an item is that of its hits.
    """
    match rule:
        case Words(phrase):
            return frozenset({phrase})
        case All(rules):
            return max((triggers(part) for part in rules if is_grounded(part)), key=_rarity)
        case Near(left, right):
            return max(triggers(left), triggers(right), key=_rarity)
        case Either(rules):
            return frozenset().union(*map(triggers, rules))
        case InTitle(inner) | Not(inner):
            return triggers(inner)


def _rarity(wanted: frozenset[Phrase]) -> tuple[int, int]:
    return min(rarity(phrase.anchor) for phrase in wanted), -len(wanted)
