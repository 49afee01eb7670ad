"""A word of a record's own: what an entry of `parliaments:` may say beside `record:`, and what it does to the addresses."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True)
class Setting:
    """What may be said, and what is meant where nothing is.

    `default` None means that it must be said. `about` and `example` are for people. `values` are the choices, each with what stands for it
    in an address; beside them, or without them, whatever `pattern` matches as a whole may be said. The named groups of the pattern are
    words of the templates; a pattern without any fills `{name of the setting}`. Of a list, each value makes a discovery of its own.
    """

    default: object = None
    about: str = ""
    example: str = ""
    pattern: str = ""
    values: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    is_list: bool = False

    def words(self, name: str, value: object) -> dict[str, str] | None:
        """Turn one value into words of templates; None if it cannot be meant."""
        text = str(value)
        if text in self.values:
            return {name: self.values[text]}
        if not self.pattern:
            return None if self.values else {name: text}
        found = re.fullmatch(self.pattern, text)
        if found is None:
            return None
        return {word: each or "" for word, each in found.groupdict().items()} or {name: text}


def setting_of(value: object) -> Setting:
    """Take a default alone for a setting that may be anything of its kind."""
    return value if isinstance(value, Setting) else Setting(default=value, is_list=isinstance(value, tuple | list))
