"""What others print around a story goes; what the story says stays."""
# ruff: noqa: RUF001  texts of other scripts

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.stories.clean import clean
from monitor.stories.markup import plain

TITLE = "Minister pauses drone camera exports"
BODY = "The minister paused exports of drone cameras on Tuesday.\nA review will report within a month, she told the House."


@pytest.mark.parametrize(
    "wrapped",
    [
        f"[ad_1]\n<br><div><p>{BODY}</p></div>\n<br>[ad_2]\n<br><a href='https://wire.example/a'>Source </a>",
        f"Buy now [ad_1] {BODY} [ad_2] Source link",
        f"By Jane Doe\nPublished March 3, 2031\nOTTAWA (Example Wire) - {BODY}",
        f"OTTAWA, March 3 (Example Wire) — {BODY}",
        f"OTTAWA — {BODY}",
        f"МОСКВА, 3 марта. /ПРИМЕР/. {BODY}",
        f"{TITLE}\n{BODY}",
        f"READ MORE: What we know\nAdvertisement\n{BODY}\n(Reporting by J. Smith)\nOur Standards: The Example Principles.",
        f"{BODY}\nThe post {TITLE} appeared first on Example Wire.",
        f"{BODY}\nRead the full story on our site\nRelated: five things to watch\n© 2031 Example. All rights reserved.",
        f"{BODY}\nSource: Example Wire\nSubscribe to our newsletter",
        f"{BODY.removesuffix('.')}. [...]",
        f'[fusion_text columns="1"]{BODY}[/fusion_text]',
        f'[caption id="attachment_7" width="300"][/caption]{BODY}',
        f"<p>{BODY}</p><script>track('<p>')</script>",
    ],
)
def test_the_wrapping_goes_and_the_story_stays(wrapped: str) -> None:
    assert clean(TITLE, wrapped).split() == BODY.split() or clean(TITLE, wrapped).split() == BODY.removesuffix(".").split()


@pytest.mark.parametrize(
    "text",
    [
        "By 2031 the company will have left the country.",
        "Exports of L3Harris (WESCAM)-made cameras fell.",
        "Shares of <BFD> rose, a < b, and that was all.",
        "The minister spoke.\nSource: the ministry\nThen she left.",
        "Turkey-based Baykar said no.",
        "The minister [who resigned] spoke [sic] of [a_b c.",
    ],
)
def test_what_only_looks_like_wrapping_stays(text: str) -> None:
    assert clean("", text) == text


def test_nothing_said_is_nothing_left() -> None:
    assert clean("", "") == ""
    assert clean(TITLE, TITLE) == ""
    assert clean(TITLE, "[ad_1][ad_2]") == ""


def test_script_that_never_ends_hides_only_itself() -> None:
    assert plain("<p>one</p><script>var x = 1;").split() == ["one"]
    assert plain("Rheinmetall &amp; Co") == "Rheinmetall & Co"


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=40), st.text(max_size=400))
def test_any_text_is_cleaned_and_never_grows(title: str, text: str) -> None:
    assert len(clean(title, text)) <= len(plain(text))


def test_a_megabyte_of_brackets_cost_no_more_than_of_words() -> None:
    for text in ("([" * 500_000, "<p " * 330_000, "<script>" * 120_000, "a - " * 250_000):
        clean("a", text)
