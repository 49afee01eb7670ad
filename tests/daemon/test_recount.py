"""As outlets come in, the count in Slack's first message grows; nothing else is ever made of it, and what fails is let go."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import func, select, update

from monitor.daemon.embedded import Engine
from monitor.daemon.muting import mute
from monitor.daemon.pulse import Pulse
from monitor.daemon.recount import recount_due
from monitor.store import accounts, addresses, recounts
from monitor.store.accounts import FailingAccount
from monitor.store.silences import NewSilence
from monitor.store.tables import deliveries
from monitor.store.tables import recounts as marks
from tests.channels.slack_server import ID, TOKEN, slack_server
from tests.daemon.ear import BAYKAR
from tests.daemon.house import WATCHLIST, House, entry, house, outbox

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from datetime import datetime
    from pathlib import Path

    from sqlalchemy import Connection

    from monitor.daemon.works import Works
    from tests.channels.slack_server import Workspace

TEXT = "Baykar sold twelve drones to the ministry on Monday, an official said, and three more will follow by the end of May."
TWO_WATCHES = f"{WATCHLIST}  - entity: ministry\n    spelling: exact\n"
OUTLETS = ("wire", "gazette", "herald", "courier")


@pytest.fixture
async def town(tmp_path: Path) -> AsyncIterator[House]:
    async with house(tmp_path, OUTLETS) as made:
        yield made


@asynccontextmanager
async def told(town: House) -> AsyncIterator[tuple[Works, Workspace]]:
    """A story that was told in Slack, of one outlet."""
    server, slack = await slack_server()
    tocsin = (town.folder / "tocsin.yaml").read_text(encoding="utf-8")
    town.write("tocsin.yaml", f"{tocsin}  slack: {{token: {TOKEN}, api: '{slack.url}/api/'}}\n")
    town.write("recipients.yaml", "desk: {to: ['slack/#arms-exports']}\nops: {to: [ops@example.org]}\n")
    async with town.works() as works:
        await town.poll(works)
        await copy_in(town, works, "wire")
        yield works, slack
    await server.close()


async def copy_in(town: House, works: Works, outlet: str, after: timedelta = timedelta(hours=1)) -> None:
    """Let an outlet carry the story."""
    number = OUTLETS.index(outlet) + 1
    town.press[outlet].say(entry(number, TEXT, title="Twelve drones sold", link=f"https://{outlet}.example/{number}"))
    await town.poll(works, after)


async def later(town: House, works: Works, by: timedelta = recounts.GATHERS) -> None:
    town.now += by
    await recount_due(works)


def disable(connection: Connection, address: str, now: datetime) -> None:
    addresses.refuse(connection, address, address, "is_archived", now)
    addresses.disable(connection, address, now)


def left(works: Works) -> int:
    with works.database.read() as connection:
        return connection.scalar(select(func.count()).select_from(marks)) or 0


async def test_outlets_that_come_in_are_counted_in_the_first_message_and_make_no_other(town: House) -> None:
    async with told(town) as (works, slack):
        assert "gazette" not in str(slack.posts)
        await copy_in(town, works, "gazette")
        await copy_in(town, works, "herald", timedelta(minutes=1))
        assert slack.updates == []  # a burst is waited for
        await later(town, works)
        (change,) = slack.updates
        assert (change["channel"], change["ts"]) == (ID, "1764075600.000001")
        assert "gazette" in str(change["blocks"])
        assert "herald" in str(change["blocks"])
        assert change["text"].splitlines()[0] == slack.posts[0]["text"].splitlines()[0]
        await later(town, works, timedelta(days=1))
        assert len(slack.updates) == 1
        assert len(slack.posts) == 1
        assert left(works) == 0


async def test_what_comes_while_a_change_is_on_its_way_is_seen_by_the_next(town: House) -> None:
    async with told(town) as (works, slack):
        await copy_in(town, works, "gazette")
        town.now += recounts.GATHERS
        claimed = await works.writer.run(lambda connection: recounts.claim_one(connection, town.now, timedelta(minutes=2)))
        assert claimed is not None
        assert await works.writer.run(lambda connection: recounts.claim_one(connection, town.now, timedelta(minutes=2))) is None
        await copy_in(town, works, "herald", timedelta(seconds=1))
        await works.writer.run(lambda connection: recounts.settle(connection, claimed, town.now))
        await later(town, works, timedelta(seconds=1))
        assert slack.updates == []  # a few minutes lie between two changes
        await later(town, works)
        assert "herald" in str(slack.updates[-1])


async def test_a_crash_in_the_middle_costs_no_change(town: House) -> None:
    async with told(town) as (works, slack):
        await copy_in(town, works, "gazette")
        town.now += recounts.GATHERS
        await works.writer.run(lambda connection: recounts.claim_one(connection, town.now, timedelta(minutes=2)))
        await later(town, works, timedelta(minutes=2))  # who claimed it never said how it ended
        assert len(slack.updates) == 1
        assert left(works) == 0


async def test_no_second_run_is_begun_while_one_is_at_work(town: House) -> None:
    async with told(town) as (works, slack):
        await copy_in(town, works, "gazette")
        town.now += recounts.GATHERS
        engine = Engine(works)
        async with works.recounting:
            await engine.tick_recounts()
            assert engine._busy == set()
            assert slack.updates == []
        await engine.tick_recounts()
        await asyncio.gather(*engine._busy)
        assert len(slack.updates) == 1


async def test_a_change_waits_for_an_account_that_rests(town: House) -> None:
    async with told(town) as (works, slack):
        await copy_in(town, works, "gazette")
        rest = FailingAccount("slack", town.now, town.now + timedelta(minutes=15), 6, is_refused=False, reason="away")
        await works.writer.run(lambda connection: accounts.record(connection, rest))
        await later(town, works)
        assert slack.updates == []
        await later(town, works, timedelta(minutes=15))
        assert len(slack.updates) == 1


async def test_nothing_is_changed_at_an_address_that_is_disabled(town: House) -> None:
    async with told(town) as (works, slack):
        await copy_in(town, works, "gazette")
        await works.writer.run(lambda connection: disable(connection, "slack/#arms-exports", town.now))
        await later(town, works)
        assert slack.updates == []
        assert left(works) == 0


async def test_a_step_back_of_the_clock_brings_what_is_to_be_counted_along(town: House) -> None:
    async with told(town) as (works, slack):
        await copy_in(town, works, "gazette")
        town.now -= timedelta(days=2)
        await Pulse(works, list, works.tally.count_store_error)._after_jump(timedelta(days=-2))
        await later(town, works)
        assert len(slack.updates) == 1


@pytest.mark.parametrize(("fault", "tries"), [("message_not_found", 1), ("token_revoked", 3), ("503", 3), ("drop", 3)])
async def test_a_change_that_fails_is_let_go_and_is_no_message(town: House, fault: str, tries: int) -> None:
    async with told(town) as (works, slack):
        await copy_in(town, works, "gazette")
        slack.faults = [fault] * 9
        for _ in range(8):
            await later(town, works, timedelta(minutes=30))
        assert 9 - len(slack.faults) == tries
        assert left(works) == 0
        assert [row.state for row in outbox(works)] == ["sent"]
        assert town.letters == []
        assert len(slack.posts) == 1


async def test_slack_says_how_long_a_change_waits(town: House) -> None:
    async with told(town) as (works, slack):
        await copy_in(town, works, "gazette")
        slack.faults, slack.wait = ["429"], "1200"
        await later(town, works)
        await later(town, works, timedelta(minutes=19))
        assert slack.updates == []
        await later(town, works, timedelta(minutes=2))
        assert len(slack.updates) == 1


async def test_a_watch_that_was_silenced_since_does_not_vanish_from_what_was_read(town: House) -> None:
    town.write("watchlists/arms.yaml", TWO_WATCHES)
    async with told(town) as (works, slack):
        silence = NewSilence((("watch", BAYKAR),), None, "ana", "exercise", town.now, town.now + timedelta(hours=12))
        await works.writer.run(lambda connection: mute(connection, silence, town.now))
        await copy_in(town, works, "gazette")
        await later(town, works)
        assert slack.updates == []
        assert left(works) == 0


async def test_what_was_corrected_since_stays_as_it_was_read_above_its_correction(town: House) -> None:
    async with told(town) as (works, slack):
        town.press["wire"].entries[0] = entry(1, TEXT.replace("twelve", "ten"), title="Twelve drones sold", link="https://wire.example/1")
        await town.poll(works)
        await copy_in(town, works, "gazette")
        await later(town, works)
        assert slack.updates == []
        assert left(works) == 0


async def test_a_message_does_not_lose_a_watch_that_was_removed_since(town: House) -> None:
    town.write("watchlists/arms.yaml", TWO_WATCHES)
    async with told(town) as (works, slack):
        town.write("watchlists/arms.yaml", WATCHLIST)
        await works.reload()
        await copy_in(town, works, "gazette")
        await later(town, works)
        assert slack.updates == []
        assert left(works) == 0


async def test_a_message_of_an_older_tocsin_stays_as_it_is(town: House) -> None:
    async with told(town) as (works, slack):
        await works.writer.run(lambda connection: connection.execute(update(deliveries).values(remote_ref="1764075600.000001")))
        await copy_in(town, works, "gazette")
        await later(town, works)
        assert slack.updates == []
        assert left(works) == 0


async def test_a_story_of_last_week_is_not_counted_on(town: House) -> None:
    async with told(town) as (works, slack):
        await copy_in(town, works, "gazette", timedelta(days=4))
        assert left(works) == 0
        assert slack.updates == []
