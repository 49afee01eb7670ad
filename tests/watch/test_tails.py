"""A mention takes in the legal form behind a name, and the words that say what kind of body it is."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from monitor.watch.tails import tail_end
from tests.watch.watching import mentions, watch


def mention(text: str) -> str:
    """Give what stands between the first bracket, behind which the name begins, and where the mention of it ends."""
    begin, end = text.index("[") + 1, text.index("]")
    plain = text.replace("]", "", 1)
    return plain[begin : tail_end(plain, end)]


@pytest.mark.parametrize(
    ("text", "whole"),
    [
        ("at [SSE] plc today", "SSE plc"),
        ("at [HDFC] Bank today", "HDFC Bank"),
        ("[L3Harris Technologies], Inc. said", "L3Harris Technologies, Inc."),
        ("[ABN AMRO] Bank N.V. said", "ABN AMRO Bank N.V."),
        ("[Republic Bank] & Trust Company said", "Republic Bank & Trust Company"),
        ("[Tamimi] Markets", "Tamimi Markets"),
        ("[Gorlan] Versicherungen", "Gorlan Versicherungen"),
        ("[GORLAN] GROUP HOLDINGS", "GORLAN GROUP HOLDINGS"),
        ("at [Gorlan] Bank.", "Gorlan Bank"),
        ("at [Gorlan] Bank. It grew.", "Gorlan Bank"),
        ("at [Gorlan] Group\u2019s door", "Gorlan Group"),
        ("at [Gorlan] Group&nbsp;of old", "Gorlan Group"),
        ("at [Gorlan] Co. Ltd. they", "Gorlan Co. Ltd."),
        ("at [Gorlan] Co. Hotels are full", "Gorlan Co"),
    ],
)
def test_forms_and_kinds_behind_a_name_are_of_its_mention(text: str, whole: str) -> None:
    assert mention(text) == whole


@pytest.mark.parametrize(
    "text",
    [
        "[Gorlan] said",
        "[Gorlan] bank robbers",
        "[Gorlan]. Bank of the river",
        "[Gorlan], Bank of the river",
        "[Gorlan] and Bank",
        "[Gorlan]Bank",
        "[Gorlan] As it was",
        "[Gorlan] The Bank",
        "[Gorlan] Co-founder Ann",
        "[Gorlan] Bank-owned",
        "[Gorlan] Co\u0301rdoba",
        "[Gorlan] Co\u00admmittee",
        "[Gorlan] Co&eacute;tant",
        "[Gorlan] Bank\u200dowski",
        "[Gorlan] ",
        "[Gorlan]",
    ],
)
def test_what_only_stands_behind_a_name_is_not(text: str) -> None:
    assert mention(text) == "Gorlan"


def test_a_sentence_keeps_its_full_stop() -> None:
    assert mention("It bought [Gorlan] Inc.") == "Gorlan Inc"
    assert mention("It bought [Gorlan] Inc. The price was low.") == "Gorlan Inc"
    assert mention("At [Gorlan] Inc. they know.") == "Gorlan Inc."


PIECES = st.sampled_from(
    [*" .,-&'\n\u00a0\u0301\u00ad\u200dx", " Bank", " Co", " Co.", " & Trust", ", Inc.", " N.V.", " plc", "&amp;", " Банк"]
)


@given(st.lists(PIECES, max_size=8).map("".join))
@example(" Co\u0301rdoba")
@example(" Inc.\u0301")
def test_a_tail_holds_whole_words_and_ends_in_the_text(rest: str) -> None:
    text = f"Gorlan{rest}"
    end = tail_end(text, len("Gorlan"))
    assert len("Gorlan") <= end <= len(text)
    if end > len("Gorlan"):
        assert not text[end : end + 1].isalnum()
        assert text[end : end + 1] not in {"\u0301", "\u00ad", "\u200d", "-"}


def test_only_names_take_their_tail_in() -> None:
    assert mentions(watch("Gorlan", spelling="exact"), "the Gorlan Bank grew") == ["Gorlan Bank"]
    assert mentions(watch("Gorlanwest Ottermark"), "the Gorlanvest Otermark Bank grew") == ["Gorlanvest Otermark Bank"]
    assert mentions(watch(None, term="Gorlan"), "the Gorlan Bank grew") == ["Gorlan"]
