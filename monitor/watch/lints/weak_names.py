"""Find names that are no names by themselves: nothing, a legal form, a word of every day, two or three letters."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from monitor.text.fold import fold_key
from monitor.text.tokens import has_word
from monitor.watch.lexer import PREFIXES
from monitor.watch.lints.finding import Finding
from monitor.watch.lints.legal_forms import is_generic
from monitor.watch.phrase import Phrase
from monitor.watch.query import parse_words
from monitor.watch.rule import Words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from monitor.text.background import Background
    from monitor.watch.spec import Watch

COMMON_NAME = 2e-5  # share of all words: one in 50,000, which stands in every hundredth article
COMMON_WORD = 1e-4  # of a word in `any:`, where it is looked for as a word
COMMON_ACRONYM = 2e-3  # of capitals alone: NATO and CIA are words in some language, WHO and THIS in every
_LEAST_ACRONYM = 3  # letters
# What would be read in a query, and stands for itself in a name: a wildcard at an end, capitals to keep, a prefix, operators.
_OF_WORDS = re.compile(r"\*\S.*|.*\S\*|=\S.*|/.+/")
_OF_QUERIES = re.compile(rf"(?:{'|'.join(PREFIXES)}):\S.*|.+\s(?:AND|OR|NOT|O?NEAR/\d+)\s.+")
_NEAR = "add near: {words: [...]}, words that stand by it when it is meant"


def findings(watch: Watch, background: Background) -> Iterator[Finding]:
    """List the names and the single words of `any:` that are found where nothing of theirs is meant.

    `near:` makes a weak name strong; only a name of one letter or none stays useless. In `any:`, `=Word` keeps its capitals and is
    left alone, and so is a watch that `only:` confines.
    """
    for place, name in _names(watch):
        trouble = _of_any_name(name) or (_of_name(name, background) if watch.near is None else None)
        if trouble is not None:
            yield Finding(place, *trouble)
    for number, entry in enumerate(watch.any if watch.near is None else ()):
        word = _bare_word(entry)
        trouble = _of_word(word, background, is_confined=watch.only is not None) if word else None
        if trouble is not None:
            yield Finding(("any", number), *trouble)


def _names(watch: Watch) -> Iterator[tuple[tuple[str | int, ...], str]]:
    if watch.entity is not None:
        yield ("entity",), watch.entity
    for number, alias in enumerate(watch.aliases):
        yield ("aliases", number), alias


def _of_any_name(name: str) -> tuple[str, str] | None:
    """Say what is wrong with a name wherever it stands."""
    if not has_word(name):
        return f"{name!r} holds no letter and no figure, so that nothing can be found by it", "write the name in letters, or take it out"
    if _letters(name) < _fewest(name) and _letters(name) == 1:
        return f"{name!r} is a single letter, which stands in almost any text", "write the whole name, or take it out"
    return _as_query(name)


def _as_query(name: str) -> tuple[str, str] | None:
    """Say that a name is written as a query, which it will not be read as."""
    what = f"{name!r} is looked for as it stands: a name has no operators"
    if _OF_QUERIES.fullmatch(name):
        return what, f"make it an entry of its own, with term: {name}"
    if _OF_WORDS.fullmatch(name):
        return what, f"make it an entry of its own, with name: and any: [{name}]"
    if name[0] == name[-1] == '"' and name.count('"') == 2:  # noqa: PLR2004 a pair
        return f"{what}, and is found in quotation marks alone", "write it without the quotes inside"
    return None


def _of_name(name: str, background: Background) -> tuple[str, str] | None:
    """Say what is wrong with a name that stands without context."""
    if is_generic(name):
        return f"{name!r} is no name by itself: many companies have it behind theirs", "write the whole name, or take it out"
    if _letters(name) < _fewest(name) and not _is_designation(name):
        remedy = f"{_NEAR}; or write the whole name"
        return f"{name!r} is short: it is found as any other word of these letters too, in capitals or not", remedy
    share = background.frequency(fold_key(name))
    if share > (COMMON_ACRONYM if _is_acronym(name) else COMMON_NAME):
        return f"{name!r} alone is a common word, about one in {_one_in(share)}", f"{_NEAR}; or write a longer name"
    return None


def _of_word(word: str, background: Background, *, is_confined: bool) -> tuple[str, str] | None:
    """Say what is wrong with a word of `any:`."""
    if is_generic(word):
        return f"{word!r} names nothing by itself: many companies have it behind their name", "add words that stand beside it, or `near:`"
    share = background.frequency(fold_key(word))
    if is_confined or share <= (COMMON_ACRONYM if _is_acronym(word) else COMMON_WORD):
        return None
    capitals = f"; if these capitals make the difference, write ={word}" if word != word.lower() else ""
    remedy = f"add words that stand beside it, or `near:`{capitals}"
    return f"{word!r} alone is a common word, about one in {_one_in(share)}", remedy


def _bare_word(entry: str) -> str | None:
    """Give the word if an entry is one, without wildcards and operators."""
    rule = parse_words(entry).rule
    if not isinstance(rule, Words) or not isinstance(rule.phrase, Phrase):
        return None
    phrase = rule.phrase
    return phrase.shown if not phrase.parts and phrase.case is None and " " not in phrase.anchor else None


def _letters(name: str) -> int:
    return sum(map(str.isalnum, fold_key(name)))


def _fewest(name: str) -> int:
    """Tell how many letters a name needs: four; three where vowels are not written; two where a letter is a syllable or a word."""
    first = next(filter(str.isalnum, fold_key(name)), "")
    return 4 if first < "\u0590" else 3 if first < "\u2e80" else 2


def _is_designation(name: str) -> bool:
    """Tell whether a name is letters beside figures, as F-35 is: no other word looks like it."""
    folded = fold_key(name)
    return " " in folded and any(map(str.isdigit, folded)) and _letters(name) >= _LEAST_ACRONYM


def _is_acronym(name: str) -> bool:
    return name.isupper() and name.isalpha() and len(name) >= _LEAST_ACRONYM


def _one_in(share: float) -> str:
    """Round one in how many words to its first figure: 27,027 is 30,000."""
    number = round(1 / share)
    return f"{round(number, 1 - len(str(number))):,}"
