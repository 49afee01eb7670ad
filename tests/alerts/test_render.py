"""What a recipient reads: nothing missing, nothing live, in every form."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from html.parser import HTMLParser
from typing import get_args

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.alerts.inert import LONGEST_LINK
from monitor.alerts.parts import (
    Amended,
    Correction,
    Excerpt,
    Form,
    ListedPart,
    MessagePart,
    PossiblePart,
    ReportPart,
    SpeechPart,
    StoryPart,
)
from monitor.alerts.render import SHAPES, render, render_notice
from monitor.model import How, Kind, Rendered, Speaker, WatchKey
from tests.alerts.pieces import ARTICLE, BAYKAR, GUESS, LISTED, NOW, PERHAPS, SPEECH, TEMPLATES, TORONTO, WESCAM, message

FORMS: tuple[Form, ...] = get_args(Form)
MATRIX_TAGS = {"p", "br", "strong", "em", "a", "blockquote", "ol", "ul", "li", "h4", "code"}  # of the client-server API's list


def rendered(part: MessagePart, form: Form) -> Rendered:
    return render(part, form, TORONTO, TEMPLATES)


class Reader(HTMLParser):
    """Collects what HTML says and does."""

    def __init__(self, source: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.links: list[str] = []
        self.attributes: set[str] = set()
        self.words = ""
        self.feed(source)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes |= {name for name, _ in attrs}
        self.links += [value or "" for name, value in attrs if name in {"href", "src"}]

    def handle_data(self, data: str) -> None:
        self.words += data


def every_text(one: Rendered) -> str:
    """All that a reader of this form may see, in one string."""
    return "\n".join([one.subject, one.text, Reader(one.html).words, *slack_texts(one)])


def bodies(one: Rendered) -> list[str]:
    """What each reader of this form is shown below the subject, on one line."""
    page = Reader(one.html[max(0, one.html.find('<div class="page">')) :]).words
    return [" ".join(shown.split()) for shown in (one.text, page, "\n".join(slack_texts(one))) if shown]


def slack_texts(one: Rendered) -> list[str]:
    texts = []
    for block in one.blocks:
        elements = block.get("elements", [block.get("text")])
        assert isinstance(elements, list)
        texts += [element["text"] for element in elements]
    return texts


@pytest.mark.parametrize("form", FORMS)
def test_an_alert_says_all_that_is_needed_to_judge_it(form: Form) -> None:
    shown = every_text(rendered(message(ARTICLE), form))
    for needed in (
        "L3Harris WESCAM",
        "another spelling",
        "Canada investigates diversion of its own military technology to Azerbaijan",
        "example-news.net · 6 Oct 2020, 09:12 (Toronto) · English",
        "L Threis Wiskam",
        "sounds like L3Harris WESCAM (0.97)",
        "L3Harris WESCAM: 4 mentions",
        "Also in 3 outlets: Example Wire, Gazette, Nouvelles",
        "https://example-news.net/2020/10/canada?a=1&",
        "Arms exports",
        "arms-desk",
        "9f3c51d0a7b24e6f",
    ):
        assert needed in " ".join(shown.split()), needed


@pytest.mark.parametrize("form", FORMS)
def test_a_speech_says_who_spoke_where_and_in_what_state_the_record_is(form: Form) -> None:
    shown = " ".join(every_text(rendered(message(SPEECH), form)).split())
    for needed in (
        "Export permits",
        "Said in parliament: Hon. A. Member (Example Party, Minister)",
        "House of Commons · Oral Questions · 7 Oct 2020, 14:25 (Toronto) · French",
        "draft record",
    ):
        assert needed in shown, needed


@pytest.mark.parametrize("form", FORMS)
def test_a_follow_up_says_what_it_follows_and_why_it_belongs_there(form: Form) -> None:
    shown = every_text(rendered(message(replace(ARTICLE, folded_because="same text as in Gazette"), is_update=True), form))
    assert "New in a story that you were told of" in shown
    assert "same text as in Gazette" in shown


def test_an_item_without_a_time_says_when_it_was_seen() -> None:
    assert "seen 7 Oct 2020, 07:30 (Toronto)" in rendered(message(replace(ARTICLE, published_at=None)), "plain").text


def test_an_item_without_a_safe_link_is_told_without_one() -> None:
    for form in FORMS:
        one = rendered(message(replace(ARTICLE, url="javascript:alert(1)")), form)
        assert "javascript" not in every_text(one) + one.html


def test_many_watches_and_outlets_are_counted_not_listed() -> None:
    crowded = replace(ARTICLE, watches=(WESCAM,) * 500, also_in=tuple(f"Outlet {number}" for number in range(14)))
    shown = " ".join(rendered(message(crowded), "email").text.split())
    assert "492 more" in shown
    assert "Also in 14 outlets: Outlet 0, Outlet 1, Outlet 2, Outlet 3, Outlet 4 and 9 more" in shown


def test_the_text_of_a_mail_has_72_columns_and_whole_links() -> None:
    link = "https://example.org/" + "long-path/" * 12
    text = rendered(message(replace(ARTICLE, url=link), SPEECH), "email").text
    assert link in text
    assert all(len(line) <= 72 for line in text.splitlines() if "https://" not in line)


def test_a_mail_loads_nothing_from_afar_and_keeps_its_tint_in_the_dark() -> None:
    html = rendered(message(ARTICLE), "email").html
    page = Reader(html)
    assert page.links == ["https://example-news.net/2020/10/canada?a=1&b=2"]
    assert not page.tags & {"img", "script", "link", "iframe", "form"}
    assert not re.search(r"url\(|@import", html)
    assert "prefers-color-scheme: dark" in html


def test_the_preview_of_a_mail_is_the_passage() -> None:
    html = rendered(message(ARTICLE), "email").html
    body = Reader(html[html.index("<body>") :]).words.strip()
    assert body.startswith("… cameras produced by L Threis Wiskam, the Canadian unit of …")


def test_matrix_gets_only_the_html_that_rooms_show() -> None:
    folded = replace(ARTICLE, reports=LISTED.reports)
    for part in (
        message(folded, SPEECH, public_url="https://tocsin.example.org/"),
        message(folded, SPEECH, is_digest=True, listed=(LISTED,)),
        message(listed=(LISTED,)),
    ):
        page = Reader(rendered(part, "matrix").html)
        assert page.tags <= MATRIX_TAGS
        assert page.attributes <= {"href"}


def test_slack_shows_a_match_in_bold_also_where_words_have_no_spaces() -> None:
    chinese = replace(ARTICLE, excerpts=(Excerpt("text", "土耳其", "巴伊卡", "公司", "", How.EXACT),))
    quotes = [text for text in slack_texts(rendered(message(chinese), "slack")) if text.startswith("> ")]
    assert quotes == ["> 土耳其\u200b*巴伊卡*\u200b公司"]


@pytest.mark.parametrize("form", FORMS)
def test_a_digest_is_grouped_by_watch_and_ends_with_what_is_only_possible(form: Form) -> None:
    one = rendered(message(replace(ARTICLE, watches=(WESCAM, BAYKAR)), SPEECH, is_digest=True, possible=(GUESS,)), form)
    shown = "\n".join(slack_texts(one)) or Reader(one.html).words.partition("}")[2] or one.text
    order = [
        "L3Harris WESCAM (Arms exports)",
        "also Baykar",
        "Baykar (Arms exports)",
        "Export permits",
        "Possible mentions",
        "A cup of tea",
    ]
    found = [shown.rindex(text) for text in order]
    assert found == sorted(found)
    assert "Arms exports: 1 story, 1 speech (Wed 7 Oct, 07:30)" in every_text(one)


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("is_digest", [False, True])
def test_another_spelling_is_explained_once_and_beside_its_passage(form: Form, is_digest: bool) -> None:  # noqa: FBT001
    for body in bodies(rendered(message(ARTICLE, is_digest=is_digest), form)):
        assert body.count("sounds like L3Harris WESCAM (0.97)") == 1
        assert body.index("sounds like") - body.index("the Canadian unit of …") < 30


@pytest.mark.parametrize("form", FORMS)
def test_a_story_of_a_digest_without_a_passage_says_why_too(form: Form) -> None:
    shown = " ".join(every_text(rendered(message(replace(ARTICLE, excerpts=()), is_digest=True), form)).split())
    assert "sounds like L3Harris WESCAM (0.97) · example-news.net" in shown


@pytest.mark.parametrize("form", FORMS)
def test_a_possible_mention_says_what_it_rests_on_and_how_to_answer(form: Form) -> None:
    one = rendered(message(is_digest=True, possible=(GUESS,)), form)
    for body in bodies(one):
        needed = (
            "These are uncertain",
            "A cup of tea",
            "Baykar · example-news.net · 6 Oct 2020, 09:12 (Toronto) · English",
            "… a cup from ",
            "Baycar",
            "sounds like Baykar (0.71)",
            "Not this? ",
            "tocsin not-this 12 arms/baykar",
            "Meant? Add ",
            '"Baycar"',
            " of Baykar in ",
            "watchlists/arms.yaml",
        )
        places = [body.index(piece) for piece in needed]
        assert places == sorted(places)
    assert "https://example-news.net" in one.text


@pytest.mark.parametrize("form", FORMS)
def test_the_answer_to_a_possible_mention_can_be_copied_as_it_stands(form: Form) -> None:
    odd = replace(GUESS, story=replace(GUESS.story, watches=(replace(PERHAPS, watch=WatchKey("arms/يو_بي & *x*")),)))
    one = rendered(message(is_digest=True, possible=(odd,)), form)
    command = f"tocsin not-this 12 'arms/يو_بي {'&amp;' if form == 'slack' else '&'} *x*'"
    assert all(command in body for body in bodies(one))
    assert not one.blocks or f"`{command}`" in "".join(slack_texts(one))


def test_the_bar_of_a_quotation_stands_where_its_lines_begin_if_the_mail_program_can_do_it() -> None:
    for is_digest in (False, True):
        page = rendered(message(replace(ARTICLE, lang="ar"), is_digest=is_digest), "email").html
        first, second = re.findall("<style>(.*?)</style>", page, re.DOTALL)
        assert "blockquote { margin: 12px 0; padding: 2px 0 2px 12px; border-left: 3px solid" in first
        assert re.search(r"@supports \(border-inline-start: .*border-left: 0; border-inline-start: 3px solid", second, re.DOTALL)
        assert '<blockquote dir="auto" lang="ar">' in page


@pytest.mark.parametrize("form", FORMS)
def test_the_alias_to_add_is_one_in_yaml_whatever_is_in_it(form: Form) -> None:
    odd = replace(GUESS, spellings=('Bay: Car,\n#"x"_*',))
    one = rendered(message(is_digest=True, possible=(odd,)), form)
    assert all(r'"Bay: Car, #\"x\"_*"' in " ".join(body.split()) for body in bodies(one))
    assert yaml.safe_load(r'aliases: ["Bay: Car, #\"x\"_*"]') == {"aliases": ['Bay: Car, #"x"_*']}


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("spelling", ["", "Baycar " * 30])
def test_what_is_no_other_spelling_is_not_proposed_as_an_alias(form: Form, spelling: str) -> None:
    one = rendered(message(is_digest=True, possible=(replace(GUESS, spellings=(spelling,)),)), form)
    assert all("Not this? " in body and "Meant?" not in body for body in bodies(one))


@pytest.mark.parametrize("form", FORMS)
def test_possible_mentions_that_are_not_shown_are_counted(form: Form) -> None:
    one = rendered(message(is_digest=True, possible=(GUESS,) * 20, possible_left_out=7), form)
    shown = " ".join(every_text(one).split())
    listed = one.text.count("Not this?")
    assert f"{27 - listed} more possible mentions. See them with: tocsin hits --tier possible" in shown
    assert len((one.text + one.html).encode()) <= SHAPES[form].most_bytes


@pytest.mark.parametrize("form", FORMS)
def test_a_digest_full_of_stories_leaves_out_possible_mentions_first(form: Form) -> None:
    one = rendered(message(*[SPEECH] * 60, is_digest=True, possible=(GUESS,)), form)
    assert "1 more possible mention. See them" in " ".join(every_text(one).split())
    assert "Not this?" not in one.text


def test_a_digest_shows_passages_under_the_first_three_stories_of_a_watch() -> None:
    assert rendered(message(*[ARTICLE] * 5, is_digest=True), "email").text.count("> …") == 3


@pytest.mark.parametrize("form", FORMS)
def test_a_digest_without_stories_says_so(form: Form) -> None:
    assert "nothing new" in rendered(message(is_digest=True), form).text
    assert "nothing new" in rendered(message(), form).text


@pytest.mark.parametrize("form", FORMS)
def test_a_digest_beyond_what_a_channel_holds_leaves_stories_out_and_counts_them(form: Form) -> None:
    big = replace(ARTICLE, title="&" * 400, url="https://example.org/" + "&" * (LONGEST_LINK - 30))
    one = rendered(message(*[big] * 300, is_digest=True), form)
    assert re.search(r"\d+ more stories are not shown; list them with: tocsin hits", " ".join(every_text(one).split()))
    assert len((one.text + one.html).encode()) <= max(SHAPES[form].most_bytes, 5_000)
    assert len(one.blocks) <= 50
    assert all(1 <= len(text) <= 3000 for text in slack_texts(one))


@pytest.mark.parametrize("form", FORMS)
def test_a_console_is_linked_where_there_is_one(form: Form) -> None:
    part = replace(message(ARTICLE), public_url="https://tocsin.example.org/")
    one = rendered(part, form)
    assert "https://tocsin.example.org/" in one.text
    assert not one.html or "https://tocsin.example.org/" in Reader(one.html).links
    assert not one.blocks or "<https://tocsin.example.org/|console>" in slack_texts(one)


@pytest.mark.parametrize("form", FORMS)
def test_a_notice_shows_its_lines_and_marks_what_is_to_be_copied(form: Form) -> None:
    one = render_notice("example.org has not been read", ["It answers <b>503</b>.", "", "Try `tocsin status`."], form, TEMPLATES)
    assert one.subject == "example.org has not been read"
    assert "`tocsin status`" in one.text
    assert ("<code>tocsin status</code>" in one.html) is SHAPES[form].html
    assert "<b>" not in one.html
    assert not one.blocks or "Try `tocsin status`." in slack_texts(one)


def test_a_notice_with_too_many_lines_says_how_many_are_missing() -> None:
    one = render_notice("x.yaml was not accepted", [f"line {number}" for number in range(60)], "slack", TEMPLATES)
    assert "20 more lines are not shown." in one.text
    assert len(one.blocks) <= 50


def test_a_stray_back_quote_marks_nothing() -> None:
    assert "<code>" not in render_notice("x", ["It's a ` b"], "email", TEMPLATES).html


PINGS = ["@room", "@everyone", "<!channel>", "<!here>", "<@U0123456>", "*bold*", "`code`", "javascript:x", "\r\nBcc: x@y.example"]
MARKUP = ["<script>alert(1)</script>", "<img src=x>", "</blockquote>", "]]>", '" onload="x', "&lt;", "{{ 7*7 }}", "{% include 'x' %}"]
CONTROLS = ["\u202e", "\u2066", "\u2028", "\ud800", "\x00"]
SPITE = st.sampled_from([*PINGS, *MARKUP, *CONTROLS])
hostile = st.lists(SPITE | st.text(max_size=12), max_size=6).map("".join)
addresses = st.none() | hostile | hostile.map("https://example.org/".__add__)


@st.composite
def hostile_amends(draw: st.DrawFn) -> Amended:
    corrections = tuple(Correction(draw(hostile), draw(hostile)) for _ in range(draw(st.integers(0, 2))))
    return Amended(draw(hostile), draw(hostile), corrections, is_withdrawn=draw(st.booleans()))


@st.composite
def hostile_speeches(draw: st.DrawFn) -> SpeechPart:
    return SpeechPart(
        kind=Kind.ANSWER,
        speaker=Speaker(draw(hostile), party=draw(hostile), role=draw(hostile), constituency=draw(hostile)),
        url=draw(addresses),
        lang=draw(st.none() | hostile),
        excerpts=(Excerpt(f"text@{draw(hostile)}", draw(hostile), draw(hostile), draw(hostile), draw(hostile), How.VARIANT),),
        status=draw(hostile),
        asked=draw(hostile),
        amended=draw(st.none() | hostile_amends()),
    )


@st.composite
def hostile_stories(draw: st.DrawFn) -> StoryPart:
    return replace(
        draw(st.sampled_from([ARTICLE, SPEECH])),
        title=draw(hostile),
        outlet=draw(hostile),
        url=draw(addresses),
        lang=draw(st.none() | hostile),
        speaker=Speaker(draw(hostile), party=draw(hostile)),
        headings=(draw(hostile),),
        watches=(replace(WESCAM, label=draw(hostile), why=draw(hostile), watchlist=draw(hostile)), PERHAPS),
        excerpts=(Excerpt("text", draw(hostile), draw(hostile), draw(hostile), draw(hostile), How.VARIANT),),
        also_in=(draw(hostile),),
        status=draw(hostile),
        folded_because=draw(hostile),
        house=draw(hostile),
        asked=draw(hostile),
        amended=draw(st.none() | hostile_amends()),
        speeches=tuple(draw(st.lists(hostile_speeches(), max_size=2))),
        reports=tuple(draw(st.lists(hostile_reports(), max_size=2))),
        speaks_up=draw(st.booleans()),
    )


@st.composite
def hostile_reports(draw: st.DrawFn) -> ReportPart:
    return ReportPart(draw(hostile), draw(hostile), draw(addresses), draw(hostile), draw(st.none() | hostile), (draw(hostile),))


@st.composite
def hostile_lists(draw: st.DrawFn) -> ListedPart:
    watch = replace(WESCAM, label=draw(hostile), watchlist=draw(hostile))
    return ListedPart(draw(hostile), NOW, (watch,), tuple(draw(st.lists(hostile_reports(), min_size=1, max_size=3))))


def guessed(story: StoryPart) -> PossiblePart:
    return replace(GUESS, story=story, spellings=tuple(each.matched for each in story.excerpts))


def assert_harmless(one: Rendered, form: Form) -> None:
    assert len(one.subject.splitlines()) == 1
    everything = every_text(one)
    everything.encode()
    assert not re.search("[\x00-\x09\x0b-\x1f\u202a-\u202e\u2066-\u2069\u2028]", everything)
    page = Reader(one.html)
    assert all(link.startswith(("https://", "http://")) for link in page.links)
    assert "onload" not in page.attributes
    assert not page.tags & {"script", "img", "iframe"}
    if form != "email":
        assert not re.search(r"@(room|everyone|here|channel)", everything + one.html)
    if form == "slack":
        assert not re.search(r"<(?!https?://[^<>|\s]+\|)", everything)


@settings(max_examples=40, deadline=None)
@given(st.lists(hostile_stories(), min_size=1, max_size=2), st.sampled_from(FORMS), st.booleans())
def test_nothing_that_a_feed_says_acts_in_any_form(stories: list[StoryPart], form: Form, is_digest: bool) -> None:  # noqa: FBT001
    possible = tuple(guessed(story) for story in stories) if is_digest else ()
    assert_harmless(rendered(message(*stories, is_digest=is_digest, possible=possible), form), form)


@settings(max_examples=40, deadline=None)
@given(st.lists(hostile_lists(), min_size=1, max_size=2), st.sampled_from(FORMS), st.booleans())
def test_nothing_that_a_feed_says_acts_in_a_list_of_reports(listed: list[ListedPart], form: Form, is_digest: bool) -> None:  # noqa: FBT001
    assert_harmless(rendered(message(listed=tuple(listed), is_digest=is_digest), form), form)


@settings(max_examples=30, deadline=None)
@given(hostile, st.lists(hostile, max_size=3), st.sampled_from(FORMS))
def test_nothing_that_a_server_says_acts_in_a_notice(title: str, lines: list[str], form: Form) -> None:
    assert_harmless(render_notice(title + "x", lines, form, TEMPLATES), form)


@pytest.mark.parametrize("form", FORMS)
def test_text_that_looks_like_a_template_is_shown_as_it_is(form: Form) -> None:
    assert "{{ 7 + 7 }}" in every_text(rendered(message(replace(ARTICLE, title="{{ 7 + 7 }}")), form))


QUESTION = SpeechPart(
    Kind.QUESTION,
    Speaker("Mr. B. Other", party="Other Party", constituency="Northtown"),
    "https://example.org/hansard/12#p6",
    "en",
    (Excerpt("text", "why ", "Baykar", " got a permit", "written as watched", How.EXACT),),
)
REPLY = SpeechPart(
    Kind.ANSWER,
    Speaker("Hon. A. Member", party="Example Party", role="Minister", is_chair=True),
    "https://example.org/hansard/12#p7",
    "en",
    (Excerpt("text@fr", "le permis de ", "Baykar", " fut suspendu", "written as watched", How.EXACT),),
    status="draft",
    asked="Why did the firm get a permit?",
)
DEBATE = replace(SPEECH, title="Export permits", excerpts=(), speeches=(QUESTION, REPLY), sitting_date=date(2020, 10, 7), house="senate")
CORRECTED = replace(SPEECH, amended=Amended(corrections=(Correction("Baykar got a permit.", "Baykar got no permit."),)))


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("is_digest", [False, True])
def test_a_debate_lists_every_speaker_with_party_words_and_link(form: Form, is_digest: bool) -> None:  # noqa: FBT001 a parameter of the test
    one = rendered(message(DEBATE, is_digest=is_digest), form)
    for body in bodies(one):
        for words in ("Mr. B. Other (Other Party, Northtown)", "Hon. A. Member (Example Party, Minister, in the chair)", "asked", "draft"):
            assert words in body
        assert "Asked: Why did the firm get a permit?" in body
        assert "From the text in French" in body
        assert "Senate" in body
        assert "sitting of 7 Oct 2020" in body
    shown = one.text + one.html + "\n".join(slack_texts(one))
    assert all(speech.url in shown for speech in (QUESTION, REPLY) if speech.url)


@pytest.mark.parametrize("form", FORMS)
def test_a_debate_beyond_the_form_says_how_many_speeches_are_left_out(form: Form) -> None:
    one = rendered(message(replace(DEBATE, speeches=(QUESTION, REPLY) * 60)), form)
    assert len((one.text + one.html).encode()) <= SHAPES[form].most_bytes
    assert len(one.blocks) <= 50
    assert all(re.search(r"\d+ more speeches, see ", body) for body in bodies(one))


def test_the_subject_of_a_debate_names_it_and_who_spoke_first() -> None:
    assert rendered(message(DEBATE), "email").subject == "Baykar: Export permits (Other, Member)"


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("is_digest", [False, True])
def test_a_correction_shows_the_old_and_the_new_words(form: Form, is_digest: bool) -> None:  # noqa: FBT001 a parameter of the test
    one = rendered(message(CORRECTED, is_update=True, is_digest=is_digest), form)
    for body in bodies(one):
        assert re.search(r"It said: (> )?Baykar got a permit\. It says now: (> )?Baykar got no permit\.", body)
    assert is_digest or "(corrected)" in one.subject


@pytest.mark.parametrize("form", FORMS)
def test_a_long_correction_fits_its_form_and_shows_the_place_that_changed(form: Form) -> None:
    long = "The minister said many things " * 40
    changes = tuple(Correction(f"{long}and {number} permits.", f"{long}and no {number} permits.") for number in range(9))
    one = rendered(message(replace(SPEECH, amended=Amended(corrections=changes)), is_update=True), form)
    assert len((one.text + one.html).encode()) <= SHAPES[form].most_bytes
    assert all("and no 0 permits." in body for body in bodies(one))
    assert all("more change" in body for body in bodies(one))


@pytest.mark.parametrize("form", FORMS)
def test_a_phase_and_a_withdrawal_are_said(form: Form) -> None:
    phase = rendered(message(replace(SPEECH, amended=Amended("tabled", "answered")), is_update=True), form)
    gone = rendered(message(replace(SPEECH, amended=Amended(is_withdrawn=True)), is_update=True), form)
    assert all("Was: tabled. Now: answered." in body for body in bodies(phase))
    assert all("This was withdrawn." in body for body in bodies(gone))
    assert "(answered)" in phase.subject
    assert "(withdrawn)" in gone.subject


@pytest.mark.parametrize("form", FORMS)
def test_the_state_of_a_record_is_told_in_words(form: Form) -> None:
    for body in bodies(rendered(message(replace(SPEECH, status="draft")), form)):
        assert "French · draft record" in body
    for body in bodies(rendered(message(replace(ARTICLE, status="revised")), form)):
        assert "English · revised" in body
