"""Each recipient is told once of each watch in a story, in one message, at their time; only what is new tells again."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.alerts.plan import Found, Planned, Told, follow_up, plan
from monitor.alerts.quiet import read_quiet
from monitor.alerts.recipient import Recipient
from monitor.alerts.schedule import read_when
from monitor.model import Cause, ItemId, MessageId, Priority, RecipientKey, Relation, Tier, WatchKey
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
    return plan(hits, before or [], relation, {one.key: one for one in people or (recipient(),)}, now)


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


@pytest.mark.parametrize("relation", list(Relation))
def test_a_watch_that_was_told_in_a_story_never_tells_again(relation: Relation) -> None:
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
    messages = planned(hits, before, relation, recipient(DESK), recipient(BOSS, quiet="sat"))
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
    return plan(hits, before, Relation.SAME_STORY, {DESK: recipient()}, now, speech=speech)


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
