from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from monitor.settings.secrets import SecretError, complaints, expand, malformed

if TYPE_CHECKING:
    from pathlib import Path


def test_a_variable_and_a_file_stand_for_their_values(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("TEST_TOKEN", "a$b")
    (tmp_path / "smtp").write_text("pass word\r\n", encoding="utf-8")
    assert expand(f"x ${{env:TEST_TOKEN}} ${{file:{tmp_path}/smtp}}") == "x a$b pass word"


def test_only_the_last_newline_is_dropped(tmp_path: Path) -> None:
    (tmp_path / "key").write_text(" a\n\n", encoding="utf-8")
    assert expand(f"${{file:{tmp_path}/key}}") == " a\n"


def test_a_value_does_not_break_the_address_around_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TEST_TOKEN", "p@ss/w:rd")
    assert expand("https://u:${env:TEST_TOKEN}@example.org", percent_encode=True) == "https://u:p%40ss%2Fw%3Ard@example.org"


def test_a_whole_address_is_taken_as_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TEST_URL", "https://example.org/a?b=c")
    assert expand("${env:TEST_URL}", percent_encode=True) == "https://example.org/a?b=c"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("${env:TEST_NOT_SET}", "export TEST_NOT_SET="),
        ("${env:NOT A NAME}", "names no variable"),
        ("${file:relative}", "write it from the root"),
        ("${file:/nowhere/at/all}", "is not there"),
        ("${file:/}", "cannot be read"),
    ],
)
def test_a_secret_that_cannot_be_had_says_what_to_do(text: str, told: str) -> None:
    with pytest.raises(SecretError, match=told):
        expand(text)
    assert any(told in each for each in complaints(text))


def test_a_file_that_is_no_text_is_no_secret(tmp_path: Path) -> None:
    (tmp_path / "key").write_bytes(b"\xff\xfe")
    with pytest.raises(SecretError, match="not UTF-8"):
        expand(f"${{file:{tmp_path}/key}}")


def test_text_without_references_is_left_alone() -> None:
    assert expand("100 % $HOME {x}") == "100 % $HOME {x}"
    assert malformed("100 % $HOME {x} ${env:A} ${file:/a}") is None


@pytest.mark.parametrize("text", ["${TOKEN}", "x ${ENV:TOKEN}", "${env:}", "${env:A"])
def test_what_looks_like_a_reference_and_is_none_is_found(text: str) -> None:
    assert malformed(text) is not None
