"""Tell a file that was taken away from a folder that went away: a drive that is unmounted leaves an empty folder, and nobody meant that.

Who takes a file away on purpose leaves others of its kind. So a kind of which nothing is left was not meant; a restart settles doubts.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from monitor.errors import MonitorError
from monitor.settings import kinds

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from monitor.settings.records import Loaded

GONE = "# this file was taken away\n"  # kept as the newest version of a file that went on purpose, so that none stands in for it
_NEEDED = (kinds.GENERAL, kinds.RECIPIENTS)
_SHOWN = 5  # names in a message


def still_wanted(last_good: Mapping[str, str]) -> dict[str, str]:
    """Leave out the files that were taken away on purpose."""
    return {name: body for name, body in last_good.items() if body != GONE}


def absent(present: Collection[str], last_good: Collection[str]) -> list[str]:
    """Name the files that are not in the folder and should be.

    These are `tocsin.yaml` and `recipients.yaml`; when one of them lacks, so is everything else that was live at last.
    """
    found = {kinds.kind_of(name) for name in present}
    lacking = [kind for kind in _NEEDED if kind not in found]
    lost = {name for name in last_good if name not in present and kinds.kind_of(name) not in {None, *found.intersection(_NEEDED)}}
    known = {kinds.kind_of(name) for name in lost}
    return sorted({*lost, *(f"{kind.name}.yaml" for kind in lacking if kind not in known)}) if lacking else []


def taken_away(loaded: Loaded) -> list[str]:
    """Name the files that were live at last and are so no more, since they are not there."""
    return sorted({*loaded.missing} - {file.name for file in loaded.files} - {*loaded.rejected})


def refuse_vanished(loaded: Loaded) -> None:
    """Refuse to let settings go live when everything of one kind has gone at once.

    Raises:
        MonitorError: with the names of the files that are gone, and what to do.
    """
    present = {*(file.name for file in loaded.files), *loaded.rejected} - {*loaded.missing}
    left = {kinds.kind_of(name) for name in present}
    gone = [name for name in loaded.missing if kinds.kind_of(name) not in left]
    if gone:
        named = ", ".join(loaded.missing[:_SHOWN]) + (f" and {more} more" if (more := len(loaded.missing) - _SHOWN) > 0 else "")
        raise MonitorError(
            f"{loaded.settings.folder} has lost {named}; what was live stays."
            " Put the files back; if you took them away on purpose, start Tocsin anew"
        )
