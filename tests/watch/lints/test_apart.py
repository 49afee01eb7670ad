"""Context and exceptions in a field where no mention can be are told of."""

from __future__ import annotations

from monitor.watch.lints.apart import findings
from tests.watch.lints.words import places
from tests.watch.watching import watch


def test_context_in_a_field_without_mentions_is_told_of() -> None:
    (finding,) = findings(watch("Baykar", near=["drone", "speaker:joly"]))
    assert (finding.place, finding.position) == (("near", "words", 1), 0)
    assert finding.what == "this is looked for in the speaker, and never stands near a mention in the title, text and page"
    assert places(findings(watch(term="speaker:joly", near=["drone"]))) == [("near", "words", 0)]
    assert places(findings(watch(name="n", any_of=["title:drone"], near=["heading:arms"]))) == [("near", "words", 0)]


def test_what_is_ignored_in_a_field_without_mentions_is_told_of() -> None:
    (finding,) = findings(watch("Baykar", ignore=["Baykar Cup", "speaker:joly"]))
    assert finding.place == ("ignore", 1)


def test_context_in_a_field_of_a_mention_is_left_alone() -> None:
    assert places(findings(watch("Baykar", near=["title:drone", "drone kind:speech"], ignore=["title:cup"]))) == []
    assert places(findings(watch(term="speaker:joly OR drone", near=["speaker:minister"]))) == []
