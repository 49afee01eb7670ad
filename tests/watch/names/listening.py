"""Short ways to say what is heard of a name in a text."""

from __future__ import annotations

from functools import cache

from monitor.language.once import languages
from monitor.text.channel import Channel
from monitor.text.letter_model import LetterModel
from monitor.text.scripts import Script
from monitor.text.sounds import CLASSES
from monitor.watch.names.scan import Scan

SURE = 9.0  # nats: about what a usual budget asks for
NOTHING = -99.0


class FewWords:
    """A language of a few words, in which every letter is written as it is heard."""

    def __init__(self, *everyday: str) -> None:
        same = {letter: ((letter, 0.1),) for letter in "abcdefghijklmnopqrstuvwxyz"}
        self._everyday = frozenset(everyday)
        self.channels = {script: Channel(same, CLASSES[script], 1) for script in CLASSES}
        self.letters = {script: LetterModel({}, 2.0) for script in CLASSES}

    def share(self, letters: str, script: Script) -> float:
        return 0.01 if script is Script.LATIN and letters in self._everyday else 0.0


@cache
def scan(*names: str) -> Scan:
    """Make names ready to be heard, with all that is known of languages."""
    return Scan(names, languages())


def heard(name: str, text: str, least: float = SURE) -> list[str]:
    """List what is heard as a name in a text, in the order of the text."""
    found = sorted(scan(name).find(text, least), key=lambda sounding: sounding.start)
    return [text[sounding.start : sounding.end] for sounding in found]


def evidence(name: str, text: str) -> float:
    """Give the most evidence of a name that a text holds; `NOTHING` where it holds none."""
    return max((sounding.evidence for sounding in scan(name).find(text, NOTHING)), default=NOTHING)
