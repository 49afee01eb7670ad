"""Archives: what is read in them, what is passed over, and what a bomb gets."""

from __future__ import annotations

import io
import zipfile
from typing import TYPE_CHECKING

import pytest

from monitor.errors import ParseError
from monitor.model import Item, Page
from monitor.sources import archive
from monitor.sources.archive import Wanted, read_archive
from monitor.sources.document import Document

if TYPE_CHECKING:
    from collections.abc import Mapping


def packed(members: Mapping[str, bytes], *, newest_first: bool = False) -> Document:
    body = io.BytesIO()
    with zipfile.ZipFile(body, "w", zipfile.ZIP_DEFLATED) as made:
        for place, (name, text) in enumerate(members.items()):
            day = 28 - place if newest_first else place + 1
            info = zipfile.ZipInfo(name, (2026, 11, day, 0, 0, 0))
            info.compress_type = zipfile.ZIP_DEFLATED
            made.writestr(info, text)
    return Document(body.getvalue(), url="https://p.example/all.zip")


def parse(document: Document) -> Page:
    if document.body.startswith(b"bad"):
        raise ParseError("this is bad")
    return Page((Item(document.url, "", document.body.decode()),), declared=1)


def texts(page: Page) -> list[str]:
    return [item.text for item in page.items]


def test_the_chosen_members_are_read_each_as_a_document_with_its_own_address() -> None:
    read = read_archive(packed({"xml/a.xml": b"a", "xml/b.txt": b"b", "xml\\c.xml": b"c"}), Wanted(r"^xml/\w\.xml$"), parse)
    assert texts(read.page) == ["a", "c"]
    assert read.page.items[0].key == "https://p.example/all.zip#xml/a.xml"
    assert read.page.declared == 2


def test_members_that_were_read_and_did_not_change_are_passed_over() -> None:
    first = read_archive(packed({"a.xml": b"a", "b.xml": b"b"}), Wanted("xml"), parse)
    second = read_archive(packed({"a.xml": b"a", "b.xml": b"b2", "c.xml": b"c"}), Wanted("xml", first.seen), parse)
    assert texts(second.page) == ["b2", "c"]
    assert texts(read_archive(packed({"a.xml": b"a"}), Wanted("xml", second.seen), parse).page) == []


def test_many_members_are_read_in_several_goes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archive, "MOST_READ", 2)
    document = packed({f"{name}.xml": name.encode() for name in "abc"})
    first = read_archive(document, Wanted("xml"), parse)
    assert (texts(first.page), first.is_partly_read) == (["a", "b"], True)
    second = read_archive(document, Wanted("xml", first.seen), parse)
    assert (texts(second.page), second.is_partly_read) == (["c"], False)
    assert texts(read_archive(document, Wanted("xml", in_one_go=True), parse).page) == ["a", "b", "c"]


def test_at_first_contact_the_latest_members_are_read_and_the_rest_counts_as_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archive, "MOST_READ", 2)
    document = packed({f"{name}.xml": name.encode() for name in "abc"}, newest_first=True)
    first = read_archive(document, Wanted("xml", is_first=True), parse)
    assert (texts(first.page), first.is_partly_read) == (["b", "a"], False)
    assert texts(read_archive(document, Wanted("xml", first.seen), parse).page) == []


def test_a_broken_member_is_a_warning_and_the_others_are_read() -> None:
    read = read_archive(packed({"a.xml": b"bad", "b.xml": b"b"}), Wanted("xml"), parse)
    assert texts(read.page) == ["b"]
    assert read.page.warnings == ("a.xml: this is bad",)


def test_an_archive_in_which_nothing_can_be_read_is_refused() -> None:
    with pytest.raises(ParseError, match=r"none of 1 documents in the archive can be read; the first: a\.xml: this is bad"):
        read_archive(packed({"a.xml": b"bad"}), Wanted("xml"), parse)


def test_what_is_too_much_for_one_go_waits_for_the_next_and_is_lost_to_nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archive, "LARGEST_TOTAL", 250)
    document = packed({f"{name}.xml": name.encode() * 100 for name in "abc"})
    first = read_archive(document, Wanted("xml"), parse)
    assert ([text[0] for text in texts(first.page)], first.is_partly_read, first.page.warnings) == (["a", "b"], True, ())
    second = read_archive(document, Wanted("xml", first.seen), parse)
    assert ([text[0] for text in texts(second.page)], second.is_partly_read) == (["c"], False)


@pytest.mark.parametrize("method", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_a_member_that_is_damaged_is_a_warning_however_it_is_packed(method: int) -> None:
    body = io.BytesIO()
    with zipfile.ZipFile(body, "w", method) as made:
        made.writestr("a.xml", bytes(range(256)) * 8)
        at = made.getinfo("a.xml").compress_size // 2
        made.writestr("b.xml", b"b")
    raw = bytearray(body.getvalue())
    raw[at : at + 40] = b"\xff" * 40
    read = read_archive(Document(bytes(raw), url="https://p.example/all.zip"), Wanted("xml"), parse)
    assert texts(read.page) == ["b"]
    assert read.page.warnings[0].startswith("a.xml: it cannot be unpacked")


def test_a_bomb_is_left_out_before_it_is_unpacked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archive, "LARGEST_MEMBER", 200_000)
    read = read_archive(packed({"bomb.xml": b"0" * 5_000_000, "b.xml": b"b"}), Wanted("xml"), parse)
    assert texts(read.page) == ["b"]
    assert read.page.warnings == ("bomb.xml: unpacked it is larger than 0.2 MB; it is left out",)


@pytest.mark.parametrize("cut", [10, 60, 200])
def test_a_damaged_archive_is_refused_in_words(cut: int) -> None:
    document = packed({f"{name}.xml": name.encode() * 50 for name in "abc"})
    with pytest.raises(ParseError, match="no zip archive"):
        read_archive(Document(document.body[:cut]), Wanted("xml"), parse)


def test_an_archive_of_too_many_members_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archive, "MOST_MEMBERS", 2)
    with pytest.raises(ParseError, match="the archive has 3 members"):
        read_archive(packed({f"{name}.xml": b"" for name in "abc"}), Wanted("xml"), parse)


def test_a_member_without_a_name_is_passed_over() -> None:
    nameless = packed({"qqq": b"none", "xml/1.xml": b"<a/>"}).body.replace(b"qqq", b"\0qq")  # a name ends where its first NUL stands
    assert texts(read_archive(Document(nameless), Wanted(""), parse).page) == ["<a/>"]
