"""Keep libraries that write secrets into their logs away from ours.

Measured: matrix-nio logs the access token of a login at DEBUG, urllib3 the path of a request (which is the secret of a Telegram
or Discord address), Apprise addresses and the password of a Matrix login.
"""

from __future__ import annotations

import logging

SILENCE = logging.CRITICAL + 1


def hush(*names: str, level: int = SILENCE) -> None:
    """Cut these loggers, and those below them, off from every handler but their own, and off altogether below `level`."""
    for name in names:
        logger = logging.getLogger(name)
        logger.setLevel(level)
        logger.propagate = False
        if not logger.handlers:
            logger.addHandler(logging.NullHandler())


def silent_logger() -> logging.Logger:
    """Give a logger that writes nothing, for a library that takes one."""
    logger = logging.getLogger("monitor.channels.silent")
    logger.setLevel(SILENCE)
    return logger
