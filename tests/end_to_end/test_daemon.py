"""The daemon as a process: it starts, hears, reloads, refuses with words, and ends in time."""

from __future__ import annotations

import asyncio
import socket
import time
from typing import TYPE_CHECKING

import pytest

from tests.daemon.house import House, entry, house
from tests.end_to_end.daemon_process import Daemon, command

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

HANGS_AFTER_S = 120
QUICK = "polling: {fastest: 1s, slowest: 1s}\n"


@pytest.fixture
async def home(tmp_path: Path) -> AsyncIterator[House]:
    async with house(tmp_path) as made:
        made.write("tocsin.yaml", QUICK + (made.folder / "tocsin.yaml").read_text(encoding="utf-8"))
        yield made


async def letters(home: House, count: int) -> None:
    async with asyncio.timeout(20):
        while len(alerts(home)) < count:  # noqa: ASYNC110 another process's mail
            await asyncio.sleep(0.05)


def alerts(home: House) -> list[str]:
    return [subject for subject in home.subjects() if "Headline" in subject]


async def test_it_tells_reloads_on_a_changed_file_and_on_a_signal_and_ends_within_five_seconds(home: House) -> None:
    daemon = await Daemon.start(home.folder)
    await daemon.says("poll.done")
    home.press["wire"].say(entry(1, "Baykar opened an office."))
    await letters(home, 1)
    home.write("watchlists/places.yaml", "watchlist: Places\ntell: [legal]\nwatches:\n  - entity: Norvik\n")
    await daemon.says("settings.live")
    home.press["wire"].say(entry(2, "Norvik hosts a fair."))
    await letters(home, 2)
    home.write("watchlists/places.yaml", "watchlist: Places\nwatches: [\n")
    await daemon.says("rejected=watchlists/places.yaml")
    began = time.monotonic()
    assert await daemon.end() == 0
    assert time.monotonic() - began < 5
    assert alerts(home) == ["Baykar: Headline number 1", "Norvik: Headline number 2"]


async def test_a_slow_server_does_not_keep_it_from_ending(home: House) -> None:
    asked = asyncio.Event()

    async def never(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        asked.set()
        await reader.read()
        writer.close()

    server = await asyncio.start_server(never, "127.0.0.1", 0)
    home.press["wire"].url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/"
    home.write_sources()
    general = (home.folder / "tocsin.yaml").read_text(encoding="utf-8")
    home.write("tocsin.yaml", general.replace("fetch: {", "fetch: {timeout: 30m, "))
    async with server:
        daemon = await Daemon.start(home.folder)
        async with asyncio.timeout(HANGS_AFTER_S):  # the server may take half an hour
            await asked.wait()
            assert await daemon.end() == 0


async def test_a_second_daemon_on_the_same_database_is_refused_with_the_first_ones_number(home: House) -> None:
    first = await Daemon.start(home.folder)
    await first.says("daemon.started")
    code, _, complaint = await command("run", "--config", home.folder)
    assert code == 1
    assert str(first.process.pid) in complaint
    assert "Traceback" not in complaint
    await first.end()


async def test_a_port_in_use_is_said_with_the_remedy(home: House) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        text = (home.folder / "tocsin.yaml").read_text(encoding="utf-8")
        home.write("tocsin.yaml", text.replace("127.0.0.1:0", f"127.0.0.1:{port}"))
        code, _, complaint = await command("run", "--config", home.folder)
    assert code == 1
    assert f"127.0.0.1:{port}" in complaint
    assert "console:" in complaint
    assert "Traceback" not in complaint


async def test_health_asks_the_running_daemon(home: House) -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    text = (home.folder / "tocsin.yaml").read_text(encoding="utf-8")
    home.write("tocsin.yaml", text.replace("127.0.0.1:0", f"127.0.0.1:{port}"))
    code, _, complaint = await command("health", "--config", home.folder)
    assert (code, "tocsin run" in complaint) == (1, True)
    daemon = await Daemon.start(home.folder)
    await daemon.says("daemon.started")
    code, out, _ = await command("health", "--json", "--config", home.folder)
    assert (code, '"ok"' in out) == (0, True)
    await daemon.end()


@pytest.mark.parametrize(
    ("file", "text", "code", "words"),
    [
        ("tocsin.yaml", 'database: "x\n', 78, "tocsin.yaml:"),
        ("tocsin.yaml", "database: mysql://x/y\ntimezone: UTC\n", 78, "no database that Tocsin uses"),
        ("tocsin.yaml", "database: sqlite:////proc/nowhere/tocsin.db\n", 1, "let the user that runs Tocsin write"),
    ],
)
async def test_settings_that_cannot_work_are_refused_with_words(home: House, file: str, text: str, code: int, words: str) -> None:
    home.write(file, text)
    home.write(
        "recipients.yaml", "desk: {to: ['json://127.0.0.1/x']}\nlegal: {to: ['json://127.0.0.1/x']}\nops: {to: ['json://127.0.0.1/x']}\n"
    )
    ended, _, complaint = await command("run", "--config", home.folder)
    assert words in complaint
    assert ended == code
    assert "Traceback" not in complaint


async def test_a_folder_that_is_not_there_is_wrong_usage(tmp_path: Path) -> None:
    code, _, complaint = await command("once", "--config", tmp_path / "nowhere")
    assert code == 2
    assert "tocsin init" in complaint


async def test_the_first_pass_says_what_it_did_and_why_nothing_was_told(home: House) -> None:
    home.press["wire"].say(*(entry(n, "WESCAM was named.") for n in range(5)))
    code, _, said = await command("once", "--config", home.folder)
    assert code == 0
    assert "5 items archived as the starting point, 0 alerts; the next poll is at" in said


async def test_a_pass_that_reads_nothing_ends_with_one_and_says_why(home: House) -> None:
    home.press["wire"].body = b"<!doctype html><html><body>Please sign in</body></html>"
    code, _, said = await command("once", "--config", home.folder)
    assert code == 1
    assert "HTML page" in said
    assert "Traceback" not in said


async def test_a_pass_whose_only_due_source_fails_is_no_alarm_while_another_is_well(tmp_path: Path) -> None:
    async with house(tmp_path, ("wire", "echo")) as home:
        await command("once", "--config", home.folder)
        home.press["echo"].status = 500
        lines = (home.folder / "sources.yaml").read_text(encoding="utf-8")
        home.write("sources.yaml", lines.replace("/rss", "/moved", 2).replace("/moved", "/rss", 1))  # an edited address is due at once
        code, _, said = await command("once", "--config", home.folder)
    assert "500" in said
    assert code == 0


async def test_a_restart_with_a_broken_tocsin_yaml_runs_on_its_stored_revision(home: House) -> None:
    code, _, _ = await command("once", "--config", home.folder)
    assert code == 0
    text = (home.folder / "tocsin.yaml").read_text(encoding="utf-8")
    home.write("tocsin.yaml", text + "nonsense: [1, 2\n")
    home.press["wire"].say(entry(1, "Baykar opened an office."))
    code, _, said = await command("once", "--all", "--config", home.folder)
    assert code == 0
    assert "tocsin.yaml was not accepted" in said
