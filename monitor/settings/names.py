"""What the files of a folder call things: the names that other files may refer to.

Read from the plain values, so that a file with a mistake in one entry still names all the others, and every dangling
reference can be told at once with the mistakes themselves.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

from monitor.settings import kinds
from monitor.settings.schema.entry import Complaint, read_text
from monitor.settings.schema.senders import sender_kind
from monitor.settings.schema.sources import source_key

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from monitor.settings.document import Document
    from monitor.settings.reading import FileRead
    from monitor.settings.schema.senders import SenderKind

EACH = "*"
Path = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Names:
    """The names in force. None means that a file which gives them cannot be read, so that nothing can be said of them.

    `addresses` are those of each recipient, as written.
    """

    senders: Mapping[str, SenderKind] | None = None
    recipients: frozenset[str] | None = None
    addresses: Mapping[str, tuple[str, ...]] | None = None
    sources: frozenset[str] | None = None
    tags: frozenset[str] | None = None


def texts(value: object, *path: str) -> Iterator[tuple[Path, str]]:
    """List the texts at a path of a plain value, each with its own path; `EACH` stands for every entry of a list or map.

    One text where a list may stand counts as a list of one.
    """
    return _texts(value, path, ())


def text_of(value: object, key: str) -> str | None:
    """Find the text of a setting in a map; None when it has none."""
    return next((text for _path, text in texts(value, key)), None)


def names_of(reads: Iterable[FileRead]) -> Names:
    """Gather the names that the files of a folder give."""
    by_kind: dict[str, list[Document]] = {kind.name: [] for kind in kinds.KINDS}
    for read in reads:
        by_kind[read.kind.name].append(read.document)
    general, recipients, sources = (by_kind[kind.name] for kind in (kinds.GENERAL, kinds.RECIPIENTS, kinds.SOURCES))
    return Names(
        senders=_senders(general) if _can_tell(general) else None,
        recipients=frozenset(key for each in recipients for key in _map(each.value)) if _can_tell(recipients) else None,
        addresses=_addresses(recipients) if _can_tell(recipients) else None,
        sources=frozenset(key for each in sources for _path, key in source_keys(each.value)) if _can_tell(sources) else None,
        tags=frozenset(_tags(sources)) if _can_tell(sources) else None,
    )


def source_keys(value: object) -> Iterator[tuple[Path, str]]:
    """List the key of every source of a sources file, with the path to it."""
    for setting, word in (("feeds", "url"), ("parliaments", "record")):
        entries = _map(value).get(setting)
        for position, entry in enumerate(entries if isinstance(entries, list) else ()):
            name, target = text_of(entry, "name"), entry if isinstance(entry, str) else text_of(entry, word)
            if name or target:
                yield (setting, position), source_key(name, target or "", is_address=setting == "feeds")


def _can_tell(documents: Iterable[Document]) -> bool:
    return all(each.root is not None or not each.problems for each in documents)


def _senders(documents: Iterable[Document]) -> dict[str, SenderKind]:
    found: dict[str, SenderKind] = {}
    for each in documents:
        for name, entry in _map(_map(each.value).get("senders")).items():
            says_itself = not entry and name in {"slack", "matrix"}
            found[name] = cast("SenderKind", name) if says_itself else sender_kind(entry)
    return found


def _addresses(documents: Iterable[Document]) -> dict[str, tuple[str, ...]]:
    entries = {key: entry for each in documents for key, entry in _map(each.value).items()}
    return {key: tuple(text for _path, text in texts(entry, "to", EACH)) for key, entry in entries.items()}


def _tags(documents: Iterable[Document]) -> Iterator[str]:
    yield "parliament"  # every record of a parliament bears it
    for each in documents:
        for setting in ("feeds", "parliaments"):
            yield from (tag for _path, tag in texts(each.value, setting, EACH, "tags", EACH))


def _map(value: object) -> Mapping[str, object]:
    return value if isinstance(value, dict) else {}


def _texts(value: object, path: tuple[str, ...], at: Path) -> Iterator[tuple[Path, str]]:
    if not path:
        if isinstance(value, str) and (text := _clean(value)):
            yield at, text
        return
    step, rest = path[0], path[1:]
    if isinstance(value, dict):
        for key in value if step == EACH else value.keys() & {step}:
            yield from _texts(value[key], rest, (*at, key))
    elif step == EACH and isinstance(value, list):
        for position, each in enumerate(value):
            yield from _texts(each, rest, (*at, position))
    elif step == EACH and not rest:
        yield from _texts(value, rest, at)


def _clean(text: str) -> str:
    try:
        return str(read_text(text))
    except Complaint:
        return ""
