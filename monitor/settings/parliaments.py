"""Entries of `parliaments:` against the catalogue: what they switch on, and what cannot be meant in them, at its place in the file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from monitor.catalogue.chosen import chosen
from monitor.catalogue.entry_faults import COMMON, faults_of, listed, settings_of
from monitor.catalogue.known import record_named
from monitor.settings import document, secrets
from monitor.settings.names import text_of
from monitor.settings.schema.sources import ParliamentEntry, natural

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from monitor.catalogue.fault import Fault
    from monitor.catalogue.record import CatalogueRecord
    from monitor.errors import Problem
    from monitor.settings.document import Document
    from monitor.settings.reading import FileRead
    from monitor.settings.records import Source

_WORDS = tuple(name for name in ParliamentEntry.model_fields if name not in COMMON)


def faults(read: FileRead) -> Iterator[Problem]:
    """List what cannot be meant in the entries of a file.

    Read from the plain values, so that a mistake in one entry does not hide those in the others.
    """
    for position, name, said in _entries(read.document.value):
        for fault in faults_of(name, text_of(said, "url") or "", _options(said), _WORDS):
            yield _problem(read, ("parliaments", position, *fault.place), fault)


def unset_keys(read: Document) -> Iterator[Problem]:
    """List the keys that records of a file need, and that its entries leave to a variable which is not set here and now."""
    for position, name, said in _entries(read.value):
        record = record_named(name)
        for word, setting in settings_of(record).items() if record else ():
            if said.get(word) is not None or not isinstance(setting.default, str):
                continue
            for told in secrets.complaints(setting.default):
                what, _, remedy = told.partition("; ")
                node = document.value_at(read.root, ("parliaments", position))
                yield read.problem(node, f"{name} needs a key: {what}", f"{remedy}; or say {word}: in this entry")


def record_of(source: Source) -> CatalogueRecord | None:
    """Give the record that a source reads, with its settings filled in; None for a feed, and for an entry that cannot be meant.

    Such an entry comes with the last good version of a file, when a newer version of the program does not take it any more.
    """
    if source.kind == "feed" or any(faults_of(source.kind, source.url, source.options)):
        return None
    return chosen(source.kind, source.url, source.options)


def _entries(value: object) -> Iterator[tuple[int, str, Mapping[str, object]]]:
    """List the entries that name a record, each with its position and what it says."""
    entries = value.get("parliaments") if isinstance(value, dict) else None
    for position, entry in enumerate(entries if isinstance(entries, list) else ()):
        name = entry if isinstance(entry, str) else text_of(entry, "record")
        if name:
            yield position, name.strip(), entry if isinstance(entry, dict) else {}


def _options(entry: Mapping[str, object]) -> dict[str, object]:
    own = {name: natural(value) for name, value in entry.items() if name not in ParliamentEntry.model_fields and value is not None}
    languages = entry.get("languages")
    return own | ({"languages": listed(languages)} if isinstance(languages, str | list) else {})


def _problem(read: FileRead, path: tuple[str | int, ...], fault: Fault) -> Problem:
    node = document.key_at(read.document.root, path) if fault.is_key else document.value_at(read.document.root, path)
    return read.document.problem(node, fault.what, fault.remedy)
