"""A watch looks where `only:` and `except:` send it, and a feed's silence hides nothing."""

from __future__ import annotations

import pytest

from monitor.model import Item, Kind
from monitor.watch.scope import looks_at
from monitor.watch.spec import Scope
from tests.watch.watching import watch

SPEECH = Item("1", "", "", Kind.SPEECH, lang="en-CA")
UNSAID = Item("2", "", "")


@pytest.mark.parametrize(
    ("scope", "meets"),
    [
        (Scope(), True),
        (Scope(kinds=frozenset({"speech", "question"})), True),
        (Scope(kinds=frozenset({"question"})), False),
        (Scope(tags=frozenset({"parliament"})), True),
        (Scope(tags=frozenset({"press"})), False),
        (Scope(sources=frozenset({"ca-hansard"})), True),
        (Scope(sources=frozenset({"blog"})), False),
        (Scope(languages=frozenset({"EN"})), True),
        (Scope(languages=frozenset({"en_ca", "fr"})), True),
        (Scope(languages=frozenset({"e", "en-GB"})), False),
        (Scope(kinds=frozenset({"speech"}), tags=frozenset({"press"})), False),
    ],
)
def test_only_asks_for_every_condition(scope: Scope, *, meets: bool) -> None:
    assert looks_at(watch("x", only=scope), SPEECH, "ca-hansard", frozenset({"parliament", "ca"})) is meets


def test_except_asks_for_any_condition() -> None:
    away = watch("x", exclude=Scope(kinds=frozenset({"speech"}), sources=frozenset({"blog"})))
    assert not looks_at(away, SPEECH, "ca-hansard", frozenset())
    assert not looks_at(away, UNSAID, "blog", frozenset())
    assert looks_at(away, UNSAID, "press", frozenset())
    assert looks_at(watch("x", exclude=Scope()), SPEECH, "", frozenset())


def test_an_item_that_does_not_say_its_language_is_looked_at() -> None:
    english = Scope(languages=frozenset({"en"}))
    assert looks_at(watch("x", only=english), UNSAID, "", frozenset())
    assert looks_at(watch("x", exclude=english), UNSAID, "", frozenset())
    assert not looks_at(watch("x", exclude=english), SPEECH, "", frozenset())
