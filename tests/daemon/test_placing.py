"""Where items are put: copies with their original, reports of one event in one story, and nothing else together."""

from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from monitor.daemon.story_model import folding
from monitor.daemon.stream import Entry, Placed, Stream
from monitor.model import Item, Kind, Record, Relation
from monitor.store import items, rulings, stories, traces
from monitor.store.rulings import Said, Verdict
from monitor.store.scratch import scratch
from tests.daemon.reports import COPY_IN_OTHER_WORDS, NOTICE, OTHER_REPORT, STORY, TITLE, UNRELATED

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Connection

NOON = datetime(2026, 5, 4, 12, 0, tzinfo=UTC)


@pytest.fixture
def connection() -> Iterator[Connection]:
    with scratch() as made:
        yield made


@pytest.fixture
def stream(connection: Connection) -> Stream:
    return Stream(connection, folding())


def entry(  # noqa: PLR0913 each by its name
    n: int, text: str, *, title: str = TITLE, at: datetime | None = NOON, site: str = "", kind: Kind = Kind.ARTICLE, debate: str = ""
) -> Entry:
    record = Record(debate=debate) if kind is not Kind.ARTICLE else None
    url = f"https://{site or f'site-{n}'}.example/{n}"
    return Entry(n, Item(key=str(n), title=title, text=text, url=url, kind=kind, record=record), at)


def place(stream: Stream, *entries: Entry) -> list[Placed]:
    return [stream.place(one) for one in entries]


def relations(placed: list[Placed]) -> list[tuple[str, object]]:
    return [(one.decision.relation.value, one.of) for one in placed]


