"""Write docs/reference/parliaments.md from the catalogue: which records there are, and what to know of each."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from monitor.catalogue.countries import country_name
from monitor.catalogue.entry_faults import settings_of
from monitor.catalogue.known import KNOWN
from monitor.catalogue.switch import EVIDENCE, two_lines
from monitor.cli.catalogue import NOTHING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from monitor.catalogue.record import CatalogueRecord
    from monitor.catalogue.setting import Setting

_HEAD = """\
# Records of parliaments

{written}
What `tocsin sources catalogue` lists: {count} records from {countries} countries, the European Union among them. Two lines of
`sources.yaml` switch one on; see [watch a parliament](../how-to/watch-a-parliament.md). The keys that every entry may have are among the
[settings](settings.md#parliaments).

None of these addresses was asked while the readers were built. Where saved documents of a source were at hand, its reader was built on
them. Where there were none, it was built from the description alone, and **no live answer has been seen**: these are marked with
*description*. `tocsin check` says nothing of that; a source that answers otherwise than described is reported to the operator.

Days without a sitting have no document, and nothing is reported for them. A document is read again for some days, since records are
corrected after they appear; what appears or changes after the last column's age is archived and is no alert.

| record | what | languages | when | built on | read again | no news after |
|---|---|---|---|---|---|---|
"""


def parliaments_page(written: str) -> str:
    """Write the page; `written` is the note that it is made by a program."""
    records = sorted(KNOWN.values(), key=lambda record: country_name(record.country))
    countries = len({record.country for record in records})
    head = _HEAD.format(written=written, count=len(records), countries=countries)
    rows = "".join(_row(record) for record in records)
    sections = "".join(
        f"\n## {country_name(country)}\n" + "".join(part for record in group for part in _section(record))
        for country, group in groupby(records, key=lambda record: record.country)
    )
    return f"{head}{rows}{sections}\n## What is not there\n\n{NOTHING}\n"


def _row(record: CatalogueRecord) -> str:
    built = "documents" if record.evidence == "documents" else "*description*"
    languages = "24" if len(record.languages) > 6 else ", ".join(record.languages)  # noqa: PLR2004 the section lists them
    days = f"{record.revisit.days} days | {record.max_age.days} days"
    return f"| [`{record.name}`](#{record.name}) | {record.title} | {languages} | {record.delay} | {built} | {days} |\n"


def _section(record: CatalogueRecord) -> Iterator[str]:
    yield f"\n### {record.name}\n\n{record.title}: {EVIDENCE[record.evidence]}.\n\n```yaml\n{two_lines(record)}\n```\n\n"
    expected = f"- expected: {_counted(record.expect.records)}something new within {record.expect.quiet.days} days, outside a recess\n"
    yield f"- languages: {', '.join(record.languages) or 'as its documents say'}\n- licence: {record.licence}\n"
    yield f"- the parliament's own pages: <{record.homepage}>\n" if record.homepage else ""
    yield expected
    yield from (f"- {note}\n" for note in record.notes)
    settings = settings_of(record)
    if settings:
        yield "\n| setting | default | meaning |\n|---|---|---|\n"
        yield from (
            f"| `{word}` | {_default(setting)} | {setting.about} Such as `{setting.example}`. |\n" for word, setting in settings.items()
        )


def _counted(records: int) -> str:
    return f"{records} {'item' if records == 1 else 'items'} of a document at least, " if records else ""


def _default(setting: Setting) -> str:
    if setting.default is None:
        return "**needed**"
    if isinstance(setting.default, tuple | list):
        return f"`[{', '.join(map(str, setting.default))}]`"
    return f"`{setting.default}`" if setting.default != "" else ""
