"""What a newer version takes back of what was quoted; a comma, a capital or another place is no change."""

from __future__ import annotations

from monitor.model import How, Mention, Tier
from monitor.stories.correction import Change, chained, every_change, quoted_changes

OLD = "I thank the member. The permit for Baykar was granted on Monday. It is public."
QUOTED = "The permit for Baykar was granted on Monday."


def at(text: str, word: str = "Baykar", field: str = "text") -> Mention:
    start = text.index(word)
    return Mention(field, start, start + len(word), word, How.EXACT, Tier.SURE, 1.0, "written as watched")


def changes(new: str, old: str = OLD) -> tuple[Change, ...]:
    return quoted_changes({"text": old}, {"text": new}, [at(old)])


def test_a_reworded_sentence_is_found_beside_its_former_words() -> None:
    now = QUOTED.replace("granted", "refused")
    assert changes(OLD.replace(QUOTED, now)) == (Change("text", QUOTED, now),)


def test_a_sentence_with_nothing_like_it_went() -> None:
    assert changes("I thank the member. It is public. Something quite different was said by others.") == (Change("text", QUOTED, ""),)


def test_punctuation_capitals_and_spacing_are_no_change() -> None:
    assert changes(OLD.replace(QUOTED, "THE PERMIT,  for Baykar — was granted\non Monday!")) == ()


def test_a_sentence_that_moved_or_was_joined_to_the_next_is_no_change() -> None:
    assert changes(f"{QUOTED} I thank the member.") == ()
    assert changes("The permit for Baykar was granted on Monday, and it is public.") == ()


def test_a_change_in_a_figure_is_a_change() -> None:
    assert changes("Baykar paid €5m.", "Baykar paid $5m.") == (Change("text", "Baykar paid $5m.", "Baykar paid €5m."),)


def test_what_stands_in_another_field_now_still_stands() -> None:
    assert quoted_changes({"text": OLD}, {"text": "", "page": OLD}, [at(OLD)]) == ()


def test_a_variant_is_compared_with_itself() -> None:
    old, new = {"text@fr": "Baykar a vendu dix drones."}, {"text": OLD, "text@fr": "Baykar a vendu deux drones."}
    assert quoted_changes(old, new, [at(old["text@fr"], field="text@fr")]) == (Change("text@fr", old["text@fr"], new["text@fr"]),)


def test_two_mentions_in_one_sentence_are_one_change() -> None:
    text = "Baykar and WESCAM met."
    assert len(quoted_changes({"text": text}, {"text": ""}, [at(text), at(text, "WESCAM")])) == 1


def test_every_change_tells_of_what_was_reworded_went_and_came() -> None:
    old = "The permit was granted. It rained in Ottawa that day. All stays as it is."
    new = "The permit was refused. All stays as it is. A committee will look at the whole matter."
    assert every_change({"text": old}, {"text": new}) == (
        Change("text", "The permit was granted.", "The permit was refused."),
        Change("text", "It rained in Ottawa that day.", ""),
        Change("text", "", "A committee will look at the whole matter."),
    )


def test_changes_that_followed_one_another_are_one_and_what_was_taken_back_is_none() -> None:
    one, two = Change("text", "It is a.", "It is b."), Change("text", "It is b.", "It is c.")
    assert chained([one, two], {"text": "It is c."}) == (Change("text", "It is a.", "It is c."),)
    assert chained([one, Change("text", "It is b.", "It is a.")], {"text": "It is a."}) == ()
    assert chained([Change("text", "It went.", "")], {"text": "It went."}) == ()


def test_a_language_that_came_is_no_change_and_takes_nothing_from_the_others() -> None:
    french, english = "Le permis fut accordé. Oui.", "The permit was granted. Yes."
    assert every_change({"text": french}, {"text": english, "text@fr": french}) == ()
    assert every_change({"text": english}, {"text": english, "text@fr": french}) == ()
    assert every_change({"text": english, "page": ""}, {"text": english, "page": "Words of a page."}) == ()
