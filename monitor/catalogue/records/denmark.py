"""Denmark: cases of the Folketing, from its open data (ODA, OData 3.0): bills, resolutions, questions.

At most 100 rows come at once, with `odata.nextLink` to the next. No answer was seen; the names of the fields are those of programs that
read the service. A case's page on ft.dk cannot be made of its row: links lead to the row itself.
"""

from __future__ import annotations

from datetime import timedelta
from types import MappingProxyType

from monitor.catalogue.discovery import Paging, SinceParam
from monitor.catalogue.record import CatalogueRecord

_ZONE = "Europe/Copenhagen"
_LICENCE = "as oda.ft.dk says; not verified here"

RECORDS = (
    CatalogueRecord(
        name="dk-sager",
        title="Folketing, cases: bills, resolutions, questions",
        country="DK",
        house="folketing",
        languages=("da",),
        format="json-api",
        discoveries=(
            SinceParam(
                "https://oda.ft.dk/api/Sag",
                MappingProxyType(
                    {
                        "$filter": "opdateringsdato gt datetime'{since}'",
                        "$orderby": "opdateringsdato",
                        "$expand": "Sagsstatus,Sagstype",
                        "$format": "json",
                    }
                ),
                time_format="%Y-%m-%dT%H:%M:%S",
                overlap=timedelta(hours=6),
                paging=Paging(next='"odata.nextLink"', keep=("$format",)),
            ),
        ),
        delay="hours",
        licence=_LICENCE,
        zone=_ZONE,
        homepage="https://oda.ft.dk",
        options=MappingProxyType(
            {
                "zone": _ZONE,
                "house": "folketing",
                "languages": ("da",),
                "records": "value",
                "map": {
                    "native_id": "id",
                    "title": ("titelkort", "titel"),
                    "text": ("titel|html", "resume|html"),
                    "headings": ("Sagstype.type", "nummer"),
                    "published": "opdateringsdato",
                    "version": "opdateringsdato",
                    "kind": {
                        "of": "Sagstype.type",
                        "table": {"Lovforslag": "bill_event", "§ 20-spørgsmål": "question"},
                        "otherwise": "statement",
                    },
                    "phase": "Sagsstatus.status",
                    "url": "https://oda.ft.dk/api/Sag({id})",
                },
            }
        ),
        revisit=timedelta(days=30),
        evidence="specification",
        is_published_interface=True,
        notes=("No live answer was seen. The time of an item is that of the row's last change.",),
    ),
)
