"""Whatever a message holds, each story, speech and report of it is shown or counted, in every form."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, get_args

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from monitor.alerts.blocks import MOST_BLOCKS
from monitor.alerts.mrkdwn import LONGEST_SECTION, cut
from monitor.alerts.parts import Amended, Correction, Excerpt, Form, ListedPart, SpeechPart, StoryPart
from monitor.alerts.render import SHAPES, render, render_notice
from monitor.alerts.shortening import CUT, shortened
from monitor.model import How, Kind, Rendered, Speaker
from tests.alerts.pieces import ARTICLE, NOW, REPORT, SPEECH, TEMPLATES, TORONTO, WESCAM, message
from tests.alerts.test_render import bodies, slack_texts

if TYPE_CHECKING:
    from monitor.alerts.parts import MessagePart

FORMS: tuple[Form, ...] = get_args(Form)


def speech(number: str, *, is_amended: bool) -> SpeechPart:
    words = Excerpt("text", f"word{number}. " + "and so on " * 15, "Baykar", " it went " * 15, "", How.EXACT)
    amended = Amended(corrections=tuple(Correction(f"old {at} " * 30, f"new {at} " * 30) for at in range(5))) if is_amended else None
    return SpeechPart(Kind.SPEECH, Speaker(f"speaker{number}."), "https://example.org/s", "en", (words,), amended=amended)


@st.composite
def stories(draw: st.DrawFn, number: int) -> StoryPart:
    reports = tuple(replace(REPORT, title=f"report{number}-{one}.") for one in range(draw(st.integers(0, 7))))
    speeches = draw(st.integers(0, 30)) if draw(st.booleans()) else 0
    return replace(
        draw(st.sampled_from([ARTICLE, SPEECH])),
        title=f"story{number}.",
        headings=(),
        watches=(replace(WESCAM, label=draw(st.sampled_from(["One", "Two"]))),),
        speeches=tuple(speech(f"{number}-{one}", is_amended=draw(st.booleans())) for one in range(speeches)),
        reports=reports,
    )


@st.composite
def messages(draw: st.DrawFn) -> MessagePart:
    is_digest = draw(st.booleans())
    told = tuple(draw(stories(number)) for number in range(draw(st.integers(1, 12))))
    many = tuple(replace(ARTICLE, title=f"story{number}.") for number in range(len(told), draw(st.sampled_from([0, 0, 45, 90]))))
    listed = (ListedPart("x", NOW, (WESCAM,), tuple(replace(REPORT, title=f"report9{one}-.") for one in range(draw(st.integers(0, 40))))),)
    return message(*told, *many, is_digest=is_digest, listed=listed if is_digest and listed[0].reports else ())


def shown_of(one: Rendered) -> str:
    """What a reader of this form sees first: blocks in Slack, the page of a mail, else the text."""
    return bodies(one)[-1] if one.html or one.blocks else one.text


def counted(shown: str, what: str) -> int:
    return sum(int(found.replace(",", "")) for found in re.findall(rf"([\d,]+) more {what}", shown))


def stories_left_out(shown: str) -> int:
    """Count the stories that are said not to be shown, those of watches without any room among them."""
    found = re.findall(r"([\d,]+) (?:more )?stor(?:y|ies) (?:(?:is|are) not shown|of [\d,]+ more watch)", shown)
    return sum(int(number.replace(",", "")) for number in found)


@settings(max_examples=50, deadline=None)
@given(messages(), st.sampled_from(FORMS))
def test_every_story_speech_and_report_is_shown_or_counted(part: MessagePart, form: Form) -> None:
    one = render(part, form, TORONTO, TEMPLATES)
    for body in bodies(one):
        shown = {int(number) for number in re.findall(r"story(\d+)\.", body)}
        assert len(shown) + stories_left_out(body) == len(part.stories)
        for number in shown:
            seen = len(set(re.findall(rf"speaker{number}-(\d+)\.", body)))
            assert seen <= len(part.stories[number].speeches)
        told = [part.stories[number] for number in sorted(shown)]
        assert len(set(re.findall(r"speaker\d+-\d+\.", body))) + counted(body, "speech") == sum(len(story.speeches) for story in told)
        listed = sum(len(story.reports) for story in told) + sum(len(each.reports) for each in part.listed)
        assert len(set(re.findall(r"report\d+-\d*\.", body))) + counted(body, "report") == listed
    assert len(one.blocks) <= MOST_BLOCKS
    assert all(1 <= len(text) <= LONGEST_SECTION for text in slack_texts(one))
    assert len((one.text + one.html).encode()) <= SHAPES[form].most_bytes


def test_a_slack_digest_of_many_debates_loses_none() -> None:
    debates = [
        replace(SPEECH, title=f"story{number}.", speeches=tuple(speech(f"{number}-{one}", is_amended=False) for one in range(4)))
        for number in range(14)
    ]
    shown = shown_of(render(message(*debates, is_digest=True), "slack", TORONTO, TEMPLATES))
    assert len(set(re.findall(r"story\d+\.", shown))) == 14


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("is_digest", [False, True])
def test_five_hundred_hits_in_one_item_stay_one_bounded_message(form: Form, is_digest: bool) -> None:  # noqa: FBT001
    watches = tuple(replace(WESCAM, label=f"{number} " + "&" * 75, why="&" * 160) for number in range(500))
    passages = tuple(Excerpt("text", "&" * 400, "&" * 400, "&" * 400, "&" * 200, How.VARIANT) for _ in range(500))
    crowded = replace(ARTICLE, title="&" * 400, watches=watches, excerpts=passages, also_in=("&" * 60,) * 500)
    one = render(message(crowded, is_digest=is_digest), form, TORONTO, TEMPLATES)
    assert len((one.text + one.html).encode()) <= SHAPES[form].most_bytes
    assert len(one.blocks) <= MOST_BLOCKS
    assert all(1 <= len(text) <= LONGEST_SECTION for text in slack_texts(one))
    assert "https://example-news.net/2020/10/canada?a=1&b=2" in one.text.replace("&amp;", "&")
    assert is_digest or "492 more" in shown_of(one) or CUT in one.text


@pytest.mark.parametrize("form", FORMS)
def test_a_notice_of_any_length_fits_and_counts_what_is_left_out(form: Form) -> None:
    one = render_notice("Much is wrong", [f"line{number}. " + "\U00010400" * 900 for number in range(60)], form, TEMPLATES)
    assert len((one.text + one.html).encode()) <= SHAPES[form].most_bytes
    for body in bodies(one):
        assert len(set(re.findall(r"line\d+\.", body))) + counted(body, "lines? (?:is|are) not shown") == 60


def test_a_link_too_long_for_slack_is_said_to_be_missing() -> None:
    shown = shown_of(render(message(replace(ARTICLE, url="https://example.org/?" + "&" * 1400)), "slack", TORONTO, TEMPLATES))
    assert "Canada investigates diversion" in shown
    assert "its address is too long to be linked here" in shown


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=300), st.integers(200, 900))
@example("x" * 3000, 200)
@example("one\ntwo\nhttps://example.org/a\n" + "\N{EURO SIGN}" * 900, 200)
def test_a_cut_text_stays_within_its_bytes_and_keeps_its_link(text: str, most: int) -> None:
    link = "https://example.org/the-article"
    whole = f"{text}\nRead the article: {link}\n" + "rest of it\n" * 100
    short = shortened(whole, most)
    assert len(short.encode()) <= most
    assert short == whole or (CUT in short and (link in short or "http" in text))


def test_a_text_that_fits_is_not_touched() -> None:
    assert shortened("one\ntwo\n", 9) == "one\ntwo\n"


@given(
    st.lists(st.sampled_from(["<https://example.org/a|read>", "&amp;", "&lt;", "word ", "x" * 20]), max_size=40).map("".join),
    st.integers(30, 300),
)
def test_slack_text_is_cut_outside_links_and_escapes(text: str, most: int) -> None:
    short = cut(text, most)
    assert len(short) <= most
    assert short.count("<") == short.count(">")
    assert not re.search(r"&(?!amp;|lt;|gt;)", short)
