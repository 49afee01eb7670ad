"""Switzerland: business of both councils and what is said on it, from the OData service of the Federal Assembly (version 2.0).

Rows have the key (ID, Language) and stand in every language. An answer is `{"d": {"results": [...]}}` or `{"d": [...]}`; the address of the
next part lacks `$format`. `Modified` is a clock of re-publication: business of 1994 bears one of 2023. Without answers that were seen:
Transcript, which is built from the service's own metadata.
"""

from __future__ import annotations

from datetime import timedelta
from types import MappingProxyType

from monitor.catalogue.discovery import Paging, SinceParam
from monitor.catalogue.record import CatalogueRecord
from monitor.catalogue.setting import Setting

_SERVICE = "https://ws.parlament.ch/odata.svc"
_PAGES = "https://www.parlament.ch/{Language|lower}/ratsbetrieb"
_ZONE = "Europe/Zurich"
_LICENCE = "as parlament.ch says; not verified here"
_HOUSES = {"1": "nationalrat", "2": "ständerat", "3": "vereinigte bundesversammlung"}
_LANGUAGE = Setting(
    default="de",
    about="The language that business is read in; speeches stay in their own.",
    example="fr",
    values=MappingProxyType({"de": "DE", "fr": "FR", "it": "IT"}),
)


def _changed(entity: str) -> SinceParam:
    params = {
        "$filter": "Language eq '{language}' and Modified ge datetime'{since}'",
        "$orderby": "Modified",
        "$format": "json",
    }
    return SinceParam(
        f"{_SERVICE}/{entity}",
        MappingProxyType(params),
        time_format="%Y-%m-%dT%H:%M:%S",
        overlap=timedelta(hours=6),
        paging=Paging(next="d.__next", keep=("$format",)),
    )


RECORDS = (
    CatalogueRecord(
        name="ch-business",
        title="Federal Assembly, business of both councils",
        country="CH",
        languages=("de", "fr", "it"),
        format="json-api",
        discoveries=(_changed("Business"),),
        delay="hours; answers of the Federal Council weeks later, as a new stage",
        licence=_LICENCE,
        zone=_ZONE,
        homepage="https://www.parlament.ch/de/ratsbetrieb/suche-curia-vista",
        settings=MappingProxyType({"language": _LANGUAGE}),
        options=MappingProxyType(
            {
                "zone": _ZONE,
                "records": "d.results || d",
                "map": {
                    "native_id": "ID",
                    "title": "Title",
                    "text": (
                        "Description|html",
                        "InitialSituation|html",
                        "SubmittedText|html",
                        "ReasonText|html",
                        "MotionText|html",
                        "FederalCouncilResponseText|html",
                        "Proceedings|html",
                    ),
                    "headings": ("BusinessTypeName", "BusinessShortNumber"),
                    "date": "SubmissionDate|dotnet_date",
                    "published": ("BusinessStatusDate|dotnet_date", "SubmissionDate|dotnet_date"),
                    "version": "Modified|dotnet_date",
                    "kind": {"of": "BusinessType", "table": {"8": "question"}, "otherwise": "statement"},
                    "speaker": "SubmittedBy",
                    "house": {"of": "SubmissionCouncil", "table": _HOUSES},
                    "phase": "BusinessStatusText",
                    "lang": "Language",
                    "url": f"{_PAGES}/suche-curia-vista/geschaeft?AffairId={{ID}}",
                },
            }
        ),
        revisit=timedelta(days=30),
        is_published_interface=True,
    ),
    CatalogueRecord(
        name="ch-transcripts",
        title="Federal Assembly, speeches in both councils",
        country="CH",
        languages=("de", "fr", "it"),
        format="json-api",
        discoveries=(_changed("Transcript"),),
        delay="hours; provisional for some days",
        licence=_LICENCE,
        zone=_ZONE,
        homepage="https://www.parlament.ch/de/ratsbetrieb/amtliches-bulletin",
        settings=MappingProxyType({"language": _LANGUAGE}),
        options=MappingProxyType(
            {
                "zone": _ZONE,
                "records": "d.results || d",
                "map": {
                    "native_id": "ID",
                    "text": "Text|html",
                    "headings": "VoteBusinessTitle",
                    "date": "MeetingDate",
                    "published": ("StartTimeWithTimezone|dotnet_date", "Start|dotnet_date"),
                    "version": "Modified|dotnet_date",
                    "kind": "speech",
                    "speaker": "SpeakerFullName",
                    "speaker_id": "PersonNumber",
                    "role": ("SpeakerFunction", "Function"),
                    "party": "ParlGroupAbbreviation",
                    "constituency": "CantonName",
                    "house": {"of": "CouncilId", "table": _HOUSES},
                    "sitting": "IdSession",
                    "debate": "IdSubject",
                    "lang": ("LanguageOfText", "Language"),
                    "url": f"{_PAGES}/amtliches-bulletin/amtliches-bulletin-die-verhandlungen?SubjectId={{IdSubject}}#votum{{SortOrder}}",
                },
            }
        ),
        evidence="specification",
        is_published_interface=True,
        notes=("Built from the metadata of the service: no answer with speeches was seen.",),
    ),
)
