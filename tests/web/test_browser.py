"""A page may load nothing and run nothing; a form goes back to its page at most."""

from __future__ import annotations

from typing import Literal

import pytest

from monitor.web.browser import headers


@pytest.mark.parametrize("forms_go_to", ["none", "self"])
def test_a_browser_is_told_to_load_run_and_keep_nothing(forms_go_to: Literal["none", "self"]) -> None:
    told = headers(forms_go_to)
    policy = told["Content-Security-Policy"].split("; ")
    assert {"default-src 'none'", "base-uri 'none'", "frame-ancestors 'none'", f"form-action '{forms_go_to}'"} <= set(policy)
    assert "script-src" not in told["Content-Security-Policy"]
    assert (told["Cache-Control"], told["Referrer-Policy"]) == ("no-store", "no-referrer")
