"""How a record is switched on: the two lines of sources.yaml."""

from __future__ import annotations

from typing import TYPE_CHECKING

from monitor.catalogue.entry_faults import settings_of

if TYPE_CHECKING:
    from monitor.catalogue.record import CatalogueRecord
    from monitor.catalogue.setting import Setting

EVIDENCE = {
    "documents": "built on saved documents of this source; its server itself was not asked",
    "specification": "built from its description alone: no live answer of this source has been seen",
}


def needed(record: CatalogueRecord) -> tuple[str, ...]:
    """List the settings without which a record cannot be read, keys among them."""
    return tuple(word for word, setting in settings_of(record).items() if setting.default is None or is_key(setting))


def is_key(setting: Setting) -> bool:
    """Tell whether a setting is a secret, which is read from outside the files if the entry does not say it."""
    return isinstance(setting.default, str) and setting.default.startswith("${")


def two_lines(record: CatalogueRecord) -> str:
    """Write what switches a record on, with an example for each setting that it needs."""
    settings = settings_of(record)
    must = (word for word, setting in settings.items() if setting.default is None)
    said = "".join(f", {word}: {settings[word].example or '...'}" for word in must)
    return f"parliaments:\n  - {{record: {record.name}{said}}}" if said else f"parliaments:\n  - {record.name}"
