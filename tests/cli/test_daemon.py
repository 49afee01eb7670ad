from __future__ import annotations

import asyncio
import os
import signal
import socket
import threading
import time
import urllib.request
from contextlib import asynccontextmanager
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from aiohttp import web

from monitor.cli.daemon import count_sources
from monitor.daemon.ingest import Report
from tests.cli.command import run_beside, tocsin
from tests.daemon.house import House, entry

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path


@pytest.fixture(autouse=True)
def no_gap(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let one pass follow another at once; the second between two requests to a host is the daemon's own test."""
    monkeypatch.setattr("monitor.daemon.ingest.HOST_GAP", timedelta(0))


def listen_on(home: House, port: int, host: str = "127.0.0.1") -> None:
    text = (home.folder / "tocsin.yaml").read_text(encoding="utf-8")
    home.write("tocsin.yaml", text.replace("'127.0.0.1:0'", f"'{host}:{port}'"))


@asynccontextmanager
async def answering(home: House, body: str, status: int = 200, host: str = "127.0.0.1") -> AsyncIterator[None]:
    """Answer for the daemon at the console's address."""

    async def answer(_: web.Request) -> web.Response:
        return web.Response(text=body, status=status)

    application = web.Application()
    application.router.add_get("/healthz", answer)
    runner = web.AppRunner(application, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    listen_on(home, runner.addresses[0][1], host)
    yield
    await runner.cleanup()


async def test_the_first_pass_says_that_silence_is_meant(home: House) -> None:
    home.press["wire"].say(entry(1, "Baykar was named."), entry(2))
    told = await run_beside("once")
    assert told.code == 0
    assert "2 items archived as the starting point, 0 alerts; the next poll is at" in told.complaints
    assert "poll.done source=wire" in told.complaints


async def test_a_pass_is_counted_for_machines(town: House) -> None:
    await run_beside("once")
    town.press["wire"].say(entry(1, "Baykar was named."))
    town.press["echo"].status = 500
    told = await run_beside("once", "--all", "--json")
    (record,) = told.records
    assert told.code == 0
    assert {name: record[name] for name in ("polled", "read", "items", "archived", "hits", "messages", "sent", "not_sent", "rejected")} == {
        "polled": 2,
        "read": 1,
        "items": 1,
        "archived": 0,
        "hits": 1,
        "messages": 1,
        "sent": 1,
        "not_sent": 0,
        "rejected": [],
    }
    assert "500" in record["failed"]["echo"]
    assert town.subjects() == ["Baykar: Headline number 1"]


async def test_on_a_terminal_a_pass_counts_on_one_line_and_sums_up_in_words(home: House) -> None:
    await run_beside("once")
    home.write("recipients.yaml", "desk: {to: [perm550@example.org]}\nlegal: {to: [l@example.org]}\nops: {to: [ops@example.org]}\n")
    home.write("watchlists/bad.yaml", "watches: [\n")
    home.press["wire"].say(entry(1, "Baykar was named."))
    nothing_due = await run_beside("once", on_terminal=True)
    told = await run_beside("once", "--all", on_terminal=True)
    assert "No source was due; the next poll is at" in nothing_due.complaints
    assert "\r\x1b[K1 polled, last wire\r\x1b[K" in told.complaints
    assert "1 source polled: 1 new item, 1 new message, " in told.complaints
    assert "1 message could not be sent; why: tocsin deliveries" in told.complaints
    assert "watchlists/bad.yaml was not accepted" in told.complaints
    assert "WARNING" not in told.complaints


async def test_a_pass_that_reads_nothing_says_why_once_and_ends_with_1(home: House) -> None:
    home.press["wire"].body = b"<!doctype html><html><body>Sign in</body></html>"
    told = await run_beside("once", on_terminal=True)
    assert (told.code, told.complaints.count("HTML page")) == (1, 1)
    assert told.complaints.endswith("nothing could be read: every source failed\n")
    piped = await run_beside("once", "--all")
    assert (piped.code, piped.complaints.count("HTML page")) == (1, 1)


async def test_a_pass_without_an_enabled_source_says_so(home: House) -> None:
    home.write("sources.yaml", f"feeds: [{{url: '{home.press['wire'].url}', enabled: false}}]\n")
    told = await run_beside("once")
    assert (told.code, "no source is enabled" in told.complaints) == (0, True)


async def test_a_restart_takes_the_last_good_version_of_a_broken_file(home: House) -> None:
    await run_beside("once")
    home.write("recipients.yaml", "desk: {to: [\n")
    home.press["wire"].say(entry(1, "Baykar was named."))
    told = await run_beside("once", "--all", "--json")
    assert (told.code, told.records[0]["rejected"], told.records[0]["sent"] >= 1) == (0, ["recipients.yaml"], True)


def test_the_daemon_runs_says_where_its_console_is_and_ends_when_told(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        address = f"127.0.0.1:{free.getsockname()[1]}"
    (tmp_path / "tocsin.yaml").write_text(f"database: sqlite:///tocsin.db\ntimezone: UTC\nconsole: {{listen: '{address}'}}\n")
    (tmp_path / "recipients.yaml").write_text("desk: {to: ['json://127.0.0.1/x']}\n")
    healthy: list[str] = []

    def end_when_it_answers() -> None:
        for _ in range(200):
            time.sleep(0.02)
            try:
                with urllib.request.urlopen(f"http://{address}/healthz", timeout=1) as answer:
                    healthy.append(answer.read().decode())
                break
            except OSError:
                continue
        os.kill(os.getpid(), signal.SIGTERM)

    ending = threading.Thread(target=end_when_it_answers)
    before = signal.signal(signal.SIGTERM, lambda *_: None)
    try:
        ending.start()
        told = tocsin("run", "--config", tmp_path)
        ending.join()
    finally:
        signal.signal(signal.SIGTERM, before)
    assert (told.code, healthy) == (0, ['{"status":"ok","problems":[]}'])
    assert f"console.open url=http://{address}/" in told.complaints
    assert "daemon.stopped" in told.complaints


def test_a_port_in_use_keeps_the_daemon_from_starting_and_makes_no_database(home: House) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        listen_on(home, taken.getsockname()[1])
        told = tocsin("run")
    assert (told.code, "the console cannot listen on 127.0.0.1:" in told.complaints) == (1, True)
    assert not (home.folder.parent / "var").exists()


async def test_health_of_a_daemon_that_is_well(home: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:9")
    async with answering(home, '{"status": "ok", "problems": []}'):
        well = await run_beside("health")
        record = await run_beside("health", "--json")
    assert (well.code, well.complaints) == (0, "well: the daemon ticks, the database can be written\n")
    assert record.records == [{"status": "ok", "problems": []}]


async def test_a_daemon_that_listens_everywhere_is_asked_here(home: House) -> None:
    async with answering(home, '{"status": "ok"}', host="0.0.0.0"):
        assert (await run_beside("health")).code == 0


async def test_health_of_a_daemon_that_is_not_well(home: House) -> None:
    async with answering(home, '{"status": "failing", "problems": ["no tick for 90 s", "the disk is full"]}', 503):
        told = await run_beside("health", "--json")
    assert (told.code, told.complaints) == (1, "not well: no tick for 90 s; the disk is full\n")
    assert told.records[0]["status"] == "failing"


async def test_health_is_not_taken_from_a_stranger(home: House) -> None:
    for body, status in (("<html>Not found</html>", 404), ("[]", 200), ('"ok"', 200), ("", 502)):
        async with answering(home, body, status):
            told = await run_beside("health")
        assert (told.code, "something else than Tocsin answers" in told.complaints) == (1, True)
        home.write(
            "tocsin.yaml", (home.folder / "tocsin.yaml").read_text(encoding="utf-8").replace(told.words.split("/")[2], "127.0.0.1:0")
        )


async def test_health_of_no_daemon_and_of_one_whose_port_nobody_knows(home: House) -> None:
    unknown = tocsin("health")
    assert (unknown.code, "port 0" in unknown.complaints) == (1, True)
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    listen_on(home, port)
    none = tocsin("health")
    assert none.complaints == f"no daemon answers at http://127.0.0.1:{port}/healthz (Connection refused); start it with: tocsin run\n"


async def test_health_of_one_that_speaks_no_http(home: House) -> None:
    async def mumble(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"220 mail.example ESMTP\r\n")
        writer.close()

    server = await asyncio.start_server(mumble, "127.0.0.1", 0)
    listen_on(home, server.sockets[0].getsockname()[1])
    told = await run_beside("health")
    server.close()
    assert (told.code, "no daemon answers at" in told.complaints) == (1, True)


def test_a_parliament_that_is_polled_document_by_document_counts_as_one_source() -> None:
    reports = [Report("ca-hansard", new=12), Report("ca-hansard", "unchanged"), Report("wire", error="500")]
    assert count_sources(reports) == 2
