"""Language tags, as feeds write them and as the rest of the house reads them."""

from __future__ import annotations

import re

from monitor.text.language_tag import TAG

_REGION = 2
_SCRIPT = 4


def language_tag(*written: object) -> str | None:
    """Take the first that is a language tag, in the usual letters: `EN_us` becomes `en-US` (BCP 47, section 2.1.1)."""
    for tag in written:
        if isinstance(tag, str) and (found := TAG.fullmatch(tag.strip())):
            rest = [part for part in re.split(r"[-_]", found[2]) if part]
            return "-".join([found[1].lower(), *map(_usual, rest)])
    return None


def _usual(part: str) -> str:
    if len(part) == _REGION:
        return part.upper()
    return part.title() if len(part) == _SCRIPT and part.isalpha() else part.lower()
