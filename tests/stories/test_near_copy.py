"""A copy is recognised through cuts, frames and translations; another text about the same is not one."""
# ruff: noqa: RUF001  texts of other scripts

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.stories.clean import READ
from monitor.stories.near_copy import Body, Former, NearCopy, body, near_copy, nearest
from monitor.stories.shingles import MOST_WORDS, sketch

TITLE = "Ardun halts permits for drone cameras"
FIRST = (
    "The trade minister of Ardun has halted all export permits for drone cameras after an inquiry found that some of them had reached"
    " armed groups in Vessara. Minister Ilse Marant told parliament on Tuesday that 14 permits worth 62 million crowns would be"
    " reviewed one by one, and that no new ones would be given before the autumn."
)
SECOND = (
    '"We were assured that this equipment would stay where it was sold," Marant said. "It did not, and I will not ask this house to'
    ' trust another assurance." Her ministry had defended the sales as recently as March, when it answered a written question from the'
    " opposition."
)
THIRD = (
    "The maker, Lomar Optics, employs 900 people near the capital and sells three quarters of its cameras abroad. Its chief executive,"
    " Per Hallin, said the company had followed the law and would cooperate with the review. Shares in Lomar fell by 11 percent."
)
ARTICLE = f"{FIRST}\n{SECOND}\n{THIRD}"
TRANSLATED = (
    "The minister of trade of Ardun has stopped all the permits of export for drone cameras after an investigation found that some of"
    " them had arrived at armed groups in Vessara. The minister Ilse Marant said to the parliament on Tuesday that 14 permits valued in"
    " 62 million crowns would be revised one by one, and that no new ones would be granted before the autumn.\n"
    '"They assured us that this equipment would remain where it was sold," Marant said. "It did not, and I will not ask this chamber'
    ' to trust in another assurance." Her ministry had defended the sales as recently as in March, when it responded a written'
    " question of the opposition.\n"
    "The manufacturer, Lomar Optics, employs 900 persons near the capital and sells three fourths of its cameras abroad. Its executive"
    " director, Per Hallin, said that the company had complied with the law and would cooperate with the revision. The shares of Lomar"
    " fell by 11 percent."
)
OTHER_REPORT = (
    "Lomar Optics lost a tenth of its value on Tuesday when the government stopped its most important business. Ilse Marant, who has"
    ' been in charge of trade since last spring, surprised her own party with the announcement. "It did not, and I will not ask this'
    ' house to trust another assurance," she said to loud applause from the benches of the opposition. Analysts had expected a ban of a'
    " few weeks at most. Unions warned that hundreds of jobs in the valley depend on the cameras, which are mounted under aircraft and"
    " used by rescue services too. A spokesman for the rebels in Vessara declined to say how they had come by theirs."
)
ORIGINAL = body(TITLE, ARTICLE)
ALIKE = 0.8  # the cosine of texts that have their rare words in common


def copied(title: str, text: str, of: Body = ORIGINAL, cosine: float = ALIKE) -> NearCopy | None:
    found, turned = near_copy(body(title, text), of, cosine), near_copy(of, body(title, text), cosine)
    assert (found is None) == (turned is None)
    return found


@pytest.mark.parametrize(
    ("title", "text"),
    [
        ("Cameras in the wrong hands", FIRST),
        ("Report: " + TITLE, f"READ MORE: What we know\nWe use cookies to improve this site.\n{ARTICLE}\nMost read: weather, sport."),
        (TITLE, f"{SECOND}\n{THIRD}"),
        ("Minister stops drone cameras", ARTICLE.replace("Ardun", "Arduna").replace("told parliament", "informed the house")),
        (TITLE, "<p>" + "</p><p>".join(ARTICLE.replace('"', "&quot;").split("\n")) + "</p>"),
        (TITLE, ARTICLE.replace("14 permits", "15 permits") + " The figure was later corrected."),
        ("", ARTICLE),
        (TITLE, " ".join(FIRST.split()[:30]) + " [...]"),
    ],
)
def test_passages_tell_a_copy(title: str, text: str) -> None:
    found = copied(title, text)
    assert found
    assert found.signal == "text"
    assert found.share > 0.7


