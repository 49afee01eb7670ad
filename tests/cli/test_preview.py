"""`tocsin preview`: a message as it would be read, of the archive or a sample; nothing is sent, and no database is made."""

from __future__ import annotations

import contextlib
import sqlite3
from typing import TYPE_CHECKING

import pytest

from tests.cli.command import tocsin
from tests.daemon.house import entry
from tests.daemon.test_offers import PUBLIC, public

if TYPE_CHECKING:
    from pathlib import Path

    from tests.daemon.house import House


async def archived(home: House) -> None:
    home.press["wire"].say(entry(1, "Baykar opened an office in the harbour.", title="Office opened"))
    await home.run()


async def test_the_latest_of_the_archive_is_shown_as_its_recipient_would_read_it(home: House) -> None:
    await archived(home)
    told = tocsin("preview", "--form", "plain")
    assert told.code == 0
    assert "Subject: Baykar: Office opened" in told.out
    assert "*Baykar* opened an office" in told.out
    assert "sample" not in told.complaints
    assert not home.to("desk")


async def test_the_latest_is_of_what_its_recipient_is_told_of(home: House) -> None:
    await archived(home)
    nothing = tocsin("preview", "--recipient", "ops", "--json")
    assert [record["is_sample"] for record in nothing.records] == [True]


async def test_an_item_is_found_by_its_title_and_one_without_a_watch_says_so(home: House) -> None:
    home.press["wire"].say(entry(2, "Nothing of note.", title="Quiet day"))
    await archived(home)
    assert "Office opened" in tocsin("preview", "Office", "--form", "slack").out
    none = tocsin("preview", "Quiet day")
    assert (none.code, "no watch was found in item" in none.complaints) == (1, True)
    assert tocsin("preview", "no such title").code == 1


@pytest.mark.parametrize("kind", ["alert", "digest", "follow-up", "notice"])
def test_without_an_archive_a_sample_of_every_kind_is_shown_and_no_database_is_made(home: House, kind: str) -> None:
    for database in home.folder.parent.rglob("*.db"):  # the house comes with an empty one
        database.unlink()
    told = tocsin("preview", "--kind", kind, "--json")
    (record,) = told.records
    assert (record["kind"], record["form"], record["is_sample"]) == (kind, "email", True)
    assert record["html"].startswith("<!DOCTYPE html>")
    assert not list(home.folder.parent.rglob("*.db"))
    assert "this is a sample" in told.complaints


async def test_where_a_public_address_is_set_its_links_are_shown_in_own_templates_too(home: House) -> None:
    public(home)
    await archived(home)
    (record,) = tocsin("preview", "--json").records
    assert "mute 24 h" in record["text"]
    assert f"{PUBLIC}/link/" in record["html"]
    home.write("recipients.yaml", "desk: {to: [desk@example.org], templates: press}\nops: {to: [ops@example.org]}\n")
    home.write("templates/press/alert.txt", "{% for one in letter.stories[0].actions %}[{{ one.label }}] {% endfor %}\n")
    assert "[why] [not this] [mute 24 h]" in tocsin("preview", "--form", "plain").out
    assert not (home.folder.parent / "var" / "links.key").exists()


async def test_an_archive_of_an_older_schema_is_not_said_to_be_none(home: House) -> None:
    await archived(home)
    with contextlib.closing(sqlite3.connect(home.folder.parent / "var" / "tocsin.db")) as database:
        database.execute("UPDATE alembic_version SET version_num = '0001'")
        database.commit()
    told = tocsin("preview", "Office")
    assert told.code == 1
    assert "is of an older version" in told.complaints
    assert "tocsin db upgrade" in told.complaints


@pytest.mark.usefixtures("home")
def test_a_page_is_written_for_a_browser(tmp_path: Path) -> None:
    target = tmp_path / "page.html"
    told = tocsin("preview", "--form", "slack", "--html", target)
    assert told.out == ""
    assert "<strong>Norvik Optronics</strong>" in target.read_text(encoding="utf-8")


@pytest.mark.usefixtures("home")
def test_a_page_is_written_into_a_file_and_not_into_a_folder(tmp_path: Path) -> None:
    told = tocsin("preview", "--html", tmp_path)
    assert (told.code, told.complaints) == (2, f"--html: {tmp_path} is a folder; name a file, such as {tmp_path}/message.html\n")


def test_a_recipients_own_templates_are_used_and_their_mistakes_told(home: House) -> None:
    home.write("recipients.yaml", "desk: {to: [desk@example.org], templates: press}\nops: {to: [ops@example.org]}\n")
    home.write("templates/press/alert.txt", "NIGHT DESK {{ letter.subject }}\n")
    assert "NIGHT DESK" in tocsin("preview", "--recipient", "desk", "--form", "plain").out
    assert "NIGHT DESK" not in tocsin("preview", "--recipient", "ops", "--form", "plain").out
    home.write("templates/press/alert.txt", "one\n{{ letter.nothing }}\n")
    failed = tocsin("preview", "--recipient", "desk", "--form", "plain")
    assert (failed.code, "templates/press/alert.txt:2" in failed.complaints) == (1, True)


@pytest.mark.usefixtures("home")
def test_a_recipient_who_is_not_there_is_a_mistake_of_use() -> None:
    nobody = tocsin("preview", "--recipient", "nobody")
    assert (nobody.code, 'no recipient "nobody"; there are: desk' in nobody.complaints) == (2, True)
