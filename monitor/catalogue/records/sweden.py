"""Sweden: speeches and documents of the Riksdag, from its open data.

Speeches come as an archive of a parliamentary year, a JSON document each: the list of speeches (`anforandelista`) has no texts, and its
filters cannot be relied on. Documents (motions, interpellations, questions and their answers) come from `dokumentlista`, where a single row
is an object instead of a list, and an answer without rows has no `dokument` at all. No answer was seen; the names are those of programs
that read the service.
"""

from __future__ import annotations

from datetime import timedelta
from types import MappingProxyType

from monitor.catalogue.discovery import Paging, SinceParam, ZipBulk
from monitor.catalogue.record import CatalogueRecord
from monitor.catalogue.setting import Setting

_ZONE = "Europe/Stockholm"
_LICENCE = "as data.riksdagen.se says; not verified here"
_HOMEPAGE = "https://www.riksdagen.se/sv/dokument-och-lagar/riksdagens-oppna-data/"
_YEAR = Setting(
    default="202627",
    about="The parliamentary year, which begins in September: 202627 is 2026/27.",
    example="'202627'",
    pattern=r"\d{6}",
)
_TYPES = Setting(
    default=("mot", "ip", "fr", "frs"),
    about="The kinds of document: mot motions, ip interpellations, fr written questions, frs their answers, prop bills of the government.",
    example="[fr, frs]",
    pattern=r"[a-z]{2,6}",
    is_list=True,
)
_SHARED = {"zone": _ZONE, "house": "riksdag", "languages": ("sv",)}

RECORDS = (
    CatalogueRecord(
        name="se-anforanden",
        title="Riksdag, speeches in the chamber",
        country="SE",
        house="riksdag",
        languages=("sv",),
        format="json-api",
        discoveries=(ZipBulk("https://data.riksdagen.se/dataset/anforande/anforande-{year}.json.zip", r"\.json$"),),
        delay="a day or more: the archive is made anew",
        licence=_LICENCE,
        zone=_ZONE,
        homepage=_HOMEPAGE,
        settings=MappingProxyType({"year": _YEAR}),
        options=MappingProxyType(
            {
                **_SHARED,
                "records": "anforande || @",
                "map": {
                    "native_id": ("dok_id", "anforande_nummer"),
                    "text": "anforandetext|html",
                    "headings": ("avsnittsrubrik", "underrubrik"),
                    "date": "dok_datum",
                    "version": "systemdatum",
                    "kind": "speech",
                    "speaker": "talare",
                    "speaker_id": "intressent_id",
                    "party": "parti",
                    "sitting": "dok_id",
                    "debate": ("dok_id", "avsnittsrubrik"),
                    "url": "https://data.riksdagen.se/anforande/{dok_id}-{anforande_nummer}",
                },
            }
        ),
        evidence="specification",
        is_published_interface=True,
        max_body=150_000_000,
        notes=("No live answer was seen. The year is to be changed every September.",),
    ),
    CatalogueRecord(
        name="se-dokument",
        title="Riksdag, motions, interpellations, written questions and answers",
        country="SE",
        house="riksdag",
        languages=("sv",),
        format="json-api",
        discoveries=(
            SinceParam(
                "https://data.riksdagen.se/dokumentlista/",
                MappingProxyType(
                    {"doktyp": "{types}", "from": "{since}", "sort": "datum", "sortorder": "desc", "sz": "200", "utformat": "json"}
                ),
                overlap=timedelta(days=7),
                paging=Paging(next='dokumentlista."@nasta_sida"'),
            ),
        ),
        delay="hours",
        licence=_LICENCE,
        zone=_ZONE,
        homepage=_HOMEPAGE,
        settings=MappingProxyType({"types": _TYPES}),
        options=MappingProxyType(
            {
                **_SHARED,
                "records": "dokumentlista.dokument || (dokumentlista.\"@traffar\" == '0' && `[]`)",
                "map": {
                    "native_id": ("dok_id || id",),
                    "title": "titel",
                    "text": ("undertitel", "notis|html", "summary|html"),
                    "headings": ("typrubrik || dokumentnamn", "beteckning"),
                    "date": "datum",
                    "published": ("publicerad", "datum"),
                    "version": "systemdatum",
                    "kind": {
                        "of": "doktyp",
                        "table": {"fr": "question", "ip": "question", "frs": "answer", "prop": "bill_event"},
                        "otherwise": "statement",
                    },
                    "url": "dokument_url_html",
                },
            }
        ),
        evidence="specification",
        is_published_interface=True,
        notes=("No live answer was seen. Titles and summaries; the documents themselves are not read.",),
    ),
)
