"""Germany: printed papers and proceedings of the Bundestag and Bundesrat, from DIP (search.dip.bundestag.de, version 1.2 of its OpenAPI).

A key is needed, which DIP gives out by email and prints for all on its help page; it expires. `f.aktualisiert.start` filters by the last
change. Answers go on by `cursor`, until it stays the same. `aktualisiert` is a clock of re-publication: the day of an item is `datum`.
Texts of papers have the line breaks and hyphens of their print. No answer was seen.
"""

from __future__ import annotations

from datetime import timedelta
from types import MappingProxyType

from monitor.catalogue.discovery import Paging, SinceParam
from monitor.catalogue.record import CatalogueRecord
from monitor.catalogue.setting import Setting

_API = "https://search.dip.bundestag.de/api/v1"
_ZONE = "Europe/Berlin"
_LICENCE = "terms of use of DIP (dip.bundestag.de)"
_KEY = Setting(
    default="${env:DIP_API_KEY}",
    about="The key of the interface, from dip.bundestag.de under Hilfe, API.",
    example='"${env:DIP_API_KEY}"',
)
_QUESTIONS = ("Kleine Anfrage", "Große Anfrage", "Schriftliche Fragen", "Fragen für die Fragestunde")
_SHARED = {"zone": _ZONE, "languages": ("de",), "records": "documents"}


def _changed(entity: str) -> SinceParam:
    params = {"f.aktualisiert.start": "{since}", "format": "json", "apikey": "{api_key}"}
    return SinceParam(
        f"{_API}/{entity}",
        MappingProxyType(params),
        time_format="%Y-%m-%dT%H:%M:%S+00:00",
        overlap=timedelta(hours=6),
        paging=Paging(next="cursor", parameter="cursor"),
    )


RECORDS = (
    CatalogueRecord(
        name="de-drucksachen",
        title="Bundestag and Bundesrat, printed papers with their text",
        country="DE",
        languages=("de",),
        format="json-api",
        discoveries=(_changed("drucksache-text"),),
        delay="hours to days",
        licence=_LICENCE,
        zone=_ZONE,
        homepage="https://dip.bundestag.de",
        settings=MappingProxyType({"api_key": _KEY}),
        options=MappingProxyType(
            {
                **_SHARED,
                "map": {
                    "native_id": "id",
                    "title": "titel",
                    "text": "text",
                    "headings": ("drucksachetyp", "dokumentnummer"),
                    "date": "datum",
                    "version": "aktualisiert",
                    "kind": {
                        "of": "drucksachetyp",
                        "table": {**dict.fromkeys(_QUESTIONS, "question"), "Antwort": "answer", "Gesetzentwurf": "bill_event"},
                        "otherwise": "statement",
                    },
                    "house": {"of": "herausgeber", "table": {"BT": "bundestag", "BR": "bundesrat"}},
                    "url": "fundstelle.pdf_url",
                },
            }
        ),
        evidence="specification",
        is_published_interface=True,
        notes=("Built from the OpenAPI of DIP: no live answer was seen.",),
    ),
    CatalogueRecord(
        name="de-vorgaenge",
        title="Bundestag and Bundesrat, proceedings and their stage",
        country="DE",
        languages=("de",),
        format="json-api",
        discoveries=(_changed("vorgang"),),
        delay="hours to days",
        licence=_LICENCE,
        zone=_ZONE,
        homepage="https://dip.bundestag.de",
        settings=MappingProxyType({"api_key": _KEY}),
        options=MappingProxyType(
            {
                **_SHARED,
                "map": {
                    "native_id": "id",
                    "title": "titel",
                    "text": "abstract",
                    "headings": ("vorgangstyp", "sachgebiet"),
                    "published": "datum",
                    "version": "aktualisiert",
                    "kind": {"of": "vorgangstyp", "table": {"Gesetzgebung": "bill_event"}, "otherwise": "statement"},
                    "phase": "beratungsstand",
                },
            }
        ),
        revisit=timedelta(days=30),
        evidence="specification",
        is_published_interface=True,
        notes=(
            "Built from the OpenAPI of DIP: no live answer was seen.",
            "Items have no link: the addresses of DIP's pages are not known.",
        ),
    ),
)
