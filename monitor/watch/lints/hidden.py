"""Find watches that their own exclusions hide: `Baykar -Baykar`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from monitor.watch.lints.asked import queries
from monitor.watch.lints.finding import Finding
from monitor.watch.lints.implication import covers, follows
from monitor.watch.phrase import literal
from monitor.watch.query import parse_words
from monitor.watch.rule import All, Condition, Either, InField, Near, Not, Rule, Words, phrases

if TYPE_CHECKING:
    from collections.abc import Iterator

    from monitor.watch.pattern import Wanted
    from monitor.watch.spec import Watch

_SCOPES = ("kinds", "tags", "sources", "languages", "houses")


def findings(watch: Watch) -> Iterator[Finding]:
    """List what a watch asks for and excludes in one breath."""
    for place, text, rule in queries(watch):
        for excluded in _contradictions(rule):
            shown = _first_shown(excluded)
            what = f"NOT {shown} leaves nothing: what the rest asks for cannot be without it"
            yield Finding(place, what, 'take it out, or exclude a longer phrase, as in Baykar -"Baykar Cup"', max(text.rfind(shown), 0))
    yield from _ignored(watch)
    yield from _scoped(watch)


def _contradictions(rule: Rule) -> Iterator[Rule]:
    """List what is excluded though the rest of its alternative cannot be without it."""
    match rule:
        case All():
            parts = list(_flat(rule))
            wanted = [part for part in parts if not isinstance(part, Not)]
            for part in parts:
                if isinstance(part, Not):
                    choices = part.rule.rules if isinstance(part.rule, Either) else (part.rule,)
                    hiding = (choice for choice in choices if any(follows(choice, given) for given in wanted))
                    yield from [next(hiding, part.rule)] if any(follows(part.rule, given) for given in wanted) else []
                else:
                    yield from _contradictions(part)
        case Either(rules):
            for part in rules:
                yield from _contradictions(part)
        case Near(left, right):
            yield from _contradictions(left)
            yield from _contradictions(right)
        case InField(rule=inner):
            yield from _contradictions(inner)
        case _:
            pass


def _flat(rule: All) -> Iterator[Rule]:
    for part in rule.rules:
        if isinstance(part, All):
            yield from _flat(part)
        else:
            yield part


def _first_shown(rule: Rule) -> str:
    """Show what is excluded by its first words."""
    if isinstance(rule, Condition):
        return f"{rule.about}:{rule.value}"
    return next((phrase.shown for phrase in phrases(rule)), "")


def _ignored(watch: Watch) -> Iterator[Finding]:
    """Find entries of `ignore:` that hold every mention of a name or phrase, so that it never counts."""
    wanted = list(_wanted(watch))
    for number, entry in enumerate(watch.ignore):
        for ignored in _alternatives(parse_words(entry).rule):
            hidden = [phrase.shown for phrase in wanted if covers(ignored, phrase)]
            if hidden:
                left = "nothing of this watch is left" if len(hidden) == len(wanted) else "it never counts"
                what = f"every mention of {hidden[0]!r} lies within {ignored.shown!r}, so that {left}"
                yield Finding(("ignore", number), what, "write the whole phrase in which it means something else, or take it out")
                break


def _wanted(watch: Watch) -> Iterator[Wanted]:
    """List the phrases of which a mention is made."""
    yield from (phrase for name in (watch.entity or "", *watch.aliases) if (phrase := literal(name)) is not None)
    for _place, _text, rule in queries(watch):
        yield from _alternatives(rule)


def _alternatives(rule: Rule) -> Iterator[Wanted]:
    """List the phrases of which each stands for the whole rule."""
    match rule:
        case Words(phrase):
            yield phrase
        case Either(rules):
            for part in rules:
                yield from _alternatives(part)
        case _:
            pass


def _scoped(watch: Watch) -> Iterator[Finding]:
    """Find what `only:` asks for and `except:` takes away."""
    if watch.only is None or watch.exclude is None:
        return
    for word in _SCOPES:
        wanted, excluded = getattr(watch.only, word), getattr(watch.exclude, word)
        if wanted and wanted <= excluded:
            what = f"`except` takes away all {word} that `only` asks for, so that nothing is left"
            yield Finding(("except", word), what, "take them out here, or there")
