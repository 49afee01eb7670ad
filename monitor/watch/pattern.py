r"""A regular expression in the watch language, `/tb-?[0-9]+/`: RE2's syntax, run on folded text in linear time.

What is written in it is folded as names are: small letters, no accents, a hyphen for a space. So `/Türk.{1,6} drone/` finds
"TURKISH DRONE". `.` reaches over line ends, since folded text has none; `\b` knows the words of ASCII alone, as RE2 has it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import islice
from string import punctuation
from typing import TYPE_CHECKING, Any, TypeAlias

import re2  # type: ignore[import-untyped]

from monitor.text.letters import is_mark
from monitor.watch.likeness import Likeness
from monitor.watch.pattern_text import PatternText, fold_pattern, unbalanced
from monitor.watch.phrase import Phrase

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from monitor.text.fold import Folded

LONGEST_PATTERN = 500  # characters
LARGEST_PROGRAM = 2000  # RE2's instructions: repetitions of repetitions grow them
MOST_WORK = 100_000_000  # characters looked over for one expression in one field: matches may each read on to the end
# What no expression may find: signs and spaces alone, and what nobody watches. One that does would hit almost any item.
_PROBES = ("", f" {punctuation} . , ", "zq xw jkv qxzv wvq.", "z", "7")
_TOO_LARGE = ("the expression is too large", "repeat less, or write it as several")
_FAULTS = {  # what RE2 says, and what it means to a user
    "missing )": ("a parenthesis is not closed", "write ) where it ends; for the sign itself write \\("),
    "unexpected )": ("a parenthesis was never opened", "take it away; for the sign itself write \\)"),
    "missing ]": ("a bracket is not closed", "write ] where it ends; for the sign itself write \\["),
    "trailing \\": ("nothing follows the backslash", "take it away; for the sign itself write \\\\"),
    "no argument for repetition operator": ("nothing stands before this that could repeat", "for the sign itself write \\ before it"),
    "bad repetition operator": ("two signs of repetition stand in a row", "keep one of them"),
    "pattern too large - compile failed": _TOO_LARGE,
    "invalid repetition size": ("it repeats too often", "write a number up to 1000, and less inside another repetition"),
    "invalid character class range": ("this range runs backwards, or is not known", "write it from the lower to the higher, as in [a-z]"),
    "invalid perl operator": ("looking ahead or behind is not known here", "take it out, or write NOT beside the expression"),
    "invalid escape sequence": ("this escape is not known", "a backslash goes before signs, and before b, d, s, w and their capitals"),
}  # fmt: skip


class PatternError(ValueError):
    """An expression that cannot be used: where in it, in characters from 0, what is wrong, and the remedy."""

    def __init__(self, position: int, what: str, remedy: str) -> None:
        self.position = position
        self.what = what
        self.remedy = remedy
        super().__init__(f"character {position + 1}: {what}; {remedy}")


@dataclass(frozen=True, slots=True, eq=False)
class Pattern:
    """An expression to look for. `shown` is how the user wrote it, `anchor` a folded literal that every match holds, or "".

    Where there is no anchor, every item is looked at.
    """

    shown: str
    anchor: str
    _expression: Any = field(repr=False)  # RE2's, which has no types

    @property
    def opens_word(self) -> bool:
        """Tell whether it begins with its anchor, at a word's beginning."""
        return False

    @property
    def ends_word(self) -> bool:
        """Tell whether it ends with its anchor, at a word's end."""
        return False

    def occurrences(self, text: Folded, _sightings: Iterable[int] = ()) -> Iterator[tuple[int, int]]:
        """Find its folded spans, whole letters each, left to right."""
        folded = text.text
        most = MOST_WORK // max(len(folded), 1)
        for found in islice(self._expression.finditer(folded), max(most, 1)):
            start, end = found.span()
            while end < len(folded) and is_mark(folded[end]):
                end += 1
            if start < end and not is_mark(folded[start]) and text.is_whole(start, end):
                yield start, end


Wanted: TypeAlias = Phrase | Pattern | Likeness


def pattern(source: str) -> Pattern:
    """Make a pattern of what stands between the slashes.

    Raises:
        PatternError: RE2 cannot read it, or it would match almost anything.
    """
    if len(source) > LONGEST_PATTERN:
        raise PatternError(LONGEST_PATTERN, f"the expression is longer than {LONGEST_PATTERN} characters", "write it as several")
    _compile(source, source)
    folded: PatternText = fold_pattern(source)
    expression = _compile(folded.text, source)
    if expression.programsize > LARGEST_PROGRAM:
        raise PatternError(0, *_TOO_LARGE)
    if any(found.start() == found.end() for probe in _PROBES for found in expression.finditer(probe)):
        raise PatternError(0, "this expression also matches nothing at all", "write + for *, or letters that must stand there")
    if any(expression.search(probe) for probe in _PROBES):
        raise PatternError(0, "this expression would match almost any text", "write at least two letters that must stand there")
    return Pattern(f"/{source}/", folded.literal, expression)


def _compile(text: str, source: str) -> Any:
    options = re2.Options()
    options.log_errors = False
    options.case_sensitive = False
    options.never_capture = True
    options.dot_nl = True
    try:
        return re2.compile(text, options)
    except UnicodeEncodeError as error:
        raise PatternError(min(error.start, len(source)), "half of a character stands here", "take it away") from None
    except re2.error as error:
        raise _explained(error.args[0], source) from None


def _explained(said: bytes | str, source: str) -> PatternError:
    """Say in a user's words what RE2 complains of, at the place that it names."""
    text = said.decode("utf-8", "replace") if isinstance(said, bytes) else said
    kind, _, argument = text.partition(": ")
    what, remedy = _FAULTS.get(kind, (f"RE2 cannot read this ({text})", "see RE2's syntax, or write words and NEAR"))
    place = unbalanced(source) if kind in {"unexpected )", "missing )"} else source.rfind(argument) if argument else 0
    if kind == "trailing \\":
        place = len(source) - 1
    return PatternError(max(place, 0), what, remedy)
