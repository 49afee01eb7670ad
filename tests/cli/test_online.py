from __future__ import annotations

import asyncio
import socket
import sys
from typing import TYPE_CHECKING

from monitor.cli.online import check_online
from monitor.settings.load import load
from tests.cli.command import Terminal, run_beside
from tests.daemon.house import House, entry

if TYPE_CHECKING:
    import pytest


async def test_good_accounts_and_feeds_are_found_good_and_nothing_is_sent(home: House) -> None:
    home.press["wire"].say(entry(1))
    told = await run_beside("check", "--online")
    assert (told.code, told.out.splitlines()[-1]) == (0, "1 warning. The settings can be used.")
    assert "the operator hears by 'mail' alone" in told.out
    assert (home.mailbox.connections, home.letters, len(home.press["wire"].requests)) == (1, [], 1)
    assert "desk@example.org" in home.press["wire"].requests[0]["User-Agent"]


async def test_a_mail_server_that_refuses_is_an_error_at_its_place(home: House) -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    text = (home.folder / "tocsin.yaml").read_text(encoding="utf-8")
    home.write("tocsin.yaml", text.replace(f"port: {home.mailbox.port}", f"port: {port}"))
    told = await run_beside("check", "--online", "--json")
    (record,) = told.records
    (problem,) = [each for each in record["problems"] if each["severity"] == "error"]
    line = (home.folder / "tocsin.yaml").read_text(encoding="utf-8").splitlines()[problem["line"] - 1]
    assert told.code == 78
    assert line[problem["column"] - 1 :].startswith("mail: {")
    assert f"sender mail: 127.0.0.1:{port} cannot be used" in problem["what"]


async def test_feeds_that_are_not_there_or_are_pages_are_warnings_at_their_place(town: House) -> None:
    town.press["wire"].status = 404
    town.press["echo"].body = b"<!doctype html><html><body>Sign in</body></html>"
    told = await run_beside("check", "--online", "--json")
    problems = {each["line"]: each for each in told.records[0]["problems"]}
    lines = (town.folder / "sources.yaml").read_text(encoding="utf-8").splitlines()
    assert told.code == 0
    for line, name, words in ((2, "wire", "the server answers 404"), (3, "echo", "HTML page")):
        assert problems[line]["severity"] == "warning"
        assert words in problems[line]["what"]
        assert lines[line - 1][problems[line]["column"] - 1 :].startswith(town.press[name].url)


async def test_an_address_whose_secret_is_missing_and_a_dead_account_are_told_once_each(home: House) -> None:
    home.write("recipients.yaml", "desk: {to: ['jsons://${env:NOT_SET_HERE}@127.0.0.1/x']}\nlegal: {to: [l@e.org]}\nops: {to: [o@e.org]}\n")
    told = await run_beside("check", "--online")
    assert "${env:NOT_SET_HERE} is not set" in told.out
    assert told.code == 78


async def test_what_stands_in_no_file_has_no_place_and_progress_is_shown(home: House, monkeypatch: pytest.MonkeyPatch) -> None:
    home.press["wire"].status = 503
    loaded = load(home.folder)
    seen = Terminal()
    monkeypatch.setattr(sys, "stderr", seen)

    def check() -> list[str]:
        return [str(problem) for problem in check_online(type(loaded)(loaded.settings, (), (), ()))]

    (problem,) = await asyncio.to_thread(check)
    assert problem.startswith(f"sources.yaml: {home.press['wire'].url}: the server answers 503")
    assert "1 of 1 feeds read" in seen.getvalue()
