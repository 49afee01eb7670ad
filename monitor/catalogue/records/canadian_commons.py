"""Canada's House of Commons: the debates and the evidence before committees, in both languages.

No key, no index and no filter by date: a sitting is found by its number (ourcommons.ca, addresses as openparliament.ca has asked them for
years). robots.txt forbids `/PublicationSearch/` and `/Search/`, which are not asked here.
"""

from __future__ import annotations

from datetime import timedelta
from types import MappingProxyType

from monitor.catalogue.discovery import Counter, IndexPage
from monitor.catalogue.record import CatalogueRecord, Expectation
from monitor.catalogue.setting import Setting

_SITE = "https://www.ourcommons.ca"
_LICENCE = "Speaker's Permission: accurate, not presented as official, not for commercial gain"
_SESSION = Setting(
    default="45-1",
    about="Parliament and session. A new session needs a new value; ourcommons.ca shows the present one.",
    example="45-1",
    pattern=r"(?P<parliament>[1-9]\d)-(?P<session>[1-9])",
)
_COMMITTEES = Setting(
    about="The committees, by the letters that stand in their addresses on ourcommons.ca.",
    example="[FAAE, NDDN]",
    pattern=r"(?P<committee>[A-Z][A-Z0-9]{2,5})",
    is_list=True,
)

RECORDS = (
    CatalogueRecord(
        name="ca-hansard",
        title="House of Commons Debates",
        country="CA",
        house="commons",
        languages=("en", "fr"),
        format="ca-hansard",
        # Beside a sitting there may be a special one: 128 and 128-B.
        discoveries=(
            Counter(f"{_SITE}/Content/House/{{parliament}}{{session}}/Debates/{{n:03}}/HAN{{n:03}}-{{lang:initial}}.XML", also=("-B",)),
        ),
        delay="the evening of the sitting; corrected for days",
        licence=_LICENCE,
        zone="America/Toronto",
        homepage=f"{_SITE}/DocumentViewer/en/house/latest/hansard",
        settings=MappingProxyType({"session": _SESSION}),
        expect=Expectation(records=10),  # the shortest of five sittings at hand, with the throne speech, has 47
        notes=("Written questions are answered in it as well. A speech in both languages is one item.",),
    ),
    CatalogueRecord(
        name="ca-committees",
        title="House of Commons committees, evidence",
        country="CA",
        house="commons",
        languages=("en", "fr"),
        format="ca-committees",
        discoveries=(
            IndexPage(
                f"{_SITE}/Committees/en/{{committee}}/Meetings?parl={{parliament}}&session={{session}}",
                link=r"(?P<path>/DocumentViewer/en/\d+-\d/[A-Z0-9]+/meeting-\d+/evidence)",
                document=f"{_SITE}{{path}}",
                most=8,
                then=IndexPage(
                    "",
                    link=r"(?i)(?P<file>/Content/Committee/\d+/[A-Z0-9]+/Evidence/EV\d+/[A-Z0-9]+EV\d+)-E\.XML",
                    document=f"{_SITE}{{file}}-{{lang:initial}}.XML",
                ),
            ),
        ),
        delay="days to weeks after the meeting",
        licence=_LICENCE,
        zone="America/Toronto",
        homepage=f"{_SITE}/Committees/en/List",
        settings=MappingProxyType({"committees": _COMMITTEES, "session": _SESSION}),
        max_age=timedelta(days=60),
        notes=("A meeting in camera has no evidence. Witnesses are marked; parties are named rarely.",),
    ),
)