def test_what_was_translated_there_and_back_is_told_by_the_order_of_its_words() -> None:
    found = copied("Ardun stops permissions for cameras of drone", TRANSLATED)
    assert found
    assert found.signal == "wording"
    assert found.because == f"reworded: {found.share * 100:.0f} % of the words stand in the same order in"


def test_the_same_order_is_nothing_where_the_rare_words_differ() -> None:
    assert copied("Ardun stops permissions for cameras of drone", TRANSLATED, cosine=0.2) is None


def test_which_text_is_in_which_is_said_right() -> None:
    cut = body(TITLE, FIRST)
    found, turned = near_copy(cut, ORIGINAL, ALIKE), near_copy(ORIGINAL, cut, ALIKE)
    assert found
    assert turned
    assert found.because == "100 % of its text is in"
    assert turned.because == "it holds 100 % of the text of"


def test_another_report_with_the_same_quote_is_no_copy() -> None:
    assert copied("Lomar shares fall as minister stops exports", OTHER_REPORT) is None


def test_a_quote_from_deep_in_a_text_under_another_headline_is_no_copy() -> None:
    before = " ".join(f"{word}{n}" for n in range(3) for word in OTHER_REPORT.split())
    long = body("A day in parliament", f"{before}\n{SECOND}")
    assert copied("Trust and assurance", SECOND, long) is None
    assert copied("A day in parliament", SECOND, long)


def test_a_round_up_that_begins_with_a_text_is_no_copy_of_it() -> None:
    others = "\n".join(" ".join(f"{word}{n}" for word in OTHER_REPORT.split()) for n in range(5))
    assert copied("Five things to know this morning", f"{FIRST}\n{others}", body(TITLE, FIRST)) is None


def test_a_footer_that_two_short_texts_share_makes_no_copy() -> None:
    footer = (
        "The results of all matches of the league are published here every evening by our sports desk, which can be reached at any time."
    )
    one = (
        "Alderton beat Corby in the last minute after a weak first half, and leads the table with eight points more than all the others do."
    )
    other = (
        "Rain kept Frome and Luton from playing at all: referee Ida Blom called it off after an hour when water stood on half of the pitch."
    )
    assert copied("Results", f"{one} {footer}", body("Results", f"{other} {footer}")) is None


def test_a_form_filled_in_again_is_no_copy() -> None:
    form = "Qtly div {} cts vs {} cts prior. Pay March {}. Record February {}. The dividend is payable to holders of the common stock."
    assert (
        copied("Northfield sets dividend", form.format(12, 11, 4, 9), body("Northfield sets dividend", form.format(31, 30, 8, 22))) is None
    )


@pytest.mark.parametrize("text", ["", "No comment.", "I agree with the honourable member for Ardun South.", "<p></p>"])
def test_a_text_of_few_words_is_nobodys_copy(text: str) -> None:
    assert copied(TITLE, text, body(TITLE, text)) is None


