from __future__ import annotations

import json
from datetime import timedelta
from typing import TYPE_CHECKING

from prometheus_client.parser import text_string_to_metric_families

from monitor.errors import StoreError
from monitor.store import sources
from monitor.web.console import console_app
from tests.daemon.house import House, entry
from tests.web.asking import ask

if TYPE_CHECKING:
    import pytest
    from sqlalchemy import Connection

PAGES = ("/", "/metrics")


def with_token(home: House, token: str) -> None:
    text = (home.folder / "tocsin.yaml").read_text(encoding="utf-8")
    home.write("tocsin.yaml", text.replace("'127.0.0.1:0'}", f"'127.0.0.1:0', token: '{token}'}}"))


async def test_a_run_that_ticks_is_well(home: House) -> None:
    async with home.works() as works:
        works.tally.ticked_at = home.now
        answer = await ask(console_app(works), "/healthz")
    assert (answer.status, json.loads(answer.text)) == (200, {"status": "ok", "problems": []})


async def test_a_run_that_does_not_tick_or_cannot_write_is_not_well_and_says_why(home: House) -> None:
    async with home.works() as works:
        works.tally.store_error = "the database is locked"
        home.now += timedelta(seconds=31)
        answer = await ask(console_app(works), "/healthz")
    assert (answer.status, json.loads(answer.text)) == (
        503,
        {"status": "failing", "problems": ["no tick for 31 s", "the database is locked"]},
    )


async def test_health_is_answered_to_anybody_as_containers_have_no_token(home: House) -> None:
    with_token(home, "secret")
    async with home.works() as works:
        works.tally.ticked_at = home.now
        assert (await ask(console_app(works), "/healthz", client="10.0.0.7", host="tocsin")).status == 200


async def test_prometheus_reads_the_metrics(home: House) -> None:
    async with home.works() as works:
        await home.poll(works)
        home.press["wire"].say(entry(1, "Baykar opened an office."))
        await home.poll(works)
        home.press["wire"].status = 500
        await home.poll(works)
        answer = await ask(console_app(works), "/metrics")
    assert answer.headers["content-type"].startswith("text/plain; version=")
    read = {
        (sample.name, *sample.labels.values()): sample.value
        for family in text_string_to_metric_families(answer.text)
        for sample in family.samples
    }
    assert read == {
        ("tocsin_polls_total", "read"): 2,
        ("tocsin_polls_total", "failed"): 1,
        ("tocsin_items_total",): 1,
        ("tocsin_hits_total",): 1,
        ("tocsin_messages_total",): 1,
        ("tocsin_sent_total",): 1,
        ("tocsin_config_last_reload_ok",): 1,
        ("tocsin_sources",): 1,
        ("tocsin_sources_failing",): 1,
        ("tocsin_deliveries", "sent"): 1,
        ("tocsin_oldest_due_seconds",): 0,
    }


async def test_without_a_token_this_machine_is_let_in_under_its_own_name(home: House) -> None:
    async with home.works() as works:
        app = console_app(works)
        for host in ("127.0.0.1:8787", "localhost", "[::1]:8787", "LOCALHOST:8787"):
            assert [(await ask(app, page, host=host)).status for page in PAGES] == [200, 200]
        assert (await ask(app, client="::1")).status == 200


async def test_without_a_token_other_machines_and_borrowed_names_are_refused(home: House) -> None:
    async with home.works() as works:
        app = console_app(works)
        for page in PAGES:
            answer = await ask(app, page, client="10.0.0.7")
            assert (answer.status, "console.token" in answer.text) == (403, True)
            for host in ("rebound.example:8787", "127.0.0.1.rebound.example", "[::1", "127.0.0.1@rebound.example", ""):
                assert (await ask(app, page, host=host)).status == 403


async def test_the_token_lets_in_from_anywhere_and_nothing_else_does(home: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CONSOLE", "s3cret")
    with_token(home, "${env:CONSOLE}")
    far = {"client": "10.0.0.7", "host": "tocsin.example.org"}
    async with home.works() as works:
        app = console_app(works)
        for page in PAGES:
            assert (await ask(app, page, authorization="Bearer s3cret", **far)).status == 200
            assert (await ask(app, f"{page}?token=s3cret", **far)).status == 200
            for given in ("Bearer wrong", "Bearer ", "Basic s3cret", "s3cret"):
                assert (await ask(app, page, authorization=given, **far)).status == 401
            assert (await ask(app, f"{page}?token=%C3%A9")).status == 401
        refused = await ask(app)
    assert (refused.status, "?token=" in refused.text, "s3cret" in refused.text) == (401, True, False)


async def test_an_empty_token_lets_nobody_in_and_one_that_is_not_set_says_so(home: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CONSOLE", "")
    with_token(home, "${env:CONSOLE}")
    async with home.works() as works:
        app = console_app(works)
        assert [(await ask(app, page, authorization="Bearer ")).status for page in PAGES] == [401, 401]
        monkeypatch.delenv("CONSOLE")
        answer = await ask(app)
    assert (answer.status, "${env:CONSOLE} is not set" in answer.text) == (503, True)


async def test_a_database_that_cannot_be_read_is_said_in_words(home: House, monkeypatch: pytest.MonkeyPatch) -> None:
    def locked(_: Connection) -> None:
        raise StoreError("the database is locked; try again")

    async with home.works() as works:
        monkeypatch.setattr(sources, "all_states", locked)
        answers = [await ask(console_app(works), page) for page in PAGES]
    assert [(answer.status, answer.text) for answer in answers] == [(503, "the database is locked; try again\n")] * 2


async def test_the_page_runs_nothing_and_loads_nothing(home: House) -> None:
    async with home.works() as works:
        answer = await ask(console_app(works))
    assert answer.headers["content-security-policy"].startswith("default-src 'none'")
    assert answer.headers["cache-control"] == "no-store"
    assert "<script" not in answer.text
    assert "src=" not in answer.text
