"""Every message has a fate; what failed is kept, tried again or put to the operator. Nothing is lost and nothing chases its tail."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from monitor.alerts.notice import Notice
from monitor.daemon import accounts, conditions
from monitor.model import DeliveryState
from monitor.store import accounts as failing_accounts
from monitor.store import deliveries
from monitor.store.accounts import FailingAccount
from tests.daemon.house import House, entry, outbox

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import Connection

    from monitor.daemon.works import Works


def tell(home: House, address: str, operator: str = "ops@example.org") -> None:
    home.write("recipients.yaml", f"desk: {{to: ['{address}']}}\nlegal: {{to: [legal@example.org]}}\nops: {{to: ['{operator}']}}\n")


async def one_hit(home: House, works: Works) -> None:
    await home.poll(works)
    home.press["wire"].say(entry(1, "Baykar opened an office."))
    await home.poll(works)


def refuse(connection: Connection, works: Works, home: House) -> None:
    """Let the address refuse three other letters, which disables it."""
    for _ in range(3):
        accounts.note_refusal(connection, works.live, "temp451@example.org", "temp451@example.org", "550 no such mailbox", home.now)


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


@pytest.mark.parametrize(
    "written", ["twice@example.org, twice@example.org", "twice@example.org, mail/twice@example.org", "twice@example.org, Twice@Example.org"]
)
async def test_a_mailbox_that_is_written_twice_gets_one_letter(home: House, written: str) -> None:
    home.write("recipients.yaml", f"desk: {{to: [{written}]}}\nlegal: {{to: [legal@example.org]}}\nops: {{to: [ops@example.org]}}\n")
    async with home.works() as works:
        await one_hit(home, works)
    assert [str(letter.message["Subject"]) for letter in home.letters] == ["Baykar: Headline number 1"]


async def test_a_digest_goes_to_a_mailbox_once_though_it_is_written_anew_before_it_leaves(home: House) -> None:
    people = "desk: {{to: [{}], send: daily 20:00}}\nlegal: {{to: [l@example.org]}}\nops: {{to: [ops@example.org]}}\n"
    home.write("recipients.yaml", people.format("twice@example.org, mail/twice@example.org"))
    async with home.works() as works:
        await one_hit(home, works)
        home.write("recipients.yaml", people.format("mail/twice@example.org"))
        await works.reload()
        await home.poll(works, timedelta(hours=12))
    assert len(home.to("twice")) == 1


async def test_what_an_address_got_is_not_sent_again_when_it_is_written_otherwise(home: House) -> None:
    people = "desk: {{to: [{}, perm550@example.org]}}\nlegal: {{to: [l@example.org]}}\nops: {{to: [ops@example.org]}}\n"
    home.write("recipients.yaml", people.format("first@Example.org"))
    async with home.works() as works:
        await home.poll(works)
        for number in range(5):  # after three that it refused, an address is disabled, and its letters are held
            home.press["wire"].say(entry(number, f"Baykar opened office {number} in another town."))
            await home.poll(works)
        assert [row.state for row in outbox(works)].count(DeliveryState.HELD) == 2
        for written in ("First@example.org", "mail/first@example.org"):
            home.write("recipients.yaml", people.format(written))
            await works.reload()
            await home.poll(works)
    told = [str(letter.message["Subject"]) for letter in home.letters if letter.readers[0].casefold() == "first@example.org"]
    assert sorted(told) == [f"Baykar: Headline number {number}" for number in range(5)]


async def test_a_digest_goes_to_an_address_that_was_taken_out_and_put_back_before_it_left(home: House) -> None:
    people = "desk: {{to: [{}], send: daily 20:00}}\nlegal: {{to: [l@example.org]}}\nops: {{to: [ops@example.org]}}\n"
    home.write("recipients.yaml", people.format("first@example.org"))
    async with home.works() as works:
        await one_hit(home, works)
        for address in ("second@example.org", "first@example.org"):
            home.write("recipients.yaml", people.format(address))
            await works.reload()
        await home.poll(works, timedelta(hours=12))
    assert (len(home.to("first")), len(home.to("second"))) == (1, 0)


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
        await works.courier.deliver_due()
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


async def test_a_weekly_digest_is_tried_for_three_days_from_its_first_try_not_from_its_first_story(home: House) -> None:
    home.write("recipients.yaml", "desk: {to: [temp451@example.org], send: weekly sat 08:00}\nops: {to: [ops@example.org]}\n")
    async with home.works() as works:
        await one_hit(home, works)
        home.now += timedelta(days=6)
        await works.courier.deliver_due()
        (digest,) = outbox(works)
    assert (digest.state, digest.attempts) == (DeliveryState.DUE, 1)


async def test_a_digest_that_gathers_goes_to_the_addresses_its_recipient_has_when_it_leaves(home: House) -> None:
    people = "desk: {{to: [{}], send: daily 20:00}}\nops: {{to: [ops@example.org]}}\n"
    home.write("recipients.yaml", people.format("old@example.org"))
    async with home.works() as works:
        await one_hit(home, works)
        home.write("recipients.yaml", people.format("new@example.org, second@example.org"))
        await works.reload()
        await home.poll(works, timedelta(hours=12))
    assert home.to("old") == []
    assert len(home.to("new")) == len(home.to("second")) == 1
    assert "recipient or address left" in str(home.to("ops")[0].message["Subject"])


async def test_what_was_tried_before_its_address_was_disabled_goes_by_the_new_one(home: House) -> None:
    tell(home, "temp451@example.org")
    async with home.works() as works:
        await one_hit(home, works)
        await works.writer.run(lambda connection: refuse(connection, works, home))
        home.now += timedelta(hours=1)
        await works.courier.deliver_due()
        (held,) = [row for row in outbox(works) if row.label.startswith("temp451")]
        assert (held.state, held.attempts) == (DeliveryState.HELD, 1)
        tell(home, "new@example.org")
        await works.reload()
        await home.poll(works)
        (given_up,) = [row for row in outbox(works) if row.label.startswith("temp451")]
    assert given_up.state is DeliveryState.DEAD
    assert [str(letter.message["Subject"]) for letter in home.to("new")] == ["Baykar: Headline number 1"]


def lay_second_account(home: House, operator: str) -> None:
    """Let the operator be told by another account, too."""
    text = (home.folder / "tocsin.yaml").read_text(encoding="utf-8")
    if "  second:" not in text:
        home.write("tocsin.yaml", f"{text}  second: {{smtp: 127.0.0.1, port: {home.mailbox.port}, tls: none, from: b@example.org}}\n")
    home.write(
        "recipients.yaml", f"desk: {{to: [mail/desk@example.org]}}\nlegal: {{to: [mail/legal@example.org]}}\nops: {{to: [{operator}]}}\n"
    )


def tell_of_second(connection: Connection, works: Works, now: datetime) -> None:
    """Let the second account fail, and write to the operator of it."""
    rest = FailingAccount("second", now, now + timedelta(minutes=15), 6, is_refused=True, reason="wrong password")
    failing_accounts.record(connection, rest)
    notice = Notice("The account second cannot be used", ("wrong password",))
    conditions.tell_operator(connection, works.live, notice, now, accounts.unusable(connection))


async def test_a_notice_of_an_account_does_not_come_by_it_after_a_reload(home: House) -> None:
    lay_second_account(home, "mail/ops@example.org, second/other@example.org")
    async with home.works() as works:
        await home.poll(works)
        await works.writer.run(lambda connection: tell_of_second(connection, works, home.now))
        lay_second_account(home, "mail/ops@example.org, second/other@example.org, mail/third@example.org")
        await works.reload()
        await home.poll(works)
    assert [len(home.to(name)) for name in ("ops", "third", "other")] == [1, 1, 0]


async def test_a_notice_that_waits_for_the_account_that_it_is_about_goes_by_another_that_comes(home: House) -> None:
    lay_second_account(home, "second/other@example.org")
    async with home.works() as works:
        await home.poll(works)
        await works.writer.run(lambda connection: tell_of_second(connection, works, home.now))
        await works.courier.deliver_due()
        assert home.letters == []
        lay_second_account(home, "second/other@example.org, mail/ops@example.org")
        await works.reload()
        await works.courier.deliver_due()
    assert [letter.readers for letter in home.letters] == [["ops@example.org"]]


async def test_nothing_new_joins_what_a_restore_holds(home: House) -> None:
    home.write("recipients.yaml", "desk: {to: [desk@example.org], send: daily 20:00}\nops: {to: [ops@example.org]}\n")
    async with home.works() as works:
        await one_hit(home, works)
        await works.writer.run(lambda connection: deliveries.hold_before(connection, home.now + timedelta(days=1)))
        home.press["wire"].say(entry(2, "Baykar again, after the restore."))
        await home.poll(works)
        await works.writer.run(deliveries.drop_held)
        await home.poll(works, timedelta(hours=12))
    assert "Headline number 2" in home.to("desk")[0].part("plain")


async def test_an_account_that_is_mute_holds_up_no_other_and_rests_between_tries(home: House) -> None:
    text = (home.folder / "tocsin.yaml").read_text(encoding="utf-8")
    home.write("tocsin.yaml", f"{text}  mute: {{smtp: 127.0.0.1, port: 9, tls: none, from: a@example.org}}\n")
    home.write("recipients.yaml", "desk: {to: [mute/a@example.org, mail/desk@example.org]}\nops: {to: [mail/ops@example.org]}\n")
    async with home.works() as works:
        await home.poll(works)
        home.press["wire"].say(*(entry(n, f"Baykar opened office {n}.") for n in range(5)))
        await home.poll(works)
        mute = [row for row in outbox(works) if "a@example.org" in row.label]
        with works.database.read() as connection:
            tries = [len(deliveries.attempts(connection, row.id)) for row in mute]
    assert len(home.to("desk")) == 5
    assert sorted(tries) == [0, 0, 0, 0, 1]
    assert {row.attempts for row in mute} == {0}  # it was no try of the letter


async def test_a_mistake_of_our_own_costs_no_message(home: House, monkeypatch: pytest.MonkeyPatch) -> None:
    async with home.works() as works:
        with monkeypatch.context() as planted:
            planted.setattr("monitor.daemon.own_words.render_told", lambda *_: 1 / 0)
            await one_hit(home, works)
            (waiting,) = outbox(works)
            assert waiting.state is DeliveryState.DUE
            assert "please report it" in str(waiting.last_error)
        await home.poll(works)
    assert home.subjects() == ["Baykar: Headline number 1"]


async def test_nothing_more_is_begun_while_stopping(home: House) -> None:
    async with home.works() as works:
        works.courier.stop()
        await one_hit(home, works)
        (waiting,) = outbox(works)
    assert (waiting.state, waiting.attempts) == (DeliveryState.DUE, 0)


async def test_an_edit_before_the_alert_leaves_moves_the_mark_to_where_the_name_is_now(home: House) -> None:
    home.write("recipients.yaml", "desk: {to: [desk@example.org], send: daily 20:00}\nops: {to: [ops@example.org]}\n")
    async with home.works() as works:
        await one_hit(home, works)
        home.press["wire"].entries[0] = entry(1, "CORRECTION at the top of the text: Baykar opened an office.")
        await home.poll(works)
        await home.poll(works, timedelta(hours=12))
    assert "text: *Baykar* opened" in " ".join(home.to("desk")[0].part("plain").split())