@pytest.mark.parametrize(
    ("text", "frame"),
    [
        (
            (
                "Министр торговли приостановил все разрешения на вывоз камер для беспилотников после того, "
                "как проверка показала, что часть из них попала к вооружённым группам. Министр заявила в па"
                "рламенте во вторник, что разрешения будут пересмотрены по одному и что новых до осени не б"
                "удет. Производитель сообщил, что соблюдал закон и готов помочь проверке."
            ),
            "Читайте также: что известно\n{}\nПодпишитесь на нас",
        ),
        (
            (
                "أوقفت وزيرة التجارة جميع تصاريح تصدير كاميرات الطائرات المسيرة بعد أن كشف تحقيق أن بعضها و"
                "صل إلى جماعات مسلحة وقالت الوزيرة أمام البرلمان يوم الثلاثاء إن التصاريح ستراجع واحدا تلو "
                "الآخر وإنه لن تمنح تصاريح جديدة قبل الخريف وأكدت الشركة المصنعة أنها التزمت بالقانون"
            ),
            "إعلان\n{}\nالمصدر: وكالة",
        ),
        (
            (
                "贸易部长在调查发现部分无人机摄像机流入武装团体之后,暂停了所有出口许可。部长星期二在议会表示,许可将逐一重新审"
                "查,秋季之前不会发放新的许可。生产商表示,公司一直遵守法律,并将配合审查。公司股价当天下跌,工会担心首都附近的"
                "工作岗位受到影响。"
            ),
            "广告\n{}\n来源:通讯社",
        ),
        (
            (
                "รัฐมนตรีว่าการกระทรวงพาณิชย์ระงับใบอนุญาตส่งออกกล้องสำหรับโดรนทั้งหมดหลังการสอบสวนพบว่ากล้"
                "องบางส่วนตกไปอยู่ในมือของกลุ่มติดอาวุธ รัฐมนตรีกล่าวต่อรัฐสภาเมื่อวันอังคารว่าจะทบทวนใบอนุ"
                "ญาตทีละฉบับและจะไม่ออกใบอนุญาตใหม่ก่อนฤดูใบไม้ร่วง"
            ),
            "โฆษณา\n{}\nติดตามเราได้ที่นี่",
        ),
        (
            (
                "통상장관은 조사에서 드론용 카메라 일부가 무장 단체에 넘어간 사실이 드러나자 모든 수출 허가를 중단"
                "했다. 장관은 화요일 의회에서 허가를 하나씩 다시 심사하고 가을 전에는 새 허가를 내주지 않겠다고 "
                "밝혔다. 제조사는 법을 지켰으며 심사에 협조하겠다고 말했다."
            ),
            "광고\n{}\n구독하세요",
        ),
    ],
)
def test_copies_are_told_in_every_script(text: str, frame: str) -> None:
    own = body("1", text)
    framed, cut = body("2", frame.format(text)), body("3", text[: len(text) * 2 // 3])
    for copy in (framed, cut):
        assert near_copy(copy, own, ALIKE)
        assert len(set(sketch(copy.shingles)) & set(sketch(own.shingles))) >= 2


def test_of_two_texts_that_hold_an_excerpt_the_one_with_its_headline_is_chosen() -> None:
    carrier = body("Lomar shares fall", f"{FIRST}\n{OTHER_REPORT}")
    excerpt = body(TITLE, FIRST)
    for order in ([carrier, ORIGINAL], [ORIGINAL, carrier]):
        found = nearest(excerpt, [Former(text, ALIKE) for text in order])
        assert found
        assert order[found[0]] is ORIGINAL
    assert nearest(excerpt, []) is None


@pytest.mark.parametrize("text", ["again " * 1_000_000, ARTICLE * 8_000, "<p " * 2_000_000, "a1 b2, " * 800_000, "议会" * 2_000_000])
def test_of_five_megabytes_no_more_is_read_than_of_a_long_article(text: str) -> None:
    whole = body(TITLE, text)
    assert whole == body(TITLE, text[:READ])
    assert len(whole.words) <= MOST_WORDS


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=300), st.text(max_size=300))
def test_any_two_texts_are_compared_and_a_text_repeats_itself(one: str, other: str) -> None:
    mine, others = body(one, one), body(TITLE, other)
    copied(one, other, mine)
    if len(others.shingles) > 12:
        assert near_copy(others, others, 1.0)


def test_what_one_source_publishes_in_nearly_the_same_words_is_a_series_and_no_copy() -> None:
    cut = body("The short of it", FIRST)
    most = body(TITLE, f"{ORIGINAL.cleaned}\nIt was the third time this year that prices fell so far in one week.")
    assert nearest(cut, [Former(most, ALIKE)])
    reworded = body(TITLE, ORIGINAL.cleaned.replace(" said", " told reporters").replace(" the ", " this "))
    for text in (cut, reworded):
        copy = near_copy(text, ORIGINAL, ALIKE)
        found = nearest(text, [Former(ORIGINAL, ALIKE, is_of_same_source=True)])
        assert (found is not None) == (copy is not None and copy.signal == "text" and copy.share >= 0.95)
    assert nearest(most, [Former(ORIGINAL, ALIKE, is_of_same_source=True)])
