"""Norway: the Storting's reports of its debates (XML) and its cases (JSON), from data.stortinget.no.

The report of a day is `refs-{year}-{month}-{day}`, where the year is the session's: refs-202627-10-06. `Hovedinnlegg`, `Replikk` and
`Presinnlegg` stand within `Sak`; the first paragraph `A` of each begins with `Navn`, who bears `personID` for members, and the time of the
words in brackets. There are no ids, and the day stands only in the heading of the meeting, in words. Dates in JSON are .NET's; whole
sessions come at once. No answer was seen; the names are those of programs that read the service. The service asks for no more than 100
calls a minute.
"""

from __future__ import annotations

from datetime import timedelta
from types import MappingProxyType

from monitor.catalogue.discovery import DateWalk, OneFeed
from monitor.catalogue.record import CatalogueRecord
from monitor.catalogue.setting import Setting

_EXPORT = "https://data.stortinget.no/eksport"
_ZONE = "Europe/Oslo"
_LICENCE = "NLOD (Norsk lisens for offentlige data), Stortinget named"
_SHARED = {"zone": _ZONE, "house": "storting", "lang": "no"}
_SPEECHES = ("Hovedinnlegg", "Replikk", "Presinnlegg", "Innlegg")
_REPORTS = Setting(
    default="202627",
    about="The session, which begins in October: 202627 is 2026-2027.",
    example="'202627'",
    pattern=r"\d{6}",
)
_CASES = Setting(
    default="2026-2027",
    about="The session, which begins in October.",
    example="2026-2027",
    pattern=r"\d{4}-\d{4}",
)

RECORDS = (
    CatalogueRecord(
        name="no-referat",
        title="Storting, reports of the debates",
        country="NO",
        house="storting",
        languages=("no",),
        format="xml-api",
        discoveries=(DateWalk(f"{_EXPORT}/publikasjon?publikasjonid=refs-{{session}}-{{date}}", day_format="%m-%d"),),
        delay="hours to a day",
        licence=_LICENCE,
        zone=_ZONE,
        homepage="https://data.stortinget.no",
        settings=MappingProxyType({"session": _REPORTS}),
        options=MappingProxyType(
            {
                **_SHARED,
                "records": _SPEECHES,
                "context": {
                    "meeting": {"at": "Mote", "get": "Startseksjon"},
                    "h1": {"at": "Sak", "get": "Sakshode//Saktittel"},
                },
                "fields": {
                    "text": ".",
                    "speaker": r".//Navn|match('^\s*([^\[:]*[^\[:\s])')",
                    "speaker_id": ".//Navn/@personID",
                    "chair": {"of": "name()", "table": {"Presinnlegg": "yes"}, "otherwise": "no"},
                    "kind": "speech",
                    "date": r"$meeting|match('(?i)([0-9]{1,2}\. ?[a-z]+ [0-9]{4})')|date",
                },
            }
        ),
        evidence="specification",
        is_published_interface=True,
        notes=("No live answer was seen. The session is to be changed every October.",),
    ),
    CatalogueRecord(
        name="no-saker",
        title="Storting, cases: bills, proposals, reports to the Storting",
        country="NO",
        house="storting",
        languages=("no",),
        format="json-api",
        discoveries=(OneFeed(f"{_EXPORT}/saker?sesjonid={{session}}&format=json"),),
        delay="hours",
        licence=_LICENCE,
        zone=_ZONE,
        homepage="https://data.stortinget.no",
        settings=MappingProxyType({"session": _CASES}),
        options=MappingProxyType(
            {
                **_SHARED,
                "records": "saker_liste",
                "map": {
                    "native_id": "id",
                    "title": ("korttittel", "tittel"),
                    "text": "tittel",
                    "headings": ("henvisning", "emne_liste[].navn"),
                    "published": "sist_oppdatert_dato|dotnet_date",
                    "version": "sist_oppdatert_dato|dotnet_date",
                    "kind": "bill_event",
                    "phase": "status == `3` && 'behandlet' || join(' ', ['status', to_string(status)])",
                    "url": "https://www.stortinget.no/no/Saker-og-publikasjoner/Saker/Sak/?p={id}",
                },
            }
        ),
        revisit=timedelta(days=30),
        evidence="specification",
        is_published_interface=True,
        requests_per_day=48,  # the whole session comes each time
        notes=("No live answer was seen. The session is to be changed every October.",),
    ),
)
