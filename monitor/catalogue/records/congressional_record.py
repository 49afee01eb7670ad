"""The United States: the Congressional Record, the daily edition, as govinfo.gov archives it: one zip a day.

The sitemaps (an index, then one a year) tell when a day was changed last, which is a clock of publication: days are issued again weeks
later, and are no news then.
"""

from __future__ import annotations

from datetime import timedelta

from monitor.catalogue.discovery import SitemapLastmod
from monitor.catalogue.record import CatalogueRecord, Expectation

RECORDS = (
    CatalogueRecord(
        name="us-crec",
        title="Congressional Record, daily edition",
        country="US",
        languages=("en",),
        format="us-crec",
        discoveries=(
            SitemapLastmod(
                "https://www.govinfo.gov/sitemap/CREC_sitemap_index.xml",
                sitemap=r"CREC_\d{4}_sitemap\.xml",
                page=r"/app/details/CREC-(?P<date>\d{4}-\d{2}-\d{2})$",
                document="https://www.govinfo.gov/content/pkg/CREC-{date}.zip",
                member=r"html/CREC-[^/]+\.htm$",
            ),
        ),
        delay="the morning after the sitting",
        licence="public domain",
        zone="America/New_York",
        homepage="https://www.govinfo.gov/app/collection/crec",
        revisit=timedelta(days=30),
        expect=Expectation(records=0),  # a document is one granule, and some are lists of names
        requests_per_day=200,
        is_published_interface=True,
        notes=("Parties and times are not in it.",),
    ),
)
