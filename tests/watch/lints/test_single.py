from __future__ import annotations

from monitor.watch.lints.single import findings
from tests.watch.lints.words import WORDS, places
from tests.watch.watching import watch


def test_everything_that_is_doubtful_in_a_watch_is_said() -> None:
    one = watch(name="n", any_of=["drone, embargo", "tank", "Kale -Kale"], ignore=["tank"])
    assert places(findings(one, WORDS)) == [("any", 0), ("any", 1), ("any", 2), ("ignore", 0)]
    assert places(findings(watch("Baykar", aliases=["Kale, Roketsan", "plc"]), WORDS)) == [("aliases", 0), ("aliases", 1)]


def test_a_word_that_floods_is_not_called_common_as_well() -> None:
    (finding,) = findings(watch(name="n", any_of=["the"]), WORDS)
    assert "almost all items" in finding.what


def test_a_good_watch_is_left_alone() -> None:
    one = watch("L3Harris WESCAM", aliases=["WESCAM", "L-3 WESCAM"], near=["drone*", "TB2"], ignore=["Wescam Cup"])
    assert places(findings(one, WORDS)) == []
