"""The European Parliament: speeches in plenary from its open data portal, JSON-LD with the words as XML within.

data.europarl.europa.eu/api/v2, by its OpenAPI document and one live answer. No key; a User-Agent that names a contact is wanted, and 500
requests in five minutes are allowed. The listing has left out some 7 % of a day's speeches: the overlap asks for a day again.
"""

from __future__ import annotations

from datetime import timedelta
from types import MappingProxyType

from monitor.catalogue.discovery import Paging, SinceParam
from monitor.catalogue.record import CatalogueRecord, Expectation

# The 24 official ones
_LANGUAGES = (
    *("bg", "cs", "da", "de", "el", "en", "es", "et", "fi", "fr", "ga", "hr"),
    *("hu", "it", "lt", "lv", "mt", "nl", "pl", "pt", "ro", "sk", "sl", "sv"),
)

RECORDS = (
    CatalogueRecord(
        name="eu-speeches",
        title="European Parliament, speeches in plenary",
        country="EU",
        house="parliament",
        languages=_LANGUAGES,
        format="eu-speeches",
        discoveries=(
            SinceParam(
                "https://data.europarl.europa.eu/api/v2/speeches",
                MappingProxyType(
                    {
                        "sitting-date": "{since}",
                        "sitting-date-end": "{until}",
                        "include-output": "xml_fragment",
                        "format": "application/ld+json",
                        "limit": "50",
                    }
                ),
                overlap=timedelta(days=3),
                paging=Paging(offset="offset", size=50, most=100),
            ),
        ),
        delay="one to two days; translations later",
        licence="reuse with attribution (European Parliament)",
        zone="Europe/Brussels",
        homepage="https://data.europarl.europa.eu",
        revisit=timedelta(days=3),
        expect=Expectation(records=0),  # days without a sitting are asked for too
        requests_per_day=1000,
        is_published_interface=True,
        accept="application/ld+json",
        notes=("Set `contact:` in tocsin.yaml: the interface wants to know who asks. A speech in 24 languages is one item.",),
    ),
)
