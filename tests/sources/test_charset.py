"""What the bytes prove outranks what is declared; what is neither is guessed from its letters."""

# ruff: noqa: RUF001 the letters of other alphabets are the subject here

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.sources.charset import decode

PARLIAMENT = {
    "windows-1251": "Привет мир: парламент одобрил экспорт",
    "koi8-r": "Привет мир: парламент одобрил экспорт",
    "windows-1252": "Le député a déjà exigé une enquête sur l'été",
    "windows-1250": "Ministr řekl, že příští vláda změní zákon; żołnierz łączności",
    "windows-1253": "Η κυβέρνηση ανακοίνωσε την απόφαση για τις εξαγωγές",
    "windows-1254": "Türkiye'nin ışıklı şehirleri ve değişen gündemi",
    "windows-1255": "הממשלה אישרה את היצוא של מערכות",
    "windows-1256": "أعلنت الحكومة قرار تصدير المعدات إلى الخارج",
}


def document(text: str, declared: str) -> str:
    return f'<?xml version="1.0" encoding="{declared}"?><rss><title>{text}</title></rss>'


@pytest.mark.parametrize("charset", PARLIAMENT)
def test_a_single_byte_charset_declared_as_utf_8_is_recognised(charset: str) -> None:
    body = document(PARLIAMENT[charset], "utf-8").encode(charset)
    decoded = decode(body)
    assert PARLIAMENT[charset] in decoded.text
    assert decoded.charset == charset


def test_two_words_of_windows_1251_are_enough() -> None:
    assert "Привет мир" in decode(document("Привет мир", "utf-8").encode("windows-1251")).text


@pytest.mark.parametrize("declared", ["windows-1251", "iso-8859-1", "us-ascii", "utf-16", "no-such-charset", "base64"])
def test_bytes_that_are_utf_8_are_read_as_utf_8_whatever_is_declared(declared: str) -> None:
    body = document("Türkiye", declared).encode()
    assert "Türkiye" in decode(body, f"text/xml; charset={declared}").text


def test_a_single_byte_charset_that_is_declared_is_believed() -> None:
    body = document("Привет", "koi8-r").encode("koi8-r")
    decoded = decode(body)
    assert "Привет" in decoded.text
    assert decoded.charset == "koi8-r"


def test_the_server_outranks_the_document() -> None:
    body = document("Привет", "windows-1252").encode("windows-1251")
    assert "Привет" in decode(body, 'application/rss+xml; charset="windows-1251"').text


def test_latin_1_is_read_with_the_quotes_of_windows() -> None:
    assert "“Quoted”" in decode(document("“Quoted”", "iso-8859-1").encode("windows-1252")).text


@pytest.mark.parametrize("charset", ["gb2312", "shift_jis", "euc-kr", "big5"])
def test_a_declared_multibyte_charset_is_believed(charset: str) -> None:
    text = {"gb2312": "议会批准出口", "shift_jis": "議会は輸出を承認", "euc-kr": "의회가 수출을 승인", "big5": "議會批准出口"}[charset]
    assert text in decode(document(text, charset).encode(charset)).text


def test_long_utf_8_is_utf_8_even_when_a_multibyte_charset_is_declared() -> None:
    text = "议会批准出口许可并公布名单"
    assert text in decode(document(text, "gb2312").encode()).text


def test_a_seven_bit_charset_is_not_taken_for_ascii() -> None:
    text = "議会は輸出を承認"
    assert text in decode(document(text, "iso-2022-jp").encode("iso-2022-jp")).text


@pytest.mark.parametrize("charset", ["utf-8-sig", "utf-16", "utf-32", "utf-16-le", "utf-16-be"])
def test_a_byte_order_mark_or_zero_bytes_tell_the_charset(charset: str) -> None:
    decoded = decode(document("Привет", "utf-16").encode(charset))
    assert "Привет" in decoded.text
    assert decoded.charset.startswith("utf-")


def test_a_stray_byte_does_not_make_utf_8_another_charset() -> None:
    assert "Привет мир \ufffd" in decode("Привет мир ".encode() + b"\xff").text


@given(st.binary(max_size=200), st.text(max_size=40))
def test_any_bytes_become_text(body: bytes, content_type: str) -> None:
    assert isinstance(decode(body, content_type).text, str)


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=200))
def test_utf_8_survives(text: str) -> None:
    assert decode(b"<r>" + text.encode() + b"</r>").text == f"<r>{text}</r>"
