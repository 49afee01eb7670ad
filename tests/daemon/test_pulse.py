"""The pulse: whatever somebody does to the clock, what was due stays due."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from monitor.daemon.pulse import Pulse
from monitor.errors import StoreError
from monitor.store import accounts, sources
from monitor.store.accounts import FailingAccount
from tests.daemon.house import House, entry

if TYPE_CHECKING:
    import pytest

    from monitor.daemon.works import Works


def schedule(works: Works) -> dict[str, object]:
    with works.database.read() as connection:
        return {state.key: state.next_poll_at for state in sources.all_states(connection)}


async def refuses(*_: object, **__: object) -> None:
    raise StoreError("the disk is full")


async def test_a_step_back_of_the_clock_brings_the_next_polls_along(home: House) -> None:
    async with home.works() as works:
        await home.poll(works)
        before = schedule(works)
        pulse = Pulse(works, list, works.tally.count_store_error)
        home.now -= timedelta(days=365)
        await pulse._after_jump(timedelta(days=-365))
        assert schedule(works) == {key: at - timedelta(days=365) for key, at in before.items()}  # type: ignore[operator] # instants


async def test_a_step_forward_leaves_the_schedule_to_the_wall(home: House) -> None:
    async with home.works() as works:
        await home.poll(works)
        before = schedule(works)
        await Pulse(works, list, works.tally.count_store_error)._after_jump(timedelta(hours=2))
        assert schedule(works) == before


async def test_a_step_back_while_the_database_fails_is_followed_later(home: House, monkeypatch: pytest.MonkeyPatch) -> None:
    async with home.works() as works:
        await home.poll(works)
        before = schedule(works)
        pulse = Pulse(works, list, works.tally.count_store_error)
        home.now -= timedelta(days=365)
        with monkeypatch.context() as planted:
            planted.setattr(works.writer, "run", refuses)
            await pulse._after_jump(timedelta(days=-365))
            await pulse._after_jump(timedelta(days=1))
        assert works.tally.store_error == "the disk is full"
        assert schedule(works) == before
        await pulse._follow()
        assert schedule(works) == {key: at - timedelta(days=364) for key, at in before.items()}  # type: ignore[operator] # instants
        assert not pulse._behind


async def test_a_step_back_ends_the_rest_of_an_account_and_its_letters_leave(home: House) -> None:
    async with home.works() as works:
        await home.poll(works)
        away = FailingAccount("mail", home.now, home.now + timedelta(minutes=15), 6, is_refused=False, reason="away")
        await works.writer.run(lambda connection: accounts.record(connection, away))
        home.now -= timedelta(days=2)
        await Pulse(works, list, works.tally.count_store_error)._after_jump(timedelta(days=-2))
        with works.database.read() as connection:
            (failing,) = accounts.failing(connection)
        assert (failing.since, failing.rests_until, failing.failures) == (home.now, home.now, 6)
        home.press["wire"].say(entry(1, "Baykar opened an office."))
        await home.poll(works)
    assert home.subjects() == ["Baykar: Headline number 1"]
