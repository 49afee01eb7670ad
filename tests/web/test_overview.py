from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from sqlalchemy import update

from monitor.daemon.muting import mute
from monitor.store.silences import NewSilence
from monitor.store.tables import items
from monitor.web import overview as page
from monitor.web.console import console_app
from monitor.web.overview import overview
from tests.daemon.ear import GARBLED, listen
from tests.daemon.house import WATCHLIST, House, entry, house
from tests.web.asking import ask

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

HOSTILE = "Baykar <script>alert(1)</script> \u202e& \x9b31m\x1b[31m'\"" + "x" * 1000


async def test_the_page_shows_messages_and_sources_those_that_fail_first(tmp_path: Path) -> None:
    async with house(tmp_path, ("able", "wire")) as home, home.works() as works:
        await home.poll(works)
        home.press["able"].say(entry(1, "Baykar opened an office."))
        home.press["wire"].status = 500
        await home.poll(works)
        shown = overview(works)
    assert [(line.name, line.state) for line in shown.sources] == [("wire", "failing 1x"), ("able", "ok")]
    assert "500" in shown.sources[0].error
    assert [(line.recipient, line.address, line.subject, line.state, line.is_bad) for line in shown.messages] == [
        ("desk", "desk@example.org", "Headline number 1", "sent", False)
    ]
    figures = {name: (count, is_bad) for name, count, is_bad in shown.figures}
    assert figures["failing"] == (1, True)
    assert figures["sent"] == (1, False)


async def test_the_page_shows_the_latest_hits_and_why_another_spelling_counts(home: House) -> None:
    async with home.works() as works:
        listen(works)
        home.press["wire"].say(entry(1, "Baykar was there before."))
        await home.poll(works)
        home.press["wire"].say(entry(2, GARBLED), entry(3, "Baykar opened an office."))
        await home.poll(works)
        lines = overview(works).hits
        html = (await ask(console_app(works))).text
    assert {(line.title, line.watch, line.tier, line.why) for line in lines} == {
        ("Headline number 1", "Baykar", "archived", ""),
        ("Headline number 2", "Baykar", "possible", "'Bay Car' sounds like 'Baykar' (0.71)"),
        ("Headline number 3", "Baykar", "sure", ""),
    }
    assert "&#39;Bay Car&#39; sounds like &#39;Baykar&#39; (0.71)" in html


async def test_a_spelling_from_right_to_left_turns_no_line_round(home: House) -> None:
    async with home.works() as works:
        listen(works, بايكار=0.71)
        await home.poll(works)
        home.press["wire"].say(entry(2, "قالت شركة بايكار إنها"))
        await home.poll(works)
        html = (await ask(console_app(works))).text
    assert "<small>&#39;<bdi>بايكار</bdi>&#39; sounds like &#39;Baykar&#39; (0.71)</small>" in html


async def test_what_is_muted_is_shown_as_plain_text_and_only_then(home: House) -> None:
    async with home.works() as works:
        await home.poll(works)
        assert "Muted" not in (await ask(console_app(works))).text
        new = NewSilence((("term", "cup"), ("outlet", "<b>Wire")), None, "ann", HOSTILE[:100], home.now, home.now + timedelta(hours=20))
        await works.writer.run(lambda connection: mute(connection, new, home.now))
        home.press["wire"].say(entry(1, "Baykar has a cup."))
        await home.poll(works)
        (line,) = overview(works).silences
        html = (await ask(console_app(works))).text
        home.now += timedelta(hours=20)
        assert overview(works).silences == ()
    assert (line.what, line.recipient, line.author, line.until) == ('term "cup" and outlet "<b>Wire"', "everybody", "ann", "23 Nov 09:00")
    assert line.held == "0 items"
    assert "term &#34;cup&#34; and outlet &#34;&lt;b&gt;Wire&#34;" in html
    assert "<script" not in html
    assert "\u202e" not in html


async def test_a_source_that_is_off_or_not_read_yet_says_so(tmp_path: Path) -> None:
    async with house(tmp_path, ("off", "fresh")) as home:
        listed = f"feeds:\n  - {{name: off, url: '{home.press['off'].url}', enabled: false}}\n  - {home.press['fresh'].url}\n"
        home.write("sources.yaml", listed)
        async with home.works() as works:
            assert [(line.state, bool(line.next_poll)) for line in overview(works).sources] == [("not read yet", True), ("off", False)]


async def test_a_message_that_was_refused_stands_out_with_its_reason(home: House) -> None:
    home.write("recipients.yaml", "desk: {to: [perm550@example.org]}\nlegal: {to: [l@example.org]}\nops: {to: [ops@example.org]}\n")
    async with home.works() as works:
        await home.poll(works)
        home.press["wire"].say(entry(1, "Baykar opened an office."))
        await home.poll(works)
        refused = next(line for line in overview(works).messages if line.address.startswith("perm550"))
        html = (await ask(console_app(works))).text
    assert (refused.state, refused.is_bad) == ("rejected", True)
    assert "No such user here" in html


async def test_hostile_text_is_inert(home: House) -> None:
    async with home.works() as works:
        await home.poll(works)
        home.press["wire"].say(entry(1, "Baykar"))
        await home.poll(works)
        await works.writer.run(lambda connection: connection.execute(update(items).values(title=HOSTILE)))
        html = (await ask(console_app(works))).text
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in html
    assert not {"\u202e", "\x9b", "\x1b"} & set(html)
    assert "x" * 300 not in html


async def test_a_rejected_file_is_named_and_what_counts_instead(home: House) -> None:
    home.write("watchlists/good.yaml", WATCHLIST)
    async with home.works() as works:
        home.write("watchlists/good.yaml", "watches: [\n")
        home.write("watchlists/never.yaml", "watches: [\n")
        await works.reload()
        html = (await ask(console_app(works))).text
    assert "watchlists/good.yaml was not accepted: its last good version is live" in html
    assert "watchlists/never.yaml was not accepted: nothing of it is live" in html


async def test_an_empty_page_says_what_to_do(home: House) -> None:
    home.write("sources.yaml", "feeds: []\n")
    async with home.works() as works:
        html = (await ask(console_app(works))).text
    assert "tocsin sources add" in html
    assert "its starting point" in html


async def test_very_many_sources_are_cut_and_counted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(page, "MOST_SOURCES", 2)
    async with house(tmp_path, ("a", "b", "c")) as home, home.works() as works:
        assert len(overview(works).sources) == 2
        assert "and 1 more" in (await ask(console_app(works))).text
