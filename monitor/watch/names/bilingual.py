"""Names that are written twice, in two languages or two scripts: each half is a name of its own."""

from __future__ import annotations

import re
from itertools import pairwise

from monitor.text.fold import fold_key
from monitor.text.scripts import Script, script_of

_BETWEEN = re.compile(r" ([/|\u2013\u2014-]) ")
_OR = "/|"
_LETTER = re.compile(r"[^\W\d_]")
_AROUND = " ()-/|"
_SPACED = frozenset({Script.LATIN, Script.CYRILLIC, Script.ARABIC, Script.HEBREW})
_FEWEST_OF_A_SCRIPT = 4  # letters
_FEWEST_WORDS, _FEWEST_LETTERS = 2, 10  # of each half that a dash or a slash parts: `Renault - Nissan` are two companies
_SHARED = 4  # letters that a word of one half begins with and the other half holds, as both name the same in two languages


def halves(name: str) -> tuple[str, ...]:
    """Take a name apart where it changes its script, at a slash, or where its language changes behind a dash.

    `Palais de justice - Justitiepaleis` has two halves; `Islamic State - Mozambique` is one name, and neither half is it.

    Returns:
        Both halves, each a name by which the same is known; nothing where the name has no halves.
    """
    parted = _BETWEEN.split(name)
    if len(parted) == 3:  # noqa: PLR2004 halves, and what is between
        one, between, other = parted
        if _is_a_name(one) and _is_a_name(other) and (between in _OR or _share_a_word(one, other)):
            return one.strip(), other.strip()
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


def _share_a_word(one: str, other: str) -> bool:
    """Tell whether a word of either half is in the other, if in another form or in a compound: `justice`, `Justitiepaleis`."""
    folded, other_folded = fold_key(one), fold_key(other)
    pairs = ((folded, other_folded), (other_folded, folded))
    return any(word[:_SHARED] in there for words, there in pairs for word in words.split() if len(word) >= _SHARED)
