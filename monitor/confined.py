"""What a process of our own gets that reads what strangers wrote: an environment without secrets, and limits."""

from __future__ import annotations

import os
import resource
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

_PACKAGE = str(Path(__file__).parents[1])
# What a process needs to run; the rest of the environment may hold secrets.
_PASSED_ON = ("PATH", "HOME", "TMPDIR", "LANG", "LC_", "LD_LIBRARY_PATH", "SYSTEMROOT", "VIRTUAL_ENV", "PYTHON", "COV")


def environment() -> dict[str, str]:
    """Choose of our environment what such a process may see, and let it find this package."""
    chosen = {name: value for name, value in os.environ.items() if name.startswith(_PASSED_ON)}
    return chosen | {"PYTHONPATH": os.pathsep.join(filter(None, (_PACKAGE, chosen.get("PYTHONPATH"))))}


def limit(limits: Mapping[int, int]) -> None:
    """Limit what this process takes, as `resource.setrlimit` counts it; it leaves no core, which would hold what it read."""
    for kind, most in {**limits, resource.RLIMIT_CORE: 0}.items():
        with suppress(ValueError, OSError):  # macOS knows the limits and refuses to set some
            resource.setrlimit(kind, (most, most))
