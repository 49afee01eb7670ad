"""Every answer gets its fate through the outbox: what is the letter's, the address's and the account's own is told apart."""

from __future__ import annotations

import asyncio
import logging
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from monitor.daemon import accounts as rests
from monitor.model import DeliveryState
from monitor.store import accounts, addresses, conditions, deliveries
from tests.channels.matrix_server import TOKEN as MATRIX_TOKEN
from tests.channels.matrix_server import Scripted, matrix_server
from tests.channels.slack_server import TOKEN as SLACK_TOKEN
from tests.channels.slack_server import Workspace, slack_server
from tests.channels.smtp_server import PASSWORD, USER, Mailbox, mail_server
from tests.daemon.post_office import START, PostOffice, post_office

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

    from monitor.store.deliveries import Posted

DUE, SENT, HELD, REJECTED = DeliveryState.DUE, DeliveryState.SENT, DeliveryState.HELD, DeliveryState.REJECTED
PEOPLE = """\
desk:
  to: [desk@example.org, perm550@example.org, temp451@example.org, signed/a@example.org, tls/a@example.org,
       slack/arms-exports, slack/nowhere, "matrix/!room:test"]
ops: {to: [ops@example.org, "matrix/!ops:test"]}
"""


@dataclass(slots=True)
class City:
    """An office with an account of every kind, and the servers behind them."""

    office: PostOffice
    mailbox: Mailbox
    signed: Mailbox
    workspace: Workspace
    homeserver: Scripted

    def to_operator(self) -> list[str]:
        return [str(letter.message["Subject"]) for letter in self.mailbox.letters if letter.readers[0].startswith("ops@")]


