"""A notice says what happened, what it means, what Tocsin does, and what to do."""

from __future__ import annotations

import pytest

from monitor.alerts.notice import MOST_PROBLEMS, file_rejected, not_delivered, starting_point
from monitor.errors import Problem
from monitor.model import DeliveryId, DeliveryState
from tests.alerts.pieces import NOW, TORONTO


@pytest.mark.parametrize(
    ("state", "title", "fate"),
    [
        (DeliveryState.REJECTED, "A message to slack/arms did not arrive", "refused for good"),
        (DeliveryState.DEAD, "A message to slack/arms did not arrive", "as long as makes sense"),
        (DeliveryState.UNKNOWN, "A message to slack/arms may not have arrived", "it may have arrived"),
        (DeliveryState.DUE, "A message to slack/arms did not arrive", "waits to be tried again"),
    ],
)
def test_a_message_that_did_not_arrive_is_kept_and_can_be_sent_again(state: DeliveryState, title: str, fate: str) -> None:
    notice = not_delivered("slack/arms", DeliveryId(12), state, "not_in_channel")
    assert notice.title == title
    assert "not_in_channel" in notice.lines[0]
    assert fate in notice.lines[1]
    assert "`tocsin retry 12`" in notice.lines[2]


def test_a_rejected_file_names_each_error_and_what_stays_live() -> None:
    error = Problem("watchlists/arms.yaml", 14, 5, "unknown setting 'fuzzines'", "did you mean 'spelling'?")
    warning = Problem("watchlists/arms.yaml", 3, 1, "a short alias", is_warning=True)
    notice = file_rejected("watchlists/arms.yaml", [error, warning], has_last_good=True)
    assert notice.title == "watchlists/arms.yaml was not accepted"
    assert notice.lines[0] == "watchlists/arms.yaml:14:5: unknown setting 'fuzzines'; did you mean 'spelling'?"
    assert notice.lines[1].startswith("The last good version of this file stays live")
    assert "nothing of this file is live" in file_rejected("x.yaml", [error], has_last_good=False).lines[1]


def test_a_file_with_many_errors_says_how_many_are_not_shown() -> None:
    errors = [Problem("x.yaml", number, 1, "unknown setting") for number in range(1, MOST_PROBLEMS + 4)]
    assert "3 more problems: `tocsin check` shows all." in file_rejected("x.yaml", errors, has_last_good=True).lines


def test_a_first_contact_is_explained() -> None:
    notice = starting_point(312, 0, NOW, TORONTO)
    assert notice.title == "312 items archived as the starting point, 0 alerts; the next poll is at Wed 7 Oct, 07:30"
    assert starting_point(1, 1, None, TORONTO).title.startswith("1 item archived as the starting point, 1 alert; ")
