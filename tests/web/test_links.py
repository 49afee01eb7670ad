"""The links of messages, as those who get them, scanners of mail and strangers ask for them."""

from __future__ import annotations

import re
from contextlib import asynccontextmanager
from datetime import timedelta
from typing import TYPE_CHECKING
from urllib.parse import urlencode, urlsplit

from monitor.alerts.links import Link, sign
from monitor.cli.why import told_of
from monitor.daemon.link_key import link_key
from monitor.model import RecipientKey
from monitor.store import audit, silences
from monitor.store import vetoes as veto_rows
from monitor.web.console import console_app
from monitor.web.links import EACH_A_MINUTE, HEADERS, MOST_BODY
from tests.daemon.house import House, archived, entry
from tests.web.asking import Answer, ask

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from starlette.applications import Starlette

    from monitor.alerts.links import Act
    from monitor.daemon.works import Works
    from monitor.store.silences import SilenceRow
    from monitor.store.vetoes import VetoRow

SOLD = "Baykar sold drones to the ministry."
LONG = SOLD + " " + " ".join(f"The minister said a {n}th word about the permits of year {n}." for n in range(12, 30))
HOSTILE = "<script>alert(1)</script> \u202e Baykar & 'drones'"
STRANGER = "203.0.113.9"


@asynccontextmanager
async def told(home: House, *texts: str, title: str = "", url: str = "https://watch.example.org/tocsin/") -> AsyncIterator[Works]:
    """Let a house with a public address be told of this."""
    text = (home.folder / "tocsin.yaml").read_text(encoding="utf-8")
    home.write("tocsin.yaml", text.replace("'127.0.0.1:0'}", f"'127.0.0.1:0', public_url: '{url}', token: 'secret'}}"))
    async with home.works() as works:
        await home.poll(works)
        home.press["wire"].say(*(entry(n, each, title=title) for n, each in enumerate(texts or (SOLD,), 1)))
        await home.poll(works)
        yield works


def link(works: Works, act: Act, *about: object, days: int = 14) -> str:
    made = Link(act, tuple(map(str, about)), RecipientKey("desk"), works.clock() + timedelta(days=days))
    return f"/link/{sign(made, link_key(works.live.settings.folder.parent / 'var'))}"


def mute_link(works: Works, days: int = 14) -> str:
    return link(works, "mute", archived(works, "guid-1").story_id, days=days)


async def post(app: Starlette, address: str, **form: str) -> Answer:
    return await ask(app, address, client=STRANGER, host="watch.example.org", method="POST", form=urlencode(form))


async def get(app: Starlette, address: str, method: str = "GET") -> Answer:
    return await ask(app, address, client=STRANGER, host="watch.example.org", method=method)


def muted(works: Works) -> list[SilenceRow]:
    with works.database.read() as connection:
        return silences.every(connection)


def vetoed(works: Works) -> list[VetoRow]:
    with works.database.read() as connection:
        return veto_rows.standing(connection)


async def test_to_look_at_a_link_does_nothing_however_often_a_scanner_does_it(home: House) -> None:
    async with told(home) as works:
        app, address = console_app(works), mute_link(works)
        answers = [await get(app, address, method) for method in ("GET", "HEAD", "GET", "HEAD")]
        assert {answer.status for answer in answers} == {200}
        assert muted(works) == []
    page = answers[0]
    for words in ("Mute this story for 24 hours?", "Headline number 1", "Mon 23 Nov, 14:00 (UTC)", "desk", "Nothing has happened yet"):
        assert words in page.text
    assert {name: page.headers[name.lower()] for name in HEADERS} == dict(HEADERS)
    assert "form-action 'self'" in page.headers["content-security-policy"]
    assert (page.headers["referrer-policy"], page.headers["cache-control"]) == ("no-referrer", "no-store")
    assert "src=" not in page.text


