"""Language tags, and which of them cover which."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection


def is_among(tag: str, wanted: Collection[str]) -> bool:
    """Tell whether a language tag is one of those wanted, or a region of one: `en` covers `en-CA` (RFC 4647, basic filtering)."""
    spoken = _plain(tag)
    return any(spoken == each or spoken.startswith(f"{each}-") for each in map(_plain, wanted))


def _plain(tag: str) -> str:
    return tag.lower().replace("_", "-")
