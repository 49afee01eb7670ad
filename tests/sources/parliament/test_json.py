from __future__ import annotations

import codecs

import pytest

from monitor.errors import ParseError
from monitor.sources.parliament.json import DEEPEST, listed, mapping, read_json, rows, shape, text_of


def test_a_document_is_read_with_or_without_a_byte_order_mark() -> None:
    assert read_json(b' {"a": [1, null]} ') == {"a": [1, None]}
    assert read_json(codecs.BOM_UTF8 + b'\r\n["\xc3\xa9"]') == ["é"]
    assert read_json('{"a": "é"}'.encode("utf-16")) == {"a": "é"}


@pytest.mark.parametrize(
    ("body", "complaint"),
    [
        (b"", "empty where JSON was expected"),
        (b"\xef\xbb\xbf \n", "empty where JSON was expected"),
        (b"<!DOCTYPE html><title>Sorry</title>", "HTML or XML where JSON was expected.*<!DOCTYPE html>"),
        (b'{"a": [1, 2', "line 1, column 12.*cut off"),
        (b"Service unavailable", "no JSON after line 1"),
        (b"[" * 200_000, "levels deep"),
        (b"[" * (DEEPEST + 1) + b"]" * (DEEPEST + 1), "levels deep"),
        (b"9" * 10_000, "number longer"),
    ],
)
def test_what_is_no_answer_of_a_parliament_is_refused_with_its_reason(body: bytes, complaint: str) -> None:
    with pytest.raises(ParseError, match=complaint):
        read_json(body)


def test_a_document_larger_than_any_answer_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("monitor.sources.parliament.json.LARGEST", 10)

    with pytest.raises(ParseError, match=r"11 bytes.*shorter period"):
        read_json(b"[1,2,3,4,5]")


def test_what_no_text_can_hold_is_replaced() -> None:
    assert read_json(rb'{"a\u0000": ["b\ud800c", "\ud83d\ude00"]}') == {"a\ufffd": ["b\ufffdc", "\U0001f600"]}
    assert read_json(b'["a\x01b"]') == ["a\ufffdb"]
    assert read_json(b"[NaN]") == [None]


def test_a_single_row_in_place_of_a_list_is_a_list_of_one() -> None:
    assert rows({"id": 1}) == [{"id": 1}]
    assert rows([{"id": 1}, None, "x"]) == [{"id": 1}]
    assert rows(None) == []
    assert list(listed("x")) == ["x"]
    assert list(listed(None)) == []
    assert mapping(None) == {}


def test_a_field_is_text_however_it_was_written() -> None:
    record = {"name": " A ", "number": 4, "absent": None, "flag": True, "rows": []}

    assert [text_of(record, name) for name in (*record, "missing")] == ["A", "4", "", "", "", ""]


def test_a_value_is_described_for_a_complaint() -> None:
    assert shape({"error": 1, "message": 2}) == "an object with error, message"
    assert (shape({}), shape([1, 2]), shape(None), shape("x")) == ("an empty object", "a list of 2", "null", "'x'")