async def _hang_up(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """Break off in the midst of the greeting that begins an encryption."""
    await reader.read(1)
    writer.transport.abort()


@asynccontextmanager
async def city(folder: Path) -> AsyncIterator[City]:
    async with mail_server() as mailbox, mail_server(needs_sign_in=True) as signed:
        slack, workspace = await slack_server()
        matrix, homeserver = await matrix_server()
        broken = await asyncio.start_server(_hang_up, "127.0.0.1", 0)
        senders = (
            f"  mail: {{smtp: 127.0.0.1, port: {mailbox.port}, tls: none, from: a@example.org}}\n"
            f"  signed: {{smtp: 127.0.0.1, port: {signed.port}, tls: none, from: a@example.org, user: {USER}, password: '{PASSWORD}'}}\n"
            f"  tls: {{smtp: 127.0.0.1, port: {broken.sockets[0].getsockname()[1]}, tls: tls, from: a@example.org}}\n"
            f"  slack: {{token: {SLACK_TOKEN}, api: '{workspace.url}/api'}}\n"
            f"  matrix: {{homeserver: '{homeserver.url}', user: tocsin, token: {MATRIX_TOKEN}}}\n"
        )
        async with broken, post_office(folder, senders, PEOPLE) as office:
            yield City(office, mailbox, signed, workspace, homeserver)
        await slack.close()
        await matrix.close()


def fate(here: City, row: Posted) -> tuple[object, ...]:
    """Sum up what became of a letter: its state, its tries, its wait, and what is held against its account and its address."""
    with here.office.database.read() as connection:
        failing = {each.account: each.is_refused for each in accounts.failing(connection)}
        refused = {each.label: each.refusals for each in addresses.refused(connection)}
    account = row.label.partition("/")[0]
    return row.state, row.attempts, row.due_at > START, failing.get(account), refused.get(row.label, 0)


async def test_six_answers_have_six_fates(tmp_path: Path) -> None:
    async with city(tmp_path) as here:
        here.workspace.faults, here.workspace.wait = ["429"], "600"
        here.homeserver.answers["send"] = [(413, {"errcode": "M_TOO_LARGE", "error": "event too large"})]
        put = {
            "550": here.office.put("perm550@example.org", "refused"),
            "451": here.office.put("temp451@example.org", "put off"),
            "429": here.office.put("slack/arms-exports", "too fast"),
            "tls": here.office.put("tls/a@example.org", "not encrypted"),
            "413": here.office.put("matrix/!room:test", "too large"),
        }
        await here.office.courier.deliver_due()
        here.homeserver.answers["send"] = [(401, {"errcode": "M_UNKNOWN_TOKEN", "error": "Unrecognised access token"})]
        put["401"] = here.office.put("matrix/!room:test", "token gone")
        await here.office.courier.deliver_due()
        rows = {row.message: row for row in here.office.rows()}
        fates = {what: fate(here, rows[message]) for what, message in put.items()}
        with here.office.database.read() as connection:
            (pause,) = [each for each in accounts.failing(connection) if each.account == "slack"]
        await here.office.courier.deliver_due()
        assert "The account matrix cannot be used" in here.to_operator()
    assert fates == {
        "550": (REJECTED, 1, False, None, 1),  # the address's own
        "413": (REJECTED, 1, False, True, 0),  # the letter's own; the account fell out only afterwards
        "451": (DUE, 1, True, None, 0),
        "429": (DUE, 0, False, False, 0),  # the account pauses
        "tls": (DUE, 0, False, False, 0),  # the account is away
        "401": (DUE, 0, False, True, 0),  # the account is refused
    }
    assert pause.rests_until == START + timedelta(minutes=10)  # as the server asked
    assert START + timedelta(seconds=30) <= rows[put["451"]].due_at <= START + timedelta(seconds=45)


async def test_while_slack_asks_for_patience_no_other_letter_knocks_and_nobody_is_told(tmp_path: Path) -> None:
    async with city(tmp_path) as here:
        here.workspace.faults, here.workspace.wait = ["429"] * 2, "90"
        here.office.put("slack/arms-exports", "first")
        here.office.put("slack/C024BE91L", "second")
        await here.office.work(1)
        assert len(here.workspace.faults) == 1  # one letter knocked
        await here.office.work(1)
        assert len(here.workspace.faults) == 1
        await here.office.work(4)
        rows = here.office.rows()
        with here.office.database.read() as connection:
            assert (conditions.open_now(connection), accounts.failing(connection)) == ([], [])
    assert [(row.state, row.attempts) for row in rows] == [(SENT, 1)] * 2
    assert ["first" in post["text"] for post in here.workspace.posts] == [True, False]
    assert here.to_operator() == []


async def test_a_server_that_takes_nothing_for_an_hour_is_told_like_one_that_is_away(tmp_path: Path) -> None:
    async with city(tmp_path) as here:
        here.homeserver.answers["send"] = [(429, {"errcode": "M_LIMIT_EXCEEDED", "error": "Too Many Requests", "retry_after_ms": 300_000})]
        here.office.put("matrix/!room:test", "letter")
        await here.office.work(59)
        assert here.to_operator() == []
        await here.office.work(10)
        (told,) = here.to_operator()
        assert told.startswith("The account matrix has not been reachable since")
        del here.homeserver.answers["send"]
        await here.office.work(10)
        assert here.office.row("letter").state is SENT
        assert here.to_operator()[1:] == ["The account matrix works again"]


async def test_an_account_that_is_refused_is_told_at_once_by_another_and_loses_nothing(tmp_path: Path) -> None:
    async with city(tmp_path) as here:
        here.homeserver.answers["send"] = [(401, {"errcode": "M_UNKNOWN_TOKEN", "error": "Unrecognised access token"})]
        for number in range(3):
            here.office.put("matrix/!room:test", f"letter {number}")
        await here.office.work(24 * 5, timedelta(hours=1))
        assert {(row.state, row.attempts) for row in here.office.rows() if row.subject.startswith("letter")} == {(DUE, 0)}
        assert here.to_operator() == ["The account matrix cannot be used"]
        with here.office.database.read() as connection:
            (condition,) = conditions.open_now(connection)
        assert condition.key == "account.failing/matrix"
        del here.homeserver.answers["send"]
        await here.office.work(4, timedelta(minutes=10))
        assert [row.state for row in here.office.rows() if row.subject.startswith("letter")] == [SENT] * 3
        assert here.to_operator()[1:] == ["The account matrix works again"]


async def test_new_settings_wake_an_account_that_rests(tmp_path: Path) -> None:
    async with city(tmp_path) as here:
        here.homeserver.answers["send"] = [(401, {"errcode": "M_UNKNOWN_TOKEN", "error": "Unrecognised access token"})]
        here.office.put("matrix/!room:test", "letter")
        await here.office.courier.deliver_due()
        del here.homeserver.answers["send"]
        await here.office.courier.deliver_due()
        assert here.office.row("letter").state is DUE
        with here.office.database.write() as connection:
            accounts.wake(connection, here.office.now)
        await here.office.courier.deliver_due()
        assert here.office.row("letter").state is SENT


async def test_an_address_that_refuses_three_letters_is_disabled_and_holds_the_rest_until_it_is_enabled(tmp_path: Path) -> None:
    async with city(tmp_path) as here:
        for number in range(5):
            here.office.put("slack/nowhere", f"letter {number}")
        await here.office.work(20)
        states = [row.state for row in here.office.rows() if row.subject.startswith("letter")]
        assert states == [REJECTED] * 3 + [HELD] * 2
        assert "channel_not_found" in str(here.office.row("letter 4").last_error)
        told = "\n".join(letter.part("plain") for letter in here.mailbox.letters)
        assert "tocsin retry --address slack/nowhere" in told
        here.office.put("slack/arms-exports", "another channel")
        await here.office.work(1)
        assert here.office.row("another channel").state is SENT
        with here.office.database.write() as connection:
            assert rests.enable(connection, "slack/nowhere", here.office.now) == 5
            assert rests.enable(connection, "slack/nowhere", here.office.now) is None
            assert not any(row.key.startswith("address.disabled/") for row in conditions.open_now(connection))
        assert {row.state for row in here.office.rows() if row.subject.startswith("letter")} == {DUE}


async def test_a_letter_that_arrives_between_refusals_keeps_an_address_in_use(tmp_path: Path) -> None:
    async with city(tmp_path) as here:
        for number in range(6):
            here.workspace.faults.extend([] if number == 2 else ["channel_not_found"])
            here.office.put("slack/arms-exports", f"letter {number}")
            await here.office.work(1)
            if number == 4:
                with here.office.database.read() as connection:
                    assert addresses.disabled(connection) == []
        with here.office.database.read() as connection:
            (disabled,) = addresses.disabled(connection)
        assert (disabled.label, disabled.refusals) == ("slack/arms-exports", 3)


async def test_no_reader_of_a_story_sees_another_and_a_mail_account_has_few_connections(tmp_path: Path) -> None:
    async with city(tmp_path) as here:
        readers = [f"reader{number}@example.org" for number in range(100)]
        for reader in readers:
            here.office.put(f"mail/{reader}", f"story for {reader.partition('@')[0]}.")
        await here.office.work(1)
        letters = here.mailbox.letters
    assert sorted(letter.readers[0] for letter in letters) == sorted(readers)
    assert here.mailbox.connections <= 3
    for letter in letters:
        assert len(letter.readers) == 1
        others = {reader for reader in readers if reader.encode() in letter.raw and reader != letter.readers[0]}
        assert others == set()


@pytest.mark.parametrize("address", ["desk@example.org", "slack/arms-exports", "matrix/!room:test"])
async def test_what_leaves_is_known_to_be_read_perhaps_before_its_channel_has_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, address: str
) -> None:
    known = []
    async with city(tmp_path) as here:
        message, send = here.office.put(address, "letter"), here.office.channels.send

        async def watched(*of: object) -> object:
            with here.office.database.read() as connection:
                known.append(deliveries.may_be_read(connection, message))
            return await send(*of)  # type: ignore[arg-type] # handed on as they came

        monkeypatch.setattr(here.office.channels, "send", watched)
        await here.office.work(1)
    assert known == [True]


