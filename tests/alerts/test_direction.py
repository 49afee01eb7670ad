"""A name written from right to left stands where it was put, and turns nothing beside it."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.alerts.direction import in_html, in_text, isolated, isolated_runs, without_isolates
from monitor.alerts.inert import guard
from monitor.alerts.parts import Excerpt, Form
from monitor.alerts.render import render, render_notice
from monitor.model import How, Rendered, Speaker, Tier
from tests.alerts.pieces import ARTICLE, SPEECH, TEMPLATES, TORONTO, message

LRM = "\u200e"
OUTLET = "الجزيرة نت"
WHY = "'بايكار' sounds like 'بيرقدار' (0.92)"
FOREIGN = replace(
    ARTICLE,
    outlet=OUTLET,
    lang="ar",
    watches=(replace(ARTICLE.watches[0], label="بيرقدار", why=WHY, how=How.VARIANT, tier=Tier.SURE, watchlist="أسلحة"),),
    excerpts=(Excerpt("text", "قالت شركة ", "بايكار", " إنها", WHY, How.VARIANT),),
    also_in=("وكالة الأناضول", "Gazette"),
)


def rendered(form: Form, *, is_digest: bool = False) -> Rendered:
    return render(message(FOREIGN, is_digest=is_digest), form, TORONTO, TEMPLATES)


@pytest.mark.parametrize("text", ["Reuters", "", "7 Oct 2020, 09:12", "Военное дело", "東京新聞", "Straße & co."])
def test_what_is_written_from_left_to_right_is_left_as_it_is(text: str) -> None:
    assert isolated(text) == isolated_runs(text) == text


def test_a_name_is_isolated_whole_and_a_sentence_by_its_foreign_runs() -> None:
    assert in_html(isolated("شركة Baykar التركية")) == "<bdi>شركة Baykar التركية</bdi>"
    assert in_html(isolated_runs(WHY)) == "'<bdi>بايكار</bdi>' sounds like '<bdi>بيرقدار</bdi>' (0.92)"
    assert in_html(isolated_runs("see «אלביט מערכות», please")) == "see «<bdi>אלביט מערכות</bdi>», please"


def test_plain_text_gets_marks_that_need_no_partner() -> None:
    assert in_text(isolated(OUTLET)) == f"{LRM}{OUTLET}{LRM}"
    assert without_isolates(isolated(OUTLET)) == OUTLET


@given(st.text(alphabet=st.sampled_from("aB1 .,'@אבגابتً\u0660-")), st.booleans())
def test_isolates_are_always_in_pairs_and_change_no_letter(text: str, is_sentence: bool) -> None:  # noqa: FBT001
    marked = (isolated_runs if is_sentence else isolated)(text)
    html = in_html(marked)
    assert html.count("<bdi>") == html.count("</bdi>")
    assert without_isolates(marked) == html.replace("<bdi>", "").replace("</bdi>", "") == text
    assert in_text(marked).replace(LRM, "") == text


def test_in_a_mail_the_date_stands_behind_an_outlet_of_the_other_direction() -> None:
    html = rendered("email").html
    assert f'<p class="small"><bdi>{OUTLET}</bdi> · 6 Oct 2020, 09:12 (Toronto) · Arabic</p>' in html
    assert "&#39;<bdi>بايكار</bdi>&#39; sounds like &#39;<bdi>بيرقدار</bdi>&#39; (0.92)" in html
    assert "<strong><bdi>بيرقدار</bdi></strong>" in html
    assert "Also in 2 outlets: <bdi>وكالة الأناضول</bdi>, Gazette" in html
    assert "because the watchlist <bdi>أسلحة</bdi> tells arms-desk." in html


@pytest.mark.parametrize("is_digest", [False, True])
def test_what_a_phone_shows_and_the_title_of_the_page_hold_no_tag(is_digest: bool) -> None:  # noqa: FBT001
    unquoted = replace(FOREIGN, excerpts=(), title=OUTLET)
    html = render(message(unquoted, is_digest=is_digest), "email", TORONTO, TEMPLATES).html
    assert "bdi" not in html.partition("<title>")[2].partition("</title>")[0]
    assert "bdi" not in html.partition('<div class="preview"')[2].partition("</div>")[0]


@pytest.mark.parametrize("form", ["email", "slack", "matrix", "plain"])
def test_a_line_of_text_that_begins_with_such_a_name_still_reads_from_the_left(form: Form) -> None:
    one = rendered(form)
    assert f"{LRM}{OUTLET}{LRM} · 6 Oct 2020, 09:12 (Toronto)" in one.text
    assert "\u2068" not in one.text + one.html + str(one.blocks)
    assert "<bdi>" not in one.text + str(one.blocks) + ("" if form == "email" else one.html)


def test_a_digest_keeps_its_counts_beside_a_list_of_the_other_direction() -> None:
    one = rendered("email", is_digest=True)
    assert "<h1><bdi>أسلحة</bdi>: 1 story (Wed 7 Oct, 07:30)</h1>" in one.html
    assert one.subject == "أسلحة: 1 story (Wed 7 Oct, 07:30)"
    assert "<h2><bdi>بيرقدار</bdi> (<bdi>أسلحة</bdi>)</h2>" in one.html


def test_who_spoke_is_kept_apart_from_what_they_are() -> None:
    speech = replace(SPEECH, speaker=Speaker("ח״כ לוי", role="Minister", party="הליכוד"))
    html = render(message(speech), "email", TORONTO, TEMPLATES).html
    assert "Said in parliament: <bdi>ח״כ לוי</bdi> (<bdi>הליכוד</bdi>, Minister)" in html


def test_a_notice_names_a_source_of_the_other_direction_and_leaves_commands_alone() -> None:
    one = render_notice("A source fails", [f"{OUTLET}: 3 polls failed; see `tocsin sources list {OUTLET}`"], "email", TEMPLATES)
    assert f"<p><bdi>{OUTLET}</bdi>: 3 polls failed; see <code>tocsin sources list {OUTLET}</code></p>" in one.html


def test_other_forms_see_no_isolates() -> None:
    assert [guard(form)(isolated(OUTLET)) for form in ("slack", "matrix", "plain")] == [f"{LRM}{OUTLET}{LRM}"] * 3
