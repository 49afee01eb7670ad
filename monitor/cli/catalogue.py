"""`sources catalogue`: which records of parliaments can be switched on, and what to know of each."""

from __future__ import annotations

import shutil
import textwrap
from typing import TYPE_CHECKING, Annotated

import typer

from monitor.cli.terminal import JsonOption, complain, emit
from monitor.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from monitor.catalogue.record import CatalogueRecord
    from monitor.catalogue.setting import Setting

WIDEST = 80  # columns, where the terminal has more
_INDENT = 4
_LABEL = 11

NOTHING = (
    "Turkey and Armenia publish nothing that a program can read, as far as we know. For these, and for any parliament that is not"
    " listed: a service that answers in JSON or XML is read by the records json-api and xml-api, whose entry says how; and news about"
    " a parliament is in feeds, which `tocsin sources discover ADDRESS` finds."
)


def catalogue(
    *,
    country: Annotated[str | None, typer.Option("--country", metavar="XX", help="Only those of a country: CA, or Canada.")] = None,
    as_json: JsonOption = False,
) -> None:
    """List the records of parliaments that two lines of sources.yaml switch on."""
    from monitor.catalogue.countries import COUNTRIES, SILENT, country_code, country_name
    from monitor.catalogue.known import KNOWN

    code = country_code(country) if country else None
    if country and code is None:
        raise UsageError(f"nothing is known of {country}; write one of: {', '.join(sorted(COUNTRIES))}")
    records = sorted(KNOWN.values(), key=lambda record: country_name(record.country))
    chosen = [record for record in records if code in {None, record.country}]
    if as_json:
        for record in chosen:
            emit(_told(record))
        if code is None or code in SILENT:
            complain(NOTHING)
        return
    typer.echo("\n".join(_page(chosen, min(shutil.get_terminal_size().columns, WIDEST), with_note=code is None or code in SILENT)))


def _page(records: Sequence[CatalogueRecord], width: int, *, with_note: bool) -> Iterator[str]:
    from monitor.catalogue.countries import country_name

    country = ""
    for record in records:
        if record.country != country:
            country = record.country
            yield from (f"{country_name(country)} ({country})", "")
        yield from _record(record, width)
        yield ""
    if with_note:
        yield from textwrap.wrap(NOTHING, width)


def _record(record: CatalogueRecord, width: int) -> Iterator[str]:
    from monitor.catalogue.entry_faults import settings_of
    from monitor.catalogue.switch import EVIDENCE, needed, two_lines

    yield from textwrap.wrap(f"{record.name}: {record.title}", width, initial_indent="  ", subsequent_indent=" " * _INDENT)
    yield from _line("languages", ", ".join(record.languages) or "as its documents say", width)
    yield from _line("delay", record.delay, width)
    yield from _line("licence", record.licence, width)
    yield from _line("evidence", EVIDENCE[record.evidence], width)
    for word, setting in settings_of(record).items():
        yield from _line("needs" if word in needed(record) else "setting", f"{word}: {_about(setting)}", width)
    for note in record.notes:
        yield from _line("note", note, width)
    for label, line in zip(("switch on", ""), two_lines(record).splitlines(), strict=True):
        yield f"{' ' * _INDENT}{label:<{_LABEL}}{line}"


def _line(label: str, text: str, width: int) -> list[str]:
    indent = " " * _INDENT
    return textwrap.wrap(
        text,
        width,
        initial_indent=f"{indent}{label:<{_LABEL}}",
        subsequent_indent=f"{indent}{'':<{_LABEL}}",
        break_on_hyphens=False,
    )


def _about(setting: Setting) -> str:
    from monitor.catalogue.switch import is_key

    if setting.default is None:
        return setting.about
    if is_key(setting):
        return f"{setting.about} It is read from {setting.default}, unless you say it otherwise."
    usual = ", ".join(map(str, setting.default)) if isinstance(setting.default, tuple | list) else str(setting.default)
    return f"{usual}, unless you say another. {setting.about}".rstrip()


def _told(record: CatalogueRecord) -> dict[str, object]:
    from monitor.catalogue.countries import country_name
    from monitor.catalogue.entry_faults import settings_of
    from monitor.catalogue.switch import needed, two_lines

    return {
        "record": record.name,
        "title": record.title,
        "country": record.country,
        "country_name": country_name(record.country),
        "house": record.house or None,
        "languages": list(record.languages),
        "delay": record.delay,
        "licence": record.licence,
        "evidence": record.evidence,
        "format": record.format,
        "needs": list(needed(record)),
        "settings": {
            word: {"default": setting.default, "about": setting.about, "example": setting.example or None}
            for word, setting in settings_of(record).items()
        },
        "revisit_days": record.revisit.days,
        "max_age_days": record.max_age.days,
        "homepage": record.homepage,
        "notes": list(record.notes),
        "yaml": two_lines(record),
    }
