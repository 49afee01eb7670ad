"""United States: bills of Congress, from the interface of congress.gov (a key of api.data.gov) and from govinfo's bulk data (no key).

congress.gov lists what changed with title and latest action; its data are refreshed the morning after, and `pagination.next` lacks the key.
govinfo's BILLSTATUS is a file a bill, with summaries, and its sitemaps tell when each changed. Its elements were renamed once
(`billNumber`, `billType` to `number`, `type`); both are read. Numbers begin anew with each congress, which is part of the key. Of
BILLSTATUS two files were seen; of congress.gov no answer.
"""

from __future__ import annotations

from datetime import timedelta
from types import MappingProxyType

from monitor.catalogue.discovery import Paging, SinceParam, SitemapLastmod
from monitor.catalogue.record import CatalogueRecord
from monitor.catalogue.setting import Setting

_ZONE = "America/New_York"
_LICENCE = "public domain"
_KEY = Setting(
    default="${env:CONGRESS_API_KEY}",
    about="A key of api.data.gov.",
    example='"${env:CONGRESS_API_KEY}"',
)
_CONGRESS = Setting(
    default="119",
    about="The congress, which begins in January of odd years: 119 is 2025 and 2026.",
    example="119",
    pattern=r"\d{3}",
)
# How congress.gov names the types of bills in the addresses of its pages
_SLUGS = {
    "HR": "house-bill", "S": "senate-bill", "HJRES": "house-joint-resolution", "SJRES": "senate-joint-resolution",
    "HCONRES": "house-concurrent-resolution", "SCONRES": "senate-concurrent-resolution",
    "HRES": "house-resolution", "SRES": "senate-resolution",
}  # fmt: skip
_SLUG = " || ".join(f"(type == '{type_}' && '{slug}')" for type_, slug in _SLUGS.items())

RECORDS = (
    CatalogueRecord(
        name="us-bills",
        title="Congress, bills and their latest action",
        country="US",
        languages=("en",),
        format="json-api",
        discoveries=(
            SinceParam(
                "https://api.congress.gov/v3/bill",
                MappingProxyType(
                    {"fromDateTime": "{since}", "sort": "updateDate desc", "limit": "250", "format": "json", "api_key": "{api_key}"}
                ),
                time_format="%Y-%m-%dT%H:%M:%SZ",
                overlap=timedelta(hours=6),
                paging=Paging(next="pagination.next", keep=("api_key", "format")),
            ),
        ),
        delay="the morning after",
        licence=_LICENCE,
        zone=_ZONE,
        homepage="https://api.congress.gov",
        settings=MappingProxyType({"api_key": _KEY}),
        options=MappingProxyType(
            {
                "zone": _ZONE,
                "languages": ("en",),
                "records": "bills",
                "map": {
                    "key": ("congress", "type", "number"),
                    "native_id": ("type", "number"),
                    "title": "title",
                    "published": "latestAction.actionDate",
                    "version": "updateDateIncludingText || updateDate",
                    "kind": "bill_event",
                    "house": "originChamber",
                    "sitting": "congress",
                    "phase": "latestAction.text",
                    "url": f"https://www.congress.gov/bill/{{congress}}th-congress/{{{_SLUG}}}/{{number}}",
                },
            }
        ),
        revisit=timedelta(days=30),
        requests_per_day=1000,
        evidence="specification",
        is_published_interface=True,
        notes=("No live answer was seen.",),
    ),
    CatalogueRecord(
        name="us-bill-status",
        title="Congress, bills with their summaries (govinfo BILLSTATUS)",
        country="US",
        languages=("en",),
        format="xml-api",
        discoveries=(
            SitemapLastmod(
                "https://www.govinfo.gov/sitemap/bulkdata/BILLSTATUS/sitemapindex.xml",
                page=r"/bulkdata/BILLSTATUS/[0-9]+/[a-z]+/BILLSTATUS-[0-9a-z]+\.xml$",
                sitemap=r"/BILLSTATUS/{congress}[a-z]+/sitemap\.xml$",
            ),
        ),
        delay="a day",
        licence=_LICENCE,
        zone=_ZONE,
        homepage="https://www.govinfo.gov/bulkdata/BILLSTATUS",
        settings=MappingProxyType({"congress": _CONGRESS}),
        options=MappingProxyType(
            {
                "zone": _ZONE,
                "languages": ("en",),
                "records": "bill",
                "fields": {
                    "key": ("congress", "billType || type", "billNumber || number"),
                    "native_id": ("billType || type", "billNumber || number"),
                    "title": "title",
                    "text": (".//billSummaries/item/text|html", "summaries/summary/text|html"),
                    "headings": "policyArea/name",
                    "published": "latestAction/actionDate",
                    "kind": "bill_event",
                    "house": "originChamber",
                    "sitting": "congress",
                    "phase": "latestAction/text",
                    "url": ("legislationUrl", "textVersions/item/formats/item/url"),
                },
            }
        ),
        revisit=timedelta(days=30),
        requests_per_day=2000,
        is_published_interface=True,
    ),
)
