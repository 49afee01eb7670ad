"""The stage on which the daemon is shown: press, mailbox and settings, set up around it and taken down after it."""

from __future__ import annotations

from contextlib import AsyncExitStack
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Self

from monitor.demo.chamber import ParliamentServer
from monitor.demo.loopback import free_port
from monitor.demo.mailbox import Mailbox
from monitor.demo.press import Press, sample_outlets
from monitor.demo.server import PressServer
from monitor.demo.settings import Ports, Sites, write_settings
from monitor.demo.sittings import Parliament, sample_houses, sample_questions

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from email.message import EmailMessage
    from pathlib import Path
    from types import TracebackType

TIME_TO_TELL = timedelta(seconds=8)  # for the last article to be polled, matched and mailed
TIME_TO_FIND = timedelta(seconds=6)  # for what stands there at the start to be polled and matched
TIME_TO_SEND = timedelta(seconds=2)  # for what is due to be mailed
LONGEST = timedelta(seconds=58)  # what is due later is not waited for


def first_minute(moment: datetime) -> datetime:
    """Find the first full minute at or after a moment: times of sending are given in minutes."""
    full = moment.replace(second=0, microsecond=0)
    return full if full == moment else full + timedelta(minutes=1)


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
        self.parliament = Parliament(sample_houses(), sample_questions(), self.press.started_at)
        self.chamber = ParliamentServer(self.parliament, clock)
        self._clock = clock
        self._open = AsyncExitStack()

    async def __aenter__(self) -> Self:
        self.press.started_at = self.parliament.started_at = self._clock()
        async with AsyncExitStack() as opening:
            await opening.enter_async_context(self.server)
            await opening.enter_async_context(self.chamber)
            await opening.enter_async_context(self.mailbox)
            ports = Ports(smtp=self.mailbox.port, console=free_port())
            write_settings(self.folder, self.press.outlets, Sites(self.feeds, self.chamber.homes), ports, self.guesses_at)
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
        """When the last scripted article appears, or the last change of a record; it is one that somebody is told of."""
        return max(self.press.last_article_at, self.parliament.last_change_at)

    @property
    def guesses_at(self) -> datetime:
        """When the possible mentions among what stood there at the start are told, in one message."""
        return first_minute(self.press.started_at + TIME_TO_FIND)

    @property
    def ends_at(self) -> datetime:
        """By when the last scripted article has been told, if all goes well, and the possible mentions if their minute comes in time."""
        told_at, guessed_at = self.last_scripted_at + TIME_TO_TELL, self.guesses_at + TIME_TO_SEND
        return max(told_at, guessed_at) if guessed_at <= self.press.started_at + LONGEST else told_at

    @property
    def lasts_s(self) -> int:
        """For how many seconds new articles appear."""
        return round((self.last_scripted_at - self.press.started_at).total_seconds())
