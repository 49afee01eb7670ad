"""The log: events with fields, one a poll and one a delivery. Never a secret, at any level."""

from __future__ import annotations

import logging

_LOG = logging.getLogger("tocsin")


def event(name: str, *, level: int = logging.INFO, **fields: object) -> None:
    """Log one event, such as `poll.done source=... new=3 ms=210`."""
    if _LOG.isEnabledFor(level):
        _LOG.log(level, "%s", " ".join([name, *(f"{key}={_field(value)}" for key, value in fields.items() if value is not None)]))


def warn(name: str, **fields: object) -> None:
    """Log an event that somebody should look at."""
    event(name, level=logging.WARNING, **fields)


def broke(name: str, error: BaseException, **fields: object) -> str:
    """Log a mistake of our own with its traceback; return the words for who is told."""
    _LOG.error("%s", " ".join([name, *(f"{key}={_field(value)}" for key, value in fields.items())]), exc_info=error)
    return f"a mistake of Tocsin's own ({type(error).__name__}: {error}); please report it with the log"


def set_up(level: int = logging.INFO) -> None:
    """Send our events to standard error; keep other people's libraries to their warnings."""
    handler = logging.StreamHandler()
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(message)s"))
    _LOG.handlers[:] = [handler]
    _LOG.setLevel(level)
    _LOG.propagate = False
    for noisy in ("apscheduler", "aiohttp", "slack_sdk", "apprise", "nio", "watchfiles", "uvicorn", "mail.log"):
        logging.getLogger(noisy).setLevel(logging.ERROR)


def _field(value: object) -> str:
    text = "".join(char if char.isprintable() else " " for char in str(value))  # a feed must not write lines, or drive a terminal
    return f'"{text}"' if " " in text or not text else text
