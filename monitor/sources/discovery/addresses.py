"""Addresses from templates: `{n:03}`, `{date}`, `{lang}` and what a link was matched with; `${env:NAME}` is left for the request.

What a server said never becomes part of a template: its braces and dollar signs are encoded, so that no page can name a secret of ours.
"""

from __future__ import annotations

import re
from datetime import date, datetime
from typing import TYPE_CHECKING
from urllib.parse import quote, urlencode

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

_FIELD = re.compile(r"(?<!\$)\{(\w+)(?::([^{}]*))?\}")
_SECRET = re.compile(r"\$\{[^}]*\}")
_AS_SENT = "%/:?#[]@!&'()*+,;=~-._"  # stays as a server wrote it
_LANGUAGE = "lang"


def fill(template: str, words: Mapping[str, object]) -> str:
    """Put words into a template; a field that has no word stays. Text is encoded, numbers and dates follow their format."""
    return _FIELD.sub(lambda field: _written(words[field[1]], field[2]) if field[1] in words else field[0], template)


def names_field(template: str, name: str) -> bool:
    """Tell whether a template has a field of that name."""
    return any(field[1] == name for field in _FIELD.finditer(template))


def by_language(name: str, languages: Iterable[str]) -> dict[str, str]:
    """Give the addresses of a document's language versions; one without `{lang}` has a single one, under ""."""
    if not names_field(name, _LANGUAGE):
        return {"": name}
    return {language: _in_language(name, language) for language in languages}


def harmless(address: str) -> str:
    """Encode what would make a template of an address that a server gave."""
    return quote(address, safe=_AS_SENT)


def with_params(address: str, params: Mapping[str, str]) -> str:
    """Write parameters behind an address. References to secrets stay as they are."""
    if not params:
        return address
    written = "&".join(f"{quote(name, safe='$')}={_parameter(value)}" for name, value in params.items())
    return f"{address}{'&' if '?' in address else '?'}{written}"


def plain_params(params: Mapping[str, str]) -> str:
    """Write parameters that hold no reference."""
    return urlencode(dict(params), quote_via=quote)


def _parameter(value: str) -> str:
    parts, end = [], 0
    for secret in _SECRET.finditer(value):
        parts += [quote(value[end : secret.start()], safe=":,"), secret[0]]
        end = secret.end()
    return "".join(parts) + quote(value[end:], safe=":,")


def _written(word: object, how: str | None) -> str:
    if isinstance(word, datetime | date):
        return word.strftime(how) if how else word.isoformat()
    if isinstance(word, int):
        return format(word, how or "")
    return harmless(str(word))


def _in_language(name: str, language: str) -> str:
    ways = {"upper": language.upper(), "initial": language[:1].upper()}
    return _FIELD.sub(lambda field: ways.get(field[2] or "", language) if field[1] == _LANGUAGE else field[0], name)
