"""Ireland: both houses of the Oireachtas in Akoma Ntoso, a document a day.

The documents lie at data.oireachtas.ie; links to sections of a day have been dead, so that the day is read whole. A day is issued again
with other bytes and the same words.
"""

from __future__ import annotations

from monitor.catalogue.discovery import DateWalk
from monitor.catalogue.record import CatalogueRecord, Expectation


def _record(name: str, title: str, house: str) -> CatalogueRecord:
    return CatalogueRecord(
        name=name,
        title=title,
        country="IE",
        house=house,
        languages=("en", "ga"),
        format="akoma-ntoso",
        discoveries=(DateWalk(f"https://data.oireachtas.ie/akn/ie/debateRecord/{house}/{{date}}/debate/mul@/main.xml"),),
        delay="one to two days",
        licence="Oireachtas (Open Data) PSI Licence",
        zone="Europe/Dublin",
        homepage="https://www.oireachtas.ie/en/debates/",
        expect=Expectation(records=10 if house == "dail" else 1),  # a day of the Dáil at hand has 579
        evidence="documents" if house == "dail" else "specification",
        is_published_interface=True,
        notes=("Both languages stand in one document, each speech as it was given.",),
    )


RECORDS = (_record("ie-dail", "Dáil debates and questions", "dail"), _record("ie-seanad", "Seanad debates", "seanad"))
