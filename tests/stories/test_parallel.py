"""A record's languages come and go apart; what was kept in one stays in it."""

from __future__ import annotations

from dataclasses import replace

from monitor.model import Item, Kind, Record, Speaker, Variant
from monitor.stories.edition import edition
from monitor.stories.fingerprint import content_hash
from monitor.stories.parallel import in_language_of

FRENCH = Item(
    "int/1",
    "Licences",
    "Les licences ont été suspendues en mai.",
    kind=Kind.SPEECH,
    url="https://p.example/fr#1",
    lang="fr",
    headings=("Questions orales", "Licences"),
    speaker=Speaker("L'hon. Ana Fictive"),
    record=Record(house="commons", debate="d"),
)
ENGLISH = replace(
    FRENCH,
    title="Permits",
    text="The permits were suspended in May.",
    url="https://p.example/en#1",
    lang="en",
    headings=("Oral Questions", "Permits"),
    speaker=Speaker("Hon. Ana Fictive"),
)
BOTH = replace(ENGLISH, variants={"fr": Variant(FRENCH.text, FRENCH.url, FRENCH.title)})


def test_the_first_language_that_comes_later_is_no_correction_of_the_other() -> None:
    changed = edition(FRENCH, BOTH, content_hash(FRENCH.title, FRENCH.text))
    assert changed is not None
    assert not changed.is_reworded
    assert changed.is_extended
    assert (changed.item.text, changed.item.lang) == (FRENCH.text, "fr")
    assert changed.item.variants["en"] == Variant(ENGLISH.text, ENGLISH.url, ENGLISH.title)


def test_once_both_are_kept_nothing_changes_any_more() -> None:
    kept = in_language_of(FRENCH, BOTH)
    assert edition(kept, BOTH, content_hash(kept.title, kept.text)) is None


def test_a_language_that_is_missing_for_once_takes_nothing_away() -> None:
    kept = in_language_of(FRENCH, BOTH)
    assert edition(kept, ENGLISH, content_hash(kept.title, kept.text)) is None
    assert edition(BOTH, FRENCH, content_hash(BOTH.title, BOTH.text)) is None


def test_a_correction_in_the_language_that_is_kept_is_one() -> None:
    kept = in_language_of(FRENCH, BOTH)
    corrected = replace(BOTH, variants={"fr": Variant("Les licences ont été suspendues en mars.", FRENCH.url, FRENCH.title)})
    changed = edition(kept, corrected, content_hash(kept.title, kept.text))
    assert changed is not None
    assert changed.is_reworded
    assert changed.item.text == "Les licences ont été suspendues en mars."


def test_the_press_may_change_its_language() -> None:
    article = Item("1", "Title", "Text", lang="en")
    assert in_language_of(article, replace(article, lang="de", text="Wort")).text == "Wort"
