"""A server is down for an hour: everything arrives, once, and in order, on every channel; the operator hears of it another way."""

from __future__ import annotations

from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from monitor.model import DeliveryState
from monitor.store import accounts, conditions
from tests.channels.matrix_server import TOKEN as MATRIX_TOKEN
from tests.channels.matrix_server import matrix_server
from tests.channels.slack_server import TOKEN as SLACK_TOKEN
from tests.channels.slack_server import slack_server
from tests.channels.smtp_server import Mailbox, mail_server
from tests.daemon.post_office import Gate, PostOffice, gate, post_office

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable
    from pathlib import Path

    from monitor.model import MessageId

THREADS, REPLIES = 6, 4
TITLES = [f"thread {thread} part {part}" for part in range(REPLIES + 1) for thread in range(THREADS)]


@dataclass(slots=True)
class Town:
    """An office with one channel behind a gate, and the operator's mailbox beside it."""

    office: PostOffice
    gate: Gate
    address: str
    account: str
    read_back: Callable[[], list[str]]
    to_operator: Mailbox
    faults: list[str]

    def put_threads(self) -> None:
        """Put thirty letters into the outbox: a first and four replies of six threads, a minute apart in turns."""
        firsts: dict[int, MessageId] = {}
        for part in range(REPLIES + 1):
            for thread in range(THREADS):
                made = self.office.put(self.address, f"thread {thread} part {part}", replies_to=firsts.get(thread))
                firsts.setdefault(thread, made)


def title_in(text: str) -> str:
    return next(title for title in TITLES if title in text)


@asynccontextmanager
async def town(folder: Path, kind: str) -> AsyncIterator[Town]:
    async with mail_server() as own, mail_server() as mailbox:
        slack, workspace = await slack_server()
        matrix, scripted = await matrix_server()
        behind = {"mail": mailbox.port, "slack": slack.port, "matrix": matrix.port}[kind]
        assert behind is not None
        async with gate(behind) as made:
            account = {
                "mail": f"  mail: {{smtp: 127.0.0.1, port: {made.port}, tls: none, from: a@example.org}}\n",
                "slack": f"  slack: {{token: {SLACK_TOKEN}, api: 'http://127.0.0.1:{made.port}/api'}}\n",
                "matrix": f"  matrix: {{homeserver: 'http://127.0.0.1:{made.port}', user: tocsin, token: {MATRIX_TOKEN}}}\n",
            }[kind]
            other = f"  other: {{smtp: 127.0.0.1, port: {own.port}, tls: none, from: a@example.org}}\n"
            address = {"mail": "mail/desk@example.org", "slack": "slack/arms-exports", "matrix": "matrix/!room:test"}[kind]
            people = f"desk: {{to: ['{address}']}}\nops: {{to: ['{address}', other/ops@example.org]}}\n"
            read_back = {
                "mail": lambda: [str(letter.message["Subject"]) for letter in mailbox.letters],
                "slack": lambda: [str(post["text"]) for post in workspace.posts],
                "matrix": lambda: [str(event["body"]) for event in scripted.events.values()],
            }[kind]
            async with post_office(folder, account + other, people) as office:
                yield Town(office, made, address, kind, read_back, own, workspace.faults)
        await slack.close()
        await matrix.close()


@pytest.mark.parametrize("kind", ["mail", "slack", "matrix"])
async def test_a_server_down_for_an_hour_costs_nothing_not_even_the_order(tmp_path: Path, kind: str) -> None:
    async with town(tmp_path, kind) as here:
        await here.gate.shut()
        here.put_threads()
        await here.office.work(60)
        assert here.read_back() == []
        assert {row.state for row in here.office.rows() if "thread" in row.subject} == {DeliveryState.DUE}
        await here.gate.open()
        await here.office.work(20)
        arrived = [title_in(text) for text in here.read_back() if "thread" in text]
        assert arrived == TITLES
        assert {row.state for row in here.office.rows()} == {DeliveryState.SENT}


async def test_the_operator_hears_after_ten_minutes_over_another_account_and_when_it_is_over(tmp_path: Path) -> None:
    async with town(tmp_path, "slack") as here:
        await here.gate.shut()
        here.put_threads()
        await here.office.work(9)
        assert here.to_operator.letters == []
        await here.office.work(20)
        (letter,) = here.to_operator.letters
        assert "account slack has not been reachable since Wed 25 Nov, 12:00" in str(letter.message["Subject"])
        assert "30 messages wait for it" in letter.part("plain")
        await here.gate.open()
        await here.office.work(30)
        assert "account slack works again" in str(here.to_operator.letters[-1].message["Subject"])
        with here.office.database.read() as connection:
            assert (conditions.open_now(connection), accounts.failing(connection)) == ([], [])
        assert not any("not been reachable" in text for text in here.read_back())


async def test_four_days_without_a_server_are_no_try_of_a_letter_and_kill_none(tmp_path: Path) -> None:
    async with town(tmp_path, "mail") as here:
        await here.gate.shut()
        here.put_threads()
        await here.office.work(4 * 8, timedelta(hours=3))
        letters = [row for row in here.office.rows() if "thread" in row.subject]
        assert {(row.state, row.attempts) for row in letters} == {(DeliveryState.DUE, 0)}
        await here.gate.open()
        await here.office.work(2, timedelta(hours=1))
        assert len([text for text in here.read_back() if "thread" in text]) == len(TITLES)


async def test_a_server_that_puts_letters_off_for_an_hour_turns_nothing_round(tmp_path: Path) -> None:
    async with town(tmp_path, "slack") as here:
        here.faults.extend(["503"] * 1000)
        here.put_threads()
        await here.office.work(60)
        here.faults.clear()
        await here.office.work(5 * 60)
        assert [title_in(text) for text in here.read_back()] == TITLES


async def test_a_letter_that_is_put_off_again_and_again_holds_up_no_other_thread_for_long(tmp_path: Path) -> None:
    async with town(tmp_path, "slack") as here:
        first = here.office.put(here.address, "thread 0 part 0")
        here.faults.extend(["503"] * 3)
        await here.office.work(2)
        here.office.put(here.address, "thread 0 part 1", replies_to=first)
        here.office.put(here.address, "thread 1 part 0")
        await here.office.work(2)
        assert [title_in(text) for text in here.read_back()] == ["thread 1 part 0"]
        await here.office.work(30)
        assert [title_in(text) for text in here.read_back()] == ["thread 1 part 0", "thread 0 part 0", "thread 0 part 1"]
