"""The stage on which the daemon is shown: press, mailbox and settings, set up around it and taken down after it."""

from __future__ import annotations

from contextlib import AsyncExitStack
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Self

from monitor.demo.loopback import free_port
from monitor.demo.mailbox import Mailbox
from monitor.demo.press import Press, sample_outlets
from monitor.demo.server import PressServer
from monitor.demo.settings import Ports, write_settings

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from email.message import EmailMessage
    from pathlib import Path
    from types import TracebackType

TIME_TO_TELL = timedelta(seconds=8)  # for the last article to be polled, matched and mailed


def wall_clock() -> datetime:
    """Tell the time, in UTC."""
    return datetime.now(UTC)


class Demo:
    """The stage, set between `async with` and its end. The daemon runs over `folder` as over any settings.

    The script begins when the stage is set. Mails lie in `folder/mail`; `on_mail` is called for each, in the event loop.
    """

    def __init__(
        self,
        folder: Path,
        on_mail: Callable[[EmailMessage], None] | None = None,
        clock: Callable[[], datetime] = wall_clock,
    ) -> None:
        self.folder = folder
        self.mailbox = Mailbox(folder / "mail", on_mail)
        self.press = Press(sample_outlets(), clock())
        self.server = PressServer(self.press, clock)
        self._clock = clock
        self._open = AsyncExitStack()

    async def __aenter__(self) -> Self:
        self.press.started_at = self._clock()
        async with AsyncExitStack() as opening:
            await opening.enter_async_context(self.server)
            await opening.enter_async_context(self.mailbox)
            ports = Ports(smtp=self.mailbox.port, console=free_port())
            write_settings(self.folder, self.press.outlets, self.feeds, ports)
            self._open = opening.pop_all()
        return self

    async def __aexit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        await self._open.aclose()

    @property
    def feeds(self) -> Mapping[str, str]:
        """The address of each feed, by the outlet's key."""
        return self.server.feeds

    @property
    def last_scripted_at(self) -> datetime:
        """When the last scripted article appears; it is one that somebody is told of."""
        return self.press.last_article_at

    @property
    def ends_at(self) -> datetime:
        """By when the last scripted article has been told, if all goes well."""
        return self.last_scripted_at + TIME_TO_TELL

    @property
    def lasts_s(self) -> int:
        """For how many seconds new articles appear."""
        return round((self.last_scripted_at - self.press.started_at).total_seconds())
