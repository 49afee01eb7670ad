"""The links beside a story: what its reader can do about it, in every form."""

from __future__ import annotations

from dataclasses import replace
from typing import get_args

import pytest

from monitor.alerts.actions import MOST_ACTIONS, actions_view
from monitor.alerts.parts import Action, Form
from tests.alerts.pieces import ARTICLE, GUESS, message
from tests.alerts.test_render import MATRIX_TAGS, Reader, bodies, rendered

FORMS: tuple[Form, ...] = get_args(Form)
ACTIONS = (
    Action("why", "https://tocsin.example.org/why/4"),
    Action("not this", "https://tocsin.example.org/act/not-this?a=1&s=aGVsbG8"),
    Action("mute 24 h", "https://tocsin.example.org/act/mute?a=2&s=d29ybGQ"),
)


@pytest.mark.parametrize("form", FORMS)
def test_a_story_ends_with_what_its_reader_can_do(form: Form) -> None:
    one = rendered(message(replace(ARTICLE, actions=ACTIONS)), form)
    for body in bodies(one):
        places = [body.index(label) for label in ("sounds like", "why", "not this", "mute 24 h", "arms-desk")]
        assert places == sorted(places)
    for action in ACTIONS:
        assert action.url in one.text.replace("&amp;", "&")
        assert not one.html or action.url in Reader(one.html).links
        assert not one.blocks or f"<{action.url.replace('&', '&amp;')}|{action.label}>" in bodies(one)[-1]
    assert form != "matrix" or Reader(one.html).tags <= MATRIX_TAGS


@pytest.mark.parametrize("form", FORMS)
def test_without_a_public_address_there_are_none(form: Form) -> None:
    assert all("mute 24 h" not in body for body in bodies(rendered(message(ARTICLE), form)))


def test_a_plain_message_of_many_stories_writes_no_links_out() -> None:
    assert "not this" not in rendered(message(*[replace(ARTICLE, actions=ACTIONS)] * 3), "plain").text


def test_what_cannot_be_linked_is_no_action_and_there_are_few() -> None:
    bad = (Action("bad", "javascript:alert(1)"), Action("worse", "https://user@evil.example/"))
    assert actions_view(bad, "email") == ()
    assert len(actions_view(ACTIONS * 9, "email")) == MOST_ACTIONS


@pytest.mark.parametrize("form", ["email", "slack", "matrix"])
def test_a_digest_has_the_links_of_stories_that_show_a_passage(form: Form) -> None:
    stories = [replace(ARTICLE, title=f"Story {number}", actions=ACTIONS[2:]) for number in range(5)]
    one = rendered(message(*stories, is_digest=True), form)
    assert bodies(one)[-1].count("mute 24 h") == 3
    assert form != "matrix" or Reader(one.html).tags <= MATRIX_TAGS


@pytest.mark.parametrize("form", ["email", "slack", "matrix"])
def test_a_possible_mention_has_its_links_beside_it(form: Form) -> None:
    guess = replace(GUESS, story=replace(GUESS.story, actions=ACTIONS[:2]))
    body = bodies(rendered(message(is_digest=True, possible=(guess,)), form))[-1]
    assert "A cup of tea" in body
    assert body.index("A cup of tea") < body.rindex("why") < body.rindex("not this")
