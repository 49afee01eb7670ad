"""Sources: in line with the settings, claimed by one at a time, and never asked while their host wants peace."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import timedelta
from threading import Thread
from typing import TYPE_CHECKING

from monitor.model import SourceKey
from monitor.store import sources
from tests.store.small_world import HOUR, MINUTE, NOON, spec, state_of

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from monitor.model import SourceState
    from monitor.store.database import Database


def claim(connection: Connection, minutes: float = 0, limit: int = 10, **conditions: bool | list[SourceKey]) -> list[str]:
    claimed = sources.claim_due(connection, NOON + minutes * MINUTE, HOUR, limit, **conditions)  # type: ignore[arg-type] # passed through
    return [state.key for state in claimed]


def poll(connection: Connection, state: SourceState, **changes: object) -> SourceState:
    sources.record_poll(connection, replace(state, next_poll_at=NOON + HOUR, **changes))  # type: ignore[arg-type] # passed through
    return state_of(connection, state.key)


def test_a_new_source_is_due_at_once_and_without_a_baseline(connection: Connection) -> None:
    sources.sync(connection, [spec("wire")], NOON)
    state = state_of(connection, "wire")
    assert (state.next_poll_at, state.baseline_at, state.effective_url) == (NOON, None, state.url)
    assert claim(connection) == ["wire"]


def test_a_source_is_claimed_once_until_its_lease_lapses(connection: Connection) -> None:
    sources.sync(connection, [spec("wire")], NOON)
    assert claim(connection) == ["wire"]
    assert claim(connection, 59) == []
    assert claim(connection, 60) == ["wire"]


def test_the_longest_overdue_comes_first(connection: Connection) -> None:
    sources.sync(connection, [spec("late")], NOON)
    sources.sync(connection, [spec("late"), spec("early")], NOON - MINUTE)
    assert claim(connection, limit=1) == ["early"]
    assert claim(connection, limit=1) == ["late"]


def test_one_host_is_asked_for_one_source_at_a_time(connection: Connection) -> None:
    sources.sync(connection, [spec(name, host="shared.example:443") for name in ("one", "two")] + [spec("other")], NOON)
    assert sorted(claim(connection)) == ["one", "other"]
    assert claim(connection) == []
    sources.release(connection, state_of(connection, "one").id)
    assert claim(connection) == ["one"]
    poll(connection, state_of(connection, "one"))
    assert claim(connection) == ["two"]


def test_a_host_that_asked_for_peace_gets_it_even_when_everything_is_to_be_polled(connection: Connection) -> None:
    sources.sync(connection, [spec("wire")], NOON)
    sources.hold_host(connection, "wire.example:443", NOON + 5 * MINUTE)
    assert claim(connection, regardless=True) == []
    assert claim(connection, 5) == ["wire"]


def test_a_server_that_asked_for_peace_gets_it_even_when_everything_is_to_be_polled(connection: Connection) -> None:
    sources.sync(connection, [spec("wire"), spec("other")], NOON)
    poll(connection, state_of(connection, "wire"), server_until=NOON + 2 * HOUR)
    assert claim(connection, 60, limit=1, regardless=True) == ["other"]
    assert claim(connection, 60, regardless=True) == []
    sources.release(connection, state_of(connection, "other").id)
    assert sources.next_due(connection) == NOON
    poll(connection, state_of(connection, "other"), server_until=NOON + 3 * HOUR)
    assert sources.next_due(connection) == NOON + 2 * HOUR
    assert claim(connection, 120) == ["wire"]


def test_a_hold_is_never_shortened(connection: Connection) -> None:
    for minutes in (5, 1, 7):
        sources.hold_host(connection, "wire.example:443", NOON + minutes * MINUTE)
        expected = max(5, minutes)
        assert sources.host_holds(connection) == {"wire.example:443": NOON + expected * MINUTE}


def test_a_source_can_be_asked_before_it_is_due_if_somebody_insists(connection: Connection) -> None:
    sources.sync(connection, [spec("wire")], NOON + HOUR)
    assert claim(connection) == []
    assert claim(connection, regardless=True) == ["wire"]


def test_only_the_sources_that_are_named_are_claimed(connection: Connection) -> None:
    sources.sync(connection, [spec("one"), spec("two")], NOON)
    assert claim(connection, only=[SourceKey("two"), SourceKey("unheard of")]) == ["two"]


def test_what_a_poll_left_behind_is_read_back(connection: Connection) -> None:
    sources.sync(connection, [spec("wire")], NOON)
    (state,) = sources.claim_due(connection, NOON, HOUR, 1)
    after = replace(
        state,
        effective_url="https://new.example/feed",
        host="new.example:443",
        next_poll_at=NOON + HOUR,
        server_until=NOON + HOUR,
        baseline_at=NOON,
        etag='W/"a"',
        last_modified="Mon, 02 Mar 2026 12:00:00 GMT",
        body_hash=b"\x00\xff" * 8,
        cursor={"page": 3, "days": ["2026-03-02"]},
        failures=2,
        last_ok_at=NOON,
        last_new_at=NOON,
        last_error="no answer",
        hints={"ttl": 60, "rates": [1.5]},
    )
    sources.record_poll(connection, after)
    assert state_of(connection, "wire") == after
    assert claim(connection, 60) == ["wire"]


def test_another_url_keeps_the_history_but_loses_what_the_old_server_said(connection: Connection) -> None:
    sources.sync(connection, [spec("wire")], NOON)
    state = poll(
        connection,
        state_of(connection, "wire"),
        etag='"a"',
        last_modified="x",
        body_hash=b"h",
        baseline_at=NOON,
        cursor={"page": 3},
        server_until=NOON + 2 * HOUR,
    )
    sources.sync(connection, [spec("wire", url="https://new.example/feed", host="new.example:443")], NOON + MINUTE)
    moved = state_of(connection, "wire")
    assert (moved.id, moved.baseline_at, moved.cursor) == (state.id, NOON, {"page": 3})
    assert (moved.url, moved.effective_url, moved.host) == ("https://new.example/feed", "https://new.example/feed", "new.example:443")
    assert (moved.etag, moved.last_modified, moved.body_hash, moved.next_poll_at) == (None, None, None, NOON + MINUTE)
    assert moved.server_until is None


def test_an_answer_from_the_former_url_is_not_written_down(connection: Connection) -> None:
    sources.sync(connection, [spec("wire")], NOON)
    (state,) = sources.claim_due(connection, NOON, HOUR, 1)
    sources.sync(connection, [spec("wire", url="https://new.example/feed")], NOON)
    assert poll(connection, state, etag='"old"').etag is None
    assert claim(connection) == ["wire"]  # but the claim is over


def test_a_restart_changes_nothing_so_nothing_is_polled_early(connection: Connection) -> None:
    sources.sync(connection, [spec("wire")], NOON)
    state = poll(connection, state_of(connection, "wire"), etag='"a"')
    sources.sync(connection, [spec("wire")], NOON + MINUTE)
    assert state_of(connection, "wire") == state


def test_a_new_name_is_taken_over_without_a_poll(connection: Connection) -> None:
    sources.sync(connection, [spec("wire")], NOON)
    poll(connection, state_of(connection, "wire"))
    sources.sync(connection, [replace(spec("wire"), name="The new wire")], NOON + MINUTE)
    assert state_of(connection, "wire").next_poll_at == NOON + HOUR


def test_a_source_that_leaves_the_settings_is_kept_but_rests(connection: Connection) -> None:
    sources.sync(connection, [spec("wire")], NOON)
    sources.sync(connection, [], NOON)
    assert not state_of(connection, "wire").enabled
    assert claim(connection, regardless=True) == []
    sources.sync(connection, [spec("wire")], NOON + MINUTE)
    assert claim(connection, 1) == ["wire"]


def test_a_source_that_its_server_ended_stays_ended_over_restarts_until_its_settings_change(connection: Connection) -> None:
    sources.sync(connection, [spec("wire")], NOON)
    poll(connection, state_of(connection, "wire"), enabled=False)
    sources.sync(connection, [spec("wire")], NOON)
    assert not state_of(connection, "wire").enabled
    sources.sync(connection, [spec("wire", url="https://new.example/feed")], NOON)
    assert state_of(connection, "wire").enabled


def test_a_poll_under_way_does_not_enable_what_the_user_disabled(connection: Connection) -> None:
    sources.sync(connection, [spec("wire")], NOON)
    (state,) = sources.claim_due(connection, NOON, HOUR, 1)
    sources.sync(connection, [spec("wire", enabled=False)], NOON)
    assert not poll(connection, state).enabled


def test_the_next_claim_is_foretold_with_leases_and_holds(connection: Connection) -> None:
    assert sources.next_due(connection) is None
    sources.sync(connection, [spec("wire"), spec("off", enabled=False)], NOON)
    assert sources.next_due(connection) == NOON
    claim(connection)
    assert sources.next_due(connection) == NOON + HOUR
    sources.hold_host(connection, "wire.example:443", NOON + 2 * HOUR)
    assert sources.next_due(connection) == NOON + 2 * HOUR


def test_a_daemon_that_starts_alone_frees_what_a_killed_one_had_claimed(connection: Connection) -> None:
    sources.sync(connection, [spec("one"), spec("two")], NOON)
    claim(connection)
    assert sources.release_all(connection) == 2
    assert sorted(claim(connection)) == ["one", "two"]


def test_a_clock_that_is_set_back_takes_the_schedule_with_it(connection: Connection) -> None:
    sources.sync(connection, [spec("wire")], NOON)
    sources.hold_host(connection, "wire.example:443", NOON)
    poll(connection, state_of(connection, "wire"), server_until=NOON)
    claim(connection, 60)
    sources.shift(connection, -timedelta(hours=4))
    moved = state_of(connection, "wire")
    assert (moved.next_poll_at, moved.server_until) == (NOON - 3 * HOUR, NOON - 4 * HOUR)
    assert sources.host_holds(connection) == {"wire.example:443": NOON - 4 * HOUR}
    assert claim(connection, -180) == []
    assert claim(connection, -120) == ["wire"]


def test_what_a_wrong_clock_put_years_ahead_is_brought_back(connection: Connection) -> None:
    sources.sync(connection, [spec("wire"), spec("other")], NOON)
    wrong = NOON + timedelta(days=5 * 365)
    sources.claim_due(connection, wrong, HOUR, 1)
    for key in ("wire", "other"):
        sources.hold_host(connection, f"{key}.example:443", wrong if key == "wire" else NOON)
        state = replace(state_of(connection, key), next_poll_at=wrong, server_until=wrong)
        sources.record_poll(connection, state if key == "wire" else replace(state, next_poll_at=NOON + HOUR, server_until=NOON))
    sources.claim_due(connection, wrong + HOUR, HOUR, 1, only=[SourceKey("wire")])
    assert sources.pull_back(connection, NOON, timedelta(days=8)) == 4
    assert sorted(claim(connection)) == ["wire"]
    assert state_of(connection, "other").next_poll_at == NOON + HOUR
    assert sources.pull_back(connection, NOON, timedelta(days=8)) == 0


def test_the_holds_that_go_on_beyond_an_instant_can_be_listed_alone(connection: Connection) -> None:
    for minutes in (0, 5):
        sources.hold_host(connection, f"h{minutes}.example:443", NOON + minutes * MINUTE)
    assert sources.host_holds(connection, NOON) == {"h5.example:443": NOON + 5 * MINUTE}


def test_no_source_is_claimed_twice_and_no_host_is_shared_however_many_claim_at_once(database: Database) -> None:
    with database.write() as connection:
        sources.sync(connection, [spec(f"s{number}", host=f"h{number % 20}:80") for number in range(60)], NOON)
    claimed: list[SourceState] = []

    def claim_all() -> None:
        for _ in range(5):
            with database.write() as connection:
                claimed.extend(sources.claim_due(connection, NOON, HOUR, 4))

    threads = [Thread(target=claim_all) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert Counter(state.host for state in claimed) == Counter(f"h{number}:80" for number in range(20))
    assert len({state.key for state in claimed}) == 20