async def test_a_mute_is_made_once_says_how_to_undo_it_and_is_undone_by_a_click(home: House) -> None:
    async with told(home) as works:
        app, address = console_app(works), mute_link(works)
        done = await post(app, address, name="Ann\r\nExample", reason="an exercise")
        again = await post(app, address, name="Ben")
        looked_at = await get(app, address)
        (silence,) = muted(works)
        assert (silence.author, silence.reason, silence.recipient) == ("Ann Example", "an exercise", "desk")
        assert silence.ends_at - silence.starts_at == timedelta(hours=24)
        assert "This story, “Headline number 1”, is muted for desk until Mon 23 Nov, 14:00 (UTC) (silence 1)." in done.text
        assert "tocsin silence end 1" in done.text
        assert all("This link was used before" in answer.text for answer in (again, looked_at))
        undo = re.search(r'href="([^"]+)"', done.text)
        assert undo is not None
        assert "End this mute?" in (await get(app, f"/link/{undo[1]}")).text
        assert silences_in_force(works) == 1
        ended = await post(app, f"/link/{undo[1]}")
        assert "Silence 1 is over." in ended.text
        assert silences_in_force(works) == 0


def silences_in_force(works: Works) -> int:
    with works.database.read() as connection:
        return len(silences.in_force(connection, works.clock()))


async def test_who_gives_no_name_is_named_by_whom_the_link_was_for(home: House) -> None:
    async with told(home) as works:
        await post(console_app(works), mute_link(works))
        assert [row.author for row in muted(works)] == ["desk, by a link"]
        with works.database.read() as connection:
            acts = [(act.actor, act.action) for act in audit.latest(connection, 2)]
        assert acts == [("desk", "link mute"), ("desk, by a link", "silence")]


async def test_a_muted_story_is_told_no_more_to_whom_the_link_was_for(home: House) -> None:
    async with told(home, LONG) as works:
        await post(console_app(works), mute_link(works))
        home.press["wire"].say(entry(9, f"{LONG} WESCAM made the eyes.", title="Headline number 1"))
        await home.poll(works)
        assert archived(works, "guid-9").story_id == archived(works, "guid-1").story_id
        assert archived(works, "guid-9").fate_stage == "silence"
    assert len(home.letters) == 1


async def test_each_watch_of_a_link_is_taught_by_its_own_button_once(home: House) -> None:
    async with told(home, "Baykar and WESCAM met.") as works:
        app, item = console_app(works), archived(works, "guid-1").id
        address = link(works, "not-this", item, "arms/baykar", "arms/l3harris-wescam")
        page = await get(app, address)
        assert all(words in page.text for words in ("Not Baykar", "Not L3Harris WESCAM", "“WESCAM”", "for everybody who is told"))
        assert vetoed(works) == []
        assert (await post(app, address)).status == 400
        assert (await post(app, address, choice="arms/another")).status == 400
        done = await post(app, address, choice="arms/baykar", name="ann")
        await post(app, address, choice="arms/baykar", name="ben")
        assert [(row.watch, row.author) for row in vetoed(works)] == [("arms/baykar", "ann")]
        assert f"tocsin not-this {item} arms/baykar --undo" in done.text
        await post(app, address, choice="arms/l3harris-wescam")
        assert len(vetoed(works)) == 2
        undo = re.search(r'href="([^"]+)"', done.text)
        assert undo is not None
        assert "Is it meant after all?" in (await get(app, f"/link/{undo[1]}")).text
        await post(app, f"/link/{undo[1]}", choice="arms/baykar")
        assert [row.watch for row in vetoed(works)] == ["arms/l3harris-wescam"]


async def test_why_tells_what_the_command_tells(home: House) -> None:
    async with told(home) as works:
        app, item = console_app(works, told_of), archived(works, "guid-1").id
        page = await get(app, link(works, "why", item))
        posted = await post(app, link(works, "why", item))
    assert (page.status, posted.status) == (200, 200)
    for words in ("Headline number 1", "found Baykar: &#34;Baykar&#34; in the text", "for desk: delivery 1, sent", "in the end: told desk"):
        assert words in page.text


async def test_what_a_feed_says_is_inert_on_every_page(home: House) -> None:
    async with told(home, HOSTILE, title=HOSTILE) as works:
        item = archived(works, "guid-1")
        app = console_app(works, told_of)
        asked = [("why", item.id), ("mute", item.story_id), ("not-this", item.id, "arms/baykar")]
        pages = [await get(app, link(works, act, *about)) for act, *about in asked]  # type: ignore[arg-type]  # each act is one
        pages.append(await post(app, mute_link(works), name="<b>ann</b>", reason="<script>"))
    for page in pages:
        assert page.status == 200
        assert "<script" not in page.text
        assert "<b>" not in page.text
        assert "\u202e" not in page.text


