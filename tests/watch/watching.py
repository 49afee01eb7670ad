"""Short ways to write watches and items in the tests of matching."""

from __future__ import annotations

from typing import TYPE_CHECKING

from monitor.language.once import languages
from monitor.model import Item
from monitor.watch.fields import field_texts
from monitor.watch.index import Index
from monitor.watch.spec import Near, Scope, Spelling, Watch, Watchlist, watch_key

if TYPE_CHECKING:
    from collections.abc import Sequence

    from monitor.model import Hit


LANGUAGES = languages()  # read from disk once for all tests


def watch(  # noqa: PLR0913 each is a word of the watch language
    entity: str | None = None,
    *,
    name: str | None = None,
    aliases: Sequence[str] = (),
    term: str | None = None,
    any_of: Sequence[str] = (),
    near: Sequence[str] = (),
    within: int = 30,
    ignore: Sequence[str] = (),
    only: Scope | None = None,
    exclude: Scope | None = None,
    spelling: Spelling = "tolerant",
    false_alarms: str | None = None,
    stem: str = "list",
) -> Watch:
    label = name or entity or term or ""
    return Watch(
        watch_key(stem, label), label, name=name, entity=entity, aliases=tuple(aliases), term=term, any=tuple(any_of),
        near=Near(tuple(near), within) if near else None, ignore=tuple(ignore), only=only, exclude=exclude,
        spelling=spelling, false_alarms=false_alarms,
    )  # fmt: skip


def index(*watches: Watch) -> Index:
    return Index.build([Watchlist("list", "List", watches=watches)], LANGUAGES)


def found(watched: Index | Watch, text: str, title: str = "") -> dict[str, list[str]]:
    """Name what was hit with what matched, each span checked against the text."""
    built = index(watched) if isinstance(watched, Watch) else watched
    return found_in(built, Item("1", title, text))


def found_in(watched: Index | Watch, item: Item, source: str = "", tags: Sequence[str] = ()) -> dict[str, list[str]]:
    """Name what was hit in an item with what matched, each span checked against its field."""
    built = index(watched) if isinstance(watched, Watch) else watched
    hits = built.match(item, source, frozenset(tags))
    texts = field_texts(item)
    for hit in hits:
        for mention in hit.mentions:
            assert texts[mention.field][mention.start : mention.end] == mention.matched
    return {hit.watch.partition("/")[2]: [mention.matched for mention in hit.mentions] for hit in hits}


def mentions(watched: Watch, text: str, title: str = "") -> list[str]:
    """Give what matched of one watch."""
    return next(iter(found(watched, text, title).values()), [])


def item_hits(watched: Index, text: str, title: str = "") -> tuple[Hit, ...]:
    """Give the hits in a text."""
    return watched.match(Item("1", title, text))
