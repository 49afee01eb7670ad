"""What is found of one watch, and at which of its settings."""

from __future__ import annotations

from dataclasses import dataclass

Place = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that a watch says and probably does not mean.

    `place` is the way to the setting within the entry, in the words of the YAML: `("aliases", 2)`; () is the entry itself.
    `position` is a character of the text that stands there, from 0; None means all of it.
    """

    place: Place
    what: str
    remedy: str
    position: int | None = None
