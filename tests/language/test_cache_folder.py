"""What can be worked out again is kept where the system and the user want it, or nowhere."""

from __future__ import annotations

from pathlib import Path

import pytest

from monitor.language.cache_folder import cache_folder


@pytest.mark.parametrize(
    ("environment", "folder"),
    [
        ({"HOME": "/home/ann"}, "/home/ann/.cache/tocsin"),
        ({"HOME": "/home/ann", "XDG_CACHE_HOME": "/fast"}, "/fast/tocsin"),
        ({"HOME": "/home/ann", "XDG_CACHE_HOME": ""}, "/home/ann/.cache/tocsin"),
        ({"HOME": "/home/ann", "XDG_CACHE_HOME": "not/absolute"}, "/home/ann/.cache/tocsin"),
        ({"HOME": "/", "XDG_CACHE_HOME": "/fast", "CACHE_DIRECTORY": "/var/cache/tocsin"}, "/var/cache/tocsin"),
        ({"CACHE_DIRECTORY": "/var/cache/tocsin:/var/cache/other"}, "/var/cache/tocsin"),
        ({"CACHE_DIRECTORY": "", "HOME": "/home/ann"}, "/home/ann/.cache/tocsin"),
    ],
)
def test_the_services_own_folder_comes_before_the_users(environment: dict[str, str], folder: str) -> None:
    assert cache_folder(environment) == Path(folder)


@pytest.mark.parametrize("environment", [{}, {"HOME": ""}, {"HOME": "~"}])
def test_a_user_without_a_home_has_none(environment: dict[str, str]) -> None:
    assert cache_folder(environment) is None
