"""What was seen, as short digests one behind the other: some thousand names in some ten thousand characters of JSON.

Pure. Of more than there is room for, those that were seen longest ago go first.
"""

from __future__ import annotations

import base64
from typing import TYPE_CHECKING

from monitor.model import digest

if TYPE_CHECKING:
    from collections.abc import Iterable

WIDTH = 8  # characters a mark, 48 bits: of ten thousand names one in five million is taken for another
MOST = 4_000


def mark(*parts: str) -> str:
    """Digest a name, or a name and what makes its version."""
    return base64.urlsafe_b64encode(digest("seen/1", *parts)[:6]).decode("ascii")


def unpacked(seen: object) -> list[str]:
    """Give the marks in the order in which they were last seen; what is no row of marks holds none."""
    if not isinstance(seen, str) or len(seen) % WIDTH:
        return []
    return [seen[at : at + WIDTH] for at in range(0, len(seen), WIDTH)]


def packed(former: Iterable[str], present: Iterable[str]) -> str:
    """Write the marks, the present ones last."""
    row = dict.fromkeys(former)
    for each in present:
        row.pop(each, None)
        row[each] = None
    return "".join(list(row)[-MOST:])
