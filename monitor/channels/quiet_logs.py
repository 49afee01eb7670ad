"""Keep libraries that write secrets into their logs away from ours.

Measured: matrix-nio logs the access token of a login at DEBUG, urllib3 the path of a request (which is the secret of a Telegram
or Discord address), Apprise the password of a Matrix login. Their levels stay as they are, so that their messages can still be
read where we ask for them; nothing of theirs reaches a handler of ours.
"""

from __future__ import annotations

import logging


def hush(*names: str) -> None:
    """Cut these loggers, and those below them, off from every handler but their own."""
    for name in names:
        logger = logging.getLogger(name)
        logger.propagate = False
        if not logger.handlers:
            logger.addHandler(logging.NullHandler())


def silent_logger() -> logging.Logger:
    """Give a logger that writes nothing, for a library that takes one."""
    logger = logging.getLogger("monitor.channels.silent")
    logger.setLevel(logging.CRITICAL + 1)
    return logger
