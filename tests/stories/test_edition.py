"""What counts as another edition of an item, and what is kept of the former."""

from __future__ import annotations

from dataclasses import replace
from types import MappingProxyType

from monitor.model import Item, Kind, Record, Speaker, Variant
from monitor.stories.edition import Edition, edition
from monitor.stories.fingerprint import content_hash

OLD = Item("k", "Permits", "Baykar got a permit.", Kind.QUESTION, status="draft", record=Record(phase="tabled"))
FRENCH = MappingProxyType({"fr": Variant("Baykar a un permis.")})


def compare(old: Item, new: Item) -> Edition | None:
    return edition(old, new, content_hash(old.title, old.text))


def changed(new: Item, old: Item = OLD) -> Edition:
    found = compare(old, new)
    assert found is not None
    return found


def test_the_same_words_are_no_edition_whatever_their_commas_and_date() -> None:
    assert compare(OLD, replace(OLD, text="BAYKAR got, a permit!")) is None


def test_another_word_is() -> None:
    assert changed(replace(OLD, text="Baykar got no permit.")).is_reworded


def test_a_language_that_comes_is_more_to_look_at_and_no_edit() -> None:
    found = changed(replace(OLD, variants=FRENCH))
    assert (found.is_reworded, found.is_extended, found.is_matched_again) == (False, True, True)


def test_a_language_or_a_page_that_did_not_come_this_time_is_kept() -> None:
    old = replace(OLD, variants=FRENCH, page="A page.")
    assert compare(old, OLD) is None
    kept = changed(replace(OLD, text="Other words."), old).item
    assert (kept.variants, kept.page) == (FRENCH, "A page.")


def test_a_status_alone_is_an_edition_with_nothing_to_look_at() -> None:
    found = changed(replace(OLD, status="final"))
    assert not found.is_matched_again
    assert not found.left_phase


def test_a_speaker_or_a_heading_that_is_put_right_is_kept_with_nothing_to_look_at() -> None:
    said = replace(OLD, speaker=Speaker("The Minister"), headings=("Orders",))
    named = replace(said, speaker=Speaker("Hon. Ana Fictive", party="Civ."))
    assert compare(said, said) is None
    for new in (named, replace(said, headings=("Orders", "Permits"))):
        found = changed(new, said)
        assert (found.item, found.is_matched_again) == (new, False)


def test_a_phase_is_left_when_another_begins_and_not_when_the_first_is_named() -> None:
    assert changed(replace(OLD, record=Record(phase="answered"))).left_phase == "tabled"
    assert changed(replace(OLD, record=Record(phase="tabled")), replace(OLD, record=None)).left_phase == ""


def test_what_is_withdrawn_is_so_once() -> None:
    gone = replace(OLD, status="withdrawn")
    assert changed(gone).is_withdrawn
    assert changed(replace(OLD, text=" ")).is_withdrawn
    assert not changed(replace(gone, text=""), gone).is_withdrawn
    assert not changed(replace(OLD, text=""), replace(OLD, variants=FRENCH)).is_withdrawn


def test_a_new_phase_is_one_also_when_retention_dropped_the_texts_and_they_stay_dropped() -> None:
    found = edition(replace(OLD, text=""), replace(OLD, record=Record(phase="answered")), content_hash(OLD.title, OLD.text))
    assert found is not None
    assert (found.left_phase, found.item.text, found.is_matched_again, found.is_withdrawn) == ("tabled", "", False, False)


def test_a_language_that_came_alone_stands_beside_the_items_own() -> None:
    english = replace(OLD, lang="en", variants=FRENCH)
    found = changed(replace(OLD, lang="fr", title="Licences", text="Baykar n'a rien.", status="final"), english)
    assert (found.item.lang, found.item.title, found.item.text, found.item.status) == ("en", "Permits", OLD.text, "final")
    assert found.item.variants["fr"] == Variant("Baykar n'a rien.", None, "Licences")
    assert (found.is_reworded, found.is_extended, found.is_withdrawn) == (False, True, False)


def test_texts_that_retention_dropped_are_no_news_when_they_come_again() -> None:
    assert edition(replace(OLD, text=""), replace(OLD, variants=FRENCH), content_hash(OLD.title, OLD.text)) is None
