"""An item that a record gives in several languages is watched in each, and is one hit."""

from __future__ import annotations

from dataclasses import replace

from monitor.model import Hit, How, Item, Kind, Mention, Record, Speaker, Tier, Variant, WatchKey
from monitor.watch.languages import best_of_languages
from monitor.watch.spec import Scope

from .watching import found_in, index, watch

SPEECH = Item(
    "1",
    "Export permits",
    "The permits for these sensors were suspended.",
    kind=Kind.SPEECH,
    lang="en",
    speaker=Speaker("Hon. Ana Fictive"),
    headings=("Oral questions",),
    variants={"fr": Variant("Les licences pour ces capteurs ont été suspendues.", "https://p.example/fr", "Licences d'exportation")},
    record=Record(house="commons"),
)


def test_a_watch_in_either_language_finds_the_speech() -> None:
    assert found_in(watch(term="sensors"), SPEECH) == {"sensors": ["sensors"]}
    assert found_in(watch(term="capteurs"), SPEECH) == {"capteurs": ["capteurs"]}


def test_a_mention_says_in_which_language_it_stands() -> None:
    (hit,) = index(watch(term="licences")).match(SPEECH)
    assert [mention.field for mention in hit.mentions] == ["title@fr", "text@fr"]


def test_what_stands_in_both_languages_is_one_hit_in_the_own_one() -> None:
    both = replace(SPEECH, variants={"fr": Variant("WESCAM livre des capteurs.")}, text="WESCAM delivers sensors.")
    (hit,) = index(watch("WESCAM")).match(both)
    assert [mention.field for mention in hit.mentions] == ["text"]


def test_a_label_is_looked_at_once() -> None:
    (hit,) = index(watch(name="she", term="speaker:fictive")).match(SPEECH)
    assert [mention.field for mention in hit.mentions] == ["speaker"]


def test_a_label_and_words_in_another_language_meet() -> None:
    (hit,) = index(watch(name="she on sensors", term="speaker:fictive capteurs")).match(SPEECH)
    assert [mention.field for mention in hit.mentions] == ["text@fr"]


def test_a_watch_on_one_language_sees_that_one() -> None:
    only_french = Scope(languages=frozenset({"fr"}))
    assert found_in(watch(term="capteurs", only=only_french), SPEECH)
    assert not found_in(watch(term="sensors", only=only_french), SPEECH)


def test_a_copy_of_the_own_text_among_the_variants_changes_nothing() -> None:
    doubled = replace(SPEECH, variants={"en": Variant(SPEECH.text), "mul": Variant(SPEECH.text)})
    (hit,) = index(watch(term="sensors")).match(doubled)
    assert [mention.field for mention in hit.mentions] == ["text"]


def test_hits_keep_the_order_of_the_lists() -> None:
    watched = index(watch(term="capteurs"), watch(term="sensors"))
    assert [hit.watch for hit in watched.match(SPEECH)] == ["list/capteurs", "list/sensors"]


def hit(tier: Tier, field: str = "text") -> Hit:
    return Hit(WatchKey("a/b"), (Mention(field, 0, 1, "x", How.EXACT, tier, 1.0, "as watched"),))


def test_a_sure_mention_in_another_language_outweighs_a_possible_one() -> None:
    (chosen,) = best_of_languages([hit(Tier.POSSIBLE)], [("fr", [hit(Tier.SURE)])], {WatchKey("a/b"): 0})
    assert (chosen.tier, chosen.mentions[0].field) == (Tier.SURE, "text@fr")


def test_the_first_of_the_other_languages_counts() -> None:
    (chosen,) = best_of_languages([], [("fr", [hit(Tier.SURE)]), ("de", [hit(Tier.SURE)])], {WatchKey("a/b"): 0})
    assert chosen.mentions[0].field == "text@fr"
