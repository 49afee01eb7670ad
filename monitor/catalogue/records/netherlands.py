"""The Netherlands: affairs of the Tweede Kamer, from the OData service of its data warehouse (version 4.0).

Motions, bills, written questions and letters, by their subject; the minutes are XML of another kind (VLOS) and are not read. Rows that are
deleted stay, with `Verwijderd`. At most 250 rows come at once, with `@odata.nextLink` to the next. No answer was seen; the names of the
fields are those of programs that read the service.
"""

from __future__ import annotations

from datetime import timedelta
from types import MappingProxyType

from monitor.catalogue.discovery import Paging, SinceParam
from monitor.catalogue.record import CatalogueRecord

_ZONE = "Europe/Amsterdam"
_LICENCE = "CC0"
_QUESTIONS = ("Schriftelijke vragen", "Mondelinge vragen", "Interpellatie")

RECORDS = (
    CatalogueRecord(
        name="nl-zaken",
        title="Tweede Kamer, affairs: motions, bills, questions, letters",
        country="NL",
        house="tweede kamer",
        languages=("nl",),
        format="json-api",
        discoveries=(
            SinceParam(
                "https://gegevensmagazijn.tweedekamer.nl/OData/v4/2.0/Zaak",
                MappingProxyType({"$filter": "GewijzigdOp ge {since}", "$orderby": "GewijzigdOp", "$top": "250"}),
                time_format="%Y-%m-%dT%H:%M:%SZ",
                overlap=timedelta(hours=6),
                paging=Paging(next='"@odata.nextLink"'),
            ),
        ),
        delay="minutes to hours",
        licence=_LICENCE,
        zone=_ZONE,
        homepage="https://opendata.tweedekamer.nl",
        options=MappingProxyType(
            {
                "zone": _ZONE,
                "house": "tweede kamer",
                "languages": ("nl",),
                "records": "value",
                "map": {
                    "native_id": "Id",
                    "title": ("Onderwerp", "Titel"),
                    "text": ("Titel", "Citeertitel"),
                    "headings": ("Soort", "Nummer"),
                    "date": "GestartOp",
                    "published": "GestartOp",
                    "version": "GewijzigdOp",
                    "kind": {
                        "of": "Soort",
                        "table": {**dict.fromkeys(_QUESTIONS, "question"), "Wetgeving": "bill_event", "Initiatiefwetgeving": "bill_event"},
                        "otherwise": "statement",
                    },
                    "phase": "Status",
                    "withdrawn": "Verwijderd",
                    "url": "https://www.tweedekamer.nl/kamerstukken/detail?id={Nummer}",
                },
            }
        ),
        revisit=timedelta(days=30),
        evidence="specification",
        is_published_interface=True,
        notes=("No live answer was seen. Speeches are not in it.",),
    ),
)
