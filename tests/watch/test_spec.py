"""A watch keeps its key as long as it means the same."""

from __future__ import annotations

from monitor.watch.spec import LONGEST_KEY, watch_key


def test_a_key_is_the_list_and_the_folded_name_in_one_word() -> None:
    assert watch_key("arms-exports", "L3Harris WESCAM") == "arms-exports/l3harris-wescam"


def test_capitals_and_marks_do_not_make_a_watch_new() -> None:
    assert watch_key("a", "TÜRKİYE") == watch_key("a", "Türkiye")


def test_a_long_term_is_cut_and_stays_itself() -> None:
    terms = [" OR ".join(f"word{number}" for number in range(count)) for count in (50, 51)]
    keys = {watch_key("a", term) for term in terms}
    assert len(keys) == 2
    assert all(len(key) == LONGEST_KEY + 2 for key in keys)
