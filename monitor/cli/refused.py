"""What was passed over in an item, in words: the same for an item of the archive and for a text of one's own."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

MOST_SHOWN = 10  # of one item


def passed_over_in_words(refused: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    """Say of each watch that stands there why it was not told, on a line of its own."""
    for one in refused[:MOST_SHOWN]:
        mention = one["mention"]
        yield f'passed over {one["label"]}: "{mention["matched"]}" in the {mention["field"]}; {one["because"]}'
    if (more := len(refused) - MOST_SHOWN) > 0:
        yield f"and {more} more passed over"
