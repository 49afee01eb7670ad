"""Digests leave at their set times, also when there is nothing to tell, once each; before they do, their sources are asked."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select, update

from monitor.daemon import vetoes
from monitor.daemon.once import run_once
from monitor.model import DeliveryState
from monitor.store import sources
from monitor.store.tables import deliveries
from monitor.store.tables import sources as source_rows
from tests.daemon.ear import BAYKAR
from tests.daemon.house import START, House, archived, entry, outbox

if TYPE_CHECKING:
    from monitor.daemon.works import Works
    from monitor.model import SourceState

MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
EVENING = datetime(2026, 11, 22, 20, tzinfo=UTC)
OTHERS = "legal: {to: [legal@example.org]}\nops: {to: [ops@example.org]}\n"


def told_at(text: str, more: str = "") -> str:
    return f"desk: {{to: [desk@example.org], send: {text}{more}}}\n{OTHERS}"


@pytest.fixture
def evening(home: House) -> House:
    home.write("recipients.yaml", told_at("daily 20:00"))
    return home


def source(works: Works) -> SourceState:
    with works.database.read() as connection:
        return sources.all_states(connection)[0]


async def look(home: House, works: Works, at: datetime) -> None:
    """Let the clock stand at an hour, look after digests, and send what is due; nothing is polled."""
    home.now = at
    await works.look_after_digests()
    await works.courier.deliver_due()


async def test_a_silence_is_proved_at_the_set_time(evening: House) -> None:
    async with evening.works() as works:
        await evening.poll(works)
        await look(evening, works, EVENING - MINUTE)
        assert evening.letters == []
        await look(evening, works, EVENING + MINUTE)
        await look(evening, works, EVENING + 6 * MINUTE)
    assert evening.subjects() == ["Arms exports: nothing new, its source NOT read"]
    text = evening.letters[0].part("plain")
    assert "NOT read: wire since 13:00 (not asked since)." in text
    assert "You get this because the watchlist Arms exports tells desk." in text


async def test_what_was_read_lately_is_read(evening: House) -> None:
    async with evening.works() as works:
        await evening.poll(works)
        evening.now = EVENING - 11 * MINUTE
        await run_once(works, everything=True, progress=lambda _: None)
        await look(evening, works, EVENING)
    assert evening.subjects() == ["Arms exports: nothing new, its source read"]
    assert "Read: the feed until 19:49." in evening.letters[0].part("plain")


async def test_it_is_sent_once_also_after_a_restart_and_by_two_workers(evening: House) -> None:
    async with evening.works() as works:
        await evening.poll(works)
        for _ in range(3):
            await look(evening, works, EVENING - 20 * MINUTE)
    async with evening.works() as works:
        await look(evening, works, EVENING - 10 * MINUTE)
        await look(evening, works, EVENING + 10 * MINUTE)
        await look(evening, works, EVENING + HOUR)
        assert len(outbox(works)) == 1
    assert len(evening.letters) == 1


async def test_who_was_down_at_the_time_sends_one_late_digest_for_the_last_time(evening: House) -> None:
    async with evening.works() as works:
        await evening.poll(works)
    async with evening.works() as works:
        await look(evening, works, EVENING + 5 * DAY + HOUR)
        await look(evening, works, EVENING + 5 * DAY + HOUR + 5 * MINUTE)
        await look(evening, works, EVENING + 5 * DAY + 2 * HOUR)
    assert len(evening.letters) == 1


async def test_a_digest_that_waited_while_the_daemon_was_down_is_not_followed_by_an_empty_one(evening: House) -> None:
    async with evening.works() as works:
        await evening.poll(works)
        evening.press["wire"].say(entry(1, "Baykar is in the news."))
        await evening.poll(works)
    async with evening.works() as works:
        await look(evening, works, EVENING + 2 * DAY + HOUR)
        await look(evening, works, EVENING + 2 * DAY + 2 * HOUR)
    assert evening.subjects() == ["Arms exports: 1 story (Tue 24 Nov, 21:00)"]


async def test_what_is_found_joins_the_digest_that_was_opened(evening: House) -> None:
    async with evening.works() as works:
        await evening.poll(works)
        await look(evening, works, EVENING - 20 * MINUTE)
        evening.press["wire"].say(entry(1, "Baykar is in the news."))
        await run_once(works, everything=True, progress=lambda _: None)
        await look(evening, works, EVENING)
        assert len(outbox(works)) == 1
    assert evening.subjects() == ["Arms exports: 1 story (Sun 22 Nov, 20:00)"]
    assert "Read: the feed until 19:40." in evening.letters[0].part("plain")


async def test_what_a_poll_finds_that_the_digest_waited_for_is_in_it(evening: House) -> None:
    async with evening.works() as works:
        await evening.poll(works)
        await look(evening, works, EVENING - 10 * MINUTE)
        evening.press["wire"].say(entry(1, "Baykar sold drones."))
        evening.now = EVENING + MINUTE
        await run_once(works, everything=True, progress=lambda _: None)
    (letter,) = evening.letters
    assert "1 story" in letter.message["Subject"]
    assert "Read: the feed until 20:01." in letter.part("plain")


async def test_each_of_two_times_that_are_close_has_its_digest(home: House) -> None:
    home.write("recipients.yaml", told_at("daily 19:45 20:00"))
    async with home.works() as works:
        await home.poll(works)
        for minutes in range(-40, 10, 5):
            await look(home, works, EVENING + minutes * MINUTE)
    assert len(home.letters) == 2


async def test_what_lost_its_watch_is_no_silence(evening: House) -> None:
    async with evening.works() as works:
        await evening.poll(works)
        evening.press["wire"].say(entry(1, "Baykar sold drones."))
        await evening.poll(works)
        evening.write("watchlists/arms.yaml", "watchlist: Arms exports\ntell: [desk]\nwatches:\n  - entity: Norvik\n")
        await works.reload()
        for minutes in (1, 6, 20):
            await look(evening, works, EVENING + minutes * MINUTE)
    assert [letter.readers for letter in evening.letters] == [["ops@example.org"]]
    assert "the watches that this message was about were removed" in " ".join(evening.letters[0].part("plain").split())


async def test_before_the_first_contact_there_is_no_silence_to_prove(evening: House) -> None:
    evening.now = EVENING - 10 * MINUTE
    async with evening.works() as works:
        await look(evening, works, EVENING - 5 * MINUTE)
        evening.now = EVENING + MINUTE
        await run_once(works, everything=True, progress=lambda _: None)
        await look(evening, works, EVENING + HOUR)
        assert evening.letters == []
        await look(evening, works, EVENING + DAY + 6 * MINUTE)
        await look(evening, works, EVENING + DAY + 12 * MINUTE)
    assert len(evening.letters) == 1


async def test_who_is_told_at_once_gets_none_unless_they_ask_for_one_a_day(home: House) -> None:
    home.write("recipients.yaml", f"desk: {{to: [desk@example.org]}}\n{OTHERS}")
    async with home.works() as works:
        await home.poll(works)
        await look(home, works, START + 2 * DAY)
        assert home.letters == []
        home.write("recipients.yaml", told_at("at once", ", when_empty: send"))
        await works.reload()
        await look(home, works, START + 2 * DAY + HOUR)
        await look(home, works, START + 4 * DAY)
        await look(home, works, START + 4 * DAY + HOUR)
    assert len(home.to("desk")) == len(home.letters) == 1


async def test_who_skips_empty_ones_and_who_is_told_by_no_list_get_none(home: House) -> None:
    home.write("recipients.yaml", told_at("daily 20:00", ", when_empty: skip") + "idle: {to: [idle@example.org], send: daily 20:00}\n")
    async with home.works() as works:
        await home.poll(works)
        await look(home, works, EVENING + HOUR)
        await look(home, works, EVENING + DAY + HOUR)
    assert home.letters == []


async def test_a_change_of_the_hours_makes_up_for_no_time_that_was_not_asked_for(evening: House) -> None:
    async with evening.works() as works:
        await evening.poll(works)
        evening.write("recipients.yaml", told_at("daily 07:00"))
        await works.reload()
        await look(evening, works, EVENING)
        assert evening.letters == []


async def test_quiet_hours_hold_it(home: House) -> None:
    home.write("recipients.yaml", told_at("daily 20:00", ", quiet: ['19:00-06:30']"))
    async with home.works() as works:
        await home.poll(works)
        await look(home, works, EVENING + HOUR)
        assert outbox(works) == []
        await look(home, works, EVENING + timedelta(hours=10, minutes=29))
        assert home.letters == []
        await look(home, works, EVENING + timedelta(hours=10, minutes=36))
        await look(home, works, EVENING + timedelta(hours=10, minutes=42))
    assert len(home.letters) == 1


async def test_a_digest_whose_claims_were_all_called_off_proves_the_silence(evening: House) -> None:
    async with evening.works() as works:
        await evening.poll(works)
        evening.press["wire"].say(entry(1, "Baykar, the bakery, is in the news."))
        await evening.poll(works)
        item = archived(works, "guid-1").id
        await works.writer.run(lambda connection: vetoes.teach(connection, item, BAYKAR, "ana", "a bakery", works.clock()))
        evening.now = EVENING - 5 * MINUTE
        await run_once(works, everything=True, progress=lambda _: None)
        await look(evening, works, EVENING)
    assert evening.subjects() == ["Arms exports: nothing new, its source read"]


async def test_what_was_corrected_meanwhile_is_told_as_it_reads_now(evening: House) -> None:
    async with evening.works() as works:
        await evening.poll(works)
        evening.press["wire"].say(entry(1, "Baykar sold seven drones."))
        await evening.poll(works)
        evening.press["wire"].entries[0] = entry(1, "Baykar sold eight drones.")
        evening.now = EVENING - 5 * MINUTE
        await run_once(works, everything=True, progress=lambda _: None)
        await look(evening, works, EVENING)
    text = evening.letters[0].part("plain")
    assert "eight drones" in text
    assert "seven" not in text


async def test_its_sources_are_asked_shortly_before(evening: House) -> None:
    async with evening.works() as works:
        await evening.poll(works)
        evening.now = EVENING - 90 * MINUTE
        await run_once(works, everything=True, progress=lambda _: None)
        with works.database.write() as connection:
            connection.execute(update(source_rows).values(next_poll_at=EVENING + 3 * HOUR))
        await look(evening, works, EVENING - 31 * MINUTE)
        assert source(works).next_poll_at == EVENING + 3 * HOUR
        await look(evening, works, EVENING - 29 * MINUTE)
        assert EVENING - 12 * MINUTE <= source(works).next_poll_at <= EVENING - 7 * MINUTE
        with works.database.write() as connection:  # once a digest
            connection.execute(update(source_rows).values(next_poll_at=EVENING + 3 * HOUR))
        await look(evening, works, EVENING - 20 * MINUTE)
        assert source(works).next_poll_at == EVENING + 3 * HOUR


async def test_a_server_that_wants_to_be_left_alone_is(evening: House) -> None:
    async with evening.works() as works:
        await evening.poll(works)
        with works.database.write() as connection:
            connection.execute(update(source_rows).values(next_poll_at=EVENING + 3 * HOUR, server_until=EVENING + HOUR))
        await look(evening, works, EVENING - 29 * MINUTE)
        assert source(works).next_poll_at == EVENING + 3 * HOUR


async def test_it_waits_for_the_polls_of_its_sources_but_not_for_long(evening: House) -> None:
    async with evening.works() as works:
        await evening.poll(works)
        await look(evening, works, EVENING - 29 * MINUTE)
        evening.now = EVENING - MINUTE
        claimed = await works.poller.claim(10)
        assert len(claimed) == 1
        await look(evening, works, EVENING)
        assert evening.letters == []
        with works.database.read() as connection:
            assert connection.scalars(select(deliveries.c.due_at)).all() == [EVENING + 5 * MINUTE]
        await works.poller.poll(claimed[0])
        await look(evening, works, EVENING + 5 * timedelta(seconds=1))
        assert [row.state for row in outbox(works)] == [DeliveryState.SENT]
    assert evening.subjects() == ["Arms exports: nothing new, its source read"]