async def test_every_try_is_on_record_with_its_reason_and_remote_id(tmp_path: Path) -> None:
    async with city(tmp_path) as here:
        here.workspace.faults = ["429"]
        here.office.put("slack/arms-exports", "letter")
        await here.office.work(3)
        with here.office.database.read() as connection:
            first, second = deliveries.attempts(connection, here.office.row("letter").id)
    assert (first.state, first.ref) == (DUE, None)
    assert "ratelimited" in str(first.reason)
    assert (second.state, second.reason, second.ref) == (SENT, None, "C024BE91L:1764075600.000001")


@pytest.mark.filterwarnings("ignore:Requiring AUTH while not requiring TLS")  # on loopback
async def test_no_secret_is_logged_at_any_level_on_any_channel_whether_it_fails_or_not(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    ours = {"mail": "signed/a@example.org", "slack": "slack/arms-exports", "matrix": "matrix/!room:test"}
    with caplog.at_level(logging.DEBUG):
        async with city(tmp_path) as here:
            for kind, address in ours.items():
                here.office.put(address, f"good {kind}")
            await here.office.work(1)
            assert [here.office.row(f"good {kind}").state for kind in ours] == [SENT] * 3
            here.workspace.faults = ["invalid_auth"]
            here.homeserver.answers["send"] = [(401, {"errcode": "M_UNKNOWN_TOKEN", "error": f"no such token {MATRIX_TOKEN}"})]
            for kind, address in ours.items():
                here.office.put(address if kind != "mail" else "tls/a@example.org", f"bad {kind}")
            await here.office.work(1)
            said = repr([here.office.rows(), here.to_operator()])
            with here.office.database.read() as connection:
                said += repr([accounts.failing(connection), conditions.open_now(connection)])
                said += repr([deliveries.attempts(connection, row.id) for row in here.office.rows()])
        stored = b"".join(path.read_bytes() for path in (tmp_path / "var").iterdir() if path.is_file())
    for secret in (PASSWORD, SLACK_TOKEN, MATRIX_TOKEN):
        assert secret not in caplog.text + said
        assert secret.encode() not in stored
