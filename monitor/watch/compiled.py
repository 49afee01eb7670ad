"""A watch made ready for matching: its rule, its context and what it ignores."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from monitor.watch.phrase import Phrase, literal
from monitor.watch.query import parse, parse_words
from monitor.watch.rule import Either, Rule, Words, phrases, stands_alone, triggers

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from monitor.watch.spec import Watch


@dataclass(frozen=True, slots=True)
class Compiled:
    """A watch with its rules. `reasons` tells, of each of its phrases, why a mention of it counts, in a recipient's words."""

    watch: Watch
    list_number: int
    rule: Rule
    reasons: dict[Phrase, str]
    near: Rule | None
    ignore: Rule | None
    stands_alone: bool

    def phrases(self) -> Iterator[Phrase]:
        """List every phrase that must be looked for, context included."""
        for rule in (self.rule, self.near, self.ignore):
            if rule is not None:
                yield from phrases(rule)

    def triggers(self) -> frozenset[Phrase]:
        """Choose the phrases of which one must stand for the watch to be looked at closer."""
        return triggers(self.rule)


def compile_watch(watch: Watch, list_number: int) -> Compiled | None:
    """Make a watch ready; None when it names nothing that could stand in a text.

    Raises:
        QueryError: its term, or an entry of `any`, `near` or `ignore`, cannot be meant as written.
    """
    reasons = _names(watch)
    rules: list[Rule] = [Words(name) for name in reasons]
    queries = [parse(watch.term)] if watch.term else []
    queries += [parse_words(entry) for entry in watch.any]
    for query in queries:
        rules.append(query.rule)
        for phrase in phrases(query.rule):
            reasons.setdefault(phrase, f'matches "{phrase.shown}"' if phrase.parts else "written as watched")
    rule = _either(rules)
    if rule is None:
        return None
    near = _either([parse_words(entry).rule for entry in watch.near.words]) if watch.near else None
    ignore = _either([parse_words(entry).rule for entry in watch.ignore])
    return Compiled(watch, list_number, rule, reasons, near, ignore, stands_alone(rule))


def _names(watch: Watch) -> dict[Phrase, str]:
    """Give the name and the aliases as phrases, each with its reason; what folds alike is there once."""
    reasons: dict[Phrase, str] = {}
    known = set()
    for number, name in enumerate((watch.entity or "", *watch.aliases)):
        phrase = literal(name)
        if phrase is not None and (phrase.anchor, phrase.has_dot) not in known:
            known.add((phrase.anchor, phrase.has_dot))
            reasons[phrase] = f"alias {phrase.shown}" if number else "written as watched"
    return reasons


def _either(rules: Iterable[Rule]) -> Rule | None:
    parts = tuple(rules)
    return None if not parts else parts[0] if len(parts) == 1 else Either(parts)
