"""A record with what the user's entry says of it filled in.

An entry may say the record's own `settings`, and `entry_faults.COMMON`, which any record knows. The common words come here in the types of
the settings' schema: `languages` texts, `revisit` a timedelta, `expect` a map of `records` (a number) and `quiet` (a timedelta), `recess`
pairs of dates, `requests_per_day` a number.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, is_dataclass, replace
from datetime import date, timedelta
from itertools import product
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, cast

from monitor.catalogue.declared import declared
from monitor.catalogue.entry_faults import faults_of, listed, settings_of
from monitor.catalogue.known import record_named
from monitor.catalogue.mirror import at_mirror
from monitor.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from monitor.catalogue.discovery import Discovery
    from monitor.catalogue.record import CatalogueRecord, Expectation

Words = Mapping[str, str]


def chosen(name: str, url: str, options: Mapping[str, object]) -> CatalogueRecord:
    """Give the record of that name as an entry wants it: its addresses know the entry's settings, its languages are the entry's.

    A setting with several values makes a discovery for each. With a `url` the mirror there is asked in the site's stead. `{lang}`, and
    what only a poll knows, stays in the addresses. The `options` of the result are what its format is given: the record's own, then the
    settings.

    Raises:
        UsageError: no record has that name, or a setting cannot be meant; `faults_of` tells all of it at once.
    """
    fault = next(faults_of(name, url, options), None)
    if fault is not None:
        raise UsageError(f"{name}: {fault.what}; {fault.remedy}")
    record = record_named(name)
    if record is None:
        return as_wanted(declared(name, url, options), options)
    own = {word: options.get(word, setting.default) for word, setting in settings_of(record).items()}
    discoveries = tuple(filled for each in record.discoveries for filled in _filled(each, record, own))
    if url:
        discoveries = tuple(at_mirror(each, url) for each in discoveries)
    return as_wanted(replace(record, discoveries=discoveries, options=MappingProxyType({**record.options, **own})), options)


def as_wanted(record: CatalogueRecord, options: Mapping[str, object]) -> CatalogueRecord:
    """Give a record the common words of an entry: its languages, and how it is watched over."""
    return replace(
        record,
        languages=listed(options["languages"]) if "languages" in options else record.languages,
        revisit=_span(options.get("revisit"), record.revisit),
        expect=_expectation(options.get("expect"), record.expect),
        recess=_recess(options.get("recess")) or record.recess,
        requests_per_day=_number(options.get("requests_per_day"), record.requests_per_day),
    )


def _filled(discovery: Discovery, record: CatalogueRecord, own: Mapping[str, object]) -> Iterator[Discovery]:
    """Fill a discovery in: once, or once for each value of the lists that its addresses speak of."""
    choices = []
    for name, setting in settings_of(record).items():
        values = listed(own[name]) if setting.is_list else (str(own[name]),)
        words = [found for value in values if (found := setting.words(name, value)) is not None]
        if any(f"{{{word}}}" in repr(discovery) for found in words for word in found):
            choices.append(words)
    for combination in product(*choices):
        yield cast("Discovery", _with(discovery, {word: text for words in combination for word, text in words.items()}))


def _with(part: object, words: Words) -> object:
    """Replace the words in every text of a discovery; braces that mean something else, as in patterns, stay."""
    if isinstance(part, str):
        for word, text in words.items():
            part = part.replace(f"{{{word}}}", text)
        return part
    if isinstance(part, Mapping):
        return MappingProxyType({name: _with(value, words) for name, value in part.items()})
    if is_dataclass(part) and not isinstance(part, type):
        changed: dict[str, Any] = {each.name: _with(getattr(part, each.name), words) for each in fields(part)}
        return replace(part, **changed)
    return part


def _span(said: object, default: timedelta) -> timedelta:
    return said if isinstance(said, timedelta) else default


def _expectation(said: object, default: Expectation) -> Expectation:
    if not isinstance(said, Mapping):
        return default
    records = said.get("records")
    return replace(default, records=records if isinstance(records, int) else default.records, quiet=_span(said.get("quiet"), default.quiet))


def _number(said: object, default: int) -> int:
    return said if isinstance(said, int) else default


def _recess(said: object) -> tuple[tuple[date, date], ...]:
    return tuple(cast("tuple[tuple[date, date], ...]", said)) if isinstance(said, tuple | list) else ()
