"""Sittings in the real formats, from their server to the mailbox: two languages of one, and two issues of another."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from monitor.catalogue.discovery import Counter, DateWalk
from monitor.store import items
from tests.daemon.record_host import Chamber, Said, record, switch_on
from tests.sources.parliament.ottawa import hansard, order, said, subject

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from monitor.daemon.works import Works
    from monitor.store.items import StoredItem
    from tests.daemon.house import House

BROKEN = Said(status=500)
WATCHES = """\
watchlist: Arms exports
tell: [desk]
watches:
  - entity: Baykar
    spelling: exact
  - name: Permis
    term: '"permis d''exportation"'
"""
ENGLISH = ("I thank the member.", "The permit for Baykar was granted on Monday.")
FRENCH = ("Je remercie la députée.", "Le permis d'exportation fut accordé lundi.")


@pytest.fixture
async def chamber() -> AsyncIterator[Chamber]:
    async with Chamber() as made:
        yield made


def day(lang: str, *speeches: tuple[str, ...], number: int = 5) -> bytes:
    """Write a sitting of 22 November 2026, in which two members speak under one heading."""
    turns = "".join(said(number * 20 + n, f"Ms. Jane Roe {n}", *words) for n, words in enumerate(speeches))
    title = "Export Permits" if lang == "EN" else "Les licences"
    dated = {"MetaDateNumDay": "22", "MetaDateNumMonth": "11", "MetaDateNumYear": "2026", "MetaNumberNumber": f"{number:03}"}
    return hansard(order(subject(8, turns, title), "Oral Questions"), lang, **dated)


@pytest.fixture
def ottawa(home: House, chamber: Chamber, monkeypatch: pytest.MonkeyPatch) -> Chamber:
    home.write("watchlists/arms.yaml", WATCHES)
    switch_on(
        home,
        monkeypatch,
        record(
            Counter(f"{chamber.url}/HAN{{n:03}}-{{lang:initial}}.XML"), languages=("en", "fr"), format="ca-hansard", licence="not for gain"
        ),
    )
    chamber.put("HAN001-E.XML", day("EN", ("Nothing.",), number=1))
    chamber.put("HAN001-F.XML", day("FR", ("Rien.",), number=1))
    return chamber


def put(chamber: Chamber, english: tuple[str, ...] | None = ENGLISH, french: tuple[str, ...] | None = FRENCH) -> None:
    for letter, lang, words in (("E", "EN", english), ("F", "FR", french)):
        if words is None:
            chamber.says[f"HAN002-{letter}.XML"] = BROKEN
        else:
            chamber.put(f"HAN002-{letter}.XML", day(lang, words, ("Nothing." if lang == "EN" else "Rien.",), number=2))


def letters(home: House) -> list[str]:
    return [" ".join(letter.part("plain").replace("\n> ", "\n").replace("*", "").split()) for letter in home.to("desk")]


def speech(works: Works, url: str = "https://www.ourcommons.ca/DocumentViewer/en/48-1/house/sitting-2/hansard#Int-40") -> StoredItem:
    with works.database.read() as connection:
        return items.find(connection, url, limit=1)[0]


async def test_both_languages_of_a_sitting_are_one_item_a_speech_and_a_watch_in_either_alerts_once(home: House, ottawa: Chamber) -> None:
    async with home.works() as works:
        await home.poll(works)
        before = works.figures()["items"]
        put(ottawa)
        await home.poll(works, timedelta(hours=8))
        await home.poll(works, timedelta(days=1))
        assert works.figures()["items"] == before + 2
        assert works.figures()["hits"] == 2
        kept = speech(works).item.record
        assert kept is not None
        assert kept.licence == "not for gain"
    (letter,) = letters(home)
    assert "The permit for Baykar was granted on Monday." in letter
    assert "Le permis d'exportation fut accordé lundi." in letter
    assert "From the text in French" in letter


async def test_a_correction_of_the_french_words_is_told_where_they_were_quoted(home: House, ottawa: Chamber) -> None:
    async with home.works() as works:
        await home.poll(works)
        put(ottawa, ("Nothing was granted.",))
        await home.poll(works, timedelta(hours=8))
        put(ottawa, ("Nothing was granted.",), (FRENCH[0], "Le permis d'exportation fut refusé lundi."))
        await home.poll(works, timedelta(days=1))
    first, second = letters(home)
    assert FRENCH[1] in first
    assert f"It said: {FRENCH[1]} It says now: Le permis d'exportation fut refusé lundi." in second


async def test_french_that_comes_a_day_later_adds_its_own_watch_and_repeats_nothing(home: House, ottawa: Chamber) -> None:
    async with home.works() as works:
        await home.poll(works)
        put(ottawa, french=None)
        await home.poll(works, timedelta(hours=8))
        put(ottawa)
        await home.poll(works, timedelta(days=1))
        await home.poll(works, timedelta(days=1))
    first, second = letters(home)
    assert ENGLISH[1] in first
    assert FRENCH[1] in second


async def test_english_that_comes_after_french_is_the_same_speech_and_takes_nothing_back(home: House, ottawa: Chamber) -> None:
    async with home.works() as works:
        await home.poll(works)
        put(ottawa, english=None)
        await home.poll(works, timedelta(hours=8))
        put(ottawa)
        await home.poll(works, timedelta(days=1))
        await home.poll(works, timedelta(days=1))
        stored = speech(works, "https://www.noscommunes.ca/DocumentViewer/fr/48-1/chambre/seance-2/debats#Int-40").item
        assert (stored.lang, stored.variants["en"].text) == ("fr", "\n".join(ENGLISH))
    first, second = letters(home)
    assert FRENCH[1] in first
    assert ENGLISH[1] in second
    assert "It said" not in second


async def test_a_language_that_fails_while_the_other_is_revised_is_kept_and_not_taken_back(home: House, ottawa: Chamber) -> None:
    async with home.works() as works:
        await home.poll(works)
        put(ottawa, french=("Rien de spécial.",))
        await home.poll(works, timedelta(hours=8))
        put(ottawa, None, ("Rien du tout.",))
        await home.poll(works, timedelta(days=1))
        stored = speech(works).item
        assert (stored.lang, stored.text) == ("en", "\n".join(ENGLISH))
        assert stored.variants["fr"].text == "Rien du tout."
        put(ottawa, french=("Rien du tout.",))
        await home.poll(works, timedelta(days=1))
    assert len(letters(home)) == 1


AKN = """<akomaNtoso xmlns="http://docs.oasis-open.org/legaldocml/ns/akn/3.0/CSD13"><debate name="debate"><meta><identification source="#s">
<FRBRWork><FRBRuri value="/akn/ie/debateRecord/dail/2026-11-22"/><FRBRdate date="2026-11-22" name="#generation"/>
<FRBRcountry value="ie"/></FRBRWork><FRBRExpression><FRBRdate date="{issued}" name="#publication"/><FRBRlanguage language="mul"/>
</FRBRExpression></identification><references><TLCPerson eId="JaneRoe" href="/x" showAs="Ms. Jane Roe"/>
<TLCPerson eId="JohnDoe" href="/y" showAs="Mr. John Doe"/></references></meta>
<debateBody><debateSection name="debate" eId="dbsect_{first}"><heading>Exports</heading>{speeches}</debateSection></debateBody>
</debate></akomaNtoso>"""
WORDS = (
    ("JaneRoe", "I ask whether the permit for the cameras of Baykar was granted, and by whom, and on which day."),
    ("JohnDoe", "No."),
    ("JaneRoe", "That answers nothing, for the sensors of WESCAM were sent under the same permit in the spring."),
)


def issue(issued: str, *, first: int, gap: str = "") -> bytes:
    """Write one issue of the sitting; numbers of sections, speeches and paragraphs begin at `first`."""
    speeches = "".join(
        f'<speech by="#{who}" eId="spk_{first + n}"><from>{who}</from>{gap}<p eId="para_{first + n}">{words}</p></speech>'
        for n, (who, words) in enumerate(WORDS)
    )
    return AKN.format(issued=issued, first=first, speeches=speeches).encode()


@pytest.mark.parametrize("first", [1, 7])
async def test_the_second_issue_of_a_sitting_yields_no_message_and_no_item(
    home: House, chamber: Chamber, monkeypatch: pytest.MonkeyPatch, first: int
) -> None:
    switch_on(home, monkeypatch, record(DateWalk(f"{chamber.url}/{{date}}.xml"), format="akoma-ntoso"))
    async with home.works() as works:
        await home.poll(works)
        chamber.put("2026-11-22.xml", issue("2026-11-22", first=1))
        await home.poll(works, timedelta(hours=8))
        assert works.figures()["items"] == 3
        (letter,) = letters(home)
        chamber.put("2026-11-22.xml", issue("2026-11-24", first=first, gap="\n  "))
        chamber.asked_anew()
        reports = await home.poll(works, timedelta(days=2))
        await home.poll(works, timedelta(days=1))
        assert "2026-11-22.xml" in chamber.asked_anew()
        assert (works.figures()["items"], sum(report.new + report.edited for report in reports)) == (3, 0)
    assert letters(home) == [letter]
