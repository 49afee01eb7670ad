"""Templates: ours, and those that a user puts in the place of ours, in which text of strangers stays as inert as in ours."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from jinja2.exceptions import SecurityError, UndefinedError

from monitor.alerts.render import load_templates, render
from monitor.alerts.samples import SAMPLE_KINDS, sample
from monitor.alerts.template_files import names_to_override, place_of, shipped_templates, syntax_fault
from tests.alerts.pieces import ARTICLE, TORONTO, message
from tests.alerts.test_render import FORMS, Reader, slack_texts

if TYPE_CHECKING:
    from monitor.alerts.parts import Form
    from monitor.model import Rendered

SPITEFUL = replace(ARTICLE, title='<img src=x onerror="alert(1)"> <!channel> *x* @room {{ 7 * 7 }}')


def filled(own: dict[str, str], form: Form, title: str = SPITEFUL.title) -> Rendered:
    return render(message(replace(ARTICLE, title=title)), form, TORONTO, load_templates(own))


def test_a_template_of_a_users_stands_in_the_place_of_ours_of_that_name_alone() -> None:
    own = {"alert.txt": "OWN {{ letter.stories[0].title }}\n"}
    for form in FORMS:
        assert filled(own, form, "A title").text == "OWN A title\n"
    assert "OWN" not in filled(own, "email").html
    assert filled(own, "slack").blocks == filled({}, "slack").blocks


def test_parts_of_our_templates_can_be_replaced_by_themselves() -> None:
    footer = {"footer.txt": "Ask the night desk.\n"}
    assert filled(footer, "plain").text.endswith("Ask the night desk.\n")


@pytest.mark.parametrize(
    "expression",
    [
        "letter.stories[0].title",
        "letter.stories[0].title|safe",
        "letter.stories[0].title|string|safe",
        "letter.stories[0].title|replace('x', 'y')|safe",
        "(letter.stories[0].title ~ '')|safe",
    ],
)
def test_what_a_feed_says_comes_to_life_in_no_html_of_a_users(expression: str) -> None:
    for form, name in (("email", "alert.email.html"), ("matrix", "alert.matrix.html")):
        for template in (f"<p>{{{{ {expression} }}}}</p>", f"{{% autoescape false %}}<p>{{{{ {expression} }}}}</p>{{% endautoescape %}}"):
            page = Reader(filled({name: template}, form).html)  # type: ignore[arg-type]
            assert page.tags == {"p"}
            assert "img src" in page.words
            assert "{{ 7 * 7 }}" in page.words


@pytest.mark.parametrize(
    "expression", ["letter.subject.unescape()|safe", "letter.subject|attr('unescape')", "letter.stories[0].title.striptags()"]
)
def test_an_escape_cannot_be_taken_back(expression: str) -> None:
    with pytest.raises(SecurityError):
        filled({"alert.matrix.html": f"{{{{ {expression} }}}}"}, "matrix")


def test_words_of_a_users_for_slack_are_shown_in_sections_and_stay_escaped() -> None:
    one = filled({"alert.slack.txt": "*News* {{ letter.stories[0].title }}\n\nSee {{ letter.stories[0].link }}\n"}, "slack")
    (shown,) = slack_texts(one)
    assert shown.startswith("*News* &lt;img src=x")
    assert "<!channel>" not in shown
    assert "@room" not in shown
    assert one.text.startswith("*News* ")


def test_templates_reach_nothing_beyond_their_values() -> None:
    for template in ("{{ letter.__class__ }}", "{{ ''.__class__.__mro__ }}", "{{ letter.stories.__getitem__.__globals__ }}"):
        with pytest.raises((SecurityError, UndefinedError)):
            filled({"alert.txt": template}, "plain")


def test_every_sample_is_shown_by_our_templates_in_every_form() -> None:
    for kind in SAMPLE_KINDS:
        part = sample(kind).part
        for form in FORMS:
            assert part is None or render(part, form, TORONTO, load_templates()).text


def test_a_mistake_of_grammar_is_found_at_its_line() -> None:
    fault = syntax_fault("alert.txt", "fine\n{% if %}\n")
    assert fault is not None
    assert (fault.file, fault.line) == ("alert.txt", 2)
    assert syntax_fault("alert.txt", "{{ letter.subject }}") is None
    deep = syntax_fault("alert.txt", "{{ " + "(" * 9000 + "1" + ")" * 9000 + " }}")
    assert deep is not None


def test_an_error_is_placed_at_the_line_of_the_users_template_that_it_came_through() -> None:
    own = {"footer.txt": "one\ntwo {{ 1 / 0 }}\n"}
    with pytest.raises(ZeroDivisionError) as caught:
        filled(own, "plain")
    assert place_of(caught.value, frozenset(own)) == ("footer.txt", 2)
    assert place_of(ValueError("elsewhere"), frozenset(own)) == ("footer.txt", 0)


def test_every_template_of_ours_can_be_replaced() -> None:
    assert {*shipped_templates(), "alert.slack.txt", "digest.slack.txt"} <= set(names_to_override())
