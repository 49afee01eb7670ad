"""Why a mention counts that is written otherwise than the watch writes it, in words that its recipient understands."""

from __future__ import annotations

import unicodedata

from monitor.text.fold import fold_key
from monitor.text.scripts import script_of
from monitor.watch.names.parts import take_apart

_ONE_SCRIPT = {"CJK": "Chinese", "HANGUL": "Korean", "HIRAGANA": "Japanese", "KATAKANA": "Japanese"}  # others are named as Unicode does


def sounds_like(matched: str, name: str, score: float) -> str:
    """Say how what stands in a text is like a watched name: `'Project Flushers' sounds like 'Project Ploughshares' (0.92)`."""
    quoted = " ".join(matched.split())
    if fold_key(quoted) == fold_key(name):  # a half of a name in two languages, which is watched as well
        return "written as watched, in one of its languages"
    verb = "is short for" if _is_part(quoted, name) else "sounds like"
    letters = f", in {_letters(matched)} letters" if script_of(matched) is not script_of(name) else ""
    return f"'{quoted}' {verb} '{name}'{letters} ({score:.2f})"


def _is_part(matched: str, name: str) -> bool:
    """Tell whether all words that stand there are words of the name, in its order, and some of the name's are missing."""
    there, wanted = _words(matched), _words(name)
    rest = iter(wanted)
    return len(there) < len(wanted) and all(word in rest for word in there)


def _words(written: str) -> list[str]:
    return [part.letters for part in take_apart(written, lambda _letters: "", lambda _letters: 0.0).parts]


def _letters(matched: str) -> str:
    """Name the script of the first letter."""
    first = next(filter(str.isalpha, matched), "")
    script = unicodedata.name(first, "other").split()[0]
    return _ONE_SCRIPT.get(script, script.capitalize())