def test_a_cut_copy_under_another_headline_repeats_its_original(stream: Stream) -> None:
    cut = STORY[: len(STORY) // 2]
    placed = place(stream, entry(1, STORY), entry(2, cut, title="Watchdog asks for halt to camera exports"))
    assert relations(placed) == [("new", None), ("duplicate", 1)]
    assert placed[1].decision.signal == "text"
    assert placed[1].decision.because == f'99 % of its text is in "{TITLE}" in site-1.example'


def test_a_copy_of_a_copy_is_found_whatever_stands_around_it(stream: Stream) -> None:
    framed = f"[ad_1]By our own desk\n{STORY}\n[ad_2]\nSubscribe to our newsletter for more."
    placed = place(stream, entry(1, STORY), entry(2, STORY[150:]), entry(3, framed, title="What the cameras did"))
    assert [one.decision.relation for one in placed[1:]] == [Relation.DUPLICATE, Relation.DUPLICATE]
    assert len({one.story for one in placed}) == 1


def test_a_translation_there_and_back_repeats_its_original(stream: Stream) -> None:
    placed = place(stream, entry(1, STORY), entry(2, COPY_IN_OTHER_WORDS))
    assert relations(placed)[1] == ("duplicate", 1)
    assert placed[1].decision.signal == "wording"


def test_another_report_of_the_event_is_of_the_same_story_and_an_unrelated_one_is_not(stream: Stream) -> None:
    placed = place(stream, entry(1, STORY), entry(2, OTHER_REPORT, title="Group urges ministers to stop sale of Kestrel drone cameras"))
    assert relations(placed)[1] == ("same_story", 1)
    assert placed[1].decision.signal == "event"
    assert placed[1].decision.share is not None
    (other,) = place(stream, entry(3, UNRELATED, title="Harbour ferry timetable changes for the winter"))
    assert other.decision.relation is Relation.NEW


def test_reports_more_than_four_days_apart_are_two_stories_and_copies_are_copies_for_a_week(stream: Stream) -> None:
    later = NOON + timedelta(hours=97)
    placed = place(
        stream,
        entry(1, STORY),
        entry(2, OTHER_REPORT, title="Group urges ministers to stop sale of Kestrel drone cameras", at=later),
        entry(3, STORY[:900], title="A look back", at=NOON + timedelta(days=6)),
    )
    assert [one.decision.relation for one in placed] == [Relation.NEW, Relation.NEW, Relation.DUPLICATE]


def test_notices_in_one_form_with_other_figures_stay_apart(stream: Stream) -> None:
    quarters = [
        NOTICE.format(company=name, share=n + 17, net=f"{n + 3}.4", sales=f"{n * 7 + 90}.1")
        for n, name in enumerate(("ARDEN", "BRIX", "COLT"))
    ]
    placed = place(stream, *(entry(n, text, title=f"{text.split()[0]} INC 3RD QTR NET") for n, text in enumerate(quarters)))
    assert {one.decision.relation for one in placed} == {Relation.NEW}


def test_a_copy_that_adds_nothing_leaves_no_trace_and_an_original_does(stream: Stream, connection: Connection) -> None:
    place(stream, entry(1, STORY))
    before = len(connection.exec_driver_sql("SELECT * FROM shingles").all())
    place(stream, *(entry(n, f"{STORY}\nMore at our site.", title=f"Headline {n}") for n in range(2, 30)))
    assert 0 < len(connection.exec_driver_sql("SELECT * FROM shingles").all()) == before
    assert len(connection.exec_driver_sql("SELECT * FROM gists").all()) == 1


def test_ten_thousand_of_one_headline_stay_apart_and_leave_few_traces_each(stream: Stream, connection: Connection) -> None:
    rng = random.Random(5)  # noqa: S311 the same words each time are wanted
    syllables = [f"{a}{b}" for a in "bdgklmnprt" for b in ("an", "ol", "es")]
    texts = [" ".join("".join(rng.choices(syllables, k=3)) for _ in range(25)) + "." for _ in range(1_500)]
    placed = place(stream, *(entry(n, text, title="Market report", at=NOON + timedelta(seconds=n)) for n, text in enumerate(texts)))
    assert {one.decision.relation for one in placed} == {Relation.NEW}
    most = connection.exec_driver_sql("SELECT count(*) FROM shingles GROUP BY hash ORDER BY 1 DESC").scalar()
    assert most == traces.FULL


@pytest.mark.parametrize("year", [1970, 2099])
def test_a_date_that_cannot_be_folds_nothing_else_together(stream: Stream, year: int) -> None:
    odd = NOON.replace(year=year)
    placed = place(stream, entry(1, UNRELATED, title="Ferries", at=odd), entry(2, STORY, at=NOON), entry(3, STORY[:900], at=NOON))
    assert relations(placed) == [("new", None), ("new", None), ("duplicate", 2)]


def test_texts_that_say_nothing_stay_apart(stream: Stream) -> None:
    says_nothing = ["", "…", "spam " * 50_000, "1 2 3 4 5 6 7 8 9 10 11 12 13", "\N{PARTY POPPER}" * 40]
    placed = place(stream, *(entry(n, text, title="") for n, text in enumerate(says_nothing)), entry(9, STORY))
    assert {one.decision.relation for one in placed} == {Relation.NEW}


def test_a_speech_of_a_few_words_is_known_by_its_key_alone(stream: Stream, connection: Connection) -> None:
    words = "I agree with the honourable member."
    placed = place(stream, *(entry(n, words, kind=Kind.SPEECH, title="", debate=f"debate {n}") for n in range(3)))
    assert {one.decision.relation for one in placed} == {Relation.NEW}
    assert connection.exec_driver_sql("SELECT count(*) FROM shingles").scalar() == 0


def test_a_speech_that_a_report_quotes_is_of_its_story_and_no_copy(stream: Stream) -> None:
    placed = place(
        stream,
        entry(1, STORY, kind=Kind.SPEECH, title="Exports of military goods", debate="exports"),
        entry(2, f"Members heard a warning on Monday.\n{STORY}", title="Members warned about drone cameras"),
    )
    assert relations(placed)[1] == ("same_story", 1)


def test_two_speeches_of_different_debates_are_two_stories_even_in_the_same_words(stream: Stream) -> None:
    speeches = [entry(n, STORY, kind=Kind.SPEECH, title="Exports", debate=f"debate {n}") for n in (1, 2)]
    assert [one.decision.relation for one in place(stream, *speeches)] == [Relation.NEW, Relation.NEW]


def test_an_edit_that_makes_an_item_a_copy_joins_the_younger_story_to_the_older(stream: Stream, connection: Connection) -> None:
    placed = place(
        stream, entry(1, STORY), entry(2, "A first word about it, with the full report to follow soon on this page.", title="Soon")
    )
    assert placed[1].story != placed[0].story
    (edited,) = place(stream, entry(2, STORY, title="Soon"))
    assert edited.decision.relation is Relation.EDIT
    assert stories.root(connection, placed[1].story) == placed[0].story
    lead = stories.get(connection, placed[1].story).lead
    assert stories.folds(connection, placed[0].story)[lead].because.startswith(
        'its story proved to be the same by "Soon" in site-2.example'
    )


def test_what_a_person_took_apart_no_edit_joins_again(stream: Stream, connection: Connection) -> None:
    placed = place(
        stream, entry(1, STORY), entry(2, "A first word about it, with the full report to follow soon on this page.", title="Soon")
    )
    one, two = (items.find(connection, f"https://site-{n}.example/{n}")[0].id for n in (1, 2))
    rulings.say(connection, [(one, two)], Said(Verdict.APART, "ana", "two events", NOON))
    place(stream, entry(2, STORY, title="Soon"))
    assert stories.root(connection, placed[1].story) == placed[1].story


def test_a_report_that_holds_two_others_makes_no_one_story_of_them(stream: Stream, connection: Connection) -> None:
    placed = place(stream, entry(1, STORY), entry(2, UNRELATED, title="Ferries"), entry(3, f"{STORY}\n{UNRELATED}", title="The day's news"))
    assert stories.root(connection, placed[0].story) != stories.root(connection, placed[1].story)


def test_an_item_without_a_title_is_named_by_its_number(stream: Stream) -> None:
    first, copy = place(stream, entry(1, STORY, title=""), entry(2, STORY[:900], title=""))
    assert copy.decision.because == f"100 % of its text is in item {copy.decision.of} in site-1.example"
    assert first.decision.of is None


def test_of_two_items_in_the_same_words_the_one_is_named_that_was_at_this_address(stream: Stream) -> None:
    again = [entry(1, STORY), entry(2, STORY), entry(1, STORY)]
    assert relations(place(stream, *again))[2] == ("duplicate", 1)
