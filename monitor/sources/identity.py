"""The key of an entry: the same at every poll, different for every entry of a document, never a position."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from monitor.model import digest

if TYPE_CHECKING:
    from collections.abc import Sequence

_LONGEST = 1024  # a longer key is kept as its digest


@dataclass(frozen=True, slots=True)
class Identity:
    """What a document says that may tell one entry from another, as written there; empty if it says nothing."""

    guid: str
    link: str
    title: str
    date: str
    text: str


def keys(identities: Sequence[Identity]) -> tuple[str, ...]:
    """Give each entry of a document its key: its guid, else its link, else a digest of title and date, or of the text.

    A key that stands for entries with other links gets the link added, and one that still stands for other texts a digest of the text:
    on all of them, so that the order of the document does not matter. Entries that are alike in everything keep one key.
    """
    first = [_own_key(identity) for identity in identities]
    linked = _parted(first, [identity.link for identity in identities])
    contents = [digest(identity.title, identity.text).hex() for identity in identities]
    return tuple(_bounded(key) for key in _parted(linked, contents))


def _own_key(identity: Identity) -> str:
    if identity.guid or identity.link:
        return identity.guid or identity.link
    known = (identity.title, identity.date) if identity.title and identity.date else (identity.title, identity.text)
    return f"digest:{digest(*known).hex()}"


def _parted(own: Sequence[str], marks: Sequence[str]) -> list[str]:
    different = Counter(key for key, _ in set(zip(own, marks, strict=True)))
    return [f"{key} {mark}" if different[key] > 1 and mark and mark != key else key for key, mark in zip(own, marks, strict=True)]


def _bounded(key: str) -> str:
    return key if len(key) <= _LONGEST else f"digest:{digest(key).hex()}"
