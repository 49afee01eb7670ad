"""What is silenced is not told, by whatever way it enters; what that held back is on record; and after it, news is news again."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from monitor.daemon.muting import mute, unmute
from monitor.errors import MonitorError
from monitor.model import RecipientKey
from monitor.store import audit, deliveries, items, silences, stories
from monitor.store.silences import NewSilence
from tests.daemon.house import House, archived, entry, outbox

if TYPE_CHECKING:
    from collections.abc import Sequence

    from monitor.daemon.works import Works
    from monitor.store.silences import SilenceRow

DIGEST = "desk: {to: [desk@example.org], send: daily 20:00}\nlegal: {to: [legal@example.org]}\nops: {to: [ops@example.org]}\n"
NO_PROOF = DIGEST.replace("send:", "when_empty: skip, send:")
BAYKAR, EVENING = ("watch", "arms/baykar"), timedelta(hours=9)
SOLD, DAM = "Baykar sold drones to the ministry, the report said on Monday.", "Baykar opened a dam in the north."


async def hush(works: Works, *matchers: tuple[str, str], hours: int = 24, to: str | None = None) -> SilenceRow:
    now = works.clock()
    recipient = None if to is None else RecipientKey(to)
    new = NewSilence(tuple(matchers), recipient, "ann", "an exercise", now, now + timedelta(hours=hours))
    return await works.writer.run(lambda connection: mute(connection, new, now))


def history(works: Works, title: str) -> list[tuple[str, str]]:
    with works.database.read() as connection:
        return [(event.stage, event.verdict) for event in items.events(connection, archived(works, title).id)]


def held(works: Works, silence: SilenceRow) -> list[str]:
    with works.database.read() as connection:
        return [row.title for row in silences.held_by(connection, silence.id)]


async def begin(home: House, works: Works) -> None:
    """Read what stood there: nothing."""
    await home.poll(works)


async def brings(home: House, works: Works, *texts: str, first: int = 1) -> None:
    home.press["wire"].say(*(entry(first + n, text) for n, text in enumerate(texts)))
    await home.poll(works)


async def edits(home: House, works: Works, text: str) -> None:
    home.press["wire"].entries = [entry(1, text)]
    await home.poll(works)


@pytest.mark.parametrize(
    "matchers",
    [
        [BAYKAR],
        [("source", "wire")],
        [("outlet", "WIRE")],
        [("term", "drones NEAR/5 ministry")],
        [BAYKAR, ("term", '"sold drones"')],
    ],
)
async def test_what_is_silenced_is_not_told_and_the_record_says_by_whom(home: House, matchers: Sequence[tuple[str, str]]) -> None:
    async with home.works() as works:
        await begin(home, works)
        silence = await hush(works, *matchers)
        await brings(home, works, SOLD)
        item = archived(works, "number 1")
        assert (item.fate_stage, item.fate_reason) == ("silence", f"silenced by ann (silence {silence.id})")
        assert history(works, "number 1")[-1] == ("silence", "held back")
        assert held(works, silence) == ["Headline number 1"]
        assert outbox(works) == []
    assert home.letters == []


@pytest.mark.parametrize(
    "matchers",
    [
        [("watch", "arms/l3harris-wescam")],
        [("source", "echo")],
        [("outlet", "Gazette")],
        [("term", "football")],
        [BAYKAR, ("source", "echo")],
    ],
)
async def test_what_a_silence_does_not_cover_is_told(home: House, matchers: Sequence[tuple[str, str]]) -> None:
    async with home.works() as works:
        await begin(home, works)
        silence = await hush(works, *matchers)
        await brings(home, works, SOLD)
        assert held(works, silence) == []
    assert len(home.letters) == 1


async def test_a_silence_for_one_recipient_leaves_the_other_told(home: House) -> None:
    home.write("watchlists/arms.yaml", "watchlist: Arms\ntell: [desk, legal]\nwatches:\n  - {entity: Baykar, spelling: exact}\n")
    async with home.works() as works:
        await begin(home, works)
        await hush(works, BAYKAR, to="desk")
        await brings(home, works, SOLD)
        assert archived(works, "number 1").fate_reason == "told legal"
        assert history(works, "number 1")[-2:] == [("silence", "held back"), ("alert", "told")]
    assert (len(home.to("desk")), len(home.to("legal"))) == (0, 1)


async def test_what_is_urgent_does_not_pass_a_silence(home: House) -> None:
    home.write("watchlists/arms.yaml", "watchlist: Arms\ntell: [desk]\npriority: urgent\nwatches:\n  - {entity: Baykar, spelling: exact}\n")
    async with home.works() as works:
        await begin(home, works)
        await hush(works, BAYKAR)
        await brings(home, works, SOLD)
    assert home.letters == []


async def test_when_a_silence_has_ended_what_came_in_it_stays_untold_and_a_later_report_of_the_story_is_news(town: House) -> None:
    async with town.works() as works:
        await begin(town, works)
        silence = await hush(works, BAYKAR, hours=2)
        await brings(town, works, SOLD)
        await town.poll(works, timedelta(hours=5))
        assert town.letters == []
        town.press["echo"].say(entry(7, SOLD, link="https://news.example/1"))
        await town.poll(works)
        assert archived(works, "guid-7").story_id == archived(works, "guid-1").story_id
        assert held(works, silence) == ["Headline number 1"]
    assert len(town.letters) == 1


async def test_an_edit_of_what_was_silenced_tells_it_neither_during_the_silence_nor_after_it(home: House) -> None:
    async with home.works() as works:
        await begin(home, works)
        await hush(works, BAYKAR, hours=3)
        await brings(home, works, SOLD)
        await edits(home, works, f"{SOLD} The minister said more.")
        await edits(home, works, f"{SOLD} The minister said nothing.")
        await home.poll(works, timedelta(days=1))
        await edits(home, works, f"{SOLD} The minister resigned.")
    assert home.letters == []


async def test_a_silence_that_somebody_ends_mutes_no_more(home: House) -> None:
    async with home.works() as works:
        await begin(home, works)
        silence = await hush(works, BAYKAR)
        await brings(home, works, SOLD)
        ended = await works.writer.run(lambda connection: unmute(connection, silence.id, "ben", works.clock()))
        await brings(home, works, DAM, first=2)
        with works.database.read() as connection:
            acts = [(act.actor, act.action, act.subject) for act in audit.latest(connection, 2)]
    assert (ended.ended_by, ended.ends_at) == ("ben", home.now - timedelta(hours=1))
    assert acts == [("ben", "silence ended", f"silence {silence.id}"), ("ann", "silence", f"silence {silence.id}")]
    assert len(home.letters) == 1


async def test_a_silenced_story_is_muted_with_all_its_copies_and_no_other_is(town: House) -> None:
    async with town.works() as works:
        await begin(town, works)
        await brings(town, works, SOLD)
        silence = await hush(works, ("story", str(archived(works, "guid-1").story_id)))
        town.press["echo"].say(entry(7, f"{SOLD} WESCAM made the eyes.", link="https://news.example/1"), entry(8, DAM))
        await town.poll(works)
        assert held(works, silence) == ["Headline number 7"]
        assert archived(works, "guid-8").fate_reason == "told desk"
    assert len(town.letters) == 2


async def test_a_merged_story_keeps_the_silence_of_either(town: House) -> None:
    async with town.works() as works:
        await begin(town, works)
        await brings(town, works, SOLD, DAM)
        first, second = (archived(works, f"guid-{n}").story_id for n in (1, 2))
        assert first is not None
        assert second is not None
        silence = await hush(works, ("story", str(second)))
        await works.writer.run(lambda connection: stories.merge(connection, second, first))
        town.press["echo"].say(entry(7, f"{SOLD} WESCAM made the eyes.", link="https://news.example/1"))
        await town.poll(works)
        assert held(works, silence) == ["Headline number 7"]
    assert len(town.letters) == 2


async def test_what_waits_for_the_digest_is_left_out_if_it_was_silenced_meanwhile_and_the_digest_says_so(home: House) -> None:
    home.write("recipients.yaml", DIGEST)
    async with home.works() as works:
        await begin(home, works)
        await brings(home, works, SOLD, "WESCAM won a prize.")
        silence = await hush(works, BAYKAR)
        await home.poll(works, EVENING)
        assert held(works, silence) == ["Headline number 1"]
        assert history(works, "number 1")[-2:] == [("silence", "held back"), ("alert", "not told")]
        assert archived(works, "number 1").fate_reason == f"silenced by ann (silence {silence.id})"
    (letter,) = home.letters
    text = " ".join(letter.part("plain").split())
    assert "drones" not in text
    assert "1 story is silenced until Mon 23 Nov, 14:00 (mute by ann: an exercise)" in text


async def test_a_digest_says_once_what_was_held_back_before_it_was_written(home: House) -> None:
    home.write("recipients.yaml", DIGEST)
    async with home.works() as works:
        await begin(home, works)
        await hush(works, BAYKAR, hours=2)
        await brings(home, works, SOLD, "WESCAM won a prize.")
        await home.poll(works, EVENING)
        await brings(home, works, "WESCAM won another one.", first=3)
        await home.poll(works, timedelta(days=1))
    first, second = (" ".join(letter.part("plain").split()) for letter in home.letters)
    assert "1 story was silenced until Sun 22 Nov, 15:00 (mute by ann: an exercise)" in first
    assert "silenced" not in second


async def test_a_digest_of_nothing_but_what_is_silenced_ends_with_the_reason(home: House, caplog: pytest.LogCaptureFixture) -> None:
    home.write("recipients.yaml", NO_PROOF)
    async with home.works() as works:
        await begin(home, works)
        await brings(home, works, SOLD)
        silence = await hush(works, BAYKAR)
        await home.poll(works, EVENING)
        (row,) = outbox(works)
        assert row.state.value == "dead"
        assert row.last_error == f"what it told of was silenced by ann (silence {silence.id}); see tocsin silence list"
    assert home.letters == []
    assert "delivery.failed" not in caplog.text


async def test_a_claim_that_was_silenced_before_it_left_does_not_count_as_told(town: House) -> None:
    town.write("recipients.yaml", NO_PROOF)
    async with town.works() as works:
        await begin(town, works)
        await brings(town, works, SOLD)
        await hush(works, BAYKAR, hours=10)
        await town.poll(works, EVENING)
        await town.poll(works, timedelta(hours=5))
        town.press["echo"].say(entry(7, SOLD, link="https://news.example/1"))
        await town.poll(works)
        await town.poll(works, timedelta(days=1))
    assert len(town.letters) == 1


async def test_an_edit_after_the_silence_does_not_tell_what_a_digest_left_out_for_it(home: House) -> None:
    home.write("recipients.yaml", NO_PROOF)
    async with home.works() as works:
        await begin(home, works)
        await brings(home, works, SOLD)
        await hush(works, BAYKAR, hours=10)
        await home.poll(works, EVENING)
        await home.poll(works, timedelta(hours=5))
        await edits(home, works, f"{SOLD} More was said.")
        await home.poll(works, timedelta(days=1))
    assert home.letters == []


async def test_what_a_silence_held_back_at_the_last_moment_is_told_on_a_retry_after_its_end(home: House) -> None:
    home.write("recipients.yaml", NO_PROOF)
    async with home.works() as works:
        await begin(home, works)
        await brings(home, works, SOLD)
        silence = await hush(works, BAYKAR)
        await home.poll(works, EVENING)
        await works.writer.run(lambda connection: unmute(connection, silence.id, "ann", home.now))
        (row,) = outbox(works)
        await works.writer.run(lambda connection: deliveries.retry(connection, [row.id], home.now))
        await home.poll(works)
        assert archived(works, "number 1").fate_reason == "told desk"
        assert held(works, silence) == []
    assert len(home.letters) == 1


async def test_a_silenced_source_leaves_the_story_told_by_the_copy_of_another(town: House) -> None:
    town.write("recipients.yaml", DIGEST)
    async with town.works() as works:
        await begin(town, works)
        await brings(town, works, SOLD)
        silence = await hush(works, ("source", "wire"))
        town.press["echo"].say(entry(7, SOLD, link="https://news.example/1"))
        await town.poll(works)
        await town.poll(works, EVENING)
        assert held(works, silence) == []
    assert len(town.letters) == 1


async def test_who_was_told_hears_no_correction_while_it_is_silenced(home: House) -> None:
    async with home.works() as works:
        await begin(home, works)
        await brings(home, works, "Baykar sold seven drones to the ministry.")
        assert len(home.letters) == 1
        silence = await hush(works, BAYKAR)
        await edits(home, works, "Baykar sold eight drones to the ministry.")
        await home.poll(works, timedelta(hours=7))
        assert held(works, silence) == ["Headline number 1"]
    assert len(home.letters) == 1


async def test_a_silence_must_end_mute_something_and_be_read(home: House) -> None:
    async with home.works() as works:
        with pytest.raises(MonitorError, match="is over already; name a time to come"):
            await hush(works, BAYKAR, hours=-1)
        with pytest.raises(MonitorError, match="a year at most"):
            await hush(works, BAYKAR, hours=24 * 400)
        with pytest.raises(MonitorError, match="must say what it mutes"):
            await hush(works)
        with pytest.raises(MonitorError, match="the term cannot be read"):
            await hush(works, ("term", "(cup"))
        silence = await hush(works, BAYKAR)
        await works.writer.run(lambda connection: unmute(connection, silence.id, "ann", works.clock()))
        with pytest.raises(MonitorError, match=r"ended .* UTC, by ann; what is in force: tocsin silence list"):
            await works.writer.run(lambda connection: unmute(connection, silence.id, "ben", works.clock()))
        with pytest.raises(MonitorError, match="there is no silence 99"):
            await works.writer.run(lambda connection: unmute(connection, 99, "ben", works.clock()))
