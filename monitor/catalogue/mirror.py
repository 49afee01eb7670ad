"""A mirror of a parliament's site, asked in its stead: the same paths on another host."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import fields, is_dataclass, replace
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, cast

if TYPE_CHECKING:
    from monitor.catalogue.discovery import Discovery

_SITE = re.compile(r"https?://[^/]+")


def at_mirror(discovery: Discovery, url: str) -> Discovery:
    """Move every address of a discovery to the mirror at `url`, which may have a path that the site's own paths are put behind."""
    return cast("Discovery", _moved(discovery, url.rstrip("/")))


def _moved(part: object, base: str) -> object:
    if isinstance(part, str):
        return _SITE.sub(lambda _: base, part, count=1) if _SITE.match(part) else part
    if isinstance(part, Mapping):
        return MappingProxyType({name: _moved(value, base) for name, value in part.items()})
    if is_dataclass(part) and not isinstance(part, type):
        changed: dict[str, Any] = {each.name: _moved(getattr(part, each.name), base) for each in fields(part)}
        return replace(part, **changed)
    return part
