"""All names that are looked for by sound, each once for all lists, and where an item has something that sounds like them."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

from monitor.text.entities import decode
from monitor.watch.likeness import Heard
from monitor.watch.names.scan import Scan

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from monitor.text.fold import Folded
    from monitor.watch.names.hearing import Hearing, Spellings

MOST_HEARD = 10_000  # in one field: no article has as many, and a hostile text gains nothing by more


class Listening:
    """Names, folded -> as written, ready to be heard in items. Safe to share between threads."""

    def __init__(self, names: Mapping[str, str], spellings: Spellings, hearing: Hearing) -> None:
        self.names = tuple(names)
        self._scan = Scan(list(names.values()), spellings, hearing)

    def hear(self, fields: Iterable[tuple[int, Folded]], least: float) -> dict[str, list[Heard]]:
        """Find where some name is likely to stand, with at least so many nats of evidence, by folded name."""
        heard: dict[str, list[Heard]] = {}
        for field, folded in fields:
            for one in islice(self._in_field(field, folded, least), MOST_HEARD):
                heard.setdefault(one.name, []).append(one)
        return heard

    def _in_field(self, field: int, folded: Folded, least: float) -> Iterator[Heard]:
        """Listen to a field with its entities read; spans count in the folded text."""
        decoded = decode(folded.original) if "&" in folded.original else None
        for sounding in self._scan.find(folded.original if decoded is None else decoded.text, least):
            begins, ends = sounding.start, sounding.end
            if decoded is not None:
                begins, ends = decoded.original(begins), decoded.original(ends)
            start, end = folded.place(begins, ends)
            if start < end:
                yield Heard(self.names[sounding.name], field, start, end, sounding.evidence)
