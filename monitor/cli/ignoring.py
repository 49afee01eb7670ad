"""What watches were taught, written as the `ignore:` entries of their watchlists."""

from __future__ import annotations

from pathlib import PurePath
from typing import TYPE_CHECKING

import yaml

from monitor.settings import kinds
from monitor.text.fold import fold_key
from monitor.watch.phrase import Phrase, literal
from monitor.watch.query import QueryError, parse_words
from monitor.watch.rule import Words

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from monitor.model import WatchKey
    from monitor.settings.records import Settings
    from monitor.store.vetoes import VetoRow
    from monitor.watch.spec import Watch, Watchlist

WIDE = 140  # columns of YAML: a name stays on its line


def ignore_entries(settings: Settings, rows: Sequence[VetoRow], complain: Callable[[str], None]) -> str:
    """Write the vetoed spellings as YAML to paste: a document for each watchlist file, with the whole `ignore:` of each watch.

    What cannot be written so is complained of: a veto of a story alone, a watch that is gone.
    """
    forms: dict[WatchKey, list[str]] = {}
    for row in rows:
        forms.setdefault(row.watch, []).extend(row.forms)
    documents = []
    for watchlist in settings.watchlists.values():
        entries = [_entry(watch, forms.pop(watch.key)) for watch in watchlist.watches if forms.get(watch.key)]
        if entries:
            written = yaml.safe_dump({"watches": entries}, allow_unicode=True, sort_keys=False, width=WIDE)
            documents.append(f"--- # {_file_of(settings, watchlist)}\n{written}")
    for watch in (watch for watch, left in forms.items() if left):
        complain(f"{watch} is in no watchlist any more; its spellings are left out")
    if stories := sum(not row.forms for row in rows):
        complain(f"left out: {stories} said of a story alone, where the name itself stands; `ignore:` would hide the name everywhere")
    if not documents:
        complain("there is no spelling to write into a watchlist")
    return "".join(documents)


def _entry(watch: Watch, forms: Iterable[str]) -> Mapping[str, object]:
    known = {fold_key(entry) for entry in watch.ignore}
    added = {fold_key(form): form for form in forms if fold_key(form) not in known}
    written = [entry for form in added.values() for entry in _written(form)]
    return {**_name(watch), "ignore": [*watch.ignore, *written]}


def _name(watch: Watch) -> dict[str, str]:
    """Say which entry is meant, by what it begins with."""
    for key in ("id", "name", "entity", "term"):
        if value := getattr(watch, key):
            return {key: value}
    return {"any": watch.any[0]} if watch.any else {}


def _written(form: str) -> Iterator[str]:
    """Write a spelling so that the watch language reads it as these words and nothing else."""
    wanted = literal(form)
    for entry in (form, '"{}"'.format(form.replace('"', " "))):
        try:
            rule = parse_words(entry).rule
        except QueryError:
            continue
        found = rule.phrase if isinstance(rule, Words) else None
        if wanted is not None and isinstance(found, Phrase) and not found.parts and found.anchor == wanted.anchor:
            yield entry
            return


def _file_of(settings: Settings, watchlist: Watchlist) -> str:
    names = (name for name, _ in kinds.files_of(settings.folder) if kinds.kind_of(name) is kinds.WATCHLIST)
    return next((name for name in names if PurePath(name).stem == watchlist.key), f"watchlists/{watchlist.key}.yaml")
