"""One debate, one message: every speech that hits, with its speaker and its own link; later ones in the thread."""

from __future__ import annotations

from datetime import timedelta

from monitor.daemon import vetoes
from monitor.model import WatchKey
from tests.daemon.house import House, archived
from tests.daemon.sitting import ANAND, BEZAN, CHAIR, sit, speech

FIRST = speech("a", "The permit for Baykar was suspended last week.")
SECOND = speech("b", "Will the minister say why Baykar got a permit at all?", BEZAN)
THIRD = speech("c", "Baykar is on nobody's list.", CHAIR)
ELSEWHERE = speech("d", "I met Baykar at the fair.", BEZAN, debate="trade")
EVENING = "desk: {to: [desk@example.org], send: daily 20:00}\nops: {to: [ops@example.org]}\n"


def texts(house: House) -> list[str]:
    return [letter.part("plain").replace("*", "") for letter in house.letters]


async def test_the_speeches_of_one_debate_are_one_message_with_every_speaker_and_link(home: House) -> None:
    async with home.works() as works:
        await sit(home, works)
        report = await sit(home, works, FIRST, SECOND, ELSEWHERE)
    assert report.messages == 2
    debate, other = texts(home)
    assert "Hon. Anita Anders (Liberal, Oakville)" in debate
    assert "Mr. James Bezos (Conservative)" in debate
    assert "https://parliament.example/2026-11-21#a" in debate
    assert "https://parliament.example/2026-11-21#b" in debate
    assert "21 Nov 2026" in debate
    assert "at the fair" in other
    assert home.subjects()[0] == "Baykar: Export permits (Anders, Bezos)"
    assert "update" not in home.subjects()[0]


async def test_later_speakers_follow_in_the_thread_and_nobody_is_told_twice_of_one_speech(home: House) -> None:
    async with home.works() as works:
        await sit(home, works)
        await sit(home, works, FIRST)
        await sit(home, works, FIRST, SECOND)
        await sit(home, works, FIRST, SECOND)
        assert archived(works, "b").fate_reason == "told desk"
    first, second = home.letters
    assert second.message["In-Reply-To"] == first.message["Message-ID"]
    assert "suspended" not in texts(home)[1]
    assert "got a permit at all" in texts(home)[1]
    assert "(update)" in str(second.message["Subject"])


async def test_speeches_that_wait_for_the_next_follow_up_are_gathered(home: House) -> None:
    async with home.works() as works:
        await sit(home, works)
        said = [FIRST]
        for number in range(4):
            await sit(home, works, *said)
            said.append(speech(f"later-{number}", f"Baykar again, for the {number} time.", BEZAN))
        assert len(home.letters) == 2
        await home.poll(works, timedelta(hours=6))
    assert len(home.letters) == 3
    assert "for the 1 time" in texts(home)[2]
    assert "for the 2 time" in texts(home)[2]
    assert "for the 0 time" not in texts(home)[2]


async def test_another_watch_in_a_told_debate_leaves_at_once(home: House) -> None:
    async with home.works() as works:
        await sit(home, works)
        await sit(home, works, FIRST)
        await sit(home, works, FIRST, SECOND)
        await sit(home, works, FIRST, SECOND, speech("w", "WESCAM makes cameras."))
    assert len(home.letters) == 3
    assert "WESCAM" in texts(home)[2]


async def test_a_digest_lists_the_speeches_that_came_before_it_left_and_those_alone(home: House) -> None:
    home.write("recipients.yaml", EVENING)
    async with home.works() as works:
        await sit(home, works)
        await sit(home, works, FIRST)
        await sit(home, works, FIRST, SECOND)
        await home.poll(works, timedelta(hours=8))
        await sit(home, works, FIRST, SECOND, THIRD)
        await home.poll(works, timedelta(hours=24))
    one, two = texts(home)
    assert "suspended" in one
    assert "got a permit at all" in one
    assert "nobody's list" not in one
    assert "nobody's list" in two
    assert "suspended" not in two
    assert "in the chair" in two


async def test_a_message_that_waits_over_a_restart_lists_what_came_before_and_after(home: House) -> None:
    home.write("recipients.yaml", EVENING)
    async with home.works() as works:
        await sit(home, works)
        await sit(home, works, FIRST)
    async with home.works() as works:
        await sit(home, works, FIRST, SECOND)
        await home.poll(works, timedelta(hours=8))
    (text,) = texts(home)
    assert "suspended" in text
    assert "got a permit at all" in text


async def test_a_speech_that_is_said_not_to_be_meant_leaves_the_others_in_the_message(home: House) -> None:
    home.write("recipients.yaml", EVENING)
    async with home.works() as works:
        await sit(home, works)
        await sit(home, works, FIRST, SECOND)
        item = archived(works, "a").id
        await works.writer.run(lambda connection: vetoes.teach(connection, item, WatchKey("arms/baykar"), "ana", "", works.clock()))
        await home.poll(works, timedelta(hours=8))
        assert archived(works, "a").fate_stage == "veto"
        assert archived(works, "b").fate_reason == "told desk"
        await sit(home, works, FIRST, SECOND, THIRD)
        await home.poll(works, timedelta(hours=24))
    one, two = texts(home)
    assert "suspended" not in one
    assert "got a permit at all" in one
    assert "nobody's list" in two


async def test_a_question_and_its_answer_are_one_debate_and_the_answer_says_what_was_asked(home: House) -> None:
    async with home.works() as works:
        await sit(home, works)
        await sit(home, works, FIRST)
        await sit(home, works, FIRST, speech("z", "No, Baykar did not.", BEZAN, asked="Did Baykar apply for a permit?"))
    assert "Asked: Did Baykar apply for a permit?" in texts(home)[1]


async def test_debates_of_two_sources_with_one_name_are_two_stories(town: House) -> None:
    async with town.works() as works:
        await sit(town, works)
        await sit(town, works, FIRST, source="wire")
        await sit(town, works, source="echo")
        await sit(town, works, speech("y", "Baykar there.", ANAND), source="echo")
        assert archived(works, "a").story_id != archived(works, "y").story_id
    assert len(town.letters) == 2
