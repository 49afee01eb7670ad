"""A document as it came from its server, before anybody has read it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from monitor.model import EMPTY

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True)
class Document:
    """What a parser is given.

    `content_type` is the server's header, `url` the address after redirects; both may be empty. `options` are the source's own settings
    for its format, such as the map of a `json-api` record.
    """

    body: bytes
    content_type: str = ""
    url: str = ""
    options: Mapping[str, object] = field(default_factory=lambda: EMPTY)
