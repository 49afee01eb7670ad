"""The subject says who, then what, within what a phone shows."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.alerts.subject import LONGEST, subject
from tests.alerts.pieces import ARTICLE, BAYKAR, GUESS, LISTED, REPORT, SPEECH, TORONTO, WESCAM, message


def test_an_alert_says_who_then_what() -> None:
    assert subject(message(ARTICLE), TORONTO) == "L3Harris WESCAM: Canada investigates diversion of its own…"


def test_two_short_names_stand_together_and_many_are_counted() -> None:
    two = replace(ARTICLE, watches=(replace(WESCAM, label="WESCAM"), BAYKAR))
    many = replace(ARTICLE, watches=(WESCAM, BAYKAR, BAYKAR, BAYKAR))
    assert subject(message(two), TORONTO).startswith("WESCAM, Baykar: Canada")
    assert subject(message(many), TORONTO).startswith("L3Harris WESCAM and 3 more: Canada")


def test_a_follow_up_says_so() -> None:
    assert subject(message(ARTICLE, is_update=True), TORONTO).startswith("L3Harris WESCAM (update): Canada")


def test_a_follow_up_by_a_parliament_says_that_it_is_one() -> None:
    assert subject(message(replace(SPEECH, speaks_up=True), is_update=True), TORONTO) == "Baykar (parliament): Export permits"


def test_two_reports_of_one_message_are_headed_by_the_watches_of_both() -> None:
    two = message(replace(ARTICLE, watches=(replace(WESCAM, label="WESCAM"),)), replace(ARTICLE, watches=(BAYKAR,)))
    assert subject(two, TORONTO).startswith("WESCAM, Baykar: Canada")


def test_a_list_names_its_report_and_outlet_or_counts_them_under_the_headline_that_was_read() -> None:
    one = replace(LISTED, reports=(REPORT,))
    assert subject(message(listed=(one,), is_update=True), TORONTO) == "Also reported: Ottawa looks into drone cameras - Herald"
    assert subject(message(listed=(LISTED,), is_update=True), TORONTO) == "2 more reports: Canada investigates diversion of its own…"
    long = replace(LISTED, reports=(replace(REPORT, outlet="An Outlet With a Name That Fills All of the Line"),))
    assert subject(message(listed=(long,)), TORONTO) == "Also reported: Ottawa looks into drone cameras"


def test_a_digest_of_nothing_but_other_reports_is_named_after_them() -> None:
    digest = message(is_digest=True, listed=(LISTED, LISTED, LISTED))
    assert subject(digest, TORONTO) == "Arms exports: other reports of 3 stories (Wed 7 Oct, 07:30)"
    assert "1 story" in subject(message(ARTICLE, is_digest=True, listed=(LISTED,)), TORONTO)


def test_what_has_no_title_goes_by_its_heading_then_by_its_words() -> None:
    assert subject(message(SPEECH), TORONTO) == "Baykar: Export permits"
    assert subject(message(replace(SPEECH, headings=())), TORONTO) == "Baykar: les licences de Baykar sont suspendues"
    assert subject(message(replace(SPEECH, headings=(), excerpts=())), TORONTO) == "Baykar: (no title)"


def test_a_digest_counts_what_it_holds_and_says_of_when_it_is() -> None:
    digest = message(ARTICLE, ARTICLE, SPEECH, is_digest=True)
    assert subject(digest, TORONTO) == "Arms exports: 2 stories, 1 speech (Wed 7 Oct, 07:30)"


def test_a_digest_of_possible_mentions_promises_no_more() -> None:
    digest = message(is_digest=True, possible=(GUESS,))
    assert subject(digest, TORONTO) == "Arms exports: 1 possible mention (Wed 7 Oct, 07:30)"
    assert "13 possible mentions" in subject(replace(digest, possible_left_out=12), TORONTO)


def test_a_digest_of_stories_is_named_after_them_and_not_after_its_possible_mentions() -> None:
    assert subject(message(SPEECH, is_digest=True, possible=(GUESS,)), TORONTO) == "Arms exports: 1 speech (Wed 7 Oct, 07:30)"


def test_a_digest_of_several_lists_counts_them_and_an_empty_one_says_so() -> None:
    other = replace(ARTICLE, watches=(replace(WESCAM, watchlist="Sanctions"),))
    assert subject(message(SPEECH, other, is_digest=True), TORONTO) == "Arms exports +1: 1 story, 1 speech (Wed 7 Oct, 07:30)"
    assert subject(message(is_digest=True), TORONTO) == "Digest: nothing new (Wed 7 Oct, 07:30)"


@settings(max_examples=60)
@given(st.text(max_size=200), st.lists(st.text(min_size=1, max_size=100), min_size=1, max_size=5), st.booleans(), st.booleans())
def test_any_subject_is_one_line_of_bounded_length(title: str, labels: list[str], is_digest: bool, is_update: bool) -> None:  # noqa: FBT001
    watches = tuple(replace(WESCAM, label=label, watchlist=label) for label in labels)
    shown = subject(message(replace(ARTICLE, title=title, watches=watches), is_digest=is_digest, is_update=is_update), TORONTO)
    assert len(shown) <= LONGEST
    assert len(shown.splitlines()) == 1
