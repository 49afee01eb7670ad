"""A message as a page: what is bold, quoted and linked in Slack is so here, and nothing that is escaped comes to life."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.alerts.pages import mrkdwn, page
from monitor.alerts.samples import SAMPLE_KINDS, sample
from tests.alerts.pieces import message
from tests.alerts.test_render import FORMS, Reader, hostile_stories, rendered


@pytest.mark.parametrize(
    ("marked", "shown"),
    [
        ("*bold* and _slanted_ and `code`", "<strong>bold</strong> and <em>slanted</em> and <code>code</code>"),
        ("<https://example.org/a_b_c|read _it_>", '<a href="https://example.org/a_b_c">read <em>it</em></a>'),
        ("> quoted *here*\nand on", "<blockquote>quoted <strong>here</strong></blockquote>and on"),
        ("土耳其\u200b*巴伊卡*\u200b公司", "土耳其<strong>巴伊卡</strong>公司"),
        ("2 * 3 * 4 and snake_case_name", "2 * 3 * 4 and snake_case_name"),
        ("&lt;b&gt;", "&lt;b&gt;"),
    ],
)
def test_the_markup_of_slack_is_shown_as_slack_does(marked: str, shown: str) -> None:
    assert mrkdwn(marked) == shown


def test_every_sample_is_a_page_that_loads_nothing() -> None:
    for kind in SAMPLE_KINDS:
        part = sample(kind).part
        for form in FORMS:
            if part is not None:
                shown = Reader(page(rendered(part, form), form))
                assert not shown.tags & {"img", "script", "link", "iframe"}
                assert "Minister orders a review" in shown.words or kind == "follow-up"


@settings(max_examples=25, deadline=None)
@given(hostile_stories(), st.sampled_from(FORMS))
def test_nothing_that_a_feed_says_acts_on_a_page(story: object, form: str) -> None:
    shown = Reader(page(rendered(message(story), form), form))  # type: ignore[arg-type]
    assert not shown.tags & {"script", "img", "iframe"}
    assert "onload" not in shown.attributes
    assert all(link.startswith(("https://", "http://")) for link in shown.links)
