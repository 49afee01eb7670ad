"""What was compiled for the watches in force, kept so that a reload compiles only what changed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from monitor.text.scripts import Script, letters_of, script_of
from monitor.watch.compiled import Compiled, compile_watch
from monitor.watch.listening import Listening
from monitor.watch.names.hearing import Hearing

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from monitor.watch.names.hearing import Spellings
    from monitor.watch.spec import Watch

_COMMON = 2e-5  # share of the words of a text from which on texts are full of a word


class Kept:
    """Compiled watches by what they say, the names last listened for, and the words that were heard.

    Holds no more watches and names than the lists last built need. How words sound, and how alike two are, depends on no list.
    """

    def __init__(self, spellings: Spellings, hearing: Hearing | None = None) -> None:
        self.spellings = spellings
        self._hearing = hearing or Hearing(spellings)
        self._compiled: dict[Watch, Compiled | None] = {}
        self._listening: Listening | None = None

    def compiled(self, watch: Watch) -> Compiled | None:
        """Give a watch ready for matching; None when it names nothing that could stand in a text.

        Raises:
            QueryError: its term, or an entry of `any`, `near` or `ignore`, cannot be meant as written.
        """
        compiled = self._compiled.get(watch)
        if compiled is None and watch not in self._compiled:
            compiled = self._compiled[watch] = compile_watch(watch, self._is_common)
        return compiled

    def listening(self, names: Mapping[str, str]) -> Listening:
        """Give some names, folded -> as written, ready to be heard."""
        if self._listening is None or self._listening.names != tuple(names):
            self._listening = Listening(names, self.spellings, self._hearing)
        return self._listening

    def apart(self) -> Kept:
        """Give one for other lists, which remembers the same words."""
        return Kept(self.spellings, self._hearing)

    def forget_all_but(self, watches: Collection[Watch]) -> None:
        """Drop what no list needs any more."""
        if len(watches) < len(self._compiled):
            needed = set(watches)
            self._compiled = {watch: compiled for watch, compiled in self._compiled.items() if watch in needed}

    def _is_common(self, word: str) -> bool:
        script = script_of(word)
        if script is Script.UNSPACED:  # whose words nobody counts
            return False
        return self.spellings.share(letters_of(word, script), script) > _COMMON
