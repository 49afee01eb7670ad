"""Other reports of a story are named with outlet, address and the reason why they were folded, in every form, and counted beyond a few."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, get_args

import pytest

from monitor.alerts.inert import LONGEST_LINK
from monitor.alerts.parts import Form
from monitor.alerts.render import SHAPES, render
from monitor.alerts.reports import MOST_REPORTS, folded
from monitor.model import ItemId
from tests.alerts.pieces import ARTICLE, GUESS, LISTED, REPORT, SECOND_REPORT, SPEECH, TEMPLATES, TORONTO, message
from tests.alerts.test_render import bodies as written
from tests.alerts.test_render import slack_texts

if TYPE_CHECKING:
    from monitor.alerts.parts import MessagePart
    from monitor.model import Rendered

FORMS: tuple[Form, ...] = get_args(Form)
FOLDED = replace(ARTICLE, also_in=("Example Wire",), reports=(REPORT, SECOND_REPORT))
MANY = tuple(replace(REPORT, title=f"Report {number}", outlet=f"Outlet {number}", also_in=()) for number in range(40))


def rendered(part: MessagePart, form: Form) -> Rendered:
    return render(part, form, TORONTO, TEMPLATES)


def bodies(one: Rendered) -> list[str]:
    """What each reader sees: of Slack's own marks nothing but the words."""
    return [
        re.sub(r"<[^|>\s]+\|([^>]*)>", r"\1", body).replace("*", "").replace("_", "").replace("\N{BULLET} ", "") for body in written(one)
    ]


def everything(one: Rendered) -> str:
    return one.text + one.html + "\n".join(slack_texts(one))


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("is_digest", [False, True])
def test_a_story_lists_its_other_reports_below_the_outlets_of_its_copies(form: Form, is_digest: bool) -> None:  # noqa: FBT001 a parameter of the test
    one = rendered(message(FOLDED, is_digest=is_digest), form)
    for body in bodies(one):
        places = [
            body.index(words)
            for words in (
                "Also in 1 outlet: Example Wire",
                "Other reports:",
                "Ottawa looks into drone cameras - Herald, also in Mirror, Echo",
                "folded: 83 % likely the same event",
                "Kanada prüft Kamera-Exporte - Tagblatt",
                "folded: 71 % likely the same event",
            )
        ]
        assert places == sorted(places)
    assert "https://herald.example/drone-cameras?a=1&" in everything(one)


def test_one_other_report_stands_on_one_line_with_what_it_is() -> None:
    text = rendered(message(replace(FOLDED, reports=(REPORT,))), "plain").text
    assert "Another report: Ottawa looks into drone cameras - Herald, also in Mirror, Echo · https://herald.example/drone" in text


@pytest.mark.parametrize("form", FORMS)
def test_reports_beyond_a_few_are_counted(form: Form) -> None:
    one = rendered(message(replace(FOLDED, reports=MANY)), form)
    shown = MOST_REPORTS[form]
    for body in bodies(one):
        assert f"Report {shown - 1} -" in body
        assert f"Report {shown} -" not in body
        assert f"{40 - shown} more reports" in body


@pytest.mark.parametrize("form", FORMS)
def test_reports_with_endless_addresses_fit_the_form(form: Form) -> None:
    big = replace(REPORT, title="&" * 400, url="https://example.org/" + "&" * (LONGEST_LINK - 30))
    for part in (
        message(replace(FOLDED, reports=(big,) * 60)),
        message(listed=(replace(LISTED, reports=(big,) * 60),)),
        message(*[FOLDED] * 40, is_digest=True, listed=(replace(LISTED, reports=(big,) * 60),) * 20),
    ):
        one = rendered(part, form)
        assert len((one.text + one.html).encode()) <= max(SHAPES[form].most_bytes, 6_500)
        assert len(one.blocks) <= 50
        assert all(1 <= len(text) <= 3000 for text in slack_texts(one))


@pytest.mark.parametrize("form", FORMS)
def test_a_list_is_short_and_says_at_once_what_was_also_reported(form: Form) -> None:
    one = rendered(message(is_update=True, listed=(replace(LISTED, reports=(REPORT,)),)), form)
    for body in bodies(one):
        assert body.startswith("Also reported:")
        assert "Ottawa looks into drone cameras - Herald, also in Mirror, Echo" in body
        assert 'folded: 83 % likely the same event: "Canada investigates diversion"' in body
        assert "Other reports" not in body
    assert one.text.splitlines()[0].startswith("Also reported: Ottawa looks into drone cameras - Herald")
    assert one.subject == "Also reported: Ottawa looks into drone cameras - Herald"
    assert not one.html or "Ottawa looks into drone cameras - Herald" in one.html.replace("</a>", "").replace("</span>", "")


