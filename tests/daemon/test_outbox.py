"""Every message has a fate; what failed is kept, tried again or put to the operator. Nothing is lost and nothing chases its tail."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from monitor.model import DeliveryState
from monitor.store import deliveries
from tests.daemon.house import House, entry, outbox

if TYPE_CHECKING:
    import pytest

    from monitor.daemon.works import Works


def tell(home: House, address: str, operator: str = "ops@example.org") -> None:
    home.write("recipients.yaml", f"desk: {{to: ['{address}']}}\nlegal: {{to: [legal@example.org]}}\nops: {{to: ['{operator}']}}\n")


async def one_hit(home: House, works: Works) -> None:
    await home.poll(works)
    home.press["wire"].say(entry(1, "Baykar opened an office."))
    await home.poll(works)


async def test_a_permanent_refusal_is_kept_and_the_operator_hears_of_it(home: House) -> None:
    tell(home, "perm550@example.org")
    async with home.works() as works:
        await one_hit(home, works)
        await home.poll(works, timedelta(minutes=1))
        refused = outbox(works)[-1]
    assert refused.state is DeliveryState.REJECTED
    assert "550" in str(refused.last_error)
    assert len(home.to("ops")) == 1
    assert "tocsin retry" in home.to("ops")[0].part("plain")


async def test_a_passing_refusal_is_tried_again_and_arrives_once(home: House) -> None:
    tell(home, "temp451@example.org")
    async with home.works() as works:
        await one_hit(home, works)
        waiting = outbox(works)[-1]
        assert (waiting.state, waiting.attempts) == (DeliveryState.DUE, 1)
        assert waiting.due_at > home.now
        assert home.to("ops") == []


async def test_a_lost_reply_costs_one_copy_with_the_same_id_then_the_operator_decides(home: House) -> None:
    tell(home, "drop@example.org")
    async with home.works() as works:
        await one_hit(home, works)
        for _ in range(4):
            await home.poll(works, timedelta(hours=3))
        lost = outbox(works)[-1]
    copies = home.to("drop")
    assert len(copies) == 2
    assert len({letter.message["Message-ID"] for letter in copies}) == 1
    assert lost.state is DeliveryState.UNKNOWN
    assert len(home.to("ops")) == 1


async def test_an_operator_who_cannot_be_reached_starts_no_chain_of_notices(home: House) -> None:
    tell(home, "perm550@example.org", operator="perm550@example.com")
    async with home.works() as works:
        await one_hit(home, works)
        for _ in range(3):
            await home.poll(works)
        assert len(outbox(works)) == 2


async def test_a_server_that_is_away_loses_nothing(home: House) -> None:
    text = (home.folder / "tocsin.yaml").read_text(encoding="utf-8")
    home.write("tocsin.yaml", text.replace(f"port: {home.mailbox.port}", "port: 9"))
    async with home.works() as works:
        await one_hit(home, works)
        assert outbox(works)[0].state is DeliveryState.DUE
        home.write("tocsin.yaml", text)
        await works.reload()
        await home.poll(works, timedelta(hours=3))
    assert home.subjects() == ["Baykar: Headline number 1"]


async def test_three_days_of_failures_are_a_dead_letter_that_retry_brings_back(home: House) -> None:
    tell(home, "temp451@example.org")
    async with home.works() as works:
        await one_hit(home, works)
        for _ in range(30):
            await home.poll(works, timedelta(hours=3))
        dead = next(row for row in outbox(works) if "temp451" in row.label)
        assert dead.state is DeliveryState.DEAD
        tell(home, "temp451@example.org")
        count = await works.writer.run(lambda connection: deliveries.retry(connection, [dead.id], home.now))
        assert count == 1
        again = next(row for row in outbox(works) if row.id == dead.id)
    assert again.state is DeliveryState.DUE
    assert len(home.to("ops")) == 1


async def test_a_crash_in_the_air_leads_to_one_more_copy_at_most(home: House) -> None:
    async with home.works() as works:
        await home.poll(works)
        home.press["wire"].say(entry(1, "Baykar opened an office."))
        home.now += timedelta(hours=1)
        for state in await works.poller.claim(10, regardless=True):
            await works.poller.poll(state)
        claimed = await works.writer.run(
            lambda connection: deliveries.claim_due(connection, home.now, timedelta(minutes=2), 1, channel="email")
        )
        assert len(claimed) == 1  # the process dies here: claimed, perhaps sent, nothing written down
    async with home.works() as works:
        await works.courier.deliver_due("email")
        assert [row.state for row in outbox(works)] == [DeliveryState.SENT]
    assert len(home.letters) == 1


async def test_no_secret_of_an_account_reaches_the_log_or_the_outbox(
    home: House, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setenv("MAIL_SECRET", "hunter2-very-secret")
    text = (home.folder / "tocsin.yaml").read_text(encoding="utf-8")
    home.write("tocsin.yaml", text.replace("tls: none", "tls: none, user: tocsin, password: '${env:MAIL_SECRET}'"))
    with caplog.at_level("DEBUG"):
        async with home.works() as works:
            await one_hit(home, works)
            rows = repr(outbox(works))
    stored = b"".join(path.read_bytes() for path in (home.folder.parent / "var").iterdir() if path.is_file())
    assert "hunter2" not in caplog.text + rows
    assert b"hunter2" not in stored
