"""Messages in a recipient's own templates; where these fail, in ours, and the operator hears of it once: no alert is lost for its looks."""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import TYPE_CHECKING

from monitor.alerts.notice import Notice
from monitor.alerts.render import render_told
from monitor.alerts.template_files import TemplateFault, TemplateLate
from monitor.daemon import conditions
from monitor.daemon.events import warn
from monitor.model import digest
from monitor.settings.template_process import Job, fill_in
from monitor.settings.templates import FOLDER
from monitor.store import conditions as condition_rows

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import datetime

    from sqlalchemy import Connection

    from monitor.alerts.parts import Form, MessagePart
    from monitor.alerts.recipient import Recipient
    from monitor.alerts.render import Templates
    from monitor.daemon.live import Live
    from monitor.daemon.writer import Writer
    from monitor.model import Rendered

FAILING = "template.failing/"  # a condition for each folder of templates
RESTS = timedelta(hours=1)  # it may have been the machine that was late
AT_ONCE = 2  # messages: each starts a Python of its own, and a morning may bring a thousand


class OwnWords:
    """Writes messages in the templates that their recipients want, else in ours."""

    def __init__(self, ours: Templates, writer: Writer, clock: Callable[[], datetime]) -> None:
        self._ours = ours
        self._writer = writer
        self._clock = clock
        self._late: dict[bytes, datetime] = {}  # when templates of a version were not done in time: letters must not wait for each try
        self._fillers = ThreadPoolExecutor(AT_ONCE, "own-words")  # of their own, so that nothing else waits for them

    async def render(self, recipient: Recipient, told: MessagePart | Notice, form: Form, live: Live) -> Rendered:
        """Render a message, or a notice; templates that fail are told to the operator, and the message goes out in ours."""
        name = recipient.templates
        own = live.settings.templates.get(name) if name is not None else None
        if name is None or not own:
            return render_told(told, form, recipient.zone, self._ours)
        try:
            return await asyncio.get_running_loop().run_in_executor(self._fillers, self._fill, Job(told, form, recipient.zone), own)
        except TemplateFault as fault:
            place = f"{FOLDER}/{name}/{fault.file}" + (f":{fault.line}" if fault.line else "")
            reason = f"{place}: {fault}"
            warn("template.failed", to=recipient.key, reason=reason)
            await self._writer.run(lambda connection: _report(connection, live, name, reason, self._clock()))
            return render_told(told, form, recipient.zone, self._ours)

    def _fill(self, job: Job, own: Mapping[str, str]) -> Rendered:
        """Fill a message into templates; into those that were late, no other for a while as long as they stay as they are."""
        version = _version(own)
        last = self._late.get(version)
        if last is not None and self._clock() - last < RESTS:
            raise TemplateFault(min(own), 0, "it was late before, so it is tried again in an hour, or when templates change")
        try:
            return fill_in(job, own)
        except TemplateLate:
            self._late[version] = self._clock()
            raise

    def close(self) -> None:
        """Let go of the threads; what they are filling in ends by itself within its time."""
        self._fillers.shutdown(wait=False)


def settle_changed(connection: Connection, live: Live, now: datetime) -> None:
    """End what was said of templates that were changed since, or that nobody uses any more: what comes next is another matter."""
    used = {recipient.templates for recipient in live.settings.recipients.values()}
    for row in condition_rows.open_now(connection):
        name = row.key.removeprefix(FAILING)
        if name != row.key and (name not in used or row.subject != _title(live, name)):
            condition_rows.close(connection, row.key, now)


def _report(connection: Connection, live: Live, name: str, reason: str, now: datetime) -> None:
    """Tell the operator once of each version of the templates."""
    title = _title(live, name)
    if not condition_rows.open_(connection, f"{FAILING}{name}", title, now):
        return
    notice = Notice(
        title,
        (
            reason,
            "No message is lost: what cannot be written with these templates is written with those that come with Tocsin.",
            "`tocsin check` tries them with sample messages; `tocsin preview` shows what they make of a message of yours.",
        ),
    )
    conditions.tell_operator(connection, live, notice, now)


def _title(live: Live, name: str) -> str:
    version = _version(live.settings.templates.get(name, {})).hex()[:6]
    return f"The templates in {FOLDER}/{name} (version {version}) fail; messages go out in Tocsin's own"


def _version(own: Mapping[str, str]) -> bytes:
    return digest(*(text for pair in sorted(own.items()) for text in pair))
