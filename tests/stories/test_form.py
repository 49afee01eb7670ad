"""A form filled in again is another notice; a text with other words is the same."""

from __future__ import annotations

import pytest

from monitor.stories.form import is_same_form, names
from monitor.stories.wording import pieces, wording

SITTING = (
    "The Standing Committee on {committee} will meet on Tuesday morning in the usual room to consider draft reports. The meeting is open"
    " to the public and will be broadcast. Those who wish to attend are asked to arrive in good time, since seats are limited."
)
DIVIDEND = "Qtly div {old} cts vs {new} cts prior. Pay March {day}. The dividend is payable to holders of common stock of record."
CLOSE = (
    "Shares on the main exchange closed lower on {day} as investors weighed earnings and the outlook for interest rates. The benchmark"
    " index fell {a} percent to {b} points, while the broader gauge lost {c} percent to {d}. Volume was {e} billion shares, compared with"
    " an average of {f} billion over the last sessions. The yield on the ten-year note stood at {g} percent. Traders said the market was"
    " waiting for the minutes of the central bank's last meeting, due to be published later in the week, and for figures on the labour"
    " market. Analysts cautioned that thin volumes may exaggerate moves in either direction in the coming sessions, and that holidays"
    " would keep many of their clients away from their desks until the second half of the month, as they do every year at this time."
)
RATES = (
    "Центральный банк установил официальный курс доллара на {day} марта в размере {a} рубля, курс евро составил {b} рубля. Официальные"
    " курсы устанавливаются без обязательства покупать или продавать указанные валюты, говорится в сообщении на сайте."
)
NOTICE = "تعقد لجنة {committee} في مجلس النواب اجتماعها يوم {day} المقبل لمناقشة البنود المدرجة على جدول الأعمال بحضور الأعضاء جميعا"
NEWS = (
    "The company said on Tuesday that Marta Berg will leave its board in June after 12 years. Berg, 61, joined Northfield from Alcor in"
    " Dunmore, where she ran exports for 9 years and later sales. Northfield employs 4,300 people, most of them in Calder and Eastgate."
)


def same_form(new: str, old: str) -> bool:
    return is_same_form(pieces(wording(new), 4_000), pieces(wording(old), 4_000), new, old)


@pytest.mark.parametrize(
    ("new", "old"),
    [
        (SITTING.format(committee="National Defence"), SITTING.format(committee="Public Safety")),
        (DIVIDEND.format(old=12, new=11, day=4), DIVIDEND.format(old=31, new=30, day=9)),
        (
            CLOSE.format(day="Monday", a="0.4", b="4,310", c="1.2", d="14,870", e="9.7", f="10.8", g="3.9"),
            CLOSE.format(day="Friday", a="1.9", b="4,266", c="0.7", d="15,022", e="11.2", f="10.4", g="4.1"),
        ),
        (RATES.format(day=3, a="71,2234", b="80,1120"), RATES.format(day=4, a="72,9871", b="81,4445")),
        (NOTICE.format(committee="المالية", day="الأحد"), NOTICE.format(committee="الدفاع", day="الثلاثاء")),
    ],
)
def test_other_particulars_in_the_same_words_are_another_notice(new: str, old: str) -> None:
    assert same_form(new, old)
    assert same_form(old, new)


@pytest.mark.parametrize(
    "copy",
    [
        NEWS,
        NEWS.replace("said", "announced").replace("leave", "quit").replace("most", "the bulk"),
        NEWS.replace("Calder", "Kaldér"),
        NEWS.replace("4,300", "4,350"),
        "Advertisement. " + NEWS + " More on this at 6 and at 10.",
    ],
)
def test_other_words_about_the_same_particulars_are_the_same_news(copy: str) -> None:
    assert not same_form(copy, NEWS)
    assert not same_form(NEWS, copy)


def test_a_long_text_may_correct_a_figure() -> None:
    close = CLOSE.format(day="Monday", a="0.4", b="4,310", c="1.2", d="14,870", e="9.7", f="10.8", g="3.9")
    assert not same_form(close.replace("0.4 percent", "0.5 percent"), close)


def test_names_are_what_has_a_capital_inside_sentences() -> None:
    assert names("The board met. Berg, who joined Northfield in Dunmore, said that the board agreed with Berg.") == {
        "northfield",
        "dunmore",
        "berg",
    }
    assert names("ALL OF THIS IS WRITTEN IN CAPITALS, Berg too") == frozenset()
    assert names("اجتماع اللجنة") == names("") == frozenset()


def test_names_as_another_language_spells_them_are_not_exchanged() -> None:
    localised = NEWS.replace("Marta Berg", "Martha Bergova").replace("Calder", "Calderburg").replace("Dunmore", "Dunmorsk")
    assert not same_form(localised, NEWS)
    others = NEWS.replace("Marta Berg", "Olga Weiss").replace("Berg,", "Weiss,").replace("Calder", "Penn").replace("Dunmore", "Hythe")
    assert same_form(others, NEWS)
