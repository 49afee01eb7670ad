"""What a query asks for, as a tree; and what can be told of it without a text."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, TypeAlias

from monitor.watch.fields import ALL_FIELDS, BARE_FIELDS
from monitor.watch.pattern import Wanted
from monitor.watch.phrase import rarity

if TYPE_CHECKING:
    from collections.abc import Iterator


@dataclass(frozen=True, slots=True)
class Words:
    """The phrase, or what an expression matches, stands somewhere."""

    phrase: Wanted


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
class InField:
    """It holds in that field alone; fields are numbered as in `fields.FIELDS`."""

    field: int
    rule: Rule


@dataclass(frozen=True, slots=True)
class Condition:
    """The item is one of that kind, source, language, house or tag. `value` is folded; in a source's name `*` stands for anything."""

    about: About
    value: str


About: TypeAlias = Literal["source", "lang", "kind", "house", "tag"]
Rule: TypeAlias = Words | All | Either | Not | Near | InField | Condition


def phrases(rule: Rule) -> Iterator[Wanted]:
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
        case Not(inner) | InField(rule=inner):
            yield from phrases(inner)
        case Condition():
            pass


def fields(rule: Rule) -> frozenset[int]:
    """List the fields in which something of the rule is looked for."""
    match rule:
        case Words():
            return BARE_FIELDS
        case All(rules) | Either(rules):
            return frozenset().union(*map(fields, rules))
        case Near(left, right):
            return fields(left) | fields(right)
        case InField(field):
            return frozenset({field})
        case Not(inner):
            return fields(inner)
        case Condition():
            return frozenset()


def reach(rule: Rule) -> frozenset[int]:
    """List the fields in which it can hold, for what must stand near something else: only one field has both."""
    match rule:
        case Near(left, right):
            return reach(left) & reach(right)
        case Condition():
            return ALL_FIELDS
        case _:
            return fields(rule)


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
        case InField(rule=inner):
            return is_grounded(inner)
        case Not() | Condition():
            return False


def stands_alone(rule: Rule) -> bool:
    """Tell whether each single mention is a hit by itself, as a name is; of `a AND b`, neither is, and in `a kind:speech` it is."""
    match rule:
        case Words():
            return True
        case Either(rules):
            return all(map(stands_alone, rules))
        case All(rules):
            found = [part for part in rules if not isinstance(part, Condition)]
            return len(found) == 1 and stands_alone(found[0])
        case InField(rule=inner):
            return stands_alone(inner)
        case _:
            return False


def has_place(rule: Rule) -> bool:
    """Tell whether something can be near it: words, their alternatives, and what is near each other."""
    match rule:
        case Near() | Words():
            return True
        case Either(rules):
            return all(map(has_place, rules))
        case InField(rule=inner):
            return has_place(inner)
        case _:
            return False


def triggers(rule: Rule) -> frozenset[Wanted]:
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
        case InField(rule=inner) | Not(inner):
            return triggers(inner)
        case Condition():
            return frozenset()


def _rarity(wanted: frozenset[Wanted]) -> tuple[int, int]:
    return min(rarity(phrase.anchor) for phrase in wanted), -len(wanted)
