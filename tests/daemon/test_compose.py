"""What a message says of folded stories: what is new for itself, copies by their outlets, other reports by a line, and nothing twice."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from monitor.daemon import called_off, chosen, vetoes
from monitor.daemon.compose import Nothing
from monitor.model import Cause, Relation, digest
from monitor.store import claims, deliveries, items, stories
from tests.daemon.newsroom import BAYKAR, DESK, DRONES, OTHER_WORDS, WESCAM, Newsroom
from tests.daemon.sitting import BEZAN
from tests.daemon.teaching import guessing

if TYPE_CHECKING:
    from collections.abc import Iterator

    from monitor.alerts.parts import MessagePart
    from monitor.model import ItemId, MessageId


@pytest.fixture
def desk(opened: Newsroom) -> Iterator[Newsroom]:
    """Begin an empty day; undo it in the end."""
    with opened.day() as made:
        yield made


def outlets(part: MessagePart) -> list[tuple[str, tuple[str, ...]]]:
    return [(report.outlet, report.also_in) for story in part.stories for report in story.reports]


def sent(desk: Newsroom, *told: ItemId) -> MessageId:
    """Tell the desk of items first, in a message that is in the outbox."""
    message = desk.message(desk.claim(told))
    deliveries.create(
        desk.connection, [deliveries.NewDelivery(message, f"{message}", "email", "mail", "desk@example.org", "desk", desk.now)]
    )
    return message


def test_copies_are_named_by_their_outlets_each_once_and_another_report_has_a_line_of_its_own(desk: Newsroom) -> None:
    seed = desk.prints("Example News", DRONES)
    desk.copies("Autoblog", seed)
    desk.copies("autoblog", seed)
    desk.copies("Example News", seed)
    original = desk.prints("Gazette", OTHER_WORDS, "A dozen drones bought")
    desk.place(original, seed, because="83 % likely the same event")
    desk.copies("Mirror", original)
    desk.copies("Echo", original)
    part = desk.reads(desk.message(desk.claim([seed], listed=[original])))
    (story,) = part.stories
    (report,) = story.reports
    assert (story.outlet, story.also_in, story.folded_because) == ("Example News", ("Autoblog",), None)
    assert (report.title, report.outlet, report.also_in) == ("A dozen drones bought", "Gazette", ("Mirror", "Echo"))
    assert report.url == "https://gazette.example/4"
    assert report.folded_because.startswith("83 % likely the same event")
    assert not part.is_update


def test_of_two_texts_that_nobody_read_yet_the_one_that_others_repeat_leads(desk: Newsroom) -> None:
    first = desk.prints("Autoblog", OTHER_WORDS, "A dozen drones, it is said")
    original = desk.prints("Example News", DRONES, "Twelve drones sold")
    desk.place(original, first, because="83 % likely the same event")
    desk.copies("Gazette", original)
    desk.copies("Mirror", original)
    lead, second = desk.reads(desk.message(desk.claim([first, original]))).stories
    assert (lead.outlet, lead.also_in, lead.folded_because) == ("Example News", ("Gazette", "Mirror"), None)
    assert (second.outlet, second.folded_because) == ("Autoblog", "83 % likely the same event")


def test_an_article_that_was_edited_before_it_was_told_is_said_to_be_revised(desk: Newsroom) -> None:
    seed = desk.prints("Example News", DRONES, "Twelve drones")
    message = desk.message(desk.claim([seed]))
    assert desk.reads(message).stories[0].status is None
    stored = items.get(desk.connection, seed)
    edited = replace(stored.item, title="Thirteen drones")
    items.revise(desk.connection, seed, edited, digest(edited.title, edited.text), desk.now)
    (story,) = desk.reads(message).stories
    assert (story.title, story.status) == ("Thirteen drones", "revised")


def test_what_came_after_a_message_left_is_a_list_under_the_headline_that_was_read(desk: Newsroom) -> None:
    seed = desk.prints("Example News", DRONES, "Twelve drones")
    first = sent(desk, seed)
    later = [desk.prints("Gazette", OTHER_WORDS), desk.prints("Herald", f"{OTHER_WORDS} Again.")]
    for item in later:
        desk.place(item, seed)
    part = desk.reads(desk.message(desk.claim([], Cause.LISTED, listed=later), replies_to=first), has_threads=True)
    assert part.stories == ()
    (listed,) = part.listed
    assert listed.title == "Twelve drones"
    assert [report.outlet for report in listed.reports] == ["Gazette", "Herald"]
    assert [watch.label for watch in listed.watches] == ["Baykar"]


def test_an_update_comes_first_and_the_lines_after_it(desk: Newsroom) -> None:
    seed = desk.prints("Example News", DRONES)
    first = sent(desk, seed)
    line, news = desk.prints("Gazette", OTHER_WORDS), desk.prints("Ministry", f"We bought drones of Baykar. {OTHER_WORDS}", "Statement")
    desk.place(line, seed)
    desk.place(news, seed, because="71 % likely the same event")
    made = desk.claim([], Cause.LISTED, listed=[line]), desk.claim([news], Cause.UPDATE)
    part = desk.reads(desk.message(*made, replies_to=first), has_threads=True)
    (story,) = part.stories
    assert (story.title, story.outlet, story.url) == ("Statement", "Ministry", "https://ministry.example/2")
    assert story.folded_because == "71 % likely the same event"
    assert story.excerpts[0].before.startswith("We bought drones")
    assert outlets(part) == [("Gazette", ())]
    assert part.listed == ()
    assert part.is_update


def test_what_a_person_took_out_of_the_story_is_not_listed_any_more(desk: Newsroom) -> None:
    seed, line = desk.prints("Example News", DRONES), desk.prints("Gazette", OTHER_WORDS)
    first = sent(desk, seed)
    desk.place(line, seed)
    message = desk.message(desk.claim([], Cause.LISTED, listed=[line]), replies_to=first)
    assert desk.reads(message, has_threads=True).listed
    stories.move(desk.connection, [line], desk.now)
    with pytest.raises(Nothing) as nothing:
        desk.reads(message, has_threads=True)
    assert nothing.value.is_moot


def test_a_line_whose_watch_is_not_meant_is_left_out_and_its_story_stays_told(desk: Newsroom) -> None:
    desk.live = guessing(desk.live, "Baikal")
    seed, line = desk.prints("Example News", DRONES), desk.prints("Gazette", OTHER_WORDS.replace("Baykar", "Baikal"))
    desk.place(line, seed)
    message = desk.message(desk.claim([seed], listed=[line]))
    assert outlets(desk.reads(message)) == [("Gazette", ())]
    vetoes.teach(desk.connection, line, BAYKAR, "ana", "a lake", desk.now)
    assert outlets(desk.reads(message)) == []
    vetoes.teach(desk.connection, seed, BAYKAR, "ana", "a bakery", desk.now)
    with pytest.raises(Nothing) as nothing:
        desk.reads(message)
    assert nothing.value.is_called_off


def test_the_tail_of_the_day_is_for_addresses_without_threads(desk: Newsroom) -> None:
    seed, line = desk.prints("Example News", DRONES, "Twelve drones"), desk.prints("Gazette", OTHER_WORDS)
    sent(desk, seed)
    desk.place(line, seed)
    digest = desk.message(desk.claim([], Cause.TAIL, listed=[line]), is_digest=True)
    (listed,) = desk.reads(digest).listed
    assert (listed.title, [report.outlet for report in listed.reports]) == ("Twelve drones", ["Gazette"])
    with pytest.raises(Nothing, match="listed in the thread") as nothing:
        desk.reads(digest, has_threads=True)
    assert nothing.value.is_moot


def test_who_has_both_kinds_of_address_reads_a_line_once_at_each(desk: Newsroom) -> None:
    seed, line = desk.prints("Example News", DRONES), desk.prints("Gazette", OTHER_WORDS)
    first = sent(desk, seed)
    desk.place(line, seed)
    news = desk.says("s", "The permit for Baykar was suspended.")
    desk.place(news, seed)
    follow_up = desk.message(desk.claim([], Cause.LISTED, listed=[line]), desk.claim([news], Cause.UPDATE), replies_to=first)
    desk.message(desk.claim([], Cause.TAIL, listed=[line]), is_digest=True)
    assert outlets(desk.reads(follow_up, has_threads=True)) == [("Gazette", ())]
    assert outlets(desk.reads(follow_up)) == []


def test_two_stories_that_proved_to_be_one_are_told_as_one(desk: Newsroom) -> None:
    one, two = desk.prints("Example News", DRONES), desk.prints("Gazette", f"WESCAM made the cameras. {OTHER_WORDS}")
    digest = desk.message(desk.claim([one]), desk.claim([two], watch=WESCAM), is_digest=True)
    stories.merge(desk.connection, desk.story(two), desk.story(one))
    part = desk.reads(digest)
    assert [(story.outlet, [watch.label for watch in story.watches]) for story in part.stories] == [
        ("Example News", ["Baykar"]),
        ("Gazette", ["L3Harris WESCAM"]),
    ]


def test_what_an_older_message_tells_of_a_merged_story_is_not_told_again(desk: Newsroom) -> None:
    one, two = desk.prints("Example News", DRONES), desk.prints("Gazette", OTHER_WORDS)
    sent(desk, one)
    waiting = desk.message(desk.claim([two]))
    assert desk.reads(waiting).stories
    stories.merge(desk.connection, desk.story(two), desk.story(one))
    with pytest.raises(Nothing, match="two stories proved to be one") as nothing:
        desk.reads(waiting)
    assert nothing.value.is_moot


def test_a_parliament_that_joins_a_story_of_the_press_is_told_as_a_speech(desk: Newsroom) -> None:
    seed = desk.prints("Example News", DRONES)
    first = sent(desk, seed)
    said = desk.says("s", "The permit for Baykar was suspended.", BEZAN)
    desk.place(said, seed, because="71 % likely the same event")
    part = desk.reads(desk.message(desk.claim([said], Cause.UPDATE), replies_to=first))
    (story,) = part.stories
    (spoken,) = story.speeches
    assert spoken.speaker == BEZAN
    assert spoken.url == "https://parliament.example/2026-11-21#s"
    assert (story.title, story.house, story.speaks_up, story.folded_because) == (
        "Export permits",
        "commons",
        True,
        "71 % likely the same event",
    )
    assert part.is_update


def test_a_question_in_parliament_is_its_own_words_too(desk: Newsroom) -> None:
    seed = desk.prints("Example News", DRONES)
    first = sent(desk, seed)
    asked = desk.asks("q", "To ask the minister whether Baykar has a permit.")
    desk.place(asked, seed)
    (story,) = desk.reads(desk.message(desk.claim([asked], Cause.UPDATE), replies_to=first)).stories
    assert (story.title, story.speeches, story.speaks_up) == ("Question q", (), True)


def test_more_speeches_of_a_told_debate_do_not_speak_up_again(desk: Newsroom) -> None:
    seed = desk.prints("Example News", DRONES)
    first = sent(desk, seed)
    said, more = desk.says("s", "The permit for Baykar was suspended."), desk.says("t", "Baykar has no permit.", BEZAN)
    desk.place(said, seed)
    desk.place(more, said, because="same debate")
    desk.message(desk.claim([said], Cause.UPDATE), replies_to=first)
    (story,) = desk.reads(desk.message(desk.claim([more], Cause.UPDATE), replies_to=first)).stories
    assert not story.speaks_up
    assert story.folded_because is None
    assert [speech.speaker for speech in story.speeches] == [BEZAN]


def test_a_waiting_message_tells_an_article_and_a_speech_each_as_what_it_is(desk: Newsroom) -> None:
    seed, said = desk.prints("Example News", DRONES), desk.says("s", "The permit for Baykar was suspended.")
    desk.place(said, seed)
    press, parliament = desk.reads(desk.message(desk.claim([seed, said]))).stories
    assert (press.outlet, press.speeches, len(press.excerpts)) == ("Example News", (), 1)
    assert len(parliament.speeches) == 1
    assert not parliament.speaks_up


def test_the_report_after_a_debate_is_listed_beside_the_speeches(desk: Newsroom) -> None:
    said, report = desk.says("s", "The permit for Baykar was suspended."), desk.prints("Gazette", OTHER_WORDS)
    desk.place(report, said)
    part = desk.reads(desk.message(desk.claim([said], listed=[report])))
    (story,) = part.stories
    assert len(story.speeches) == 1
    assert outlets(part) == [("Gazette", ())]


def test_a_report_that_an_urgent_watch_wants_told_is_told_for_itself_in_a_message_that_waits(desk: Newsroom) -> None:
    seed, other = desk.prints("Example News", DRONES), desk.prints("Gazette", OTHER_WORDS, "A dozen drones bought")
    desk.place(other, seed, because="83 % likely the same event")
    one, two = desk.reads(desk.message(desk.claim([seed, other]))).stories
    assert (one.outlet, one.folded_because) == ("Example News", None)
    assert (two.title, two.folded_because, len(two.excerpts)) == ("A dozen drones bought", "83 % likely the same event", 1)


def test_another_watch_in_another_report_is_told_by_that_report(desk: Newsroom) -> None:
    seed = desk.prints("Example News", DRONES)
    first = sent(desk, seed)
    other = desk.prints("Gazette", f"WESCAM made the cameras. {OTHER_WORDS}")
    desk.place(other, seed)
    (story,) = desk.reads(desk.message(desk.claim([other], watch=WESCAM), replies_to=first)).stories
    assert (story.outlet, [watch.label for watch in story.watches]) == ("Gazette", ["L3Harris WESCAM"])
    assert story.also_in == ()
    assert "WESCAM" in story.excerpts[0].matched


def test_a_copy_of_a_copy_is_a_copy_and_one_whose_original_left_stands_alone(desk: Newsroom) -> None:
    seed = desk.prints("Example News", DRONES)
    copy = desk.copies("Mirror", seed)
    desk.copies("Echo", copy)
    message = desk.message(desk.claim([seed]))
    assert desk.reads(message).stories[0].also_in == ("Mirror", "Echo")
    stories.move(desk.connection, [copy], desk.now)
    assert desk.reads(message).stories[0].also_in == ()


def test_an_edit_of_a_told_report_changes_nothing_of_what_it_is_a_copy_of(desk: Newsroom) -> None:
    seed = desk.prints("Example News", DRONES)
    copy = desk.copies("Mirror", seed)
    detail = {"story": desk.story(seed), "of": copy, "because": "the same item, edited"}
    items.add_event(desk.connection, copy, desk.now, "story", Relation.EDIT.value, detail)
    assert desk.reads(desk.message(desk.claim([seed]))).stories[0].also_in == ("Mirror",)
    assert desk.reads(desk.message(desk.claim([seed], Cause.UPDATE))).recipient == DESK


def test_an_article_whose_words_are_called_off_leaves_the_other_report_of_the_message_told(desk: Newsroom) -> None:
    desk.live = guessing(desk.live, "Baikal")
    seed = desk.prints("Example News", DRONES)
    other = desk.prints("Gazette", OTHER_WORDS.replace("Baykar", "Baikal"))
    desk.place(other, seed)
    message = desk.message(desk.claim([seed, other]))
    vetoes.teach(desk.connection, other, BAYKAR, "ana", "a lake", desk.now)
    assert [story.outlet for story in desk.reads(message).stories] == ["Example News"]
    desk.looks_through(message)
    assert called_off.untold(desk.connection, other) == set()
    assert [event.verdict for event in items.events(desk.connection, other)][-1] == "not told"
    assert "not told" not in [event.verdict for event in items.events(desk.connection, seed)]


def test_a_first_word_that_is_called_off_is_void_though_its_message_was_to_list_another_report(desk: Newsroom) -> None:
    seed, line = desk.prints("Example News", DRONES), desk.prints("Gazette", OTHER_WORDS)
    desk.place(line, seed)
    claim = desk.claim([seed], listed=[line])
    message = desk.message(claim)
    vetoes.teach(desk.connection, seed, BAYKAR, "ana", "a bakery", desk.now)
    desk.looks_through(message)
    made = claims.of_story(desk.connection, desk.story(seed))
    assert called_off.void(desk.connection, desk.story(seed), made) == {claim}


def test_an_update_that_is_called_off_leaves_the_first_word_of_its_message_standing(desk: Newsroom) -> None:
    desk.live = guessing(desk.live, "Baikal")
    seed = desk.prints("Example News", DRONES)
    other = desk.prints("Ministry", OTHER_WORDS.replace("Baykar", "Baikal"))
    desk.place(other, seed)
    first, update = desk.claim([seed]), desk.claim([other], Cause.UPDATE)
    message = desk.message(first, update)
    vetoes.teach(desk.connection, other, BAYKAR, "ana", "a lake", desk.now)
    desk.looks_through(message)
    made = claims.of_story(desk.connection, desk.story(seed))
    assert called_off.void(desk.connection, desk.story(seed), made) == {update}


def test_of_more_stories_than_a_digest_holds_the_best_of_each_watch_are_told_and_the_rest_is_counted(
    desk: Newsroom, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(chosen, "MOST_STORIES", 6)
    claimed = []
    for number in range(9):
        story = desk.prints("Wire", f"Baykar sold {number} drones.", f"Baykar {number}")
        for copy in range(number):
            desk.copies(f"Echo {copy}", story)
        claimed.append(desk.claim([story]))
    rare = desk.prints("Gazette", "WESCAM opened a plant.", "WESCAM opens")
    claimed.append(desk.claim([rare], watch=WESCAM))
    part = desk.reads(desk.message(*claimed, is_digest=True))
    assert [story.title for story in part.stories if story.watches[0].watch == WESCAM] == ["WESCAM opens"]
    assert sorted(story.title for story in part.stories if story.watches[0].watch == BAYKAR) == [
        f"Baykar {number}" for number in range(4, 9)
    ]
    assert [(one.watch, one.label, one.watchlist, one.count) for one in part.left_out] == [(BAYKAR, "Baykar", "Arms exports", 4)]


def test_a_digest_ends_with_its_coverage_and_an_alert_has_none(desk: Newsroom) -> None:
    told = desk.claim([desk.prints("Wire", DRONES)])
    part = desk.reads(desk.message(told, is_digest=True))
    assert part.coverage is not None
    assert [one.name for one in part.coverage.readings] == ["wire"]
    assert part.coverage.lists == ("Arms exports",)
    alone = desk.claim([desk.prints("Echo", OTHER_WORDS)])
    assert desk.reads(desk.message(alone)).coverage is None