@pytest.mark.parametrize("form", FORMS)
def test_several_reports_of_one_message_are_one_list(form: Form) -> None:
    one = rendered(message(is_update=True, listed=(LISTED,)), form)
    for body in bodies(one):
        assert body.count("Also reported:") == 1
        assert body.index("Herald") < body.index("Tagblatt")
        assert "Arms exports" in body


@pytest.mark.parametrize("form", FORMS)
def test_a_digest_ends_with_other_reports_of_what_was_told_before_and_then_what_is_only_possible(form: Form) -> None:
    one = rendered(message(SPEECH, is_digest=True, listed=(LISTED,), possible=(GUESS,)), form)
    for body in bodies(one):
        order = (
            "Export permits",
            "Other reports of stories you were told of",
            "Canada investigates diversion of its own military technology to Azerbaijan",
            "you were told Wed 7 Oct, 07:30",
            "Ottawa looks into drone cameras - Herald",
            "Possible mentions",
        )
        assert [body.rindex(words) for words in order] == sorted(body.rindex(words) for words in order)


def test_the_tail_of_a_digest_is_capped_and_counts_the_rest() -> None:
    tail = tuple(replace(LISTED, title=f"Story {number}", reports=MANY[:20]) for number in range(3))
    (body, _) = bodies(rendered(message(is_digest=True, listed=tail), "email"))
    assert body.count(" - Outlet ") == 30
    assert "30 more reports are not shown; list them with: tocsin hits" in body
    assert "Story 2" not in body


@pytest.mark.parametrize("form", FORMS)
def test_a_parliament_that_joins_says_so_first(form: Form) -> None:
    joined = replace(SPEECH, speaks_up=True, folded_because="71 % likely the same event")
    for body in bodies(rendered(message(joined, is_update=True), form)):
        assert body.startswith("A parliament now speaks of a story that you were told of:")
        assert "folded: 71 % likely the same event" in body


@pytest.mark.parametrize("form", FORMS)
def test_a_digest_says_of_an_update_why_it_belongs_to_what_was_told_and_who_speaks(form: Form) -> None:
    update = replace(ARTICLE, folded_because="71 % likely the same event")
    joined = replace(SPEECH, speaks_up=True, folded_because="66 % likely the same event")
    for body in bodies(rendered(message(update, joined, is_update=True, is_digest=True), form)):
        assert "English · folded: 71 % likely the same event" in body
        assert "draft record · a parliament now speaks of what you were told of · folded: 66 % likely the same event" in body


def test_slack_sections_of_reports_hold_no_empty_lines() -> None:
    for text in slack_texts(rendered(message(FOLDED), "slack")):
        assert text == text.strip()
        assert "\n\n" not in text


def test_a_long_reason_ends_before_its_last_part_and_not_in_the_middle_of_a_headline() -> None:
    figures = "99 % likely the same event: titles alike 0.15, texts 0.32, both say customs, norvik, optronics"
    long = f'{figures}; as "Norvik cameras found at Tallow Bridge had been sold to Lakeside surveyor" in radio-lakeside'
    said = "folded: both say customs, norvik, optronics (99 % likely the same event)"
    assert folded(long) == said
    assert folded(f'{figures}; as "Norvik cameras" in radio') == f'{said}; as "Norvik cameras" in radio'


def test_a_reason_is_told_by_what_both_say_and_its_figures_are_left_to_why() -> None:
    alike = "71 % likely the same event: titles alike 0.06, texts 0.31"
    assert folded(f"its story proved to be the same by 4: {alike}, both say Wescam, drones") == (
        "folded: its story proved to be the same by 4: both say Wescam, drones (71 % likely the same event)"
    )
    assert folded(alike) == "folded: 71 % likely the same event"


def test_a_long_reason_without_parts_is_shortened_as_any_line() -> None:
    title = "; ".join(["Court hears exporters"] * 9)
    assert folded(f'71 % of its text is in "{title}"').endswith("…")


@pytest.mark.parametrize("form", FORMS)
def test_a_reader_who_knows_better_reads_how_to_say_so(form: Form) -> None:
    one = rendered(message(replace(ARTICLE, reports=(replace(REPORT, item=ItemId(45)),))), form)
    assert all(". Another story? tocsin story split 45" in body for body in bodies(one))
