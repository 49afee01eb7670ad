"""Australia: both houses by OpenAustralia, in the manner of Public Whip, and the official XML, whose site turns programs away."""

from __future__ import annotations

from datetime import timedelta
from types import MappingProxyType

from monitor.catalogue.discovery import DateWalk, IndexPage
from monitor.catalogue.record import CatalogueRecord
from monitor.catalogue.setting import Setting

_LICENCE = "CC BY-NC-ND (Parliament of Australia)"
_HOUSES = Setting(
    default=("representatives", "senate"),
    about="The houses that are read.",
    example="[senate]",
    values=MappingProxyType({"representatives": "hansardr,hansardr80", "senate": "hansards,hansards80"}),
    is_list=True,
)


def _openaustralia(name: str, title: str, house: str) -> CatalogueRecord:
    return CatalogueRecord(
        name=name,
        title=title,
        country="AU",
        house=house,
        languages=("en",),
        format="publicwhip",
        discoveries=(DateWalk(f"https://data.openaustralia.org.au/scrapedxml/{house}_debates/{{date}}.xml"),),
        delay="one to three days",
        licence=_LICENCE,
        zone="Australia/Sydney",
        homepage="https://www.openaustralia.org.au",
        options=MappingProxyType({"house": house}),
        requests_per_day=300,
        evidence="documents" if house == "representatives" else "specification",
        is_published_interface=True,
        notes=("Prepared by OpenAustralia, a charity: ask no more often than you must.",),
    )


RECORDS = (
    _openaustralia("au-representatives", "House of Representatives debates", "representatives"),
    _openaustralia("au-senate", "Senate debates", "senate"),
    CatalogueRecord(
        name="au-hansard",
        title="Hansard, the official XML (its site refuses programs)",
        country="AU",
        languages=("en",),
        format="au-hansard",
        discoveries=(
            IndexPage(
                "https://parlinfo.aph.gov.au/parlInfo/search/display/display.w3p;adv=yes;orderBy=_fragment_number,doc_date-rev;page=0;"
                "query=Dataset:{houses}%20Date:{date:%d}%2F{date:%m}%2F{date:%Y};rec=0;resCount=Default",
                link=r"(?P<path>/parlInfo/download/chamber/hansard[rs]/.+/toc_unixml/.+;fileType=text%2Fxml)",
                document="https://parlinfo.aph.gov.au{path}",
            ),
        ),
        delay="a draft (proof) the same night; final weeks later",
        licence=_LICENCE,
        zone="Australia/Sydney",
        homepage="https://www.aph.gov.au/Parliamentary_Business/Hansard",
        settings=MappingProxyType({"houses": _HOUSES}),
        revisit=timedelta(days=21),
        requests_per_day=100,
        notes=(
            "The site answers 403 to programs (seen in October 2026), and that is not evaded: take au-representatives and au-senate.",
            "A file that you saved is read by `tocsin parse --as au-hansard FILE`.",
        ),
    ),
)
