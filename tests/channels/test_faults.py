"""A broken connection is told in words, and no word of it comes from the exception."""

from __future__ import annotations

import socket
import ssl

import aiohttp
import pytest

from monitor.channels.faults import NO_IDEA, in_words


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (socket.gaierror(-2, "secret.example"), "its name is not known"),
        (ConnectionRefusedError(111, "secret"), "refuses connections"),
        (ConnectionResetError(104, "secret"), "broke the connection off"),
        (aiohttp.ServerDisconnectedError("secret"), "broke the connection off"),
        (TimeoutError("secret"), "took too long"),
        (ssl.SSLCertVerificationError("secret"), "certificate"),
        (ssl.SSLError("secret"), "TLS"),
        (OSError(113, "secret"), "no route to host"),
        (ValueError("secret"), NO_IDEA),
    ],
)
def test_each_fault_has_its_words(error: Exception, words: str) -> None:
    said = in_words(error)
    assert words in said
    assert "secret" not in said
    assert said[-1].isalpha()  # a remedy may follow after a semicolon


def test_the_cause_behind_a_librarys_error_counts() -> None:
    error = ValueError("secret")
    error.__cause__ = ConnectionRefusedError(111, "secret")
    assert "refuses connections" in in_words(error)
