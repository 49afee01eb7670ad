"""Every field that can be matched is there under the name that mentions bear."""

from __future__ import annotations

from monitor.model import Item, Speaker, Variant
from monitor.watch.fields import FIELDS, field_texts, fold_field, in_other_languages


def test_the_fields_of_an_item_come_in_their_order_and_empty_where_it_has_none() -> None:
    speech = Item("1", "Title", "Text", headings=("Business", "Arms"), speaker=Speaker("Hon. Joly", party="Lib."))
    assert tuple(field_texts(speech)) == FIELDS
    assert field_texts(speech) == {
        "title": "Title",
        "text": "Text",
        "speaker": "Hon. Joly",
        "party": "Lib.",
        "heading": "Business\nArms",
        "page": "",
    }
    assert list(field_texts(Item("1", "a", "b")).values()) == ["a", "b", "", "", "", ""]


def test_a_title_that_is_only_the_heading_above_a_speech_is_no_title_of_it() -> None:
    speech = Item("1", "Arms", "Text", headings=("Business", "Arms"))
    assert field_texts(speech)["title"] == ""
    assert field_texts(speech)["heading"] == "Business\nArms"


def test_nor_is_that_heading_in_another_language() -> None:
    speech = Item("1", "Arms", "Text", lang="en", headings=("Arms",), variants={"fr": Variant(title="Armes", text="Texte")})
    assert (field_texts(speech)["title@fr"], field_texts(speech)["text@fr"]) == ("", "Texte")
    assert [(lang, other.title, other.text) for lang, other in in_other_languages(speech)] == [("fr", "", "Texte")]


def test_headings_stay_apart_and_keep_their_offsets() -> None:
    folded = fold_field("heading", "Arms\nEmbargo")
    assert folded.text == "arms|embargo"
    assert folded.original == "Arms\nEmbargo"
    assert folded.span(5, 12) == (5, 12)
    assert fold_field("text", "Arms\nEmbargo").text == "arms embargo"
