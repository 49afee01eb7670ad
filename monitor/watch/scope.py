"""Which items a watch looks at: `only:` and `except:`."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from monitor.model import Item
    from monitor.watch.spec import Scope, Watch


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
        answers.append(_speaks(item.lang, scope.languages) if item.lang else when_unknown)
    return answers


def _speaks(lang: str, wanted: frozenset[str]) -> bool:
    """Tell whether a language tag is one of those wanted, or a region of one: `en` covers `en-CA` (RFC 4647, basic filtering)."""
    spoken = lang.lower().replace("_", "-")
    return any(spoken == tag or spoken.startswith(f"{tag}-") for tag in (written.lower().replace("_", "-") for written in wanted))
