"""What is known of languages, read once in a process however often it is asked for. The one place here that reads the environment."""

from __future__ import annotations

import os
from functools import cache

from monitor.language.cache_folder import cache_folder
from monitor.language.load import Languages


@cache
def languages() -> Languages:
    """Give the one `Languages` of this process; each script is read when its first word is asked for."""
    return Languages(cache_folder(os.environ))
