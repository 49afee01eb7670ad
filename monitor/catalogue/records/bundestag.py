"""Germany: the Bundestag's stenographic reports, as the list behind its page of open data names them, the newest first."""

from __future__ import annotations

from datetime import timedelta
from types import MappingProxyType

from monitor.catalogue.discovery import IndexPage
from monitor.catalogue.record import CatalogueRecord, Expectation
from monitor.catalogue.setting import Setting

_TERM = Setting(
    default="21",
    about="The electoral term; of one that is not known here, the list's own number on bundestag.de, such as 1058442-1058442.",
    example="21",
    values=MappingProxyType({"19": "543410-543410", "20": "866354-866354", "21": "1058442-1058442"}),
    pattern=r"\d{6,8}-\d{6,8}",
)

RECORDS = (
    CatalogueRecord(
        name="de-bundestag",
        title="Bundestag, stenographic reports",
        country="DE",
        house="bundestag",
        languages=("de",),
        format="de-plenarprotokoll",
        discoveries=(
            IndexPage(
                "https://www.bundestag.de/ajax/filterlist/de/services/opendata/{term}?noFilterSet=true&offset=0",
                link=r"(?P<path>/resource/blob/\d+/(?:[0-9a-f]+/)?\d{5}(?:-data)?\.xml)",
                document="https://www.bundestag.de{path}",
            ),
        ),
        delay="the morning after the sitting",
        licence="official work, free of copyright (UrhG § 5)",
        zone="Europe/Berlin",
        homepage="https://www.bundestag.de/services/opendata",
        settings=MappingProxyType({"term": _TERM}),
        revisit=timedelta(days=21),
        max_age=timedelta(days=21),
        expect=Expectation(records=20),  # three reports at hand have 187 and more
        requests_per_day=200,  # some 2,000 in a day led to a block of a day's length
        notes=("A wrong protocol once lay at a right address: the number in its head is compared with that of its name.",),
    ),
)
