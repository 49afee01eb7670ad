"""What others could read is warned of at its line, without being repeated; the file goes live."""

from __future__ import annotations

import pytest

from monitor.settings import kinds
from monitor.settings.reading import read_file


def told(kind: kinds.FileKind, text: str) -> list[str]:
    read = read_file(kind, "f.yaml", text)
    assert read.model is not None
    return [str(problem) for problem in read.problems]


@pytest.mark.parametrize(
    ("kind", "text", "place", "word"),
    [
        (kinds.GENERAL, "senders: {m: {smtp: x, from: a@b.c, password: klartext}}", "f.yaml:1:47", "password"),
        (kinds.GENERAL, "senders: {s: {token: klartext}}", "f.yaml:1:22", "token"),
        (kinds.GENERAL, "senders: {s: {webhook: 'https://hooks.example/klartext'}}", "f.yaml:1:24", "webhook"),
        (kinds.GENERAL, "console: {token: klartext}", "f.yaml:1:18", "token"),
        (kinds.SOURCES, "feeds: [{url: 'https://a.b/', user: u, password: klartext}]", "f.yaml:1:50", "password"),
    ],
)
def test_a_secret_in_a_file_is_warned_of_and_not_repeated(kind: kinds.FileKind, text: str, place: str, word: str) -> None:
    (warning,) = told(kind, text)
    assert warning.startswith(f"{place}: this {word} can be read by everybody who reads the file; write {word}: ")
    assert "klartext" not in warning


def test_a_reference_to_a_secret_is_what_a_file_may_hold() -> None:
    assert told(kinds.GENERAL, "senders: {m: {smtp: x, from: a@b.c, password: '${env:X}'}}") == []


def test_mail_that_leaves_this_machine_unencrypted_is_warned_of() -> None:
    (warning,) = told(kinds.GENERAL, "senders: {m: {smtp: mail.example.org, from: a@b.c, tls: none}}")
    assert warning.startswith("f.yaml:1:57: mail to mail.example.org can be read on its way")


@pytest.mark.parametrize("server", ["localhost", "127.0.0.1", "127.1.2.3", "'::1'", "'${env:SMTP}'"])
def test_mail_to_a_server_on_this_machine_needs_no_encryption(server: str) -> None:
    assert told(kinds.GENERAL, f"senders: {{m: {{smtp: {server}, from: a@b.c, tls: none}}}}") == []


def test_a_mail_server_that_is_written_with_its_password_is_refused_without_repeating_it() -> None:
    read = read_file(kinds.GENERAL, "f.yaml", "senders: {m: {smtp: 'smtp://tocsin:hunter2@host', from: a@b.org}}")
    (problem,) = read.problems
    assert "this is no mail server" in str(problem)
    assert "hunter2" not in str(problem)
