"""Records that a user declares: `record: json-api` or `record: xml-api`, with everything about it said in the entry.

```yaml
parliaments:
  - record: json-api
    name: Example affairs
    discover: {kind: since_param, url: "https://api.example.org/affairs", params: {"modified_after": "{since}"}}
    paginate: {next: "@.next"}
    records: items
    map: {native_id: id, title: title, text: body|html, date: submitted, kind: question}
```
"""

from __future__ import annotations

from datetime import timedelta
from types import MappingProxyType
from typing import TYPE_CHECKING

from monitor.catalogue.plans import SHARED_WORDS, json_plan, xml_plan
from monitor.catalogue.record import CatalogueRecord, Expectation
from monitor.catalogue.ways import read_ways
from monitor.catalogue.words import Words
from monitor.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from monitor.catalogue.fault import Fault

FORMATS = ("json-api", "xml-api")
_OWN_WORDS = {"json-api": ("records", "map"), "xml-api": ("records", "root", "context", "fields")}
_ENTRY_WORDS = ("licence", "discover", "paginate", "expect", "revisit", "recess", "requests_per_day", "published_interface", "accept")


def declared(name: str, url: str, options: Mapping[str, object]) -> CatalogueRecord:
    """Make the record that an entry declares.

    Args:
        name: what `record:` says, `json-api` or `xml-api`: the format.
        url: the entry's address; may be empty if `discover:` has one.
        options: the entry's other words, as mappings, tuples, texts, numbers and booleans.

    Raises:
        UsageError: something cannot be meant; `faults_of` lists all of it.
    """
    words = Words(options)
    record = _read(name, url, words)
    if words.faults:
        fault = words.faults[0]
        raise UsageError(f"{'.'.join(map(str, (name, *fault.place)))}: {fault.what}; {fault.remedy}")
    return record


def faults_of(name: str, url: str, options: Mapping[str, object]) -> Iterator[Fault]:
    """List what cannot be meant in a declared record, each with the keys that lead to it."""
    words = Words(options)
    _read(name, url, words)
    yield from dict.fromkeys(words.faults)


def _read(name: str, url: str, words: Words) -> CatalogueRecord:
    own = _OWN_WORDS[name]
    words.only(*own, *SHARED_WORDS, *_ENTRY_WORDS)
    read = json_plan if name == "json-api" else xml_plan
    read(words.values, words)
    expect = words.inner("expect") or Words({})
    expect.only("records", "quiet")
    usual = Expectation()
    return CatalogueRecord(
        name=name,
        title=name,
        country="",
        languages=words.texts("languages"),
        format=name,
        discoveries=read_ways(words, url),
        delay="",
        licence=words.text("licence"),
        house=words.text("house").lower(),
        zone=words.text("zone", "UTC"),
        options=MappingProxyType({word: words.values[word] for word in (*own, *SHARED_WORDS) if word in words.values}),
        revisit=words.duration("revisit", timedelta(days=14)),
        expect=Expectation(expect.number("records", usual.records), expect.duration("quiet", usual.quiet)),
        requests_per_day=words.number("requests_per_day", 500, 1),
        accept=words.text("accept"),
        is_published_interface=words.values.get("published_interface") is True,
    )
