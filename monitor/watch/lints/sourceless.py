"""Find watches that no source can satisfy: they ask for kinds, tags, languages or sources that nothing has, or not together."""

from __future__ import annotations

from typing import TYPE_CHECKING

from monitor.model import Item, Kind
from monitor.watch.fields import BARE_FIELDS, FIELDS
from monitor.watch.lints.asked import queries
from monitor.watch.lints.finding import Finding
from monitor.watch.lints.implication import needs
from monitor.watch.rule import All, Condition, Either, InField, Near, Not, Rule
from monitor.watch.scope import Circumstances, looks_at
from monitor.watch.spec import Scope, Watch

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

_RECORDS = "items of other kinds than article come from the records of parliaments"
_TOLD_ELSEWHERE = frozenset({"sources", "tags"})  # a name that no source has is told where names are looked up


def offers(source: str, tags: frozenset[str], kinds: Iterable[Kind], languages: Sequence[str] = ()) -> list[Circumstances]:
    """List the circumstances in which a source's items come; no `languages` where it does not say them."""
    return [
        Circumstances(Item("", "", "", kind=kind, lang=language), source, tags)
        for kind in sorted(kinds)
        for language in (languages or (None,))
    ]


class Sources:
    """What all sources offer; answers for one watch after the other, and remembers for which scopes."""

    def __init__(self, offered: Iterable[Circumstances]) -> None:
        self._offered = tuple(offered)
        self._seen: dict[tuple[Scope | None, Scope | None], tuple[Circumstances, ...]] = {}

    def findings(self, watch: Watch) -> Iterator[Finding]:
        """List what a watch asks for and no source has. Nothing is said where there are no sources at all."""
        if not self._offered:
            return
        left = self._left(watch.only, watch.exclude, watch)
        if not left:
            yield from self._scope_findings(watch)
            return
        for place, text, rule in queries(watch):
            if not any(_may_hold(rule, one) for one in left):
                yield _unmet(place, text, rule, left)

    def _left(self, only: Scope | None, exclude: Scope | None, watch: Watch) -> tuple[Circumstances, ...]:
        if only is None and exclude is None:
            return self._offered
        key = (only, exclude)
        if key not in self._seen:
            probe = Watch(watch.key, watch.label, only=only, exclude=exclude)
            self._seen[key] = tuple(one for one in self._offered if looks_at(probe, one.item, one.source, one.tags))
        return self._seen[key]

    def _scope_findings(self, watch: Watch) -> Iterator[Finding]:
        """Say which condition of `only:` and `except:` leaves no source."""
        only = watch.only or Scope()
        conditions = {word: value for word in ("kinds", "tags", "sources", "languages", "houses") if (value := getattr(only, word))}
        unmet = [word for word, value in conditions.items() if not self._left(Scope(**{word: value}), None, watch)]
        for word in unmet:
            if word not in _TOLD_ELSEWHERE:
                remedy = "add such a record to sources.yaml, or take the condition out"
                reason = f": {_RECORDS}" if word in {"kinds", "houses"} else ""
                yield Finding(("only", word), f"no source offers {word}: {', '.join(sorted(conditions[word]))}{reason}", remedy)
        if unmet:
            return
        if not self._left(watch.only, None, watch):
            yield Finding(("only",), "no source meets all of these together", "take one of them out; each must hold")
        elif not any(conditions[word] <= getattr(watch.exclude, word) for word in conditions):  # which is told as hidden
            yield Finding(("except",), "this leaves out every source that the watch could look at", "take one of these conditions out")


def _may_hold(rule: Rule, offered: Circumstances) -> bool:
    """Tell whether a rule can hold for an item that comes so, whatever stands in it."""
    match rule:
        case Condition():
            return offered.meet(rule, when_unknown=True)
        case All() | Near():
            return all(_may_hold(part, offered) for part in needs(rule))
        case Either(rules):
            return any(_may_hold(part, offered) for part in rules)
        case InField(field, inner):
            return (field in BARE_FIELDS or offered.item.kind is not Kind.ARTICLE) and _may_hold(inner, offered)
        case Not(Condition() as condition):
            return not offered.meet(condition, when_unknown=False)
        case _:
            return True


def _unmet(place: tuple[str | int, ...], text: str, rule: Rule, left: Sequence[Circumstances]) -> Finding:
    """Point at the prefix that no source meets; at the query as a whole where it is several together."""
    for part in _parts(rule):
        if not any(_may_hold(part, one) for one in left):
            name = FIELDS[part.field] if isinstance(part, InField) else part.about
            position = max(text.lower().find(f"{name}:"), 0)
            if isinstance(part, InField):
                what = f"no source tells the {name}: only the records of parliaments do"
                return Finding(place, what, "add such a record to sources.yaml", position)
            what = f"no source that the watch looks at meets {name}:{part.value}"
            return Finding(place, what, "correct it, or give a source what it asks for in sources.yaml", position)
    return Finding(place, "no source meets all of these conditions together", "take one of them out, or write OR between them", 0)


def _parts(rule: Rule) -> Iterator[Condition | InField]:
    match rule:
        case Condition() | InField():
            yield rule
        case All(rules) | Either(rules):
            for part in rules:
                yield from _parts(part)
        case Near(left, right):
            yield from _parts(left)
            yield from _parts(right)
        case _:
            pass
