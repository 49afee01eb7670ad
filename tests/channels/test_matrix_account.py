"""A homeserver that fails in every way is not believed, and nothing leaks because of it."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from monitor.channels.matrix import MatrixChannel
from monitor.errors import AccountFault, Rejected, Retry, SendError, TooFast, Unknown, Unreachable
from monitor.model import Rendered
from monitor.settings.records import MatrixSender
from tests.channels.conftest import NOW, clock
from tests.channels.matrix_server import TOKEN, Scripted

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

ALERT = Rendered("Subject", "Text")
FORGOTTEN = (401, {"errcode": "M_UNKNOWN_TOKEN", "error": "Token is not active", "soft_logout": False})


@pytest.fixture
async def channel(scripted: Scripted, tmp_path: Path) -> AsyncIterator[MatrixChannel]:
    sender = MatrixChannel(MatrixSender(scripted.url, user="tocsin", password="a password"), tmp_path, clock, answer_s=1)
    yield sender
    await sender.close()


@pytest.mark.parametrize(
    "answer",
    [
        (500, {}),
        (500, {"errcode": "M_UNKNOWN", "error": "Internal server error"}),
        (502, "<html>bad gateway</html>"),
        (404, "<html>not found</html>"),
        (404, {"errcode": "M_UNRECOGNIZED", "error": "Unrecognized request"}),
        (302, ""),
        "drop",
    ],
)
async def test_a_room_that_does_not_say_whether_it_is_encrypted_gets_nothing(
    channel: MatrixChannel, scripted: Scripted, answer: tuple[int, object] | str
) -> None:
    scripted.answers["encryption"] = [answer]
    with pytest.raises(Retry):
        await channel.send("!room:test", ALERT, "d-1")
    assert scripted.events == {}
    del scripted.answers["encryption"]
    await channel.send("!room:test", ALERT, "d-1")  # and the failure was not remembered as an answer
    assert list(scripted.events) == ["d-1"]


@pytest.mark.parametrize(
    ("answer", "verdict"),
    [
        ("drop", Unknown),
        ((200, b"\xff\xfe{"), Unknown),
        ((200, "<html>hello</html>"), Unknown),
        ((200, []), Unknown),
        ((200, {}), Unknown),
        ((404, "<html>no such page</html>"), Unknown),
        ((500, {"errcode": "M_UNKNOWN", "error": "Internal server error"}), Retry),
        ((504, "<html>timeout</html>"), Retry),
        ((429, {"errcode": "M_LIMIT_EXCEEDED", "error": "Too Many Requests", "retry_after_ms": 1500}), TooFast),
        ((403, {"errcode": "M_RESOURCE_LIMIT_EXCEEDED", "error": "full"}), Retry),
        ((403, {"errcode": "M_FORBIDDEN", "error": "no"}), Rejected),
        ((413, {"errcode": "M_TOO_LARGE", "error": "event too large"}), Rejected),
        ((400, {"errcode": "M_BAD_JSON", "error": "bad"}), Rejected),
    ],
)
async def test_each_answer_to_a_message_has_its_own_fate(
    channel: MatrixChannel, scripted: Scripted, answer: tuple[int, object] | str, verdict: type[SendError]
) -> None:
    scripted.answers["send"] = [answer]
    with pytest.raises(verdict) as failure:
        await channel.send("!room:test", ALERT, "d-1")
    assert TOKEN not in str(failure.value)


async def test_a_homeserver_that_hangs_leaves_the_fate_unknown(scripted: Scripted, tmp_path: Path) -> None:
    scripted.answers["send"] = ["hang"]
    channel = MatrixChannel(MatrixSender(scripted.url, token=TOKEN), tmp_path, clock, answer_s=0.2)
    with pytest.raises(Unknown, match="did not answer: it took too long"):
        await channel.send("!room:test", ALERT, "d-1")
    await channel.close()


async def test_a_message_whose_answer_was_lost_is_sent_again_under_the_same_key(channel: MatrixChannel, scripted: Scripted) -> None:
    scripted.answers["send"] = ["drop"]
    with pytest.raises(Unknown):
        await channel.send("!room:test", ALERT, "d-1")
    del scripted.answers["send"]
    assert (await channel.send("!room:test", ALERT, "d-1")).ref == "$event-d-1"
    assert list(scripted.events) == ["d-1"]


@pytest.mark.parametrize(
    ("wait_ms", "after"), [(1500, NOW + timedelta(seconds=1.5)), (10**12, NOW + timedelta(days=1)), (None, None), (-1, None)]
)
async def test_patience_is_asked_for_in_milliseconds_and_bounded(
    channel: MatrixChannel, scripted: Scripted, wait_ms: object, after: object
) -> None:
    body = {"errcode": "M_LIMIT_EXCEEDED", "error": "Too Many Requests"} | ({} if wait_ms is None else {"retry_after_ms": wait_ms})
    scripted.answers["send"] = [(429, body)]
    with pytest.raises(Retry) as failure:
        await channel.send("!room:test", ALERT, "d-1")
    assert failure.value.after == after


async def test_many_messages_sign_in_once_and_as_the_same_device(channel: MatrixChannel, scripted: Scripted) -> None:
    await asyncio.gather(*(channel.send("!room:test", ALERT, f"d-{number}") for number in range(4)))
    (login,) = scripted.logins
    assert login["device_id"].startswith("TOCSIN")
    scripted.answers["send"] = [FORGOTTEN, (200, {"event_id": "$again"})]
    assert (await channel.send("!room:test", ALERT, "d-9")).ref == "$again"
    assert [said["device_id"] for said in scripted.logins] == [login["device_id"]] * 2


async def test_an_account_that_is_forgotten_at_once_is_not_signed_in_for_ever(channel: MatrixChannel, scripted: Scripted) -> None:
    scripted.answers["encryption"] = [FORGOTTEN]
    with pytest.raises(AccountFault, match="does not accept the access token"):
        await channel.send("!room:test", ALERT, "d-1")
    assert len(scripted.logins) == 2


@pytest.mark.parametrize(
    ("answer", "verdict"),
    [
        ((403, {"errcode": "M_FORBIDDEN", "error": "Invalid password"}), AccountFault),
        ((403, {"errcode": "M_USER_DEACTIVATED", "error": "This account has been deactivated"}), AccountFault),
        ((200, {"user_id": "@tocsin:test"}), Unreachable),
        ((200, "<html>"), Unreachable),
        ((502, "<html>"), Retry),
        ((503, ""), Retry),
        ("drop", Retry),
    ],
)
async def test_a_failed_sign_in_is_no_lost_message(
    channel: MatrixChannel, scripted: Scripted, answer: tuple[int, object] | str, verdict: type[SendError]
) -> None:
    scripted.answers["login"] = [answer]
    with pytest.raises(verdict) as failure:
        await channel.send("!room:test", ALERT, "d-1")
    assert type(failure.value) is verdict
    assert scripted.events == {}


@pytest.mark.parametrize("word", ["M_USER_LOCKED", "M_USER_SUSPENDED", "M_USER_DEACTIVATED"])
async def test_an_account_that_the_server_suspends_loses_no_message(channel: MatrixChannel, scripted: Scripted, word: str) -> None:
    scripted.answers["send"] = [(403, {"errcode": word, "error": "no"})]
    with pytest.raises(AccountFault, match="name another account"):
        await channel.send("!room:test", ALERT, "d-1")


@pytest.mark.parametrize(
    ("answer", "verdict"), [((404, {"errcode": "M_NOT_FOUND", "error": "no"}), Rejected), ((500, ""), Retry), ((200, {}), Retry)]
)
async def test_an_alias_is_unknown_only_when_the_server_says_so(
    channel: MatrixChannel, scripted: Scripted, answer: tuple[int, object], verdict: type[SendError]
) -> None:
    scripted.answers["directory"] = [answer]
    with pytest.raises(verdict):
        await channel.send("#alias:test", ALERT, "d-1")
    assert scripted.events == {}


async def test_an_account_that_cannot_list_its_rooms_is_complained_of(channel: MatrixChannel, scripted: Scripted) -> None:
    assert await channel.check("!room:test") is None
    assert "not in !other:test" in (await channel.check("!other:test") or "")
    scripted.answers["joined"] = [(403, {"errcode": "M_FORBIDDEN", "error": "consent needed"})]
    assert "consent needed" in (await channel.check(None) or "")


@pytest.mark.parametrize("homeserver", ["http://127.0.0.1:1", "nonsense"])
async def test_a_homeserver_that_is_not_there_is_named(homeserver: str, tmp_path: Path) -> None:
    channel = MatrixChannel(MatrixSender(homeserver, token="t"), tmp_path, clock)
    with pytest.raises(Retry, match=f"{homeserver} cannot be reached.*check homeserver:"):
        await channel.send("!room:test", ALERT, "d-1")
    await channel.close()


async def test_an_account_without_secrets_says_what_is_missing(scripted: Scripted, tmp_path: Path) -> None:
    channel = MatrixChannel(MatrixSender(scripted.url, user="tocsin"), tmp_path, clock)
    with pytest.raises(AccountFault, match="neither password: nor token:"):
        await channel.send("!room:test", ALERT, "d-1")
    await channel.close()
