"""The operator hears of a record: a short document, weeks without anything new, and that it is over."""

from __future__ import annotations

from contextlib import asynccontextmanager
from datetime import date, timedelta
from typing import TYPE_CHECKING

from aiohttp import web

from monitor.store import conditions

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from monitor.daemon.works import Works
    from tests.daemon.house import House

DAY = timedelta(days=1)
ENTRY = """\
parliaments:
  - record: xml-api
    name: Assembly
    discover: {{kind: date_walk, url: "{url}/{{date}}.xml"}}
    records: [speech]
    context:
      day: {{at: sitting, get: "@date"}}
    fields: {{native_id: "@id", text: ".", kind: speech, date: $day}}
    expect: {{records: 2, quiet: 10d}}
    revisit: 2d
    published_interface: true
    {more}
"""


class Assembly:
    """A server with a document for each day with a sitting."""

    def __init__(self) -> None:
        self.days: dict[str, str] = {}

    def sits(self, day: date, *speeches: str) -> None:
        said = "".join(f"<speech id='{day}/{n}'>{text}</speech>" for n, text in enumerate(speeches))
        self.days[day.isoformat()] = f"<sitting date='{day}'>{said}</sitting>"

    async def answer(self, request: web.Request) -> web.Response:
        body = self.days.get(request.match_info["day"])
        return web.Response(text=body, content_type="text/xml") if body else web.Response(status=404)


@asynccontextmanager
async def served(home: House, more: str = "") -> AsyncIterator[Assembly]:
    assembly = Assembly()
    app = web.Application()
    app.router.add_get("/{day}.xml", assembly.answer)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    home.write("sources.yaml", ENTRY.format(url=f"http://127.0.0.1:{runner.addresses[0][1]}", more=more))
    yield assembly
    await runner.cleanup()


def open_conditions(works: Works) -> list[str]:
    with works.database.read() as connection:
        return [each.key.partition("/")[0] for each in conditions.open_now(connection)]


def told(home: House) -> str:
    return " ".join(" ".join(letter.part("plain").split()) for letter in home.to("ops"))


async def test_a_short_document_is_told_and_is_over_when_it_is_whole(home: House) -> None:
    async with served(home) as assembly:
        today = home.now.date()
        assembly.sits(today, "Order.")
        async with home.works() as works:
            await home.poll(works)
            assert open_conditions(works) == ["source.faulty"]
            await home.poll(works)
            assert "1 item is in it, where at least 2 are expected of a day with a sitting" in told(home)
            assembly.sits(today, "Order.", "I rise to speak.")
            await home.poll(works, DAY)
            assert open_conditions(works) == []


async def test_silence_is_told_after_the_agreed_time_and_is_over_with_the_next_sitting(home: House) -> None:
    async with served(home) as assembly:
        assembly.sits(home.now.date(), "Order.", "I rise to speak.")
        async with home.works() as works:
            await home.poll(works)
            await home.poll(works, 9 * DAY)
            assert open_conditions(works) == []
            await home.poll(works, 3 * DAY)
            assert open_conditions(works) == ["source.silent"]
            await home.poll(works)
            assert "assembly has brought nothing new since 22 Nov 2026" in told(home)
            assembly.sits((home.now + DAY).date(), "Order.", "I rise again.")
            await home.poll(works, DAY)
            assert open_conditions(works) == []


async def test_a_recess_that_the_settings_name_is_no_silence(home: House) -> None:
    async with served(home, "recess: 2026-11-23..2026-12-31") as assembly:
        assembly.sits(home.now.date(), "Order.", "I rise to speak.")
        async with home.works() as works:
            await home.poll(works)
            await home.poll(works, 20 * DAY)
            assert open_conditions(works) == []


async def test_a_record_that_never_brought_anything_is_told_as_such(home: House) -> None:
    async with served(home):
        async with home.works() as works:
            await home.poll(works)
            await home.poll(works, 11 * DAY)
            await home.poll(works)
        assert "assembly has never brought anything" in told(home)
