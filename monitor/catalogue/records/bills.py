"""Feeds of bills: a bill is one item, and each stage that it reaches is a new phase of it."""

from __future__ import annotations

from datetime import timedelta
from types import MappingProxyType

from monitor.catalogue.discovery import OneFeed
from monitor.catalogue.record import CatalogueRecord
from monitor.catalogue.setting import Setting

_SESSION = Setting(
    default="45-1",
    about="Parliament and session, as LEGISinfo writes them: bill numbers begin anew with each.",
    example="45-1",
    pattern=r"\d{2}-\d",
)

RECORDS = (
    CatalogueRecord(
        name="uk-bills",
        title="Bills before Parliament and their stage",
        country="GB",
        languages=("en",),
        format="uk-bills",
        discoveries=(OneFeed("https://bills-api.parliament.uk/api/v1/Rss/allbills.rss"),),
        delay="minutes",
        licence="Open Parliament Licence",
        zone="Europe/London",
        homepage="https://bills.parliament.uk",
        revisit=timedelta(days=30),
        is_published_interface=True,
        notes=("The house is the one where a bill began; stages of both houses bear the same names.",),
    ),
    CatalogueRecord(
        name="ca-bills",
        title="LEGISinfo, bills of the House of Commons and the Senate and their status",
        country="CA",
        languages=("en", "fr"),
        format="ca-legisinfo",
        discoveries=(OneFeed("https://www.parl.ca/legisinfo/en/bills/json?parlsession={session}"),),
        delay="a day",
        licence="as parl.ca says; not verified here",
        zone="America/Toronto",
        homepage="https://www.parl.ca/legisinfo/en/bills",
        settings=MappingProxyType({"session": _SESSION}),
        revisit=timedelta(days=30),
        evidence="specification",
        is_published_interface=True,
        requests_per_day=48,  # a megabyte each time
        notes=("Of the list no live answer was seen; of LEGISinfo's RSS, which is read too, two items of 2020.",),
    ),
)
