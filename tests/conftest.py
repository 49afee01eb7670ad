"""How the property tests run: without a clock, and where nobody looks at the failing example, with the same examples each time."""

from __future__ import annotations

import os

from hypothesis import settings

settings.register_profile("tocsin", deadline=None, derandomize=bool(os.environ.get("CI")))
settings.load_profile("tocsin")
