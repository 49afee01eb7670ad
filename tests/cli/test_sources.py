from __future__ import annotations

from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

import pytest
from aiohttp import web

from monitor.cli.sources import whole
from monitor.errors import UsageError
from monitor.settings.load import load
from tests.cli.command import run_beside, tocsin
from tests.daemon.house import House, entry

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

FEED = "<rss version='2.0'><channel><title>{title}</title><item><guid>1</guid><title>One</title></item></channel></rss>"
NAMED = "<outline text='&x;' xmlUrl='https://a.example/'/>"
OPML = "<?xml version='1.0'?>{before}<opml version='2.0'><body>{outlines}</body></opml>"


@asynccontextmanager
async def site(**pages: str) -> AsyncIterator[str]:
    """Serve pages by name on loopback; `index` is the front page."""

    async def answer(request: web.Request) -> web.Response:
        text = pages.get(request.match_info["name"] or "index")
        if text is None:
            return web.Response(status=404, text="Not here")
        return web.Response(text=text, content_type="application/rss+xml" if text.startswith("<rss") else "text/html")

    application = web.Application()
    application.router.add_get("/{name:.*}", answer)
    runner = web.AppRunner(application, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    yield f"http://127.0.0.1:{runner.addresses[0][1]}"
    await runner.cleanup()


def named(*paths: str) -> str:
    links = "".join(f"<link rel='alternate' type='application/rss+xml' title='The {path}' href='/{path}'>" for path in paths)
    return f"<!doctype html><html><head>{links}</head><body>Hello</body></html>"


def written(home: House) -> str:
    return (home.folder / "sources.yaml").read_text(encoding="utf-8")


def opml(folder: Path, outlines: str, before: str = "") -> Path:
    path = folder / "feeds.opml"
    path.write_text(OPML.format(outlines=outlines, before=before), encoding="utf-8")
    return path


async def test_sources_are_listed_with_their_pace_and_who_set_it(town: House) -> None:
    town.press["wire"].say(entry(1))
    async with town.works() as works:
        await town.poll(works)
        town.press["echo"].status = 500
        await town.poll(works)
    records = tocsin("sources", "list", "--json").records
    assert [(each["key"], each["failures"], each["url"]) for each in records] == [
        ("echo", 1, town.press["echo"].url),
        ("wire", 0, town.press["wire"].url),
    ]
    assert (records[1]["every_s"] >= 900, bool(records[1]["every_set_by"])) == (True, True)
    assert [each["key"] for each in tocsin("sources", "list", "--failing", "--json").records] == ["echo"]
    lines = tocsin("sources", "list").out.splitlines()
    assert lines[0].split()[:2] == ["source", "state"]
    assert lines[1].startswith("echo    failing 1x  22 Nov 13:00")
    assert lines[3].startswith("echo: ")


async def test_a_list_of_no_sources_says_so(home: House) -> None:
    home.write("sources.yaml", f"feeds: [{{name: off, url: '{home.press['wire'].url}', enabled: false}}]\n")
    await home.run()
    assert tocsin("sources", "list").out.splitlines()[1].split() == ["off", "off"]
    assert tocsin("sources", "list", "--failing").complaints == "no source is failing\n"


async def test_the_one_feed_of_a_page_is_added_once_and_comments_stay(home: House) -> None:
    home.write("sources.yaml", "# ours\nfeeds: []\n")
    async with site(index=named("rss"), rss=FEED.format(title="The Site")) as url:
        added = await run_beside("sources", "add", url, "--name", "A site")
        again = await run_beside("sources", "add", f"{url}/rss")
    assert (added.code, f"added {url}/rss to " in added.complaints) == (0, True)
    assert (again.code, "already" in again.complaints) == (0, True)
    assert [(source.url, source.name) for source in load(home.folder).settings.sources.values()] == [(f"{url}/rss", "A site")]
    assert written(home).startswith("# ours\n")


async def test_of_several_feeds_the_user_chooses(home: House) -> None:
    before = written(home)
    async with site(index=named("all", "news", "gone"), all=FEED.format(title="All"), news=FEED.format(title="\x9bNews")) as url:
        told = await run_beside("sources", "add", url)
        found = await run_beside("sources", "discover", url, "--json")
        shown = await run_beside("sources", "discover", url)
    assert (told.code, "add the one you want by its own address" in told.complaints) == (2, True)
    assert written(home) == before
    assert [each["url"] for each in found.records] == [f"{url}/all", f"{url}/news"]
    assert shown.out.splitlines()[0] == f"{url}/all  All"
    assert "\x9b" not in shown.out


@pytest.mark.usefixtures("home")
async def test_a_page_without_a_feed_and_one_that_is_not_there_are_said() -> None:
    async with site(index="<!doctype html><html><body>Nothing</body></html>") as url:
        none = await run_beside("sources", "add", url)
        gone = await run_beside("sources", "discover", f"{url}/gone")
        found = await run_beside("sources", "discover", url)
    assert (none.code, "is no feed and names none" in none.complaints) == (1, True)
    assert (gone.code, "the server answers 404" in gone.complaints) == (1, True)
    assert (found.code, found.out, "no feed is named there" in found.complaints) == (0, "", True)


async def test_private_networks_are_not_asked_unless_they_are_allowed(home: House) -> None:
    text = (home.folder / "tocsin.yaml").read_text(encoding="utf-8")
    home.write("tocsin.yaml", text.replace("allow_private_networks: true", "allow_private_networks: false"))
    async with site(index=FEED.format(title="Secret")) as url:
        told = await run_beside("sources", "add", url)
    assert (told.code, "allow_private_networks" in told.complaints) == (1, True)


@pytest.mark.parametrize(("typed", "meant"), [("example.org", "https://example.org"), (" http://a.example/x ", "http://a.example/x")])
def test_an_address_may_be_typed_as_people_say_it(typed: str, meant: str) -> None:
    assert whole(typed) == meant


@pytest.mark.parametrize("typed", ["", "ftp://example.org/x", "http://[", "two words", "https://"])
def test_what_is_no_address_is_wrong_usage(typed: str) -> None:
    with pytest.raises(UsageError, match="is no web address"):
        whole(typed)


def test_a_list_of_feeds_goes_out_and_comes_in_again(home: House, tmp_path: Path) -> None:
    home.write("sources.yaml", "feeds:\n  - {name: 'A & «Б» <', url: 'https://a.example/feed', tags: [arms]}\n  - https://b.example/rss\n")
    exported = tocsin("sources", "export")
    file = tmp_path / "mine.opml"
    file.write_text(exported.out, encoding="utf-8")
    same = tocsin("sources", "import", file)
    assert same.complaints == "0 feeds added to sources.yaml, 2 left as they were\n"
    home.write("sources.yaml", "feeds: []\n")
    assert tocsin("sources", "import", file).complaints == "2 feeds added to sources.yaml\n"
    sources = sorted(load(home.folder).settings.sources.values(), key=lambda source: source.url)
    assert sources[0].name == "A & «Б» <"
    assert [source.url for source in sources] == ["https://a.example/feed", "https://b.example/rss"]


@pytest.mark.parametrize(
    ("outlines", "before", "words"),
    [
        ("", "", "names no feed"),
        ("<outline text='x' xmlUrl='javascript:alert(1)'/>", "", "names no feed"),
        (
            "<outline text='&x;' xmlUrl='https://a.example/'/>",
            "<!DOCTYPE o [<!ENTITY x SYSTEM 'file:///etc/passwd'>]>",
            "declares entities",
        ),
        ("<outline text='&b;' xmlUrl='https://a.example/'/>", "<!DOCTYPE o [<!ENTITY a 'aa'><!ENTITY b '&a;&a;'>]>", "declares entities"),
    ],
)
def test_a_hostile_list_is_refused_and_nothing_is_changed(home: House, tmp_path: Path, outlines: str, before: str, words: str) -> None:
    listed = written(home)
    told = tocsin("sources", "import", opml(tmp_path, outlines, before))
    assert (told.code, words in told.complaints) == (1, True)
    assert written(home) == listed


def test_names_and_addresses_of_others_stay_text(home: House, tmp_path: Path) -> None:
    name = "x', enabled: false} # \u202e ${env:HOME}"
    url = "https://a.example/rss?key=${env:TOCSIN_SMTP_PASSWORD}"
    assert tocsin("sources", "import", opml(tmp_path, f'<outline text="{name}" xmlUrl="{url}"/>')).code == 0
    added = next(source for source in load(home.folder).settings.sources.values() if source.url.startswith("https://a.example/"))
    assert (added.enabled, added.name) == (True, "x', enabled: false} #  $ {env:HOME}")
    assert added.url == "https://a.example/rss?key=%24%7Benv:TOCSIN_SMTP_PASSWORD}"


async def test_a_page_cannot_have_a_secret_sent_to_it(home: House) -> None:
    async with site(index=named("rss?${env:HOME}"), rss=FEED.format(title="Bait")) as url:
        assert (await run_beside("sources", "add", url)).code == 0
    assert "${" not in written(home)


def test_something_else_than_a_list_is_refused(home: House, tmp_path: Path) -> None:
    other = tmp_path / "other.opml"
    other.write_bytes(b"\x00\xff not xml")
    told = tocsin("sources", "import", other, "--config", home.folder)
    assert (told.code, "this is no OPML" in told.complaints) == (1, True)
    assert tocsin("sources", "import", tmp_path / "gone.opml").code == 2
