"""What is told when a record or an article changes: what was quoted and reads otherwise, a phase, and never the same thing again."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta
from functools import partial
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from monitor.model import Item, Variant
from monitor.store import items
from tests.daemon.house import House, archived, entry, outbox
from tests.daemon.sitting import ANAND, BEZAN, DAY, enter, sit, speech

if TYPE_CHECKING:
    import pytest

    from monitor.model import Rendered

OPENING = "I thank the member for the question."
QUOTED = "The permit for Baykar was granted on Monday."
SAID = speech("a", f"{OPENING} {QUOTED} It is public.")


def texts(house: House) -> list[str]:
    """Give each letter on one line, without the marks of a quotation."""
    return [" ".join(re.sub(r"\n *> ", "\n", letter.part("plain").replace("*", "")).split()) for letter in house.letters]


def worded(old: str, new: str) -> Item:
    return replace(SAID, text=SAID.text.replace(old, new))


async def told_then(home: House, *then: Item, corrections: str | None = None) -> None:
    """Tell of the speech, then read each edition an hour after the other, and let a day pass."""
    if corrections is not None:
        text = f"watchlist: Arms\ntell: [desk]\ncorrections: {corrections}\nwatches:\n  - entity: Baykar\n    spelling: exact\n"
        home.write("watchlists/arms.yaml", text)
    async with home.works() as works:
        await sit(home, works)
        await sit(home, works, SAID)
        assert len(home.letters) == 1
        for edition in then:
            await sit(home, works, edition)
        await home.poll(works, timedelta(hours=24))


async def test_the_same_words_under_another_date_are_silence(home: House) -> None:
    await told_then(home, replace(SAID, published_at=home.now), worded("I thank", "I  THANK,"))
    assert len(home.letters) == 1


async def test_a_quoted_sentence_that_changed_is_told_with_the_old_and_the_new_words_in_the_thread(home: House) -> None:
    await told_then(home, worded("granted on Monday", "refused on Monday"))
    first, second = home.letters
    assert second.message["In-Reply-To"] == first.message["Message-ID"]
    assert "(corrected)" in str(second.message["Subject"])
    assert "It said: The permit for Baykar was granted on Monday." in texts(home)[1]
    assert "It says now: The permit for Baykar was refused on Monday." in texts(home)[1]


async def test_a_change_elsewhere_in_the_speech_is_silence_unless_any_is_asked_for(home: House) -> None:
    await told_then(home, worded("It is public.", "It is secret."))
    assert len(home.letters) == 1


async def test_any_change_is_told_where_any_is_asked_for(home: House) -> None:
    await told_then(home, worded("It is public.", "It is secret."), corrections="any")
    assert "It said: It is public. It says now: It is secret." in texts(home)[1]


async def test_no_change_is_told_where_none_is_asked_for(home: House) -> None:
    await told_then(home, worded("granted", "refused"), replace(SAID, text="", status="withdrawn"), corrections="none")
    assert len(home.letters) == 1


async def test_a_sentence_that_moved_or_lost_a_comma_is_no_change(home: House) -> None:
    await told_then(home, replace(SAID, text=f"{QUOTED.removesuffix('.')}! {OPENING} It is public."))
    assert len(home.letters) == 1


async def test_a_quoted_sentence_that_went_is_told(home: House) -> None:
    await told_then(home, replace(SAID, text=f"{OPENING} It is public."))
    assert "It said: The permit for Baykar was granted on Monday. This is no longer said." in texts(home)[1]


async def test_a_speech_that_was_withdrawn_is_told_with_what_it_said(home: House) -> None:
    await told_then(home, replace(SAID, status="withdrawn"))
    assert "This was withdrawn." in texts(home)[1]
    assert QUOTED in texts(home)[1]
    assert "(withdrawn)" in home.subjects()[1]


async def test_a_text_that_became_empty_was_withdrawn(home: House) -> None:
    await told_then(home, replace(SAID, text=""))
    assert "This was withdrawn." in texts(home)[1]


async def test_corrections_within_six_hours_become_one_from_the_first_words_to_the_last(home: House) -> None:
    editions = [worded("granted", word) for word in ("refused", "delayed", "lost", "found")]
    await told_then(home, *editions)
    assert len(home.letters) == 3  # the first correction at once, the others gathered
    assert "was refused on Monday. It says now: The permit for Baykar was found on Monday." in texts(home)[2]
    assert "lost" not in texts(home)[2]


async def test_a_correction_that_was_taken_back_before_it_left_is_never_sent(home: House) -> None:
    await told_then(home, worded("granted", "refused"), worded("granted", "delayed"), worded("granted", "refused"))
    assert len(home.letters) == 2


async def test_what_was_not_told_yet_is_told_as_it_reads_now(home: House) -> None:
    home.write("recipients.yaml", "desk: {to: [desk@example.org], send: daily 20:00}\nops: {to: [ops@example.org]}\n")
    async with home.works() as works:
        await sit(home, works)
        await sit(home, works, SAID)
        await sit(home, works, worded("granted", "refused"))
        await home.poll(works, timedelta(hours=24))
    (text,) = texts(home)
    assert "was refused" in text
    assert "granted" not in text


async def test_a_change_between_the_writing_and_the_sending_of_a_message_is_told(home: House, monkeypatch: pytest.MonkeyPatch) -> None:
    async with home.works() as works:
        await sit(home, works)
        render, revised = works.courier._render, [worded("granted", "refused")]

        async def rendered(*parts: Any) -> Rendered:
            made = await render(*parts)
            while revised:
                await works.writer.run(partial(enter, works=works, said=[revised.pop()], source="wire"))
            return made

        monkeypatch.setattr(works.courier, "_render", rendered)
        await sit(home, works, SAID)
        await home.poll(works, timedelta(hours=7))
    first, second = texts(home)
    assert QUOTED in first
    assert f"It said: {QUOTED} It says now: The permit for Baykar was refused on Monday." in second


async def test_the_press_is_corrected_too(home: House) -> None:
    async with home.works() as works:
        await home.poll(works)
        home.press["wire"].say(entry(1, f"{OPENING} {QUOTED}"))
        await home.poll(works)
        home.press["wire"].entries[0] = entry(1, f"{OPENING} {QUOTED.replace('granted', 'refused')}")
        await home.poll(works)
    assert "It says now: The permit for Baykar was refused on Monday." in texts(home)[1]


async def test_a_feed_that_stops_carrying_descriptions_withdraws_nothing(home: House) -> None:
    told = [entry(n, f"{OPENING} The permit number {n} for Baykar was granted on Monday.") for n in range(4)]
    async with home.works() as works:
        await home.poll(works)
        home.press["wire"].say(*told)
        await home.poll(works)
        home.press["wire"].entries = [replace(each, text="") for each in told]
        home.press["wire"].say(entry(9))
        reports = await home.poll(works)
        assert sum(report.edited for report in reports) == 0
        home.press["wire"].entries = [replace(each, text="") for each in told[:2]]
        await home.poll(works, timedelta(hours=24))
        home.press["wire"].entries = told
        await home.poll(works, timedelta(hours=24))
        assert archived(works, "Headline number 1").item.text == told[1].text
    assert len(home.letters) == 4


async def test_one_entry_that_is_emptied_among_others_was_withdrawn(home: House) -> None:
    told = [entry(n, f"{OPENING} The permit number {n} for Baykar was granted on Monday.") for n in range(4)]
    async with home.works() as works:
        await home.poll(works)
        home.press["wire"].say(*told)
        await home.poll(works)
        home.press["wire"].entries[0] = replace(told[0], text="")
        await home.poll(works)
    assert ["This was withdrawn." in text for text in texts(home)] == [False] * 4 + [True]


async def test_a_draft_is_shown_as_one_and_becomes_final_in_silence(home: House) -> None:
    async with home.works() as works:
        await sit(home, works)
        await sit(home, works, replace(SAID, status="draft"))
        await sit(home, works, replace(SAID, status="final"))
        assert archived(works, "a").item.status == "final"
    (text,) = texts(home)
    assert "draft" in text


async def test_a_language_that_comes_later_is_no_edit_and_is_kept(home: House) -> None:
    french = replace(SAID, variants=MappingProxyType({"fr": Variant("Le permis fut accordé.")}))
    async with home.works() as works:
        await sit(home, works)
        await sit(home, works, SAID)
        report = await sit(home, works, french)
        assert report.edited == 0
        await sit(home, works, SAID)
        stored = archived(works, "a")
        assert stored.item.variants["fr"].text == "Le permis fut accordé."
        with works.database.read() as connection:
            assert items.versions(connection, stored.id) == []
    assert len(home.letters) == 1


async def test_a_page_that_was_read_outlives_an_edit_of_the_entry(home: House) -> None:
    async with home.works() as works:
        await sit(home, works)
        await sit(home, works, replace(SAID, page="WESCAM stands on the page."))
        await sit(home, works, worded("public", "secret"))
        assert archived(works, "a").item.page == "WESCAM stands on the page."


async def test_a_new_phase_is_told_to_who_was_told_of_the_former_hit_or_not(home: House) -> None:
    asked = speech("q", "Did Baykar get a permit?", BEZAN, debate="", phase="tabled")
    answered = replace(speech("q", "Did Baykar get a permit? No.", BEZAN, debate="", phase="answered"))
    corrected = speech("q", "The answer was given in error.", BEZAN, debate="", phase="corrected")
    async with home.works() as works:
        await sit(home, works)
        await sit(home, works, asked)
        await sit(home, works, answered)
        await sit(home, works, corrected)
        await home.poll(works, timedelta(hours=24))
    first, second, third = home.letters
    assert second.message["In-Reply-To"] == first.message["Message-ID"]
    assert "Was: tabled. Now: answered." in texts(home)[1]
    assert "(answered)" in str(second.message["Subject"])
    assert "Was: answered. Now: corrected." in texts(home)[2]
    assert third.message["In-Reply-To"] == first.message["Message-ID"]


async def test_a_phase_of_what_nobody_was_told_of_is_silent_and_a_first_hit_in_the_answer_is_news(home: House) -> None:
    async with home.works() as works:
        await sit(home, works)
        await sit(home, works, speech("q", "Who got a permit?", BEZAN, debate="", phase="tabled"))
        assert home.letters == []
        await sit(home, works, speech("q", "Who got a permit? Baykar did.", BEZAN, debate="", phase="answered"))
        await sit(home, works, speech("p", "Who else?", BEZAN, debate="", phase="tabled"))
        await sit(home, works, speech("p", "Who else? Nobody.", BEZAN, debate="", phase="answered"))
    (text,) = texts(home)
    assert "Baykar did" in text


async def test_what_stood_there_at_first_contact_goes_on_in_silence(home: House) -> None:
    async with home.works() as works:
        await sit(home, works, speech("q", "Did Baykar get a permit?", BEZAN, debate="", phase="tabled"))
        await sit(home, works, speech("q", "Did Baykar get a permit? No.", BEZAN, debate="", phase="answered"))
    assert home.letters == []


async def test_a_second_issue_of_a_sitting_under_other_keys_yields_nothing(home: House) -> None:
    day = [speech(f"spk_{n}", f"On point {n} I say to the house that Baykar is a firm with many drones and more.") for n in range(9)]
    day += [speech(f"hear_{n}", "Hear, hear!", BEZAN) for n in range(3)]
    async with home.works() as works:
        await sit(home, works)
        await sit(home, works, *day)
        posted = len(outbox(works))
        for issue in (
            day,
            [replace(one, key=f"new/{one.key}") for one in day],
            day[:4] + [replace(one, key=f"x{one.key}") for one in day[4:]],
        ):
            report = await sit(home, works, *issue)
            assert (report.new, report.edited, report.messages) == (0, 0, 0)
        assert len(outbox(works)) == posted
        with works.database.read() as connection:
            assert items.count(connection) == len(day)


async def test_a_speech_that_was_renumbered_and_edited_is_corrected_and_not_new(home: House) -> None:
    other = speech("b", "Another speech of the day, on another matter, that stays as it was.", BEZAN)
    long = replace(SAID, text=f"{SAID.text} It was a long day in the house, and many members spoke on many things that matter.")
    async with home.works() as works:
        await sit(home, works)
        await sit(home, works, long, other)
        report = await sit(home, works, replace(long, key="renamed", text=long.text.replace("granted", "refused")), other)
    assert report.new == 0
    assert report.edited == 1
    assert "It says now" in texts(home)[1]


async def test_another_document_of_the_day_takes_no_speech_from_the_first(home: House) -> None:
    async with home.works() as works:
        await sit(home, works)
        await sit(home, works, SAID, speech("b", "Hear, hear!", BEZAN))
        await sit(
            home,
            works,
            speech("c", "Quite another speech about quite another thing that nobody spoke of before."),
            speech("d", "Hear, hear!", BEZAN),
        )
        with works.database.read() as connection:
            assert items.count(connection) == 4


async def test_a_record_issued_again_weeks_later_is_no_news(home: House) -> None:
    old = replace(SAID, sitting_date=DAY - timedelta(days=40))
    answer = replace(speech("q", "Baykar did.", ANAND, debate=""), sitting_date=DAY - timedelta(days=40), published_at=home.now)
    async with home.works() as works:
        await sit(home, works)
        await sit(home, works, old, answer)
        assert archived(works, "a").fate_stage == "too old"
    assert len(home.letters) == 1


async def test_two_outlets_of_one_story_that_are_corrected_together_are_both_in_the_message(town: House) -> None:
    body = f"{OPENING} {QUOTED} It was a long day, on which the ministry and the members spoke of many permits."
    town.press["wire"].say(entry(9, "Before."))
    async with town.works() as works:
        await town.poll(works)
        town.press["wire"].say(entry(1, body))
        await town.poll(works)
        copy = entry(7, f"{body} WESCAM was not heard.", title="A copy", link="https://news.example/1")
        town.press["echo"].say(copy)
        await town.poll(works)
        assert len(town.letters) == 2
        town.press["wire"].entries[0] = entry(1, body.replace("granted", "refused"))
        town.press["echo"].entries[0] = replace(copy, text=copy.text.replace("not heard", "heard at length"))
        await town.poll(works)
        await town.poll(works, timedelta(hours=7))
    said = " ".join(texts(town)[2:])
    assert "was refused on Monday" in said
    assert "WESCAM was heard at length." in said
