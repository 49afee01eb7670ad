"""The language versions of a document become one page."""

from __future__ import annotations

from monitor.model import Item, Page, Variant
from monitor.sources.parliament.variants import merged


def page(lang: str, *keys: str, warnings: tuple[str, ...] = ()) -> Page:
    items = tuple(Item(key, f"title {lang}", f"{key} in {lang}", url=f"https://p.example/{lang}/{key}", lang=lang) for key in keys)
    return Page(items, lang=lang, declared=len(items), warnings=warnings)


def test_items_of_one_key_are_one_item_with_variants() -> None:
    (first, second) = merged({"en": page("en", "a", "b"), "fr": page("fr", "a", "b")}).items
    assert (first.key, first.text, second.text) == ("a", "a in en", "b in en")
    assert first.variants == {"fr": Variant("a in fr", "https://p.example/fr/a", "title fr")}


def test_an_item_that_only_a_later_language_has_is_not_lost() -> None:
    items = merged({"en": page("en", "a"), "fr": page("fr", "x", "a")}).items
    assert [(item.key, item.lang) for item in items] == [("a", "en"), ("x", "fr")]


def test_one_language_alone_is_the_page_as_it_is() -> None:
    alone = page("fr", "a")
    assert merged({"fr": alone}) is alone


def test_variants_that_the_document_brings_itself_stay() -> None:
    item = Item("a", "", "en", lang="en", variants={"de": Variant("de")})
    (one,) = merged({"en": Page((item,)), "fr": page("fr", "a")}).items
    assert sorted(one.variants) == ["de", "fr"]


def test_warnings_are_told_with_their_language() -> None:
    both = merged({"en": page("en", "a", warnings=("odd",)), "fr": page("fr", "a", "b")})
    assert (both.warnings, both.declared) == (("en: odd",), 2)
