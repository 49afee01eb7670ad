"""The countries of the catalogue by their code (ISO 3166-1; EU for the European Union)."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

COUNTRIES: Mapping[str, str] = MappingProxyType(
    {
        "AU": "Australia",
        "CA": "Canada",
        "CH": "Switzerland",
        "DE": "Germany",
        "DK": "Denmark",
        "EU": "European Union",
        "FR": "France",
        "GB": "United Kingdom",
        "IE": "Ireland",
        "IL": "Israel",
        "NL": "Netherlands",
        "NO": "Norway",
        "SE": "Sweden",
        "US": "United States",
    }
)
# Parliaments that people ask for, and that publish nothing a program could read that we know of
SILENT: Mapping[str, str] = MappingProxyType({"AM": "Armenia", "TR": "Turkey"})
_ALSO: Mapping[str, str] = MappingProxyType({"UK": "GB", "USA": "US", "TÜRKIYE": "TR"})


def country_name(code: str) -> str:
    """Name a country; a code that is not known names itself."""
    return COUNTRIES.get(code) or SILENT.get(code) or code


def country_code(said: str) -> str | None:
    """Find the code that is meant by a code or a name, in capitals or not."""
    word = said.strip().upper()
    word = _ALSO.get(word, word)
    names = {name.upper(): code for code, name in (*COUNTRIES.items(), *SILENT.items())}
    return word if word in COUNTRIES or word in SILENT else names.get(word)
