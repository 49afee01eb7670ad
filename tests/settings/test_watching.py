from __future__ import annotations

import asyncio
from contextlib import aclosing
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from monitor.settings import watching
from monitor.settings.watching import changed, changes, fingerprint

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Callable
    from pathlib import Path

OFTEN = timedelta(milliseconds=100)
SELDOM = timedelta(minutes=5)  # so that only the system's word can have told
LIST = "watchlists/arms.yaml"
ALL = {"tocsin.yaml", "recipients.yaml", "sources.yaml", LIST}


async def noticed(stream: AsyncGenerator[frozenset[str]], act: Callable[[], object], expected: set[str]) -> bool:
    """Begin to wait for changes, act, and wait until all that is expected was named; a look may fall between two files."""
    waiting = asyncio.ensure_future(anext(stream))
    await asyncio.to_thread(act)
    named = set(await asyncio.wait_for(waiting, 5))
    while not expected <= named:
        named |= await asyncio.wait_for(anext(stream), 5)
    return named == expected


def test_only_content_counts(folder: Path) -> None:
    before = fingerprint(folder)
    assert set(before) == ALL
    (folder / LIST).touch()
    (folder / "notes.txt").write_text("x", encoding="utf-8")
    assert changed(before, fingerprint(folder)) == frozenset()


def test_new_gone_and_edited_files_are_named(folder: Path) -> None:
    before = fingerprint(folder)
    (folder / LIST).unlink()
    (folder / "watchlists" / "new.yaml").write_text("watchlist: N\n", encoding="utf-8")
    (folder / "tocsin.yaml").write_text("timezone: UTC\n", encoding="utf-8")
    assert changed(before, fingerprint(folder)) == {LIST, "watchlists/new.yaml", "tocsin.yaml"}


def test_what_cannot_be_read_is_left_out(folder: Path, tmp_path: Path) -> None:
    (folder / "watchlists" / "dangling.yaml").symlink_to(tmp_path / "nowhere.yaml")
    assert "watchlists/dangling.yaml" not in fingerprint(folder)
    assert fingerprint(tmp_path / "nowhere") == {}


def plain_write(folder: Path) -> None:
    (folder / LIST).write_text("watchlist: Edited\n", encoding="utf-8")


def atomic_rename(folder: Path) -> None:
    new = folder / "watchlists" / ".arms.yaml.tmp"
    new.write_text("watchlist: Edited\n", encoding="utf-8")
    new.replace(folder / LIST)


@pytest.mark.parametrize("edit", [plain_write, atomic_rename])
@pytest.mark.parametrize("poll", [OFTEN, SELDOM])
async def test_an_edit_is_noticed(folder: Path, edit: Callable[[Path], None], poll: timedelta) -> None:
    async with aclosing(changes(folder, poll, fingerprint(folder))) as stream:
        assert await noticed(stream, lambda: edit(folder), {LIST})


async def test_an_edit_between_the_first_look_and_the_watch_is_noticed(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    edits = [plain_write]

    def look(place: Path) -> dict[str, bytes]:
        found = fingerprint(place)
        while edits:
            edits.pop()(place)
        return found

    seen = fingerprint(folder)
    monkeypatch.setattr(watching, "fingerprint", look)
    async with aclosing(changes(folder, SELDOM, seen)) as stream:
        assert await asyncio.wait_for(anext(stream), 5) == {LIST}


async def test_an_exchanged_link_inside_the_folder_is_noticed(folder: Path) -> None:
    """A ConfigMap of Kubernetes: files are links through `..data`, which is exchanged as a whole."""
    for version, title in (("..1", "One"), ("..2", "Two")):
        (folder / "watchlists" / version).mkdir()
        (folder / "watchlists" / version / "arms.yaml").write_text(f"watchlist: {title}\n", encoding="utf-8")
    (folder / LIST).unlink()
    (folder / "watchlists" / "..data").symlink_to("..1")
    (folder / LIST).symlink_to("..data/arms.yaml")

    def swap() -> None:
        (folder / "watchlists" / "..new").symlink_to("..2")
        (folder / "watchlists" / "..new").replace(folder / "watchlists" / "..data")

    async with aclosing(changes(folder, OFTEN, fingerprint(folder))) as stream:
        assert await noticed(stream, swap, {LIST})


async def test_a_folder_that_is_an_exchanged_link_is_watched_anew(folder: Path, tmp_path: Path) -> None:
    second = tmp_path / "second"
    (second / "watchlists").mkdir(parents=True)
    (second / LIST).write_text("watchlist: Second\n", encoding="utf-8")
    link = tmp_path / "current"
    link.symlink_to(folder)

    def swap() -> None:
        (tmp_path / "next").symlink_to(second)
        (tmp_path / "next").replace(link)

    async with aclosing(changes(link, OFTEN, fingerprint(link))) as stream:
        assert await noticed(stream, swap, ALL)
        assert await noticed(stream, lambda: plain_write(second), {LIST})


async def test_a_folder_that_goes_and_comes_back_is_watched_again(folder: Path, tmp_path: Path) -> None:
    away = tmp_path / "away"
    async with aclosing(changes(folder, OFTEN, fingerprint(folder))) as stream:
        assert await noticed(stream, lambda: folder.rename(away), ALL)
        assert await noticed(stream, lambda: away.rename(folder), ALL)
        assert await noticed(stream, lambda: plain_write(folder), {LIST})


async def test_waiting_can_be_cancelled(folder: Path) -> None:
    stream = changes(folder, SELDOM)
    waiting = asyncio.ensure_future(anext(stream))
    await asyncio.sleep(0)
    waiting.cancel()
    with pytest.raises(asyncio.CancelledError):
        await asyncio.wait_for(waiting, 5)


async def test_what_changed_before_the_watch_began_is_noticed(folder: Path) -> None:
    loaded = fingerprint(folder)
    plain_write(folder)
    async with aclosing(changes(folder, SELDOM, loaded)) as stream:
        assert await asyncio.wait_for(anext(stream), 5) == {LIST}


async def test_without_a_word_from_the_system_the_folder_is_looked_at(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse() -> list[None]:
        raise OSError("no more watches")

    async def fail(*_paths: object, **_options: object) -> AsyncGenerator[None]:
        for word in await asyncio.to_thread(refuse):
            yield word

    monkeypatch.setattr(watching, "awatch", fail)
    async with aclosing(changes(folder, OFTEN, fingerprint(folder))) as stream:
        assert await noticed(stream, lambda: plain_write(folder), {LIST})
