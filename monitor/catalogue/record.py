"""A record of a parliament, as the catalogue has it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from types import MappingProxyType
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from monitor.catalogue.discovery import Discovery


@dataclass(frozen=True, slots=True)
class Expectation:
    """What a document must hold to be believed: fewer items than `records` on a day with a sitting is an alarm.

    Without anything new for longer than `quiet` the source is reported as silent, unless a recess is known.
    """

    records: int = 1
    quiet: timedelta = timedelta(days=60)


@dataclass(frozen=True, slots=True)
class CatalogueRecord:
    """A record that two lines of YAML switch on: `parliaments: [{record: NAME}]`.

    `format` is a name in `sources.formats.FORMATS`. `discoveries` are asked one after the other. `delay` and `licence` are for people.
    `settings` are the words of its own that an entry may say: a `Setting`, or a default alone. `recess` are days on which silence is no
    alarm. `revisit` is how long a document is read again for
    revisions, `max_age` from when a sitting is no news any more. `evidence` says on what the reader was built: `documents` of that source,
    or its `specification` alone, when no live answer was seen. `is_published_interface` is true where machines are invited: there
    robots.txt, which speaks to crawlers, is not asked. `accept` is the media type to ask for, where the server needs to be told, and
    `max_body` how large a document may be, in bytes, where that is more than the settings allow.
    """

    name: str
    title: str
    country: str
    languages: tuple[str, ...]
    format: str
    discoveries: tuple[Discovery, ...]
    delay: str
    licence: str
    house: str = ""
    zone: str = "UTC"
    homepage: str = ""
    settings: Mapping[str, object] = field(default_factory=lambda: MappingProxyType({}))
    options: Mapping[str, object] = field(default_factory=lambda: MappingProxyType({}))
    revisit: timedelta = timedelta(days=14)
    max_age: timedelta = timedelta(days=14)
    expect: Expectation = Expectation()
    requests_per_day: int = 500
    evidence: Literal["documents", "specification"] = "documents"
    is_published_interface: bool = False
    accept: str = ""
    max_body: int = 0
    recess: tuple[tuple[date, date], ...] = ()
    notes: tuple[str, ...] = ()
