"""Load what was learned of spellings, and the word lists of the package wordfreq, when they are first needed."""

from __future__ import annotations

import json
from functools import cached_property
from importlib.metadata import version
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any
from unicodedata import unidata_version
from zlib import crc32

from monitor.language.shares import Shares
from monitor.language.shares_on_disk import kept_shares
from monitor.text.channel import Channel, merged
from monitor.text.letter_model import LetterModel
from monitor.text.scripts import Script, letters_of
from monitor.text.sounds import CLASSES

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_LEARNED = Path(__file__).parent / "learned"
_LEARNED_SCRIPTS = (Script.LATIN, Script.CYRILLIC, Script.ARABIC, Script.HEBREW, Script.OTHER)
# The languages of each script for which wordfreq has a list.
LANGUAGES: Mapping[Script, tuple[str, ...]] = MappingProxyType(
    {
        Script.LATIN: (
            "en",
            "fr",
            "de",
            "es",
            "it",
            "pt",
            "nl",
            "pl",
            "cs",
            "sv",
            "tr",
            "fi",
            "nb",
            "da",
            "ro",
            "hu",
            "id",
            "ca",
            "sh",
            "lt",
            "lv",
            "sk",
            "sl",
            "vi",
            "fil",
            "is",
        ),
        Script.CYRILLIC: ("ru", "uk", "mk", "bg"),
        Script.ARABIC: ("ar", "fa", "ur"),
        Script.HEBREW: ("he",),
        Script.OTHER: ("el", "hi", "bn", "ta", "ko"),
    }
)
_MOST_WORDS = 25_000  # of one language: beyond, a word is as rare as a name
# Languages whose words are known down to one in a hundred million: the main one of each script, in which names in it are met.
_KNOWN_WELL = frozenset(("en", "ru", "uk", "ar", "he", "fa"))
# The code that makes shares of the lists: whoever changes it need not remember that shares made before are kept somewhere.
_MADE_BY = (Path(__file__), Path(__file__).with_name("shares.py"), Path(__file__).parents[1] / "text" / "scripts.py")
_UNSEEN_LETTER = 9.0  # nats


class Languages:
    """Spellings and word frequencies of all scripts; each is read from disk when first asked for, then kept."""

    def __init__(self, folder: Path | None = None) -> None:
        """Keep word frequencies in a folder from one process to the next, if one is given: they take a second or two to work out."""
        self._folder = folder
        self._shares: dict[Script, Shares] = {}

    @cached_property
    def channels(self) -> Mapping[Script, Channel]:
        """The channel from Latin letters into each script; of several ways to spell that were learned, each outcome of any."""
        channels = {script: tuple(_channels(script, learned)) for script, learned in self._learned.items()}
        channels[Script.OTHER] += channels[Script.LATIN]  # a romanised name is also respelled as Latin ones are
        return {script: merged(ways) for script, ways in channels.items()}

    @cached_property
    def letters(self) -> Mapping[Script, LetterModel]:
        """The letter model of each script; other scripts are romanised and share the Latin one."""
        models = {
            script: LetterModel(learned["letters"], _UNSEEN_LETTER) for script, learned in self._learned.items() if learned["letters"]
        }
        return {**models, Script.OTHER: models[Script.LATIN]}

    def share(self, letters: str, script: Script) -> float:
        """Tell what share of the words of a text these letters are, the highest of the script's languages; 0 when rarer than listed."""
        shares = self._shares.get(script)
        if shares is None:
            shares = self._shares[script] = self._read(script)
        return shares.of(letters)

    def frequency(self, word: str) -> float:
        """Tell what share of the words of the news a Latin word is."""
        return self.share(letters_of(word, Script.LATIN), Script.LATIN)

    def _read(self, script: Script) -> Shares:
        if self._folder is None:
            return _shares(script)
        return kept_shares(self._folder, script.value, _edition(), lambda: _shares(script))

    @cached_property
    def _learned(self) -> dict[Script, dict[str, Any]]:
        return {script: json.loads((_LEARNED / f"{script.value}.json").read_text(encoding="utf-8")) for script in _LEARNED_SCRIPTS}


def _channels(script: Script, learned: Mapping[str, Any]) -> Iterator[Channel]:
    for table in learned["channels"]:
        outcomes = {source: tuple(targets.items()) for source, targets in table.items()}
        yield Channel(outcomes, CLASSES[script], max(map(len, outcomes)))


def _edition() -> str:
    """Name what shares are made from: the lists, and how letters are read. Part of a file's name."""
    code = crc32(b"".join(path.read_bytes() for path in _MADE_BY))
    return f"{version('wordfreq')}_{version('anyascii')}_{unidata_version}_{code:08x}"


def _shares(script: Script) -> Shares:
    return Shares(_listed(script), script)


def _listed(script: Script) -> Iterator[tuple[int, list[str]]]:
    """List words of the script's languages by their frequency in centibels, as wordfreq stores it: share 10^(centibels/100)."""
    import wordfreq  # here, as what is kept on disk does without

    for language in LANGUAGES[script]:
        is_known_well = language in _KNOWN_WELL
        size = "large" if is_known_well and language in wordfreq.available_languages("large") else "small"
        left = _MOST_WORDS
        for centibels, words in enumerate(wordfreq.get_frequency_list(language, size)):
            yield -centibels, words if is_known_well else words[:left]
            left -= len(words)
            if left <= 0 and not is_known_well:
                break
        wordfreq.get_frequency_list.cache_clear()  # it would keep every word of every list
