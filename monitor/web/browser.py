"""What every page tells the browser that shows it: load nothing, run nothing, keep nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Mapping


def headers(forms_go_to: Literal["none", "self"]) -> Mapping[str, str]:
    """Make the headers of a page whose forms go nowhere, or back to it. Feed text that slipped through escaping would still be inert."""
    policy = f"default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action '{forms_go_to}'; frame-ancestors 'none'"
    return {
        "Content-Security-Policy": policy,
        "X-Content-Type-Options": "nosniff",
        "Referrer-Policy": "no-referrer",
        "Cache-Control": "no-store",
    }
