"""Send to any other service through Apprise, as well as it can: it keeps no key and returns no id.

One target, one fresh object a message (its objects keep counters that are not safe to share), the body's format declared, no
retry of its own. It runs in a daemon thread: a service that hangs must not hold up the end of the program.
"""

from __future__ import annotations

import asyncio
import concurrent.futures
import logging
import re
import threading
from typing import TYPE_CHECKING

import apprise
from apprise.common import NotifyFormat
from apprise.result import AppriseResultStatus

from monitor.alerts.shortening import shortened
from monitor.channels.apprise_url import open_plugin, scheme_of, without_parts
from monitor.channels.inert import inert, one_line
from monitor.channels.sender import ANSWER_S, CONNECT_S
from monitor.channels.url_account import AddressError
from monitor.errors import AccountFault, Rejected, Retry, Unknown
from monitor.model import Rendered, Sent

if TYPE_CHECKING:
    from collections.abc import Callable

    from apprise.plugins.base import NotifyBase

Outcome = tuple[AppriseResultStatus, str]
_UNAUTHORISED = re.compile(r"\berror=401\b")  # 160 of the 165 plugins that speak HTTP write its status so


class AppriseChannel:
    """Every service that Apprise knows and we have no sender for; the target is the whole URL."""

    def __init__(self, *, limit_s: float = CONNECT_S + 2 * ANSWER_S) -> None:
        self._limit_s = limit_s

    async def send(self, target: str, message: Rendered, key: str, thread: str | None = None) -> Sent:
        """Send one message; `ref` is our own key, for the service's id is not told."""
        del thread
        try:
            scheme = scheme_of(target)
            async with asyncio.timeout(self._limit_s):
                status, reason = await _in_daemon_thread(lambda: notify(target, message))
        except AddressError as error:
            raise Rejected(str(error)) from None
        except TimeoutError:
            raise Unknown(f"{scheme}:// did not answer in {self._limit_s:.0f} s; the message may yet arrive") from None
        if status is AppriseResultStatus.SUCCESS:
            return Sent(key)
        if status is AppriseResultStatus.FAILURE:
            said = f"{scheme}:// did not take the message: {reason or 'Apprise does not say why'}"
            raise AccountFault(f"{said}; mend the password or token in the address") if _UNAUTHORISED.search(reason) else Retry(said)
        if status is AppriseResultStatus.NOMATCH:
            raise Rejected(f"{scheme}:// address: Apprise finds no service behind it; compare it with https://appriseit.com/services/")
        raise Unknown(f"{scheme}:// did not say whether it took the message")

    async def check(self, target: str | None) -> str | None:
        """Read the address; Apprise has no way to try a service without sending."""
        try:
            if target is not None:
                open_plugin(target)
        except AddressError as error:
            return str(error)
        return None

    async def close(self) -> None:
        """Nothing is kept open."""


def notify(url: str, message: Rendered) -> Outcome:
    """Send with Apprise, blocking; give its verdict and its reason, without parts of the URL.

    Raises:
        AddressError: it is no address.
    """
    service, plugin, title = apprise.Apprise(), open_plugin(url), one_line(message.subject)
    service.add(plugin)
    body = inert(message.text) or title
    result = service.notify(
        body=body if len(body) <= (room := _room(plugin, title)) else shortened(body, room),
        title=title,
        body_format=NotifyFormat.TEXT,
        log_level=logging.WARNING,
    )
    said = [entry.message for entry in result.logs()]
    return result.status, without_parts(said[-1], url) if said else ""


def _room(plugin: NotifyBase, title: str) -> int:
    """Tell how many characters of text a service takes: Apprise would cut what is beyond, and with it the link."""
    beside = plugin.title_maxlen if plugin.overflow_amalgamate_title else 0
    return max(plugin.body_maxlen - max(beside, len(title) + 2), 0)


def _in_daemon_thread(call: Callable[[], Outcome]) -> asyncio.Future[Outcome]:
    promise: concurrent.futures.Future[Outcome] = concurrent.futures.Future()
    promise.set_running_or_notify_cancel()

    def run() -> None:
        try:
            promise.set_result(call())
        except BaseException as error:  # noqa: BLE001 handed over to the waiting side, which raises it
            promise.set_exception(error)

    threading.Thread(target=run, name="apprise", daemon=True).start()
    return asyncio.wrap_future(promise)
