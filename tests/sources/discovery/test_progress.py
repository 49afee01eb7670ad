"""A record's discoveries together: every record of the catalogue can be begun, and the site's troubles are told from a document's."""

from __future__ import annotations

from datetime import timedelta

import pytest

from monitor.catalogue.chosen import chosen
from monitor.catalogue.discovery import DateWalk, OneFeed
from monitor.catalogue.known import KNOWN
from monitor.catalogue.record import CatalogueRecord
from monitor.sources.discovery import progress as going
from monitor.sources.discovery.ask import Answer, Plan, Verdict
from monitor.sources.discovery.progress import Progress, plans_of
from monitor.sources.discovery.settling import distance
from tests.sources.discovery.walking import ABSENT, HERE, NOW

ONE, TWO = Plan("1", DateWalk("https://p.example/a/{date}"), revisit=timedelta(0)), Plan("2", OneFeed("https://p.example/b"))
DOWN = Answer(Verdict.BROKEN, "the server answers 500", is_servers=True)


@pytest.mark.parametrize("record", KNOWN.values(), ids=KNOWN.keys())
def test_every_record_of_the_catalogue_can_be_begun(record: CatalogueRecord) -> None:
    options = {"committees": ["FAAE", "NDDN"]} if record.name == "ca-committees" else {}
    plans = plans_of(chosen(record.name, "", options))
    found = going.next_ask(plans, going.open_rounds(plans, Progress(), NOW))
    assert found is not None
    for address in found[1].addresses.values():
        assert address.startswith("https://")
        assert "{" not in address.replace("${", "")


def step(plans: tuple[Plan, ...], progress: Progress, answer: Answer) -> Progress:
    found = going.next_ask(plans, progress)
    assert found is not None
    return going.after(progress, *found, answer, NOW)


def test_discoveries_are_asked_one_after_the_other_in_one_round() -> None:
    plans = (ONE, TWO)
    progress = step(plans, going.open_rounds(plans, Progress(), NOW), ABSENT)
    found = going.next_ask(plans, progress)
    assert found is not None
    assert found[0] is TWO
    progress = going.close_rounds(plans, step(plans, progress, HERE))
    assert going.next_ask(plans, progress) is None
    assert going.has_begun(plans, progress)
    assert going.read_progress(going.write_progress(progress)) == progress


def test_one_failure_among_good_answers_is_no_trouble_of_the_site() -> None:
    plans = (ONE, TWO)
    progress = step(plans, step(plans, going.open_rounds(plans, Progress(), NOW), HERE), DOWN)
    assert going.trouble(plans, progress) is None


def test_a_round_without_a_good_answer_is_a_trouble_and_no_starting_point() -> None:
    plans = (TWO,)
    progress = step(plans, going.open_rounds(plans, Progress(), NOW), Answer(Verdict.BROKEN, "no XML"))
    assert going.trouble(plans, progress) == "no XML"
    assert not going.has_begun(plans, going.after_trouble(plans, progress))


def test_three_failures_of_the_server_in_a_row_interrupt_a_round_which_then_goes_on() -> None:
    plans = (Plan("1", DateWalk("https://p.example/a/{date}")),)
    progress = going.open_rounds(plans, Progress(), NOW)
    for _ in range(2):
        progress = step(plans, progress, DOWN)
        assert going.trouble(plans, progress) is None
    progress = step(plans, progress, DOWN)
    assert going.trouble(plans, progress) == "the server answers 500"
    progress = going.after_trouble(plans, progress)
    assert going.trouble(plans, progress) is None
    assert going.trouble(plans, step(plans, progress, DOWN)) is not None
    assert going.trouble(plans, step(plans, step(plans, progress, ABSENT), DOWN)) is None


def test_a_discovery_that_the_record_has_no_more_is_let_go() -> None:
    progress = going.close_rounds((ONE, TWO), going.open_rounds((ONE, TWO), Progress(), NOW))
    assert [*going.open_rounds((TWO,), progress, NOW).cursors] == ["2"]


def test_rounds_keep_such_a_distance_that_the_days_requests_last() -> None:
    assert distance(6, 500) * 500 * 0.8 / 6 == pytest.approx(timedelta(days=1), abs=timedelta(seconds=1))
    assert distance(400, 500) == timedelta(hours=1)
    assert distance(0, 0) == timedelta(0)
