"""The whole way of a page: its entry is cut off, the page holds what the feed does not carry, and everybody is told once."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from aiohttp import web

from monitor.daemon import reader
from monitor.daemon.once import read_pages, run_once
from monitor.daemon.pages import PageDesk
from monitor.page_state import PageState
from monitor.store import article_reads, conditions, hits, items, sources
from tests.daemon.house import House, archived, entry
from tests.daemon.newsstand import Newsstand
from tests.sources.article_pages import PARAGRAPHS, article, page, paragraphs

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from monitor.daemon.works import Works
    from monitor.store.article_reads import Reading

HARVEST = (
    "Farmers in the valley brought in the harvest three weeks late this year, since the rain of August had flattened the barley.",
    "A farm near the river tried a drone with a camera by L3Harris WESCAM, which found the dry corners of each field in an hour.",
    "The cooperative will buy two of them together with its neighbours, and lend them out from the barn beside the old railway station.",
    "Prices for straw have risen by a third, and the mill said that it would take wet grain too, at a discount of twelve crowns a ton.",
)
CUT = "The ministry said on Monday that it had stopped the export of cameras for drones after a review [...]"
WALL = '<script type="application/ld+json">{"@type": "NewsArticle", "isAccessibleForFree": false}</script>'


@pytest.fixture
async def stand(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Newsstand]:
    monkeypatch.setattr(reader, "ROBOTS_GAP", timedelta(0))
    async with Newsstand() as opened:
        yield opened


@pytest.fixture
def reading_home(home: House) -> House:
    home.write_sources(full_text="auto")
    return home


def announce(home: House, stand: Newsstand, path: str = "/cameras", text: str = CUT, n: int = 1) -> None:
    home.press["wire"].say(entry(n, text, link=f"{stand.url}{path}"))


def reading(works: Works, words: str = "Headline number 1") -> Reading | None:
    with works.database.read() as connection:
        return article_reads.of_item(connection, items.find(connection, words, limit=1)[0].id)


def state(works: Works) -> PageState | None:
    found = reading(works)
    return found.state if found else None


async def test_a_cut_off_entry_whose_page_holds_the_name_alerts_once_quoting_the_page(reading_home: House, stand: Newsstand) -> None:
    stand.pages["/cameras"] = article().encode()
    async with reading_home.works() as works:
        await reading_home.poll(works)
        announce(reading_home, stand)
        for _ in range(3):
            await reading_home.poll(works)
        item = archived(works, "Headline number 1")
        assert PARAGRAPHS[0] in item.item.page
        assert item.fate_stage == "told"
    assert len(reading_home.letters) == 1
    assert "made in Ontario by *L3Harris WESCAM*" in " ".join(reading_home.letters[0].part("plain").replace("\n> ", "\n").split())
    assert stand.asked == ["/robots.txt", "/cameras"]


async def test_what_the_entry_told_is_not_told_again_for_its_page(reading_home: House, stand: Newsstand) -> None:
    stand.pages["/cameras"] = article().encode()
    async with reading_home.works() as works:
        await reading_home.poll(works)
        announce(reading_home, stand, text="WESCAM makes the cameras that are exported no more [...]")
        for _ in range(3):
            await reading_home.poll(works)
        assert state(works) is PageState.READ
        with works.database.read() as connection:
            (hit,) = hits.of_item(connection, archived(works, "Headline number 1").id)
        assert {mention.field for mention in hit.mentions} == {"text", "page"}
    assert len(reading_home.letters) == 1


async def test_a_second_watch_that_the_page_holds_is_an_update_of_what_the_entry_told(reading_home: House, stand: Newsstand) -> None:
    stand.pages["/cameras"] = page(
        paragraphs(*PARAGRAPHS, "Baykar did not answer questions about the permits before the deadline.")
    ).encode()
    async with reading_home.works() as works:
        await reading_home.poll(works)
        announce(reading_home, stand, text="WESCAM makes the cameras that are exported no more [...]")
        await reading_home.poll(works)
        await reading_home.poll(works, timedelta(hours=7))
    assert ["Baykar" in subject for subject in reading_home.subjects()].count(True) == 1


async def test_a_name_in_the_menu_and_the_related_links_alone_alerts_nobody(reading_home: House, stand: Newsstand) -> None:
    stand.pages["/cameras"] = page(paragraphs(*PARAGRAPHS[:2], *PARAGRAPHS[3:])).encode()
    async with reading_home.works() as works:
        await reading_home.poll(works)
        announce(reading_home, stand)
        await reading_home.poll(works)
        assert b"Baykar" in stand.pages["/cameras"]
        assert state(works) is PageState.READ
    assert not reading_home.letters


async def test_an_entry_that_is_whole_has_no_page_read(reading_home: House, stand: Newsstand) -> None:
    async with reading_home.works() as works:
        await reading_home.poll(works)
        announce(reading_home, stand, text=" ".join(PARAGRAPHS))
        await reading_home.poll(works)
    assert not stand.asked


async def test_what_stood_there_at_first_contact_or_is_too_old_has_no_page_read(reading_home: House, stand: Newsstand) -> None:
    async with reading_home.works() as works:
        announce(reading_home, stand)
        await reading_home.poll(works)
        old = entry(2, CUT, link=f"{stand.url}/old", published=reading_home.now - timedelta(days=60))
        reading_home.press["wire"].say(old)
        await reading_home.poll(works)
    assert not stand.asked


async def test_never_means_never(home: House, stand: Newsstand) -> None:
    async with home.works() as works:
        await home.poll(works)
        announce(home, stand)
        await home.poll(works)
        assert state(works) is None
    assert not stand.asked


async def test_a_robots_txt_is_heeded_and_named(reading_home: House, stand: Newsstand) -> None:
    stand.robots, stand.pages["/cameras"] = "User-agent: Tocsin\nDisallow: /cameras\n", article().encode()
    async with reading_home.works() as works:
        await reading_home.poll(works)
        announce(reading_home, stand)
        await reading_home.poll(works)
        found = reading(works)
    assert found is not None
    assert found.state is PageState.REFUSED
    assert "robots.txt" in found.reason
    assert stand.asked == ["/robots.txt"]
    assert not reading_home.letters


async def test_a_paywall_is_left_standing(reading_home: House, stand: Newsstand) -> None:
    stand.pages["/cameras"] = article(head=WALL).encode()
    async with reading_home.works() as works:
        await reading_home.poll(works)
        announce(reading_home, stand)
        for _ in range(3):
            await reading_home.poll(works)
        found = reading(works)
        assert archived(works, "Headline number 1").item.page == ""
    assert found is not None
    assert (found.state, found.reason) == (PageState.REFUSED, "it is behind a paywall")
    assert stand.asked.count("/cameras") == 1


async def test_a_server_in_trouble_is_asked_again_when_it_says_and_then_read(reading_home: House, stand: Newsstand) -> None:
    stand.pages["/cameras"] = article().encode()
    stand.answers["/cameras"] = web.Response(status=503, headers={"Retry-After": "5400"})
    async with reading_home.works() as works:
        await reading_home.poll(works)
        announce(reading_home, stand)
        await reading_home.poll(works)
        assert state(works) is PageState.DUE
        del stand.answers["/cameras"]
        await reading_home.poll(works, timedelta(hours=1))
        assert stand.asked.count("/cameras") == 1
        await reading_home.poll(works, timedelta(hours=1))
        assert state(works) is PageState.READ
    assert len(reading_home.letters) == 1


async def test_a_page_in_another_charset_is_read_right_when_the_header_is_silent(reading_home: House, stand: Newsstand) -> None:
    lines = [f"{line} Камеры делает в Канаде фирма Байкар." for line in ("Министерство сообщило.", "Экспорт остановлен.") * 4]
    reading_home.write(
        "watchlists/arms.yaml",
        "watchlist: Arms\ntell: [desk]\nwatches:\n  - {entity: Байкар, spelling: exact}\n",
    )
    stand.pages["/cameras"] = page(paragraphs(*lines), head="<meta charset=windows-1251>", lang="ru").encode("windows-1251")
    async with reading_home.works() as works:
        await reading_home.poll(works)
        announce(reading_home, stand)
        await reading_home.poll(works)
        assert archived(works, "Headline number 1").item.lang == "en"  # as the feed says
    assert "фирма Байкар" in reading_home.letters[0].part("plain")


async def test_a_crash_between_fetch_and_commit_loses_nothing_and_tells_nothing_twice(
    reading_home: House, stand: Newsstand, monkeypatch: pytest.MonkeyPatch
) -> None:
    stand.pages["/cameras"] = article().encode()

    def crash(*_: object) -> None:
        raise SystemError("the power failed")

    async with reading_home.works() as works:
        await reading_home.poll(works)
        announce(reading_home, stand)
        with monkeypatch.context() as broken:
            broken.setattr(PageDesk, "take_in", crash)
            broken.setattr(works.reader, "_settle", crash)
            with pytest.raises(SystemError):
                await reading_home.poll(works)
        assert state(works) is PageState.DUE
    assert not reading_home.letters
    async with reading_home.works() as works:  # what was claimed is free again
        await reading_home.poll(works)
        await reading_home.poll(works)
    assert len(reading_home.letters) == 1


async def test_an_entry_that_changes_while_its_page_is_on_its_way_is_matched_as_it_is_then(reading_home: House, stand: Newsstand) -> None:
    stand.pages["/cameras"] = article().encode()
    async with reading_home.works() as works:
        await reading_home.poll(works)
        announce(reading_home, stand)

        async def edit() -> None:
            stand.before_answer = None
            reading_home.press["wire"].entries[0] = entry(1, "Baykar is named now, too [...]", link=f"{stand.url}/cameras")
            reading_home.now += timedelta(hours=1)
            (polled,) = await works.poller.claim(5, regardless=True)
            await works.poller.poll(polled)

        stand.before_answer = edit
        await reading_home.poll(works)
        item = archived(works, "Headline number 1")
        with works.database.read() as connection:
            found = {row.watch for row in hits.of_item(connection, item.id)}
        assert item.item.text.startswith("Baykar is named now")
        assert PARAGRAPHS[0] in item.item.page
        assert found == {"arms/baykar", "arms/l3harris-wescam"}


async def test_an_edit_keeps_the_page_and_has_it_read_again_after_some_hours(reading_home: House, stand: Newsstand) -> None:
    stand.pages["/cameras"] = article().encode()
    async with reading_home.works() as works:
        await reading_home.poll(works)
        announce(reading_home, stand)
        await reading_home.poll(works)
        for n in range(3):
            reading_home.press["wire"].entries[0] = entry(
                1, f"The ministry said more, version {'abc'[n]} [...]", link=f"{stand.url}/cameras"
            )
            await reading_home.poll(works)
        assert PARAGRAPHS[0] in archived(works, "Headline number 1").item.page
        assert stand.asked.count("/cameras") == 1
        reading_home.press["wire"].entries[0] = entry(1, "The ministry said no more [...]", link=f"{stand.url}/cameras")
        await reading_home.poll(works, timedelta(hours=7))
        assert stand.asked.count("/cameras") == 2
    assert len(reading_home.letters) == 1


async def test_a_page_that_told_an_edit_and_the_page_again_are_told_once(reading_home: House, stand: Newsstand) -> None:
    stand.pages["/cameras"] = article().encode()
    async with reading_home.works() as works:
        await reading_home.poll(works)
        announce(reading_home, stand)
        await reading_home.poll(works)
        assert len(reading_home.letters) == 1
        edited = "The ministry said that the cameras of WESCAM would stay in the country for the time being [...]"
        reading_home.press["wire"].entries[0] = entry(1, edited, link=f"{stand.url}/cameras")
        for _ in range(4):
            await reading_home.poll(works, timedelta(hours=7))
        assert stand.asked.count("/cameras") == 2
        stand.pages["/cameras"] = b""
        reading_home.press["wire"].entries[0] = entry(1, f"{edited} And more [...]", link=f"{stand.url}/cameras")
        for _ in range(2):
            await reading_home.poll(works, timedelta(hours=7))
    assert len(reading_home.letters) == 1


async def test_an_edit_soon_after_its_page_was_read_has_it_read_again_when_some_hours_are_over(
    reading_home: House, stand: Newsstand
) -> None:
    stand.pages["/cameras"] = article().encode()
    async with reading_home.works() as works:
        await reading_home.poll(works)
        announce(reading_home, stand)
        await reading_home.poll(works)
        stand.pages["/cameras"] = page(paragraphs(*PARAGRAPHS, "Baykar answered the questions about the permits in the evening.")).encode()
        reading_home.press["wire"].entries[0] = entry(1, "The ministry said more [...]", link=f"{stand.url}/cameras")
        await reading_home.poll(works)
        assert stand.asked.count("/cameras") == 1
        await reading_home.poll(works, timedelta(hours=7))
        await reading_home.poll(works, timedelta(hours=7))
        assert stand.asked.count("/cameras") == 2
    assert ["Baykar" in subject for subject in reading_home.subjects()] == [False, True]


async def test_a_sentence_quoted_from_a_page_that_reads_otherwise_there_is_corrected(reading_home: House, stand: Newsstand) -> None:
    said = "The permit for the engines of Baykar was granted by the ministry on Monday."
    stand.pages["/cameras"] = page(paragraphs(PARAGRAPHS[0].replace("WESCAM", "Acme"), *PARAGRAPHS[1:2], said)).encode()
    async with reading_home.works() as works:
        await reading_home.poll(works)
        announce(reading_home, stand)
        await reading_home.poll(works)
        stand.pages["/cameras"] = stand.pages["/cameras"].replace(b"was granted by", b"was refused by")
        reading_home.press["wire"].entries[0] = entry(1, "The ministry said more [...]", link=f"{stand.url}/cameras")
        for _ in range(3):
            await reading_home.poll(works, timedelta(hours=7))
    texts = [" ".join(letter.part("plain").replace("\n> ", "\n").replace("*", "").split()) for letter in reading_home.letters]
    assert f"It said: {said} It says now: {said.replace('granted', 'refused')}" in texts[-1]
    assert len(texts) == 2


async def test_a_copy_that_its_page_calls_one_is_folded_into_its_original(town: House, stand: Newsstand) -> None:
    town.write_sources(full_text="auto")
    head = f"<link rel=canonical href='{stand.url}/original'>"
    stand.pages |= {"/original": article().encode(), "/copy": article(head=head).encode()}
    async with town.works() as works:
        await town.poll(works)
        town.press["wire"].say(entry(1, CUT, link=f"{stand.url}/original"))
        await town.poll(works)
        town.press["echo"].say(entry(2, CUT + " and more", title="A copy of it", link=f"{stand.url}/copy"))
        await town.poll(works)
        first, second = archived(works, "Headline number 1"), archived(works, "A copy of it")
        assert first.story_id == second.story_id is not None
    assert len(town.letters) == 1


async def test_a_section_as_canonical_address_of_every_page_folds_nothing(town: House, stand: Newsstand) -> None:
    town.write_sources(full_text="auto")
    head = f"<link rel=canonical href='{stand.url}/news'>"
    stand.pages |= {
        "/news/1": article(head=head).encode(),
        "/news/2": page(paragraphs(*HARVEST), head=head, title="A late harvest | The Example").encode(),
    }
    async with town.works() as works:
        await town.poll(works)
        for n, name, text in ((1, "wire", CUT), (2, "echo", "The harvest was late in the valley this year, and the barns [...]")):
            town.press[name].say(entry(n, text, link=f"{stand.url}/news/{n}"))
            await town.poll(works)
    assert len(town.letters) == 2


async def test_the_operator_is_told_once_of_a_source_whose_pages_all_fail(reading_home: House, stand: Newsstand) -> None:
    async with reading_home.works() as works:
        await reading_home.poll(works)
        for n in range(22):
            stand.answers[f"/{n}"] = web.Response(status=403)
            announce(reading_home, stand, f"/{n}", n=n)
        reading_home.now += timedelta(hours=1)
        (polled,) = await works.poller.claim(5, regardless=True)
        await works.poller.poll(polled)
        for _ in range(22):
            reading_home.now += timedelta(seconds=2)
            (claimed,) = await works.reader.claim(5)
            await works.reader.read(claimed)
        with works.database.read() as connection:
            assert article_reads.counts(connection)[PageState.REFUSED] == 22
            assert [row.key for row in conditions.open_now(connection)] == ["source.pages/wire"]
        await reading_home.poll(works)
    (notice,) = reading_home.to("ops@example.org")
    assert "full_text: never" in notice.part("plain")


async def test_pages_of_one_host_are_asked_for_one_after_the_other_with_a_gap(reading_home: House, stand: Newsstand) -> None:
    async with reading_home.works() as works:
        await reading_home.poll(works)
        for n in range(3):
            announce(reading_home, stand, f"/{n}", n=n)
        await reading_home.poll(works)
        assert len(stand.asked) == 2
        await read_pages(works)
        assert len(stand.asked) == 2  # no time has passed
        reading_home.now += timedelta(seconds=1)
        await read_pages(works)
        assert len(stand.asked) == 3


async def test_a_setting_that_changes_to_never_takes_effect_at_once(reading_home: House, stand: Newsstand) -> None:
    stand.answers["/cameras"] = web.Response(status=500)
    async with reading_home.works() as works:
        await reading_home.poll(works)
        announce(reading_home, stand)
        await reading_home.poll(works)
        reading_home.write_sources(full_text="never")
        await works.reload()
        await reading_home.poll(works)
        assert state(works) is None
        assert stand.asked.count("/cameras") == 1


async def test_an_address_inside_is_not_read(reading_home: House, stand: Newsstand) -> None:
    text = (reading_home.folder / "tocsin.yaml").read_text(encoding="utf-8")
    async with reading_home.works() as works:
        await reading_home.poll(works)
        announce(reading_home, stand)
        reading_home.write("tocsin.yaml", text.replace("allow_private_networks: true, ", ""))
        reading_home.now += timedelta(hours=1)
        (polled,) = await works.poller.claim(5, regardless=True)
        await works.poller.poll(polled)
        await works.reload()
        await asyncio.wait_for(run_once(works, everything=False, progress=lambda _: None), 20)
        found = reading(works)
    assert found is not None
    assert "private or local address" in found.reason
    assert not stand.asked


async def test_a_page_that_leads_to_another_site_is_read_only_if_that_site_allows_it(reading_home: House, stand: Newsstand) -> None:
    async with Newsstand({"/there": article().encode()}, robots="User-agent: *\nDisallow: /\n") as elsewhere, reading_home.works() as works:
        stand.answers["/cameras"] = web.Response(status=302, headers={"Location": f"{elsewhere.url}/there"})
        await reading_home.poll(works)
        announce(reading_home, stand)
        await reading_home.poll(works)
        found = reading(works)
    assert found is not None
    assert found.state is PageState.REFUSED
    assert "robots.txt" in found.reason
    assert not reading_home.letters


async def test_a_page_that_leads_to_a_host_that_wants_a_pause_waits_for_it(reading_home: House, stand: Newsstand) -> None:
    async with Newsstand({"/there": article().encode()}) as elsewhere, reading_home.works() as works:
        stand.answers["/cameras"] = web.Response(status=302, headers={"Location": f"{elsewhere.url}/there"})
        await reading_home.poll(works)
        until = reading_home.now + timedelta(hours=2)
        await works.writer.run(lambda connection: sources.hold_host(connection, elsewhere.url.removeprefix("http://"), until))
        announce(reading_home, stand)
        await reading_home.poll(works)
        found = reading(works)
        assert not elsewhere.asked
        assert found is not None
        assert (found.state, found.due_at, found.attempts) == (PageState.DUE, until, 0)
        await reading_home.poll(works, timedelta(hours=2))
        assert state(works) is PageState.READ


async def test_a_mistake_of_ours_in_one_page_is_named_and_stops_no_other(
    reading_home: House, stand: Newsstand, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stumble(*_: object) -> None:
        raise KeyError("what nobody thought of")

    stand.pages["/cameras"] = article().encode()
    monkeypatch.setattr(PageDesk, "take_in", stumble)
    async with reading_home.works() as works:
        await reading_home.poll(works)
        announce(reading_home, stand)
        await reading_home.poll(works)
        found = reading(works)
    assert found is not None
    assert found.state is PageState.DUE
    assert "a mistake of Tocsin's own: KeyError" in found.reason
