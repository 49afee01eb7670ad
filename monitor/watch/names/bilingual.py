"""Names that are written twice, in two languages or two scripts: each half is a name of its own."""

from __future__ import annotations

import re
from itertools import pairwise

from monitor.text.scripts import Script, script_of

_BETWEEN = re.compile(r" (?:[/|]|[-\u2013\u2014]) ")
_LETTER = re.compile(r"[^\W\d_]")
_AROUND = " ()-/|"
_SPACED = frozenset({Script.LATIN, Script.CYRILLIC, Script.ARABIC, Script.HEBREW})
_FEWEST_OF_A_SCRIPT = 4  # letters
_FEWEST_WORDS, _FEWEST_LETTERS = 2, 10  # of each half that a dash or a slash parts: `Renault - Nissan` are two companies


def halves(name: str) -> tuple[str, ...]:
    """Take a name apart where it changes its script, or its language between dashes: `Palais de justice - Justitiepaleis`.

    Returns:
        Both halves, each a name by which the same is known; nothing where the name has no halves.
    """
    parted = _BETWEEN.split(name)
    if len(parted) == 2 and all(map(_is_a_name, parted)):  # noqa: PLR2004 halves
        return tuple(half.strip() for half in parted)
    return _by_script(name)


def _by_script(name: str) -> tuple[str, ...]:
    """Part a name at its one change between Latin letters and others, both with spaces between words."""
    words = name.split()
    scripts = [script_of(word) if _LETTER.search(word) else None for word in words]
    known = [script for script in scripts if script is not None]
    changes = sum(one is not other for one, other in pairwise(known))
    if changes != 1 or not {known[0], known[-1]} <= _SPACED or Script.LATIN not in known:
        return ()
    at = next(number for number, script in enumerate(scripts) if script is not None and script is not known[0])
    parted = tuple(" ".join(half).strip(_AROUND) for half in (words[:at], words[at:]))
    return parted if all(sum(map(str.isalpha, half)) >= _FEWEST_OF_A_SCRIPT for half in parted) else ()


def _is_a_name(half: str) -> bool:
    return len(half.split()) >= _FEWEST_WORDS or sum(map(str.isalpha, half)) >= _FEWEST_LETTERS
