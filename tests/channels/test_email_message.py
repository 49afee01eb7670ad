"""A letter is well formed, whatever a headline says."""

from __future__ import annotations

from email import message_from_bytes
from email.policy import default

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.channels.address import _EMAIL
from monitor.channels.email_message import Envelope, compose, domain_of, message_id, split_from
from monitor.channels.inert import one_line
from monitor.errors import Retry
from monitor.model import Rendered
from tests.channels.conftest import NOW

HEADERS = {
    "From",
    "To",
    "Subject",
    "Date",
    "Message-ID",
    "Auto-Submitted",
    "X-Auto-Response-Suppress",
    "List-Id",
    "List-Unsubscribe",
    "Content-Type",
    "Content-Transfer-Encoding",
    "MIME-Version",
}
ENVELOPE = Envelope("Tocsin <alerts@example.org>", "desk@example.net", "d-1", None, NOW)


def test_a_letter_says_that_a_machine_wrote_it_and_how_to_leave() -> None:
    letter = compose(ENVELOPE, Rendered("Subject", "Text"))
    assert set(letter.keys()) == HEADERS
    assert letter["From"] == "Tocsin <alerts@example.org>"
    assert letter["To"] == "desk@example.net"
    assert letter["Date"] == "Wed, 25 Nov 2026 12:00:00 +0000"
    assert letter["Auto-Submitted"] == "auto-generated"
    assert letter["List-Id"] == "<tocsin.example.org>"
    assert letter["List-Unsubscribe"] == "<mailto:alerts@example.org?subject=unsubscribe>"


def test_the_same_key_makes_the_same_letter() -> None:
    message = Rendered("Subject", "Text")
    assert bytes(compose(ENVELOPE, message)) == bytes(compose(ENVELOPE, message))


@pytest.mark.parametrize("thread", ["<d-0@example.org>\r\nBcc: evil@example.org", "no id", "<a b@c>", ""])
def test_what_is_no_message_id_starts_no_thread(thread: str) -> None:
    letter = compose(Envelope("a@example.org", "b@example.org", "k", thread, NOW), Rendered("s", "t"))
    assert letter["In-Reply-To"] is None
    assert letter["Bcc"] is None


@pytest.mark.parametrize(
    "title",
    [
        "Hello\r\nBcc: evil@example.org",
        "Hello\nX-Evil: 1",
        "Hello\r\n\r\nbody",
        "A\x0bB\x85C\u2028D\u2029E\x00F",
        "=?utf-8?q?Hello=0D=0ABcc=3A_evil=40example=2Eorg?=",
        "\u202egnp.exe",
        "x" * 3000,
        "\ud800 alone",
        "",
    ],
)
def test_a_headline_stays_in_its_line(title: str) -> None:
    raw = compose(ENVELOPE, Rendered(title, "Text")).as_bytes()
    read = message_from_bytes(raw, policy=default)
    assert set(read.keys()) == HEADERS
    assert "\u202e" not in read["Subject"]
    assert max(len(line) for line in raw.splitlines()) <= 998


@settings(max_examples=60, deadline=None)
@given(title=st.text(max_size=120), text=st.text(max_size=400), html=st.text(max_size=200))
def test_no_text_breaks_out_of_its_place(title: str, text: str, html: str) -> None:
    read = message_from_bytes(compose(ENVELOPE, Rendered(title, text, html)).as_bytes(), policy=default)
    assert set(read.keys()) <= HEADERS
    assert read["To"] == "desk@example.net"
    assert [part.get_content_type() for part in read.walk()] in (["text/plain"], ["multipart/alternative", "text/plain", "text/html"])


@settings(max_examples=60, deadline=None)
@given(st.from_regex(_EMAIL, fullmatch=True).filter(lambda text: text == one_line(text, 500)))
def test_every_address_that_is_taken_can_be_written_to(address: str) -> None:
    letter = compose(Envelope("Tocsin <alerts@example.org>", address, "d-1", None, NOW), Rendered("Subject", "Text"))
    read = message_from_bytes(letter.as_bytes(), policy=default)
    assert set(read.keys()) == HEADERS
    assert read["To"]


def test_a_key_is_made_fit_for_a_message_id() -> None:
    assert message_id("story 7/arms-desk\r\n<x>", "a@Example.ORG") == "<story-7-arms-desk-x-@example.org>"
    assert message_id("", "a@example.org") == "<message@example.org>"


def test_a_domain_is_written_in_ascii() -> None:
    assert domain_of("a@bücher.example") == "xn--bcher-kva.example"
    assert domain_of("a@bad..example") == "bad..example"


@pytest.mark.parametrize("written", ["Tocsin", "", "Tocsin <>", "a b <c d@e>"])
def test_a_sender_without_an_address_is_told_how_to_write_one(written: str) -> None:
    with pytest.raises(Retry, match="write from: Tocsin"):
        split_from(written)


@pytest.mark.parametrize(
    "subject",
    [
        "Суда под санкциями: Судовладелец «Меридиан Стар» сменил флаг двух судов и порт приписки",
        "Baykar: شركة بايكار تعرض طائرة جديدة في معرض الدفاع الدولي وتوقع عقودا مع ثلاث دول",
        "L3Harris WESCAM: a subject in plain letters that is so long that it must be folded over more than one line of the header",
        "議会は輸出を承認した" * 8,
    ],
)
def test_a_long_subject_arrives_with_every_space(subject: str) -> None:
    wire = bytes(compose(ENVELOPE, Rendered(subject, "Text")))
    assert str(message_from_bytes(wire, policy=default)["Subject"]) == subject
    assert all(len(line) <= 78 for line in wire.split(b"\r\n\r\n")[0].split(b"\r\n") if line.startswith((b"Subject", b" =?")))
