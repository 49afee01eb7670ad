"""A watch made ready for matching: its rule, its context and what it ignores."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from monitor.watch.bare_name import bare_phrase
from monitor.watch.likeness import Likeness, likeness
from monitor.watch.phrase import Phrase, literal
from monitor.watch.query import parse, parse_words
from monitor.watch.rule import Either, Rule, Words, fields, phrases, stands_alone, triggers

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from monitor.watch.pattern import Wanted
    from monitor.watch.spec import Watch


@dataclass(frozen=True, slots=True)
class Compiled:
    """A watch with its rules.

    `names` are its entity and aliases, `bare` those names without their legal form, `likeness` the names looked for by sound;
    `plain` are its phrases if any mention of one is all it asks.
    """

    watch: Watch
    rule: Rule
    names: tuple[Phrase, ...]
    bare: tuple[Phrase, ...]
    likeness: Likeness | None
    near: Rule | None
    ignore: Rule | None
    stands_alone: bool
    plain: tuple[Wanted, ...] = ()

    def is_name(self, phrase: Wanted) -> bool:
        """Tell whether a phrase is the watched name, as it is written or otherwise, and no query."""
        return phrase is self.likeness or phrase in self.names or phrase in self.bare

    def reason(self, phrase: Wanted) -> str:
        """Tell why a mention of one of its phrases counts, in a recipient's words."""
        if isinstance(phrase, Phrase):
            if phrase in self.names[1:]:
                return f"alias {phrase.shown}"
            if phrase in self.bare:
                return "written as watched, without its legal form"
            return f'matches "{phrase.shown}"' if phrase.parts else "written as watched"
        return f"matches {phrase.shown}"

    def phrases(self) -> Iterator[Wanted]:
        """List every phrase that must be looked for, context included."""
        for rule in (self.rule, self.near, self.ignore):
            if rule is not None:
                yield from phrases(rule)

    def fields(self) -> frozenset[int]:
        """List the fields that must be looked over."""
        return frozenset().union(*(fields(rule) for rule in (self.rule, self.near, self.ignore) if rule is not None))

    def triggers(self) -> frozenset[Wanted]:
        """Choose the phrases of which one must stand for the watch to be looked at closer."""
        return triggers(self.rule)


def compile_watch(watch: Watch, is_common: Callable[[str], bool]) -> Compiled | None:
    """Make a watch ready; None when it names nothing that could stand in a text.

    Args:
        watch: what is watched.
        is_common: tells of a word whether texts are full of it.

    Raises:
        QueryError: its term, or an entry of `any`, `near` or `ignore`, cannot be meant as written.
    """
    names = _names(watch)
    bare = _bare(watch, names, is_common)
    alike = likeness(watch)
    wanted: tuple[Wanted, ...] = (*names, *bare, *([alike] if alike else ()))
    rules: list[Rule] = [Words(each) for each in wanted]
    if watch.term:
        rules.append(parse(watch.term).rule)
    rules += [parse_words(entry).rule for entry in watch.any]
    rule = _either(rules)
    if rule is None:
        return None
    near = _either([parse_words(entry).rule for entry in watch.near.words]) if watch.near else None
    ignore = _either([parse_words(entry).rule for entry in watch.ignore])
    is_plain = near is None and ignore is None and all(isinstance(part, Words) for part in rules)
    plain = (wanted if len(wanted) == len(rules) else tuple(phrases(rule))) if is_plain else ()
    return Compiled(watch, rule, names, bare, alike, near, ignore, stands_alone(rule), plain)


def _names(watch: Watch) -> tuple[Phrase, ...]:
    """Give the name and the aliases as phrases; what folds alike is there once."""
    names: dict[tuple[str, bool], Phrase] = {}
    for name in (watch.entity or "", *watch.aliases):
        phrase = literal(name)
        if phrase is not None:
            names.setdefault((phrase.anchor, phrase.has_dot), phrase)
    return tuple(names.values())


def _bare(watch: Watch, names: Iterable[Phrase], is_common: Callable[[str], bool]) -> tuple[Phrase, ...]:
    """Give the names without their legal form as phrases; what is a name of its own is not there again."""
    known = {name.anchor for name in names}
    bare: dict[str, Phrase] = {}
    for name in (watch.entity or "", *watch.aliases):
        phrase = bare_phrase(name, is_common)
        if phrase is not None and phrase.anchor not in known:
            bare.setdefault(phrase.anchor, phrase)
    return tuple(bare.values())


def _either(rules: Iterable[Rule]) -> Rule | None:
    parts = tuple(rules)
    return None if not parts else parts[0] if len(parts) == 1 else Either(parts)
