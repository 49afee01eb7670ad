"""How `parse` is told to read: by the name of a format, and for the declarative ones by the settings of a source."""

from __future__ import annotations

from typing import TYPE_CHECKING

from monitor.errors import SettingsError, UsageError
from monitor.model import EMPTY

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from monitor.catalogue.record import CatalogueRecord


def options_for(format_: str, source: str | None, config: Path | None) -> Mapping[str, object]:
    """Give what a format needs to know of a source: of one in the settings, else of a record of the catalogue.

    Args:
        format_: the format that is asked for.
        source: the source's name or key; None when none was named.
        config: the settings folder, if one was given.

    Raises:
        UsageError: the format needs a source and none was named, no source has that name, or it is of another format.
    """
    from monitor.catalogue.known import DECLARED

    if source is None:
        if format_ in DECLARED:
            raise UsageError(f"{format_} reads a document as its source says; add --source NAME, a source of yours or of the catalogue")
        return EMPTY
    record = _record_of(source, config)
    if record.format != format_:
        raise UsageError(f"{source} is read as {record.format}, not as {format_}; write --as {record.format}")
    return record.options


def _record_of(source: str, config: Path | None) -> CatalogueRecord:
    from monitor.catalogue.chosen import chosen
    from monitor.catalogue.known import record_named

    trouble = ""
    try:
        own = _own_record(source, config)
    except (SettingsError, UsageError) as error:  # the catalogue can be asked without settings
        own, trouble = None, f" ({str(error).splitlines()[0]})"
    if own is not None:
        return own
    if record_named(source) is None:
        raise UsageError(f"no parliament of your settings or of the catalogue is called {source!r}{trouble}; see: tocsin sources list")
    return chosen(source, "", {})


def _own_record(name: str, config: Path | None) -> CatalogueRecord | None:
    from monitor.cli.archive import settings_in_force
    from monitor.cli.terminal import config_folder
    from monitor.settings.parliaments import record_of
    from monitor.settings.schema.sources import slug

    sources = settings_in_force(config_folder(config)).sources
    found = next((each for each in sources.values() if name in {each.key, each.name} or each.key == slug(name)), None)
    return None if found is None else record_of(found)
