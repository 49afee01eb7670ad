"""A parliament's record, from its first contact to the day when a document is broken."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from monitor.catalogue.discovery import Counter, DateWalk, IndexPage, Paging, SinceParam, SitemapLastmod, ZipBulk
from monitor.errors import StoreError
from monitor.sources.discovery.progress import read_progress
from monitor.store import conditions, items, sources
from tests.daemon.record_host import ERROR_PAGE, Chamber, Said, archive, record, sitting, switch_on

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from monitor.daemon.works import Works
    from monitor.model import SourceState
    from tests.daemon.house import House

WESCAM = "The minister said that WESCAM sensors were exported."
BAYKAR = "Baykar was named in the debate on permits."


@pytest.fixture
async def chamber() -> AsyncIterator[Chamber]:
    async with Chamber() as made:
        yield made


def state_of(works: Works) -> SourceState:
    with works.database.read() as connection:
        return next(state for state in sources.all_states(connection) if state.key == "ca-hansard")


def open_conditions(works: Works) -> list[str]:
    with works.database.read() as connection:
        return [each.key for each in conditions.open_now(connection)]


def alerts(home: House) -> list[str]:
    return [str(letter.message["Subject"]) for letter in home.to("desk")]


def numbered(chamber: Chamber, **more: object) -> Counter:
    return Counter(f"{chamber.url}/HAN{{n:03}}.XML", **more)  # type: ignore[arg-type] # what a test says of it


async def test_a_sitting_is_found_by_its_number_and_the_next_days_is_told(
    home: House, chamber: Chamber, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(1, 6):
        chamber.put(f"HAN{number:03}.XML", sitting((f"s{number}", WESCAM)))
    switch_on(home, monkeypatch, record(numbered(chamber)))
    async with home.works() as works:
        await home.poll(works)
        assert works.figures()["items"] == 5
        assert alerts(home) == []
        assert state_of(works).baseline_at is not None
        chamber.put("HAN006.XML", sitting(("s6", BAYKAR), ("s7", "Nothing of note.")))
        await home.poll(works, timedelta(days=1))
        await home.poll(works, timedelta(days=1))
    assert alerts(home) == ["Baykar: Speech s6 (en)"]


async def test_a_revision_is_read_again_and_only_what_is_new_in_it_is_told(
    home: House, chamber: Chamber, monkeypatch: pytest.MonkeyPatch
) -> None:
    chamber.put("HAN001.XML", sitting(("s1", "Nothing of note.")))
    switch_on(home, monkeypatch, record(numbered(chamber)))
    async with home.works() as works:
        await home.poll(works)
        chamber.put("HAN002.XML", sitting(("s2", WESCAM)))
        await home.poll(works, timedelta(days=1))
        chamber.put("HAN002.XML", sitting(("s2", WESCAM), ("s3", BAYKAR)))
        reports = await home.poll(works, timedelta(days=1))
        assert sum(report.new for report in reports) == 1
    assert sorted(alerts(home)) == ["Baykar: Speech s3 (en)", "L3Harris WESCAM: Speech s2 (en)"]


async def test_a_cold_start_finds_the_end_of_a_long_session_without_reading_it(
    home: House, chamber: Chamber, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(1, 101):
        chamber.put(f"HAN{number:03}.XML", sitting((f"s{number}", WESCAM)))
    switch_on(home, monkeypatch, record(numbered(chamber)))
    async with home.works() as works:
        await home.poll(works)
        assert works.figures()["items"] <= 10
    assert len(chamber.asked) < 30
    assert "HAN100.XML" in chamber.asked


async def test_a_soft_404_is_the_end_of_the_counting_and_no_trouble(home: House, chamber: Chamber, monkeypatch: pytest.MonkeyPatch) -> None:
    chamber.absent = Said(status=302, headers={"Location": "/error"})
    chamber.put("error", ERROR_PAGE)
    chamber.put("HAN001.XML", sitting(("s1", WESCAM)))
    switch_on(home, monkeypatch, record(numbered(chamber)))
    async with home.works() as works:
        reports = await home.poll(works)
        assert [report.error for report in reports if report.error] == []
        chamber.put("HAN002.XML", sitting(("s2", BAYKAR)))
        await home.poll(works, timedelta(days=1))
        assert open_conditions(works) == []
    assert alerts(home) == ["Baykar: Speech s2 (en)"]


async def test_error_pages_in_the_place_of_known_documents_are_a_broken_site(
    home: House, chamber: Chamber, monkeypatch: pytest.MonkeyPatch
) -> None:
    chamber.put("HAN001.XML", sitting(("s1", WESCAM)))
    switch_on(home, monkeypatch, record(numbered(chamber)))
    async with home.works() as works:
        await home.poll(works)
        chamber.says.clear()
        chamber.absent = Said(ERROR_PAGE)
        await home.poll(works, timedelta(days=1))
        assert "it was there on" in (state_of(works).last_error or "")
        assert state_of(works).failures == 1


async def test_a_broken_document_in_the_middle_is_told_and_holds_up_nothing(
    home: House, chamber: Chamber, monkeypatch: pytest.MonkeyPatch
) -> None:
    chamber.put("HAN001.XML", sitting(("s1", "Nothing of note.")))
    switch_on(home, monkeypatch, record(numbered(chamber)))
    async with home.works() as works:
        await home.poll(works)
        chamber.put("HAN002.XML", b"<hansard>this is not what it should be")
        chamber.put("HAN003.XML", sitting(("s3", BAYKAR)))
        await home.poll(works, timedelta(days=1))
        assert alerts(home) == ["Baykar: Speech s3 (en)"]
        (broken,) = open_conditions(works)
        assert broken.startswith("source.document/ca-hansard/")
        assert broken.endswith("/HAN002.XML")
        chamber.put("HAN002.XML", sitting(("s2", WESCAM)))
        await home.poll(works, timedelta(days=1))
        assert open_conditions(works) == []
    assert alerts(home) == ["Baykar: Speech s3 (en)", "L3Harris WESCAM: Speech s2 (en)"]
    told = "\n".join(letter.message.as_string() for letter in home.to("ops"))
    assert "HAN002.XML" in told


async def test_what_is_wrong_with_a_document_is_over_when_its_record_is_switched_off(
    home: House, chamber: Chamber, monkeypatch: pytest.MonkeyPatch
) -> None:
    chamber.put("HAN001.XML", b"<hansard>")
    chamber.put("HAN002.XML", sitting(("s2", WESCAM)))
    switch_on(home, monkeypatch, record(numbered(chamber)))
    async with home.works() as works:
        await home.poll(works)
        assert len(open_conditions(works)) == 1
        home.write("sources.yaml", "feeds: []\n")
        await works.reload()
        assert open_conditions(works) == []


async def test_what_is_wrong_with_a_document_is_over_when_it_is_given_up(
    home: House, chamber: Chamber, monkeypatch: pytest.MonkeyPatch
) -> None:
    chamber.put("HAN001.XML", b"<hansard>")
    chamber.put("HAN002.XML", sitting(("s2", WESCAM)))
    switch_on(home, monkeypatch, record(numbered(chamber)))
    async with home.works() as works:
        await home.poll(works)
        await home.poll(works, timedelta(days=20))
        assert open_conditions(works) == []


async def test_two_languages_are_one_item_and_a_late_one_joins_it(home: House, chamber: Chamber, monkeypatch: pytest.MonkeyPatch) -> None:
    both = record(Counter(f"{chamber.url}/HAN{{n:03}}-{{lang:initial}}.XML"), languages=("en", "fr"))
    chamber.put("HAN001-E.XML", sitting(("s1", "Nothing.")))
    chamber.put("HAN001-F.XML", sitting(("s1", "Rien."), lang="fr"))
    switch_on(home, monkeypatch, both)
    async with home.works() as works:
        await home.poll(works)
        assert works.figures()["items"] == 1
        with works.database.read() as connection:
            (stored,) = items.find(connection, "https://p.example/s1", limit=1)
        assert (stored.item.text, stored.item.variants["fr"].text) == ("Nothing.", "Rien.")
        chamber.put("HAN002-E.XML", sitting(("s2", "Nothing of note.")))
        await home.poll(works, timedelta(hours=5))
        assert works.figures()["items"] == 2
        chamber.put("HAN002-F.XML", sitting(("s2", "Rien de spécial."), lang="fr"))
        chamber.asked_anew()
        await home.poll(works, timedelta(days=1))
        assert chamber.asked_anew().count("HAN002-E.XML") == 2
        assert works.figures()["items"] == 2


async def test_of_two_languages_the_operator_is_given_the_address_of_the_broken_one(
    home: House, chamber: Chamber, monkeypatch: pytest.MonkeyPatch
) -> None:
    both = record(Counter(f"{chamber.url}/HAN{{n:03}}-{{lang:initial}}.XML"), languages=("en", "fr"))
    chamber.put("HAN001-E.XML", sitting(("s1", "Nothing.")))
    chamber.put("HAN001-F.XML", sitting(("s1", "Rien."), lang="fr"))
    switch_on(home, monkeypatch, both)
    async with home.works() as works:
        await home.poll(works)
        chamber.put("HAN002-E.XML", sitting(("s2", "Nothing of note.")))
        chamber.put("HAN002-F.XML", b"<hansard>this is not what it should be")
        await home.poll(works, timedelta(days=1))
    told = "\n".join(letter.message.as_string() for letter in home.to("ops"))
    assert "HAN002-F.XML" in told
    assert "{lang" not in told


async def test_a_crash_between_two_documents_asks_for_the_second_again(
    home: House, chamber: Chamber, monkeypatch: pytest.MonkeyPatch
) -> None:
    chamber.put("HAN001.XML", sitting(("s1", "Nothing of note.")))
    switch_on(home, monkeypatch, record(numbered(chamber)))
    async with home.works() as works:
        await home.poll(works)
    chamber.put("HAN002.XML", sitting(("s2", WESCAM)))
    chamber.put("HAN003.XML", sitting(("s3", BAYKAR)))

    async def day_of_the_crash() -> None:
        async with home.works() as works:
            store = works.poller.records._store

            async def fail(*parts: Any) -> object:
                if b"s3" in parts[3].response.body:
                    raise StoreError("the disk is full")
                return await store(*parts)

            monkeypatch.setattr(works.poller.records, "_store", fail)
            await home.poll(works, timedelta(days=1))

    with pytest.raises(StoreError):
        await day_of_the_crash()
    async with home.works() as works:
        await home.poll(works, timedelta(hours=1))
        assert works.figures()["items"] == 3
    assert sorted(alerts(home)) == ["Baykar: Speech s3 (en)", "L3Harris WESCAM: Speech s2 (en)"]


async def test_days_without_a_sitting_are_no_trouble_and_may_get_one_later(
    home: House, chamber: Chamber, monkeypatch: pytest.MonkeyPatch
) -> None:
    walk = DateWalk(f"{chamber.url}/{{date}}.xml")
    chamber.put("2026-11-20.xml", sitting(("a", WESCAM)))
    switch_on(home, monkeypatch, record(walk))
    async with home.works() as works:
        await home.poll(works)
        assert len(chamber.asked_anew()) == 15
        chamber.put("2026-11-21.xml", sitting(("b", BAYKAR)))
        chamber.put("2026-11-23.xml", sitting(("c", WESCAM)))
        await home.poll(works, timedelta(days=1))
        await home.poll(works, timedelta(days=1))
        assert open_conditions(works) == []
    assert sorted(alerts(home)) == ["Baykar: Speech b (en)", "L3Harris WESCAM: Speech c (en)"]


async def test_a_page_of_links_brings_what_was_not_listed_before(home: House, chamber: Chamber, monkeypatch: pytest.MonkeyPatch) -> None:
    index = IndexPage(f"{chamber.url}/index", link=r"/doc/(?P<id>\d+)\.xml$")
    chamber.put("index", b"<html><title>Debates</title><a href='/doc/1.xml'>1</a></html>")
    chamber.put("doc/1.xml", sitting(("a", WESCAM)))
    switch_on(home, monkeypatch, record(index))
    async with home.works() as works:
        await home.poll(works)
        chamber.put("index", b"<html><title>Debates</title><a href='/doc/2.xml'>2</a><a href=/doc/1.xml>1</a><a href=/about>us</a></html>")
        chamber.put("doc/2.xml", sitting(("b", BAYKAR)))
        await home.poll(works, timedelta(days=1))
    assert alerts(home) == ["Baykar: Speech b (en)"]
    assert "about" not in chamber.asked


async def test_an_interface_is_asked_for_what_changed_in_parts_and_its_key_is_stored_nowhere(
    home: House, chamber: Chamber, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("API_KEY", "s3cret")
    since = SinceParam(
        f"{chamber.url}/api", {"from": "{since}", "key": "${env:API_KEY}"}, paging=Paging(offset="skip", size=2), overlap=timedelta(0)
    )
    first, second = sitting(("a", WESCAM), ("b", "No.")), sitting(("c", BAYKAR))
    chamber.put("api?from=2026-11-08&key=s3cret&skip=0", first)
    chamber.put("api?from=2026-11-08&key=s3cret&skip=2", second)
    switch_on(home, monkeypatch, record(since))
    async with home.works() as works:
        await home.poll(works)
        assert works.figures()["items"] == 3
        chamber.put("api?from=2026-11-22&key=s3cret&skip=0", sitting(("d", BAYKAR)))
        await home.poll(works, timedelta(days=1))
        assert state_of(works).last_error is None
        assert "s3cret" not in str(state_of(works))
    assert alerts(home) == ["Baykar: Speech d (en)"]


async def test_a_sitemap_tells_what_changed(home: House, chamber: Chamber, monkeypatch: pytest.MonkeyPatch) -> None:
    def sitemap(**days: str) -> bytes:
        entries = "".join(f"<url><loc>{chamber.url}/day/{day}</loc><lastmod>{at}</lastmod></url>" for day, at in days.items())
        return f"<urlset xmlns='http://www.sitemaps.org/schemas/sitemap/0.9'>{entries}</urlset>".encode()

    chamber.put("map.xml", sitemap(mon="2026-11-20T08:00:00Z", old="2024-01-01T08:00:00Z"))
    chamber.put("zip/mon", archive(one=sitting(("a", WESCAM)), two=sitting(("b", "No."))))
    mapped = SitemapLastmod(f"{chamber.url}/map.xml", r"/day/(?P<day>\w+)$", f"{chamber.url}/zip/{{day}}", member=r"\.xml$")
    switch_on(home, monkeypatch, record(mapped))
    async with home.works() as works:
        await home.poll(works)
        assert works.figures()["items"] == 2
        chamber.put("map.xml", sitemap(mon="2026-11-20T08:00:00Z", tue="2026-11-22T20:00:00Z"))
        chamber.put("zip/tue", archive(one=sitting(("c", BAYKAR))))
        await home.poll(works, timedelta(days=1))
    assert alerts(home) == ["Baykar: Speech c (en)"]
    assert chamber.asked.count("zip/mon") == 1
    assert "zip/old" not in chamber.asked


async def test_an_archive_of_everything_brings_the_members_that_changed(
    home: House, chamber: Chamber, monkeypatch: pytest.MonkeyPatch
) -> None:
    chamber.put("all.zip", archive(one=sitting(("a", WESCAM)), two=sitting(("b", "No."))))
    switch_on(home, monkeypatch, record(ZipBulk(f"{chamber.url}/all.zip", r"^xml/")))
    async with home.works() as works:
        await home.poll(works)
        chamber.put("all.zip", archive(one=sitting(("a", WESCAM)), two=sitting(("b", "No.")), three=sitting(("c", BAYKAR))))
        reports = await home.poll(works, timedelta(days=1))
        assert sum(report.new for report in reports) == 1
    assert alerts(home) == ["Baykar: Speech c (en)"]


async def test_a_day_has_a_bounded_number_of_requests_and_the_round_goes_on_tomorrow(
    home: House, chamber: Chamber, monkeypatch: pytest.MonkeyPatch
) -> None:
    switch_on(home, monkeypatch, record(DateWalk(f"{chamber.url}/{{date}}.xml"), requests_per_day=10))
    async with home.works() as works:
        await home.poll(works)
        assert len(chamber.asked_anew()) == 10
        assert state_of(works).baseline_at is None
        assert open_conditions(works) == ["source.budget/ca-hansard"]
        await home.poll(works, timedelta(hours=12))
        assert len(chamber.asked_anew()) == 5
        assert state_of(works).baseline_at is not None
        assert open_conditions(works) == []


async def test_a_server_that_asks_for_a_pause_gets_it_and_is_asked_the_same_later(
    home: House, chamber: Chamber, monkeypatch: pytest.MonkeyPatch
) -> None:
    chamber.put("HAN001.XML", sitting(("s1", WESCAM)))
    switch_on(home, monkeypatch, record(numbered(chamber)))
    async with home.works() as works:
        await home.poll(works)
        chamber.asked_anew()
        chamber.absent = Said(status=429, headers={"Retry-After": "7200"})
        await home.poll(works, timedelta(days=1))
        assert chamber.asked_anew() == ["HAN002.XML"]
        await home.poll(works, timedelta(hours=1))
        assert chamber.asked_anew() == []
        chamber.put("HAN002.XML", sitting(("s2", BAYKAR)))
        await home.poll(works, timedelta(hours=2))
    assert alerts(home) == ["Baykar: Speech s2 (en)"]


async def test_what_robots_txt_forbids_is_not_asked(home: House, chamber: Chamber, monkeypatch: pytest.MonkeyPatch) -> None:
    class Forbidding:
        async def refusal(self, url: str) -> str | None:
            return "the site's robots.txt forbids it" if "HAN" in url else None

    switch_on(home, monkeypatch, record(numbered(chamber)))
    async with home.works() as works:
        works.poller.records.robots = Forbidding()
        await home.poll(works)
        assert "robots.txt" in str(read_progress(state_of(works).cursor)) + str(state_of(works).last_error)
    assert chamber.asked == []


async def test_the_sources_own_headers_go_to_no_host_that_a_page_has_linked(
    home: House, chamber: Chamber, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with Chamber() as stranger:
        stranger.put("doc/1.xml", sitting(("a", WESCAM)))
        chamber.put("index", f"<html><title>Debates</title><a href='{stranger.url}/doc/1.xml'>1</a></html>".encode())
        switch_on(
            home, monkeypatch, record(IndexPage(f"{chamber.url}/index", link=r"/doc/\d+\.xml$")), headers="{Authorization: Bearer mine}"
        )
        async with home.works() as works:
            await home.poll(works)
            assert works.figures()["items"] == 1
        assert chamber.requests[0]["Authorization"] == "Bearer mine"
        assert "Authorization" not in stranger.requests[0]


async def test_a_record_in_two_languages_is_claimed_for_as_long_as_its_requests_may_take(
    home: House, chamber: Chamber, monkeypatch: pytest.MonkeyPatch
) -> None:
    switch_on(home, monkeypatch, record(Counter(f"{chamber.url}/HAN{{n:03}}-{{lang:initial}}.XML"), languages=("en", "fr")))
    async with home.works() as works:
        home.now += timedelta(hours=1)
        key, slow = state_of(works).key, works.live.settings.fetch.timeout * 4  # both languages, twice
        assert [state.key for state in await works.poller.claim(5, only=[key])] == [key]
        home.now += slow + timedelta(seconds=10)
        assert await works.poller.claim(5, only=[key]) == []
        home.now += timedelta(minutes=10)
        assert [state.key for state in await works.poller.claim(5, only=[key])] == [key]
