"""Israel: bills of the Knesset, from its OData service (Atom, version 2.0). One page of 100 bills of 2017 was seen.

Protocols of the plenary are Word files and are not read. The status of a bill is a number, whose names stand in another table.
"""

from __future__ import annotations

from datetime import timedelta
from types import MappingProxyType

from monitor.catalogue.discovery import Paging, SinceParam
from monitor.catalogue.record import CatalogueRecord

_ZONE = "Asia/Jerusalem"
_LICENCE = "as knesset.gov.il says; not verified here"

RECORDS = (
    CatalogueRecord(
        name="il-bills",
        title="Knesset, bills and their status",
        country="IL",
        house="knesset",
        languages=("he",),
        format="xml-api",
        discoveries=(
            SinceParam(
                "https://knesset.gov.il/Odata/ParliamentInfo.svc/KNS_Bill",
                MappingProxyType({"$filter": "LastUpdatedDate ge datetime'{since}'", "$orderby": "LastUpdatedDate", "$top": "100"}),
                time_format="%Y-%m-%dT%H:%M:%S",
                overlap=timedelta(hours=12),
                paging=Paging(offset="$skip", size=100),
            ),
        ),
        delay="hours to days",
        licence=_LICENCE,
        zone=_ZONE,
        homepage="https://main.knesset.gov.il",
        options=MappingProxyType(
            {
                "zone": _ZONE,
                "house": "knesset",
                "languages": ("he",),
                "records": "entry",
                "root": "feed",
                "fields": {
                    "native_id": "content/properties/BillID",
                    "title": "content/properties/Name",
                    "text": "content/properties/SummaryLaw",
                    "headings": "content/properties/SubTypeDesc",
                    "published": "content/properties/LastUpdatedDate",
                    "version": "content/properties/LastUpdatedDate",
                    "kind": "bill_event",
                    "sitting": "content/properties/KnessetNum",
                    "phase": "content/properties/StatusID",
                    "url": "id",
                },
            }
        ),
        revisit=timedelta(days=30),
        is_published_interface=True,
        notes=("The stage of a bill is the number of its status; links lead to the row of the service.",),
    ),
)
