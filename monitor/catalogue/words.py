"""The words of a user's entry as they are read: what cannot be meant is noted with its place, and reading goes on."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta

from monitor.catalogue.fault import Fault, Place, guess

_DURATION = re.compile(r"(\d+)\s*([smhdw])")
_UNITS = {"s": "seconds", "m": "minutes", "h": "hours", "d": "days", "w": "weeks"}
_LONGEST = timedelta(days=36_500)
_SHOWN = 60


@dataclass(frozen=True, slots=True)
class Words:
    """A map in an entry. `place` leads to it; all faults of an entry come together in `faults`."""

    values: Mapping[str, object]
    place: Place = ()
    faults: list[Fault] = field(default_factory=list)

    def note(self, name: str | None, what: str, remedy: str) -> None:
        """Note that a word, or the map itself, cannot be meant."""
        self.faults.append(Fault(self.place if name is None else (*self.place, name), what, remedy))

    def only(self, *names: str) -> None:
        """Note every word that is none of these."""
        for name in self.values:
            if name in names:
                continue
            remedy = guess(name, names, f"write one of: {', '.join(names)}")
            self.faults.append(Fault((*self.place, name), f"unknown setting '{name}'", remedy, is_key=True))

    def text(self, name: str, default: str = "") -> str:
        """Read one text; a number is taken as it is written."""
        value = self.values.get(name)
        if value is None:
            return default
        if isinstance(value, str | int | float) and not isinstance(value, bool):
            return str(value).strip()
        self.note(name, f"one text is needed here, not {described(value)}", f"write {name}: and one text")
        return default

    def needed(self, name: str, example: str) -> str:
        """Read a text that must be there."""
        text = self.text(name)
        if not text and not any(fault.place == (*self.place, name) for fault in self.faults):
            self.note(None, f"`{name}` is missing", f"add {name}: {example}")
        return text

    def texts(self, name: str) -> tuple[str, ...]:
        """Read one text or a list of them."""
        value = self.values.get(name)
        found = value if isinstance(value, list | tuple) else () if value is None else (value,)
        if all(isinstance(each, str | int | float) and not isinstance(each, bool) for each in found):
            return tuple(str(each).strip() for each in found)
        self.note(name, "a text or a list of texts is needed here", f"write {name}: [one, two]")
        return ()

    def number(self, name: str, default: int, least: int = 0) -> int:
        """Read a whole number."""
        value = self.values.get(name, default)
        if isinstance(value, str) and value.isascii() and value.isdigit():
            value = int(value)
        if isinstance(value, int) and not isinstance(value, bool) and value >= least:
            return value
        self.note(name, f"a whole number of at least {least} is needed here, not {described(value)}", "write digits only")
        return default

    def duration(self, name: str, default: timedelta) -> timedelta:
        """Read `12h`, `7d` or `2w`; what is read already stays."""
        value = self.values.get(name)
        if value is None or isinstance(value, timedelta):  # the settings have read those that any record knows
            return default if value is None else value
        found = _DURATION.fullmatch(value.strip()) if isinstance(value, str) else None
        if found is not None and len(found[1]) < 10 and (length := timedelta(**{_UNITS[found[2]]: int(found[1])})) <= _LONGEST:  # noqa: PLR2004
            return length
        self.note(name, f"{described(value)} is no duration", "write 12h, 7d or 2w")
        return default

    def inner(self, name: str) -> Words | None:
        """Read a map; None if the word is not there or is no map, which is noted."""
        value = self.values.get(name)
        if value is None:
            return None
        return self.within(value, name)

    def within(self, value: object, *steps: str | int) -> Words | None:
        """Read a value further in as a map."""
        place = (*self.place, *steps)
        if not isinstance(value, Mapping):
            self.faults.append(
                Fault(place, f"name: value settings are needed here, not {described(value)}", "write one name: value a line")
            )
            return None
        if any(isinstance(key, bool) for key in value):
            self.faults.append(Fault(place, "YAML reads the words on, off, yes and no as true and false", "write at: instead of on:"))
        return Words({str(key): each for key, each in value.items() if not isinstance(key, bool)}, place, self.faults)


def described(value: object) -> str:
    """Show a value in a complaint."""
    if isinstance(value, Mapping):
        return "a map"
    if isinstance(value, list | tuple):
        return "a list"
    text = "nothing" if value is None else repr(value)
    return text if len(text) <= _SHOWN else text[: _SHOWN - 1] + "…"
