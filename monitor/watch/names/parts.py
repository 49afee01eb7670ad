"""A watched name taken apart: the words that it is made of, and how much each tells."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

from monitor.text.scripts import romanise
from monitor.watch.names.legal_forms import FUNCTION, GENERIC, LEGAL, dotted_form
from monitor.watch.names.translations import says_a_kind

if TYPE_CHECKING:
    from collections.abc import Callable

MOST_PARTS = 12
DIGITS = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
_RUN = re.compile(r"[0-9]+|[a-z]+")
_COMMON = 6.5  # nats: what stands once in 650 words or more tells nothing
# A letter, a figure, or a mark, an apostrophe or a soft hyphen within a word.
CHARACTER = (
    r"(?:(?![\s_])[^\W_]|[\u00ad\u0300-\u036f\u0591-\u05c7\u0610-\u061a\u064b-\u065f\u0670\u0900-\u0903\u093a-\u094f\u0962\u0963"
    r"\u0981-\u0983\u09bc-\u09cd\u0a01-\u0a4d\u0b82-\u0bcd\u200c\u200d'\u2019\u02bc\u02bb`\u2018\u00b4\u05f3])"
)
WORD = re.compile(f"{CHARACTER}+")


class PartKind(Enum):
    """What a part of a name does in it."""

    NAME = "name"
    GENERIC = "generic"
    LEGAL = "legal"
    FUNCTION = "function"


@dataclass(frozen=True, slots=True)
class Part:
    """One word of a name in Latin letters, with the classes of its consonants. `rareness` is what its mere presence tells, in nats."""

    letters: str
    key: str
    rareness: float
    kind: PartKind


@dataclass(frozen=True, slots=True, eq=False)
class Name:
    """A watched name in parts, in the order written; each is the same as itself alone, as it is looked up often."""

    written: str
    parts: tuple[Part, ...]

    @property
    def core(self) -> tuple[int, ...]:
        """Number the parts that are more than a legal form; all of them, where there is nothing else."""
        core = tuple(number for number, part in enumerate(self.parts) if part.kind is not PartKind.LEGAL)
        return core or tuple(range(len(self.parts)))


def spell(letters: str) -> str:
    """Spell a single figure out, as speech and machine translation do: `3` -> `three`."""
    return DIGITS[int(letters)] if len(letters) == 1 and "0" <= letters <= "9" else letters


def take_apart(written: str, key: Callable[[str], str], rareness: Callable[[str], float]) -> Name:
    """Take a name apart; figures and letters written together come apart, too: `L3Harris` -> l, three, harris."""
    runs = [spell(run) for word in WORD.findall(dotted_form(written)) for run in _RUN.findall(romanise(word))]
    parts = [Part(run, key(run), rareness(run), _kind(run, number, runs)) for number, run in enumerate(runs[:MOST_PARTS])]
    return Name(written, tuple(parts))


def _kind(run: str, number: int, runs: list[str]) -> PartKind:
    if len(runs) > 1 and run in FUNCTION:
        return PartKind.FUNCTION
    if len(runs) > 1 and run in LEGAL:
        return PartKind.LEGAL
    if len(runs) > 1 and says_a_kind(run) and any(not says_a_kind(other) and other not in GENERIC | LEGAL | FUNCTION for other in runs):
        return PartKind.GENERIC
    return PartKind.GENERIC if run in GENERIC and number else PartKind.NAME
