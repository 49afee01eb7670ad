"""Everything the catalogue knows, by the name that an entry of `parliaments:` says."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

from monitor.catalogue.declared import FORMATS
from monitor.catalogue.records import (
    assemblee_nationale,
    australia,
    bills,
    bundestag,
    bundestag_dip,
    canadian_commons,
    congressional_record,
    denmark,
    european_parliament,
    knesset,
    netherlands,
    norway,
    oireachtas,
    sweden,
    switzerland,
    theyworkforyou,
    us_bills,
    westminster,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from monitor.catalogue.record import CatalogueRecord

_MODULES = (
    canadian_commons,
    westminster,
    theyworkforyou,
    australia,
    oireachtas,
    bundestag,
    european_parliament,
    congressional_record,
    bills,
    bundestag_dip,
    us_bills,
    assemblee_nationale,
    switzerland,
    netherlands,
    denmark,
    norway,
    sweden,
    knesset,
)
KNOWN: Mapping[str, CatalogueRecord] = MappingProxyType({record.name: record for module in _MODULES for record in module.RECORDS})

DECLARED = FORMATS  # records whose address and fields the user's entry says
# Names of formats under which one record is meant as well
_ALSO: Mapping[str, str] = MappingProxyType({"de-plenarprotokoll": "de-bundestag"})


def record_named(name: str) -> CatalogueRecord | None:
    """Find a record by its name, or by that of a format which one record alone is in."""
    return KNOWN.get(_ALSO.get(name, name))
