"""Which items a watch looks at: `only:` and `except:`, and the conditions `source:`, `lang:`, `kind:`, `house:` and `tag:` of a query."""

from __future__ import annotations

import re
from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING

from monitor.model import Kind
from monitor.text.fold import fold_key
from monitor.text.language_tag import is_among
from monitor.watch.house import house_name

if TYPE_CHECKING:
    from monitor.model import Item
    from monitor.watch.rule import Condition
    from monitor.watch.spec import Scope, Watch

_SIGNS = re.compile(r"[^\w*?]+")


@dataclass(frozen=True, slots=True)
class Circumstances:
    """An item with what is known of its source: the source's key and its tags."""

    item: Item
    source: str = ""
    tags: frozenset[str] = frozenset()

    def meet(self, condition: Condition, *, when_unknown: bool) -> bool:
        """Tell whether a condition holds; `when_unknown` is the answer for an item that does not say its language."""
        wanted = condition.value
        match condition.about:
            case "kind":
                return self.item.kind.value == wanted
            case "tag":
                return any(fold_key(tag) == wanted for tag in self.tags)
            case "lang":
                return is_among(self.item.lang, frozenset({wanted})) if self.item.lang else when_unknown
            case "house":
                return _sits_in(self.item, frozenset({wanted}), when_unknown=when_unknown)
            case "source":
                return _is_source(self.source, wanted)


def looks_at(watch: Watch, item: Item, source: str, tags: frozenset[str]) -> bool:
    """Tell whether a watch looks at an item: it meets every condition of `only:`, and none of `except:`.

    An item that does not say its language is never left out for it: a feed's silence must not hide what is watched.
    """
    if watch.only is not None and not all(_met(watch.only, item, source, tags, when_unknown=True)):
        return False
    return watch.exclude is None or not any(_met(watch.exclude, item, source, tags, when_unknown=False))


def _met(scope: Scope, item: Item, source: str, tags: frozenset[str], *, when_unknown: bool) -> list[bool]:
    """Answer each condition that the scope sets."""
    answers = []
    if scope.kinds:
        answers.append(item.kind.value in scope.kinds)
    if scope.tags:
        answers.append(not scope.tags.isdisjoint(tags))
    if scope.sources:
        answers.append(source in scope.sources)
    if scope.languages:
        answers.append(is_among(item.lang, scope.languages) if item.lang else when_unknown)
    if scope.houses:
        answers.append(_sits_in(item, scope.houses, when_unknown=when_unknown))
    return answers


def _sits_in(item: Item, wanted: frozenset[str], *, when_unknown: bool) -> bool:
    """Tell whether an item is of one of the houses; what the press writes is of none, and not every record says its own."""
    if item.kind is Kind.ARTICLE:
        return False
    house = item.record.house if item.record else ""
    return house_name(house) in wanted if house else when_unknown


def _is_source(key: str, wanted: str) -> bool:
    """Tell whether a source is the one named, by its name or address, or by the site that its address begins with.

    A key is a slug of the name, or an address without scheme and `www.`: signs between words do not count.
    """
    plain, sought = _SIGNS.sub(" ", fold_key(key)).strip(), _SIGNS.sub(" ", wanted).strip()
    if "*" in sought or "?" in sought:
        return fnmatchcase(plain, sought)
    return plain == sought or ("." in wanted and plain.startswith(f"{sought} "))
