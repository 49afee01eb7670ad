"""A notice says what happened, what it means, what Tocsin does, and what to do."""

from __future__ import annotations

from datetime import timedelta

import pytest

from monitor.alerts.notice import (
    MOST_PROBLEMS,
    Notice,
    file_accepted,
    file_rejected,
    gathered,
    joined,
    not_delivered,
    notice_due_at,
    starting_point,
)
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


def test_one_notice_is_itself_and_a_few_are_told_in_full() -> None:
    one, other = Notice("A feed is away", ("It answers 403.", "Ask them.")), Notice("Another", ("It answers 500.",))
    assert gathered([one]) == one
    both = gathered([one, other])
    assert both.title == "2 matters of the monitoring need a look"
    assert both.lines == ("A feed is away:", "It answers 403.", "Ask them.", "Another:", "It answers 500.")


def test_of_many_notices_each_is_a_line_and_the_rest_is_counted() -> None:
    many = gathered([Notice(f"Feed {n} is away", ("It answers 403.", "Ask them.")) for n in range(40)])
    assert many.lines[0] == "Feed 0 is away. It answers 403."
    assert many.lines[-2:] == ("And 10 more matters.", "`tocsin status` lists what is open now.")


def test_a_notice_leaves_at_once_or_ten_minutes_after_the_last() -> None:
    notice = Notice("A feed is away", ())
    assert notice_due_at(notice, None, NOW) == NOW
    assert notice_due_at(notice, NOW - timedelta(hours=1), NOW) == NOW
    assert notice_due_at(notice, NOW - timedelta(minutes=4), NOW) == NOW + timedelta(minutes=6)


def test_the_answer_to_a_save_waits_a_minute_at_most_since_somebody_waits_for_it() -> None:
    answer = Notice("arms.yaml is live", (), about="arms.yaml")
    assert notice_due_at(answer, NOW - timedelta(seconds=20), NOW) == NOW + timedelta(seconds=40)
    assert notice_due_at(answer, NOW - timedelta(minutes=4), NOW) == NOW
    assert notice_due_at(answer, NOW + timedelta(days=3), NOW) == NOW + timedelta(minutes=1)


def test_of_what_waits_about_a_settings_file_the_newest_stays() -> None:
    away, wrong, other = Notice("A feed is away", ()), file_rejected("x.yaml", [], has_last_good=True), file_accepted("y.yaml")
    assert joined([away, wrong, other], file_accepted("x.yaml")) == [away, other, file_accepted("x.yaml")]
    assert joined([away, wrong], away) == [away, wrong, away]


def test_what_was_said_of_a_save_that_went_live_is_not_dropped_for_the_next() -> None:
    first, second = Notice("x.yaml is live", ("New: Norvik",), about="x.yaml"), Notice("x.yaml is live", ("New: Roketsan",), about="x.yaml")
    wrong = file_rejected("x.yaml", [], has_last_good=True)
    assert joined([first], second) == [first, second]
    assert joined([first], wrong) == [first, wrong]
    assert joined([first, wrong], second) == [first, second]