async def test_a_wrong_altered_or_expired_link_is_refused_in_the_same_words(home: House) -> None:
    async with told(home) as works:
        app, good = console_app(works), mute_link(works)
        wrong = [
            mute_link(works, days=-1),
            good[:-1],
            f"{good}x",
            good.replace(".", "", 1),
            "/link/x",
            "/link/" + "A" * 5000,
            "/link/%00.%ff",
        ]
        answers = [await ask_again(app, address, method) for address in wrong for method in ("GET", "POST")]
        assert {answer.status for answer in answers} == {403}
        assert len({answer.text for answer in answers}) == 1
        assert "This link is not valid, or no longer" in answers[0].text
        assert "Headline" not in answers[0].text
        assert muted(works) == []
        home.now += timedelta(days=14)
        assert (await get(app, good)).status == 403


async def ask_again(app: Starlette, address: str, method: str) -> Answer:
    return await ask(app, address, client=STRANGER, method=method)


async def test_links_need_no_token_and_everything_else_does(home: House) -> None:
    async with told(home) as works:
        app = console_app(works)
        assert (await get(app, mute_link(works))).status == 200
        assert [(await get(app, path)).status for path in ("/", "/metrics")] == [401, 401]
        word = mute_link(works).rpartition("/")[2]
        assert [(await get(app, f"{path}?token={word}")).status for path in ("/", "/metrics")] == [401, 401]


async def test_without_a_public_address_there_are_no_links(home: House) -> None:
    async with home.works() as works:
        await home.poll(works)
        home.press["wire"].say(entry(1, SOLD))
        await home.poll(works)
        assert (await get(console_app(works), mute_link(works))).status == 403
    assert "/link/" not in home.letters[0].part("plain")


async def test_a_link_works_behind_the_path_of_the_public_address_whether_a_proxy_cuts_it_or_not(home: House) -> None:
    async with told(home) as works:
        app, address = console_app(works), mute_link(works)
        for path in (address, f"/tocsin{address}"):
            page = await get(app, path)
            assert page.status == 200
            assert '<form method="post">' in page.text  # to the address that the page was asked for by
        done = await post(app, f"/tocsin{address}")
        undo = re.search(r'href="([^"]+)"', done.text)
        assert undo is not None
        assert "/" not in undo[1]


async def test_a_form_of_any_size_is_bounded(home: House) -> None:
    async with told(home) as works:
        app = console_app(works)
        assert (await post(app, mute_link(works), reason="x" * MOST_BODY)).status == 413
        many = "&".join(f"f{n}=1" for n in range(20))
        assert (await ask(app, mute_link(works), method="POST", form=many)).status == 400
        await post(app, mute_link(works), name="n" * 300, reason="r" * 900)
        (silence,) = muted(works)
        assert (len(silence.author), len(silence.reason)) == (60, 200)


async def test_a_link_that_is_asked_for_all_the_time_has_to_wait_a_minute(home: House) -> None:
    async with told(home) as works:
        app, address = console_app(works), mute_link(works)
        answers = [(await get(app, address)).status for _ in range(EACH_A_MINUTE + 1)]
        assert answers == [200] * EACH_A_MINUTE + [429]
        assert (await get(app, link(works, "why", archived(works, "guid-1").id))).status == 200
        home.now += timedelta(minutes=1)
        assert (await get(app, address)).status == 200


async def test_what_is_not_here_any_more_is_said_without_detail(home: House) -> None:
    async with told(home) as works:
        app = console_app(works)
        answers = [await get(app, link(works, act, 9999)) for act in ("why", "mute", "unmute")]
        answers += [await post(app, link(works, act, 9999)) for act in ("mute", "unmute")]
        with works.database.read() as connection:
            assert silences.in_force(connection, home.now) == []
    assert {answer.status for answer in answers} == {410}
    assert all("9999" not in answer.text for answer in answers)


async def test_a_message_carries_links_that_work(home: House) -> None:
    async with told(home) as works:
        (letter,) = home.letters
        found = re.findall(r"https://watch\.example\.org/tocsin(/link/\S+)", letter.part("plain"))
        app = console_app(works, told_of)
        pages = [await get(app, urlsplit(address).path) for address in found]
    assert [page.status for page in pages] == [200] * 3  # why, not this, mute
