"""Secrets: `${env:NAME}` and `${file:/path}` stand for values that no settings file holds.

They are expanded where they are used and nowhere else, so that the database and the logs hold only the text as written.
"""

from __future__ import annotations

import os
import re
from pathlib import Path
from urllib.parse import quote

from monitor.errors import MonitorError

_REFERENCE = re.compile(r"\$\{(env|file):([^}]*)\}")
_MALFORMED = re.compile(r"\$\{(?!env:[^}]+\}|file:[^}]+\})[^}]*\}?")
_VARIABLE = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")


class SecretError(MonitorError):
    """A secret that cannot be had; the text names the reference, never a value."""

    exit_code = 78


def expand(text: str, *, percent_encode: bool = False) -> str:
    """Put the values in the place of every reference; a newline at a value's end is dropped.

    `percent_encode` is for text that is a URL: a value may then hold `@`, `/` or `:` and still be one part of it.
    A reference that is the whole text stands for a whole URL, and is taken as it is.

    Raises:
        SecretError: a variable is not set, or a file cannot be read.
    """

    def value(match: re.Match[str]) -> str:
        found = _look_up(match[1], match[2])
        return quote(found, safe="") if percent_encode and match[0] != text else found

    return _REFERENCE.sub(value, text) if "${" in text else text


def complaints(text: str) -> tuple[str, ...]:
    """Tell which references in the text have no value now, each as a sentence with the remedy; empty when all have one."""
    told = []
    for match in _REFERENCE.finditer(text):
        try:
            _look_up(match[1], match[2])
        except SecretError as error:
            told.append(str(error))
    return tuple(told)


def malformed(text: str) -> str | None:
    """Find the first thing in the text that looks like a reference and is none, such as `${SMTP_PASSWORD}`."""
    found = _MALFORMED.search(text)
    return found[0] if found else None


def _look_up(source: str, name: str) -> str:
    found = _from_environment(name) if source == "env" else _from_file(name)
    return found.removesuffix("\n").removesuffix("\r")


def _from_environment(name: str) -> str:
    if _VARIABLE.fullmatch(name) is None:
        raise SecretError(f"${{env:{name}}} names no variable; write ${{env:NAME}} with letters, digits and _")
    found = os.environ.get(name)
    if found is None:
        raise SecretError(f"${{env:{name}}} is not set; set the variable {name} where Tocsin starts: export {name}=...")
    return found


def _from_file(name: str) -> str:
    path = Path(name)
    if not path.is_absolute():
        raise SecretError(f"${{file:{name}}} is no full path; write it from the root: ${{file:/run/secrets/...}}")
    try:
        return path.read_text(encoding="utf-8")
    except FileNotFoundError:
        raise SecretError(f"${{file:{name}}} is not there; put the secret into that file") from None
    except (OSError, UnicodeDecodeError) as error:
        reason = getattr(error, "strerror", None) or "it is not UTF-8 text"
        raise SecretError(f"${{file:{name}}} cannot be read: {reason}; let the user that runs Tocsin read it") from None
