"""Each recipient is told once of each watch in a story, in one message, at their time; only what is new tells again."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.alerts.plan import Arrival, Found, Planned, follow_up, plan, refused
from monitor.alerts.quiet import read_quiet
from monitor.alerts.recipient import Nature, Recipient
from monitor.alerts.schedule import read_when
from monitor.alerts.told import Told
from monitor.model import Cause, ItemId, Kind, MessageId, Priority, RecipientKey, Relation, Tier, WatchKey
from tests.alerts.pieces import hit, mention

TORONTO = ZoneInfo("America/Toronto")
NOON = datetime(2026, 11, 25, 17, 0, tzinfo=UTC)
DESK, BOSS = RecipientKey("desk"), RecipientKey("boss")


def recipient(key: RecipientKey = DESK, *, quiet: str = "", **send: str) -> Recipient:
    times = {Priority(name): read_when(text) for name, text in send.items()}
    return Recipient(key, (f"{key}@example.org",), times, (read_quiet(quiet),) if quiet else (), TORONTO)


def found(watch: str, *tell: str, priority: Priority = Priority.NORMAL, tier: Tier = Tier.SURE, score: float = 1.0) -> Found:
    one = hit(f"list/{watch}", mention(0, watch, tier=tier, score=score))
    return Found(one, watch, "list", "A list", tell or (DESK,), priority)


def told(watch: str, *, who: RecipientKey = DESK, at: datetime = NOON, message: int = 7, cause: Cause = Cause.FIRST) -> Told:
    return Told(who, WatchKey(f"list/{watch}"), cause, at, MessageId(message))


def planned(
    hits: list[Found], before: list[Told] | None = None, relation: Relation = Relation.NEW, *people: Recipient, now: datetime = NOON
) -> tuple[Planned, ...]:
    return plan(hits, before or [], Arrival(ItemId(99), relation), {one.key: one for one in people or (recipient(),)}, {}, now)


def watches(message: Planned) -> list[str]:
    return [watch.removeprefix("list/") for watch, _ in message.claims]


def causes(message: Planned) -> set[Cause]:
    return {cause for _, cause in message.claims}


def test_one_message_names_every_watch_that_found_the_story() -> None:
    (message,) = planned([found("Baykar"), found("WESCAM")])
    assert message == Planned(DESK, ((WatchKey("list/Baykar"), Cause.FIRST), (WatchKey("list/WESCAM"), Cause.FIRST)), NOON, is_digest=False)


def test_each_recipient_is_told_of_their_own_watches() -> None:
    messages = planned([found("Baykar", DESK, BOSS), found("WESCAM", BOSS)], None, Relation.NEW, recipient(DESK), recipient(BOSS))
    assert [(message.recipient, watches(message)) for message in messages] == [(DESK, ["Baykar"]), (BOSS, ["Baykar", "WESCAM"])]


def test_a_recipient_who_is_gone_or_has_no_address_is_passed_over() -> None:
    mute = Recipient(BOSS, ())
    assert planned([found("Baykar", "nobody", BOSS)], None, Relation.NEW, recipient(), mute) == ()


@pytest.mark.parametrize("relation", [Relation.EDIT, Relation.DUPLICATE])
def test_copies_and_edits_say_nothing_of_a_watch_that_was_told_in_the_story(relation: Relation) -> None:
    assert planned([found("Baykar")], [told("Baykar")], relation) == ()


def test_what_others_were_told_of_keeps_nobody_uninformed() -> None:
    assert len(planned([found("Baykar")], [told("Baykar", who=BOSS)], Relation.SAME_STORY)) == 1


@pytest.mark.parametrize("relation", [Relation.SAME_STORY, Relation.DUPLICATE])
def test_a_new_watch_in_an_old_story_is_told_at_once_in_the_thread_of_the_first_message(relation: Relation) -> None:
    before = [told("WESCAM", message=9, at=NOON - timedelta(hours=1)), told("Ploughshares", message=8, at=NOON - timedelta(hours=2))]
    (message,) = planned([found("Baykar"), found("WESCAM")], before, relation)
    assert (watches(message), causes(message), message.due_at, message.replies_to) == (["Baykar"], {Cause.FIRST}, NOON, MessageId(8))


def test_an_edit_that_brings_a_new_watch_is_an_update() -> None:
    (message,) = planned([found("Baykar")], [told("WESCAM")], Relation.EDIT)
    assert (causes(message), message.due_at, message.replies_to) == ({Cause.UPDATE}, NOON, MessageId(7))


def test_an_edit_is_the_first_word_to_who_was_never_told_of_the_story() -> None:
    (message,) = planned([found("Baykar")], [told("WESCAM", who=BOSS)], Relation.EDIT)
    assert (causes(message), message.replies_to) == ({Cause.FIRST}, None)


def test_updates_of_one_story_follow_each_other_six_hours_apart() -> None:
    first = told("a", message=1)
    second = told("b", message=2, at=NOON + timedelta(minutes=10), cause=Cause.UPDATE)
    third = told("c", message=3, at=NOON + timedelta(hours=1), cause=Cause.UPDATE)  # held until 18:10 after noon's first
    now = NOON + timedelta(hours=2)
    (after_second,) = planned([found("d")], [first, second], Relation.EDIT, now=now)
    (after_third,) = planned([found("d")], [third, first, second], Relation.EDIT, now=now)
    assert after_second.due_at == NOON + timedelta(hours=6, minutes=10)
    assert after_third.due_at == NOON + timedelta(hours=12, minutes=10)
    assert not after_third.is_digest


def test_an_update_long_after_the_last_one_leaves_at_once() -> None:
    before = [told("a", message=1), told("b", message=2, cause=Cause.UPDATE)]
    now = NOON + timedelta(hours=7)
    assert planned([found("c")], before, Relation.EDIT, now=now)[0].due_at == now


def test_the_most_urgent_watch_decides_when() -> None:
    desk = recipient(urgent="at once", normal="hourly", low="daily 07:30")
    (normal,) = planned([found("a", priority=Priority.LOW), found("b")], None, Relation.NEW, desk, now=NOON + timedelta(minutes=5))
    (urgent,) = planned([found("a"), found("b", priority=Priority.URGENT)], None, Relation.NEW, desk)
    assert (normal.is_digest, normal.due_at) == (True, NOON + timedelta(hours=1))
    assert (urgent.is_digest, urgent.due_at, watches(urgent)) == (False, NOON, ["b", "a"])


def test_what_quiet_hours_hold_is_released_together_as_a_digest() -> None:
    night = datetime(2026, 11, 26, 4, 0, tzinfo=UTC)  # 23:00 in Toronto
    desk = recipient(quiet="22:00-06:30")
    messages = [planned([found("a")], None, Relation.NEW, desk, now=night + timedelta(hours=hour))[0] for hour in range(3)]
    assert {(message.is_digest, message.due_at) for message in messages} == {(True, datetime(2026, 11, 26, 11, 30, tzinfo=UTC))}


def test_what_is_urgent_passes_quiet_hours() -> None:
    night = datetime(2026, 11, 26, 4, 0, tzinfo=UTC)
    (message,) = planned([found("a", priority=Priority.URGENT)], None, Relation.NEW, recipient(quiet="22:00-06:30"), now=night)
    assert (message.is_digest, message.due_at) == (False, night)


def possibly(watch: str, *tell: str, priority: Priority = Priority.NORMAL, score: float = 0.6) -> Found:
    return found(watch, *tell, priority=priority, tier=Tier.POSSIBLE, score=score)


def test_a_possible_mention_waits_for_the_daily_digest_however_urgent_its_watch() -> None:
    possible = possibly("a", priority=Priority.URGENT)
    (usual,) = planned([possible])
    (chosen,) = planned([possible], None, Relation.NEW, recipient(normal="daily 18:00"))
    assert (usual.is_digest, usual.is_possible, usual.due_at) == (True, True, datetime(2026, 11, 26, 12, 30, tzinfo=UTC))
    assert (chosen.is_digest, chosen.is_possible, chosen.due_at) == (True, True, datetime(2026, 11, 25, 23, 0, tzinfo=UTC))


def test_possible_mentions_respect_quiet_hours() -> None:
    (message,) = planned([possibly("a", priority=Priority.URGENT)], None, Relation.NEW, recipient(quiet="22:00-09:00"))
    assert message.due_at == datetime(2026, 11, 26, 14, 0, tzinfo=UTC)


def test_possible_mentions_are_told_once_a_day_to_who_has_two_digests_a_day() -> None:
    desk = recipient(normal="daily 07:30 15:00")
    assert planned([possibly("a")], None, Relation.NEW, desk)[0].due_at == datetime(2026, 11, 26, 12, 30, tzinfo=UTC)


def test_a_possible_mention_does_not_travel_with_a_sure_one() -> None:
    sure, possible = planned([possibly("maybe", priority=Priority.URGENT), found("sure")])
    assert (watches(sure), causes(sure), sure.is_digest, sure.is_possible) == (["sure"], {Cause.FIRST}, False, False)
    assert (watches(possible), causes(possible), possible.is_digest) == (["maybe"], {Cause.POSSIBLE}, True)


@pytest.mark.parametrize("relation", list(Relation))
def test_what_was_possible_is_told_at_once_when_it_becomes_sure(relation: Relation) -> None:
    (message,) = planned([found("a")], [told("a", cause=Cause.POSSIBLE)], relation)
    assert message == Planned(DESK, ((WatchKey("list/a"), Cause.FIRST),), NOON, is_digest=False)


@pytest.mark.parametrize("cause", [Cause.FIRST, Cause.UPDATE])
def test_after_a_certainty_what_is_only_possible_is_not_worth_a_word(cause: Cause) -> None:
    assert planned([possibly("a")], [told("a", cause=cause)], Relation.SAME_STORY) == ()


def test_a_possible_mention_of_a_story_is_shown_once() -> None:
    assert planned([possibly("a")], [told("a", cause=Cause.POSSIBLE)], Relation.SAME_STORY) == ()


def test_a_possible_mention_holds_no_follow_up_back_and_begins_no_thread() -> None:
    before = [told("a", message=1), told("b", message=2, at=NOON + timedelta(hours=1), cause=Cause.POSSIBLE)]
    (message,) = planned([found("c")], before, Relation.EDIT, now=NOON + timedelta(hours=2))
    assert (message.due_at, message.replies_to) == (NOON + timedelta(hours=2), MessageId(1))


def test_a_digest_answers_no_message() -> None:
    (message,) = planned([found("b")], [told("a")], Relation.SAME_STORY, recipient(normal="hourly"))
    assert (message.is_digest, message.replies_to) == (True, None)


names = st.sampled_from("abcd")
people = st.sampled_from([DESK, BOSS])
finds = st.builds(lambda watch, who, tier: found(watch, *who, tier=tier), names, st.sets(people), st.sampled_from(Tier))
many_found = st.lists(finds, unique_by=lambda one: one.label, max_size=4)
causes_told = st.sampled_from([Cause.FIRST, Cause.POSSIBLE])
claims = st.builds(
    lambda watch, who, message, cause: told(watch, who=who, message=message, cause=cause), names, people, st.integers(1, 3), causes_told
)
many_told = st.lists(claims)


@settings(max_examples=80)
@given(many_found, many_told, st.sampled_from(Relation))
def test_nobody_is_told_twice_and_nobody_is_left_out(hits: list[Found], before: list[Told], relation: Relation) -> None:
    messages = [one for one in planned(hits, before, relation, recipient(DESK), recipient(BOSS, quiet="sat")) if not one.is_line]
    now_told = [(message.recipient, watch, message.is_possible) for message in messages for watch, _ in message.claims]
    sure_of = {(claim.recipient, claim.watch) for claim in before if claim.cause is not Cause.POSSIBLE}
    heard_of = {(claim.recipient, claim.watch) for claim in before}
    wanted = {(who, one.hit.watch, one.hit.tier is Tier.POSSIBLE) for one in hits for who in one.tell}
    assert len(now_told) == len(set(now_told))
    assert set(now_told) == {one for one in wanted if one[:2] not in (heard_of if one[2] else sure_of)}
    assert len({(message.recipient, message.is_possible) for message in messages}) == len(messages)
    assert all(message.due_at >= NOON and message.claims for message in messages)


ONE, OTHER = ItemId(1), ItemId(2)


def spoken(hits: list[Found], before: list[Told], speech: ItemId, now: datetime = NOON) -> tuple[Planned, ...]:
    return plan(hits, before, Arrival(speech, Relation.SAME_STORY, is_own_words=True), {DESK: recipient()}, {}, now)


def test_another_speech_of_a_debate_is_an_update_and_the_same_one_is_silence() -> None:
    before = [replace(told("Baykar"), items=frozenset({ONE}))]
    assert spoken([found("Baykar")], before, ONE) == ()
    (message,) = spoken([found("Baykar")], before, OTHER)
    assert (causes(message), message.replies_to) == ({Cause.UPDATE}, MessageId(7))


def test_a_speech_with_a_watch_that_is_new_in_the_debate_leaves_at_once_and_names_both() -> None:
    early = [
        replace(told("Baykar"), items=frozenset({ONE})),
        replace(told("Baykar", message=8, cause=Cause.UPDATE), items=frozenset({ONE})),
    ]
    (message,) = spoken([found("Baykar"), found("WESCAM")], early, OTHER)
    assert dict(message.claims) == {WatchKey("list/Baykar"): Cause.UPDATE, WatchKey("list/WESCAM"): Cause.FIRST}
    assert message.due_at == NOON
    (later,) = spoken([found("Baykar")], early, OTHER)
    assert later.due_at == NOON + timedelta(hours=6)


def test_a_correction_follows_the_first_message_six_hours_after_the_last_follow_up() -> None:
    before = [told("Baykar"), told("Baykar", message=8, cause=Cause.REVISION), told("Baykar", who=BOSS, message=9)]
    message = follow_up([found("Baykar")], before, Cause.REVISION, recipient(), NOON + timedelta(hours=1))
    assert message.due_at == NOON + timedelta(hours=6)
    assert message.replies_to == MessageId(7)
    assert causes(message) == {Cause.REVISION}


ITEM = ItemId(99)
BOTH = frozenset({Cause.LISTED, Cause.TAIL})
THREAD = frozenset({Cause.LISTED})


def reported(  # noqa: PLR0913 each by its name
    hits: list[Found],
    before: list[Told],
    lines: frozenset[Cause] = THREAD,
    desk: Recipient | None = None,
    *,
    is_official: bool = False,
    now: datetime = NOON + timedelta(minutes=10),
) -> tuple[Planned, ...]:
    """Plan what the desk hears of another report of a story that began at noon."""
    arrival = Arrival(ITEM, Relation.SAME_STORY, is_official=is_official)
    return plan(hits, before, arrival, {DESK: desk or recipient()}, {DESK: lines}, now)


def test_another_report_of_a_told_story_is_listed_in_its_thread_an_hour_later() -> None:
    (line,) = reported([found("Baykar")], [told("Baykar")])
    assert (causes(line), line.is_line, line.is_digest) == ({Cause.LISTED}, True, False)
    assert (line.due_at, line.replies_to) == (NOON + timedelta(hours=1, minutes=10), MessageId(7))


def test_where_there_is_no_thread_it_is_listed_in_the_daily_message() -> None:
    (line,) = reported([found("Baykar")], [told("Baykar")], frozenset({Cause.TAIL}))
    assert (causes(line), line.is_digest, line.replies_to) == ({Cause.TAIL}, True, None)
    assert line.due_at == datetime(2026, 11, 26, 12, 30, tzinfo=UTC)


def test_a_recipient_with_both_kinds_of_address_has_both_lines() -> None:
    lines = reported([found("Baykar")], [told("Baykar")], BOTH)
    assert [causes(line) for line in lines] == [{Cause.LISTED}, {Cause.TAIL}]


def test_an_item_is_listed_once_however_many_watches_it_has_by_the_weightiest() -> None:
    hits = [found("a", priority=Priority.LOW), found("b", score=0.8), found("c", score=0.9)]
    (line,) = reported(hits, [told("a"), told("b"), told("c")])
    assert (watches(line), [watch.removeprefix("list/") for watch in line.found_by]) == (["c"], ["c", "b", "a"])


def test_an_item_that_the_recipient_was_told_of_or_shown_is_not_listed() -> None:
    for cause in (Cause.FIRST, Cause.LISTED):
        shown = replace(told("Baykar", cause=cause, message=8), items=frozenset({ITEM}))
        assert reported([found("Baykar")], [told("Baykar"), shown]) == ()


def test_lines_of_a_thread_are_six_hours_apart_and_six_hours_after_a_follow_up() -> None:
    listed = replace(told("a", cause=Cause.LISTED, message=8), due_at=NOON + timedelta(hours=1))
    followed = told("b", cause=Cause.FIRST, message=9, at=NOON + timedelta(hours=2))
    (second,) = reported([found("a")], [told("a"), listed], now=NOON + timedelta(hours=1, minutes=30))
    (third,) = reported([found("a")], [told("a"), listed, followed], now=NOON + timedelta(hours=3))
    assert second.due_at == NOON + timedelta(hours=7)
    assert third.due_at == NOON + timedelta(hours=8)


def test_a_line_waits_for_the_hour_and_the_quiet_of_its_recipient() -> None:
    (hourly,) = reported([found("a")], [told("a")], desk=recipient(normal="hourly"))
    (quiet,) = reported([found("a")], [told("a")], desk=recipient(quiet="12:30-15:00"))
    assert hourly.due_at == NOON + timedelta(hours=2)
    assert quiet.due_at == NOON + timedelta(hours=3)
    assert not hourly.is_digest
    assert not quiet.is_digest


def test_a_line_delays_no_update() -> None:
    before = [told("a"), replace(told("a", cause=Cause.LISTED, message=8), due_at=NOON + timedelta(hours=1))]
    (message,) = reported([found("a")], before, is_official=True, now=NOON + timedelta(hours=2))
    assert (causes(message), message.due_at) == ({Cause.UPDATE}, NOON + timedelta(hours=2))


def test_a_watch_that_was_only_listed_was_not_told() -> None:
    (message,) = reported([found("a")], [told("a", cause=Cause.LISTED)])
    assert causes(message) == {Cause.FIRST}


def test_an_urgent_watch_is_told_of_each_report_at_once_in_the_thread() -> None:
    before = [told("a"), told("a", cause=Cause.UPDATE, message=8), told("b")]
    (message,) = reported([found("a", priority=Priority.URGENT), found("b")], before)
    assert (watches(message), causes(message), message.replies_to) == (["a"], {Cause.UPDATE}, MessageId(7))
    assert message.due_at == NOON + timedelta(minutes=10)


@pytest.mark.parametrize("relation", [Relation.EDIT, Relation.DUPLICATE])
def test_copies_and_edits_of_what_was_told_are_silent_for_urgent_watches_too(relation: Relation) -> None:
    assert planned([found("a", priority=Priority.URGENT)], [told("a")], relation) == ()


def test_urgent_updates_hold_the_next_one_back_by_six_hours_and_no_more() -> None:
    rush = [replace(told("a", cause=Cause.UPDATE, message=8 + n, at=NOON + timedelta(minutes=n)), due_at=NOON) for n in range(5)]
    (message,) = reported([found("b")], [told("b", at=NOON - timedelta(hours=1)), *rush], is_official=True)
    assert message.due_at == NOON + timedelta(hours=6, minutes=4)


def test_the_first_official_report_after_the_press_is_an_update_and_the_second_is_listed() -> None:
    hits = [found("a"), found("b")]
    (message,) = reported(hits, [told("a"), told("b")], is_official=True)
    assert (watches(message), causes(message)) == (["a", "b"], {Cause.UPDATE})
    (line,) = reported(hits, [told("a"), replace(told("b"), is_official=True)], is_official=True)
    assert line.is_line


def test_what_an_official_body_told_somebody_else_is_news_still() -> None:
    others = replace(told("a", who=BOSS), is_official=True)
    (message,) = reported([found("a")], [told("a"), others], is_official=True)
    assert not message.is_line


def test_a_new_watch_in_another_report_is_told_at_once_and_the_report_is_not_listed_besides() -> None:
    (message,) = reported([found("a"), found("b")], [told("a")])
    assert (watches(message), causes(message), message.due_at) == (["b"], {Cause.FIRST}, NOON + timedelta(minutes=10))


def test_another_report_in_which_a_told_watch_is_only_possible_is_not_worth_a_line() -> None:
    assert reported([possibly("a")], [told("a")]) == ()


reports = st.builds(Arrival, st.just(ITEM), st.just(Relation.SAME_STORY), is_own_words=st.booleans(), is_official=st.booleans())


@settings(max_examples=80)
@given(many_found, many_told, reports, st.sampled_from([THREAD, BOTH]))
def test_another_report_is_told_or_listed_for_everyone_whose_watch_is_surely_in_it(
    hits: list[Found], before: list[Told], arrival: Arrival, lines: frozenset[Cause]
) -> None:
    people = {key: recipient(key) for key in (DESK, BOSS)}
    messages = plan(hits, before, arrival, people, dict.fromkeys(people, lines), NOON)
    for who in people:
        mine = [one for one in messages if one.recipient == who and not one.is_possible]
        is_in_it = any(who in one.tell and one.hit.tier is Tier.SURE for one in hits)
        told_for_itself = [one for one in mine if not one.is_line]
        listed = [one for one in mine if one.is_line]
        assert (len(told_for_itself), len(listed)) in ({(1, 0), (0, len(lines))} if is_in_it else {(0, 0)})
        assert not (arrival.is_own_words and listed)


def at(now: datetime, *hits: Found, person: Recipient | None = None) -> tuple[Planned, ...]:
    return planned(list(hits), None, Relation.NEW, person or recipient(), now=now)


def test_the_nearest_time_counts_the_watchs_then_the_lists_then_the_recipients() -> None:
    own = replace(found("a"), send={Priority.NORMAL: read_when("hourly")})
    (message,) = at(NOON, own)
    assert (message.due_at, message.is_digest) == (NOON + timedelta(hours=1), True)
    (message,) = at(NOON, found("a"))
    assert (message.due_at, message.is_digest) == (NOON, False)
    (message,) = at(NOON, replace(own, priority=Priority.URGENT), person=recipient(urgent="daily 15:00"))
    assert message.due_at == NOON + timedelta(hours=3)  # the list says nothing of what is urgent


def test_one_message_of_two_watches_leaves_when_the_first_of_them_wants_it() -> None:
    own = replace(found("a"), send={Priority.NORMAL: read_when("cron 0 15 * * *")})
    (message,) = at(NOON, own, found("b"), person=recipient(normal="hourly"))
    assert (watches(message), message.due_at) == (["a", "b"], NOON + timedelta(hours=1))


def test_a_time_of_its_own_is_held_by_the_recipients_quiet_hours() -> None:
    night = NOON + timedelta(hours=11)  # 23:00 in Toronto
    own = replace(found("a"), send={Priority.NORMAL: read_when("at once")})
    (message,) = at(night, own, person=recipient(quiet="22:00-06:30", normal="daily 15:00"))
    assert (message.due_at, message.is_digest) == (night + timedelta(hours=7, minutes=30), True)


def test_what_is_only_possible_waits_for_the_daily_section_whatever_time_its_watch_has() -> None:
    own = replace(found("a", tier=Tier.POSSIBLE, score=0.7), send={Priority.NORMAL: read_when("at once")})
    (message,) = at(NOON, own)
    assert (message.is_possible, message.is_digest) == (True, True)


def test_what_a_recipient_does_not_want_is_not_planned_for_them_and_is_named() -> None:
    choosy = replace(recipient(), min_score=0.8)
    hits = [found("a", DESK, BOSS, score=0.79), found("b", score=0.8)]
    people = {DESK: choosy, BOSS: recipient(BOSS)}
    messages = plan(hits, [], Arrival(ItemId(99), Relation.NEW), people, {}, NOON)
    assert [(message.recipient, watches(message)) for message in messages] == [(DESK, ["b"]), (BOSS, ["a"])]
    (one,) = refused(hits, Nature(), people)
    assert (one.recipient, one.watch, one.setting, one.score) == (DESK, "list/a", "min_score: 0.8", 0.79)


def test_another_report_that_is_not_wanted_is_not_listed_either() -> None:
    choosy = replace(recipient(), kinds=frozenset({"speech"}))
    before = [told("a")]
    assert plan([found("a")], before, Arrival(ItemId(99), Relation.SAME_STORY), {DESK: choosy}, {}, NOON) == ()
    speech = Arrival(ItemId(99), Relation.SAME_STORY, nature=Nature(Kind.SPEECH))
    assert len(plan([found("a")], before, speech, {DESK: choosy}, {}, NOON)) == 1
