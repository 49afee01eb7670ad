"""What cannot be meant in an entry of `parliaments:`: a record that is not there, an unknown setting, a value that fits none."""

from __future__ import annotations

from typing import TYPE_CHECKING

from monitor.catalogue import declared
from monitor.catalogue.fault import Fault, guess
from monitor.catalogue.known import DECLARED, KNOWN, record_named
from monitor.catalogue.setting import Setting, setting_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from monitor.catalogue.record import CatalogueRecord

COMMON = ("languages", "revisit", "expect", "recess", "requests_per_day")
_CATALOGUE = "`tocsin sources catalogue` lists all records"


def faults_of(name: str, url: str, options: Mapping[str, object], words: Sequence[str] = ()) -> Iterator[Fault]:
    """List everything in an entry that cannot be meant, each with its place in the entry.

    `words` are those that any source may say, for guesses at what was meant by a word that nothing knows.
    """
    if name in DECLARED:
        yield from declared.faults_of(name, url, options)
        return
    record = record_named(name)
    if record is None:
        yield Fault(("record",), f"no record is called {name!r}", _other_record(name))
        return
    if "?" in url or "{" in url.replace("${", ""):
        yield Fault(
            ("url",), f"this is no site: {name} knows its own paths", "write the site of a mirror, such as https://mirror.example.org"
        )
    yield from _unknown(record, options, words)
    for word, setting in settings_of(record).items():
        yield from _wrong(word, setting, options.get(word, setting.default), is_said=word in options)
    if "languages" in options:
        yield from _languages(record, listed(options["languages"]))


def settings_of(record: CatalogueRecord) -> dict[str, Setting]:
    """Give a record's own settings by their words."""
    return {word: setting_of(value) for word, value in record.settings.items()}


def listed(value: object) -> tuple[str, ...]:
    """Take one value for a list of one."""
    return tuple(map(str, value)) if isinstance(value, tuple | list) else (str(value),)


def _other_record(name: str) -> str:
    of_format = [record.name for record in KNOWN.values() if record.format == name]
    if of_format:
        return f"that is a format; the records in it are {', '.join(of_format)}"
    return guess(name, (*KNOWN, *DECLARED), _CATALOGUE)


def _unknown(record: CatalogueRecord, options: Mapping[str, object], words: Sequence[str]) -> Iterator[Fault]:
    known = (*record.settings, *COMMON)
    for word in options:
        if word not in known:
            otherwise = f"beside the words of every source, {record.name} knows: {', '.join(known)}"
            yield Fault((word,), f"unknown setting '{word}' of {record.name}", guess(word, (*known, *words), otherwise), is_key=True)


def _wrong(word: str, setting: Setting, value: object, *, is_said: bool) -> Iterator[Fault]:
    if value is None or value == ():
        yield Fault((), f"`{word}` is missing", f"add {word}: {setting.example}" if setting.example else f"say {word}: ...")
        return
    if isinstance(value, tuple | list) and not setting.is_list:
        yield Fault((word,), f"`{word}` has one value, not a list", f"write {word}: {setting.example}")
        return
    for position, each in enumerate(listed(value)):
        if setting.words(word, each) is None:
            place = (word, position) if isinstance(value, tuple | list) else (word,)
            yield Fault(place if is_said else (), f"{each!r} cannot be meant as `{word}`", _other_value(word, setting, each))


def _other_value(word: str, setting: Setting, said: str) -> str:
    if not setting.values:
        return f"write it as in {word}: {setting.example}"
    spelled = {value.casefold(): value for value in setting.values}
    if near := spelled.get(said.casefold()):
        return f"did you mean {near!r}?"
    otherwise = f" ({setting.about})" if setting.pattern else ""
    return f"write one of: {', '.join(setting.values)}{otherwise}"


def _languages(record: CatalogueRecord, said: tuple[str, ...]) -> Iterator[Fault]:
    if not said:
        yield Fault(("languages",), "no language is named", f"write one of: {', '.join(record.languages)}, or take the line out")
    for position, each in enumerate(said):
        if each not in record.languages:
            remedy = guess(each.lower(), record.languages, f"write one of: {', '.join(record.languages)}")
            yield Fault(("languages", position), f"{record.name} is not read in {each!r}", remedy)
