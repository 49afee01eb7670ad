"""Names are heard in texts however they are spelled; what only shares a word with them is not."""
# ruff: noqa: RUF001 letters that look alike are the subject

from __future__ import annotations

from time import process_time

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from monitor.text.scripts import Script, letters_of, script_of
from monitor.watch.names.budget import LEAST
from monitor.watch.names.hearing import Hearing
from monitor.watch.names.scan import Scan
from monitor.watch.names.words import words_of
from tests.watch.names.listening import SURE, FewWords, evidence, heard, scan

NAMES = (
    "L3Harris WESCAM",
    "Project Ploughshares",
    "Japan Airlines",
    "Kotak Mahindra Bank",
    "Viktor Bout",
    "Baykar",
    "HSBC Holdings p.l.c.",
)


@pytest.mark.parametrize(
    ("name", "text", "mention"),
    [
        ("L3Harris WESCAM", "The cameras were made by “L Threis Wiskam” in Ontario.", "L Threis Wiskam"),
        ("L3Harris WESCAM", "The seller, L. Three Harris Weiskam, did not answer.", "L. Three Harris Weiskam"),
        ("L3Harris WESCAM", "A licence was given to L Threharis Weiskam last year.", "L Threharis Weiskam"),
        ("Project Ploughshares", "The report of Project Flushers names the seller.", "Project Flushers"),
        ("Roman Abramovich", "The club was sold by Roman Abramovitch in spring.", "Roman Abramovitch"),
        ("Lockheed Martin", "The planes came from Lokhid Martin.", "Lokhid Martin"),
        ("Baykar", "The drones of Bayker were shown at the fair.", "Bayker"),
    ],
)
def test_a_garbled_name_is_heard_where_it_stands(name: str, text: str, mention: str) -> None:
    assert mention in heard(name, text, SURE - 1.0)


@pytest.mark.parametrize("name", ["L3Harris WESCAM", "Project Ploughshares", "Roman Abramovich", "Lockheed Martin", "Baykar"])
def test_a_text_about_something_else_has_no_name_in_it(name: str) -> None:
    assert heard(name, "The Minister of Transport said on Monday that Canada Post would open a new Office in Halifax.", 0.5) == []


@pytest.mark.parametrize(
    ("name", "own", "other"),
    [
        ("Japan Airlines", "Japan Airlines flew on Monday.", "Caspian Airlines flew on Monday."),
        ("Japan Airlines", "Japan Airlines flew on Monday.", "Airlines flew on Monday."),
        ("Project Ploughshares", "Project Ploughshares wrote so.", "Project Syndicate wrote so."),
        ("Tata Motors", "Tata Motors grew.", "Tata Steel grew."),
        ("Kotak Mahindra Bank", "Kotak Mahindra Bank grew.", "Deutsche Bank grew."),
        ("Kyoto Bank Holdings", "Kyoto Bank Holdings grew.", "Sumitomo Bank Holdings grew."),
    ],
)
def test_a_generic_word_never_carries_a_match(name: str, own: str, other: str) -> None:
    assert heard(name, own)
    assert evidence(name, other) < LEAST


@pytest.mark.parametrize(
    ("name", "other"),
    [
        ("Roman Abramovich", "Roman Polanski came."),
        ("Viktor Bout", "Viktor Marin came."),
        ("Hossein Salami", "Hossein Shariatmadari came."),
        ("Roman Abramovich", "Роман Полански пришёл."),
        ("Mohammed al-Tikriti", "Mohammed al-Douri came."),
    ],
)
def test_a_replaced_surname_is_another_person(name: str, other: str) -> None:
    assert evidence(name, other) < LEAST


def test_a_replaced_first_name_tells_against_the_surname() -> None:
    assert evidence("Roman Abramovich", "Boris Abramovich came.") < evidence("Roman Abramovich", "Abramovich came.")


def test_name_order_and_initials_are_as_people_write_them() -> None:
    name = "Roman Abramovich"
    assert heard(name, "He met Abramovich, Roman again.") == ["Abramovich, Roman"]
    assert heard(name, "He met R. Abramovich again.") == ["R. Abramovich"]
    assert heard(name, "He met Roman A. Abramovich again.") == ["Roman A. Abramovich"]
    assert evidence(name, "He met R. Abramovich again.") > evidence(name, "He met B. Abramovich again.")


def test_a_middle_name_may_be_left_out_or_stand_between() -> None:
    assert heard("John Michael Talbot", "He met John Talbot again.") == ["John Talbot"]
    assert heard("Roman Abramovich", "He met Roman Arkadyevich Abramovich again.") == ["Roman Arkadyevich Abramovich"]


@pytest.mark.parametrize(
    ("name", "text", "mention"),
    [
        ("Lockheed Martin", "The LockheedMartin plane flew.", "LockheedMartin"),
        ("PetroChina", "Oil came from Petro China then.", "Petro China"),
        ("Japan Airlines", "He flew with Japan Air Lines then.", "Japan Air Lines"),
        ("Kotak Mahindra Bank", "KOTAKBANK rose on Monday.", "KOTAKBANK"),
        ("Punjab Tractors", "PUNJABTRAC rose on Monday.", "PUNJABTRAC"),
        ("L3Harris WESCAM", "Cameras by L-3 Harris Wescam were sold.", "L-3 Harris Wescam"),
    ],
)
def test_joined_split_and_contracted_names_are_heard(name: str, text: str, mention: str) -> None:
    assert heard(name, text) == [mention]


@pytest.mark.parametrize(
    ("name", "text", "mention"),
    [
        ("Roman Abramovich", "Клуб купил Роман Абрамович в прошлом году.", "Роман Абрамович"),
        ("Roman Abramovich", "С Романом Абрамовичем говорили в прошлом году.", "Романом Абрамовичем"),
        ("Roman Abramovich", "Дом Романа Абрамовича продан в прошлом году.", "Романа Абрамовича"),
        ("Baykar", "وقالت الشركة إن بايكار باعت طائرات في العام الماضي", "بايكار"),
        ("Baykar", "وقالت الشركة إن لبايكار مصنعا جديدا في أوكرانيا", "لبايكار"),
        ("Lockheed Martin", "קנו מטוסים של לוקהיד מרטין בשנה שעברה", "לוקהיד מרטין"),
        ("Lockheed Martin", "יש ללוקהיד מרטין מפעל חדש בשנה הזאת", "ללוקהיד מרטין"),
    ],
)
def test_a_name_is_heard_in_other_scripts_with_what_their_languages_add(name: str, text: str, mention: str) -> None:
    assert heard(name, text) == [mention]


def test_a_name_in_devanagari_is_heard_better_than_another() -> None:
    own, other = "प्रधानमंत्री नरेंद्र मोदी ने सोमवार को कहा", "प्रधानमंत्री मनमोहन सिंह ने सोमवार को कहा"
    assert evidence("Narendra Modi", own) > max(0.0, evidence("Narendra Modi", other))


@pytest.mark.parametrize(
    ("name", "text"), [("IBM", "IBN grew. IPM grew."), ("HSBC Holdings p.l.c.", "HSBD grew. HSB grew."), ("NATO", "NAFO and NAT grew.")]
)
def test_an_acronym_is_heard_only_as_written(name: str, text: str) -> None:
    assert heard(name, text, SURE / 2) == []
    assert heard(name, f"The {name.split(maxsplit=1)[0]} grew.", SURE / 2) == [name.split(maxsplit=1)[0]]


@pytest.mark.parametrize("tail", ["", " Inc.", ", Inc", " Incorporated", " GmbH", " S.A. de C.V.", " S.A.B. de C.V."])
def test_a_legal_form_neither_carries_a_name_nor_is_missed(tail: str) -> None:
    name = f"Bombardier{tail}"
    assert heard(name, "The trains of Bombardier were late.") == ["Bombardier"]
    assert heard(name, "The trains of Bombardir were late.") == ["Bombardir"]


def test_a_sentence_mark_ends_a_name() -> None:
    whole = evidence("Lockheed Martin", "He saw Lockheed Martin there.")
    assert evidence("Lockheed Martin", "He saw Lockheed. Martin was there.") < whole / 2
    assert evidence("Lockheed Martin", "He saw “Lockheed” “Martin” there.") < whole / 2


def test_a_name_spelled_anew_needs_its_capital() -> None:
    assert heard("Baykar", "the bayker of drones") == []


def test_a_text_in_a_language_without_a_word_list_needs_more_evidence() -> None:
    known = "The company Bykar said that it sold drones to other countries last year."
    strange = "Kampuni ya Bykar ilisema kwamba iliuza ndege zisizo na rubani kwa nchi nyingine mwaka jana."
    assert evidence("Baykar", strange) < evidence("Baykar", known)


def test_each_name_and_place_is_found_once() -> None:
    text = "Viktor Bout came. Viktor Bout went. Baykar sold drones. Bayker made drones. Viktor Bout wrote."
    found = scan(*NAMES).find(text, SURE / 2)
    places = [(NAMES[sounding.name], text[sounding.start : sounding.end]) for sounding in found]
    assert sorted(places) == [("Baykar", "Baykar"), ("Baykar", "Bayker"), *[("Viktor Bout", "Viktor Bout")] * 3]
    assert len({(sounding.name, sounding.start) for sounding in found}) == 5


def test_asking_for_more_evidence_only_leaves_out() -> None:
    text = "L Threis Wiskam, Project Flushers and Viktor Boot met Roman Bout of Baykr and Japan Lines."
    everything = set(scan(*NAMES).find(text, 0.0))
    for least in (3.0, SURE, 15.0, 50.0):
        assert set(scan(*NAMES).find(text, least)) == {sounding for sounding in everything if sounding.evidence >= least}


@pytest.mark.parametrize("name", ["", " ", "&", "\u200b", "\ud800", "12345", "2024", "'", "The", "\u202e"])
def test_a_name_of_nothing_or_of_figures_only_is_never_heard_in_other_words(name: str) -> None:
    assert heard(name, "The 12346 people of 2025 met on 3 May 2023 & went.") == []


def test_a_name_of_figures_and_letters_is_heard_only_with_its_figures() -> None:
    assert heard("L3Harris WESCAM", "made by L3 Harris Wiskam there") == ["L3 Harris Wiskam"]
    assert evidence("L3Harris WESCAM", "made by L7 Harris Wiskam there") < evidence("L3Harris WESCAM", "made by L3 Harris Wiskam there")


def test_a_name_of_two_hundred_words_is_heard_by_its_beginning_in_bounded_time() -> None:
    name = " ".join(f"{chr(65 + at % 26)}lphagor{'aeiou'[at % 5]}n" for at in range(200))
    began = process_time()
    assert heard(name, f"He met {name} and {name.lower()} there.")
    assert process_time() - began < 5.0


@pytest.mark.parametrize(
    "text",
    [
        "a" * 1_000_000,
        "A" * 1_000_000,
        "Baykar" * 100_000,
        "\ud800" * 200_000,
        "\u202e" * 200_000,
        "Баykар" * 50_000,
        "東京" * 200_000,
        "L3" * 50_000,
    ],
    ids=ascii,
)
def test_a_text_without_a_space_is_heard_in_bounded_time(text: str) -> None:
    began = process_time()
    assert scan(*NAMES).find(text, SURE) == []
    assert process_time() - began < 10.0


def test_a_text_of_nothing_but_names_is_heard_in_bounded_time() -> None:
    text = "Viktor Bout " * 2_000
    began = process_time()
    found = scan(*NAMES).find(text, SURE)
    assert 1_000 <= len(found) <= 4_000
    assert process_time() - began < 10.0


def test_names_far_apart_in_a_long_text_are_each_heard() -> None:
    between = "the drones were late and nobody knew why. " * 40
    text = f"{between}Kandarpoor Finance said it. {between}By Kandharpur Finance, {between}Kandarpur Finance"
    assert heard("Kandarpur Finance Ltd.", text) == ["Kandarpoor Finance", "Kandharpur Finance", "Kandarpur Finance"]


@pytest.mark.parametrize("space", [" ", "\t", "\u00a0"])
def test_a_word_is_heard_whole_wherever_it_stands_around_a_name(space: str) -> None:
    between = "the drones were late and nobody knew why then " * 8
    for far in range(240, 300):
        for text in (f"Bayker {between[:far].strip()} Baykarsterman said", f"Mebaykar {between[:far].strip()} Bayker said"):
            assert heard("Baykar", text.replace(" ", space)) == ["Bayker"]


def test_an_acronym_said_aloud_is_heard_beside_the_rest_of_the_name_and_not_alone() -> None:
    assert heard("HDFC Bank Ltd.", "The Hedfek Banek Latda said it.") == ["Hedfek Banek Latda"]
    assert evidence("HDFC Bank Ltd.", "The Hedfek said it.") < SURE / 2
    assert evidence("HDFC Bank Ltd.", "The Hedfek Banek said it.") > evidence("HDFC Bank Ltd.", "The Banek said it.")


def test_a_text_of_one_name_over_and_over_is_heard_a_thousand_times_and_no_more() -> None:
    began = process_time()
    assert 900 < len(scan("L3Harris WESCAM", "Baykar").find("Wescom Harris " * 20_000, 0.0)) <= 2000
    assert process_time() - began < 20.0


def test_right_to_left_marks_neither_hide_a_name_nor_lie_in_it() -> None:
    assert heard("L3Harris WESCAM", "made by \u202eL3Harris WESCAM\u202c there") == ["L3Harris WESCAM"]


def test_a_soft_hyphen_does_not_hide_a_name_in_another_spelling() -> None:
    assert heard("Roman Abramovich", "It was Ro\u00adman Abramo\u00advitch who said it.") == ["Ro\u00adman Abramo\u00advitch"]
    assert heard("Roman Abramovich", "Сказал Ро\u00adман Абра\u00adмович вчера.") == ["Ро\u00adман Абра\u00adмович"]


def test_names_in_a_language_of_which_little_is_known_are_heard_too() -> None:
    few = Scan(["Baykar"], FewWords("the", "drones", "of"))
    assert [(each.start, each.end) for each in few.find("the drones of Baykar", SURE)] == [(14, 20)]


WILD = st.lists(
    st.one_of(
        st.sampled_from(
            [
                *" .,'’-\n3LaÄ\u0301\ud800\u202e\u200dשببמоБ東",
                "L3Harris",
                "Wiskam",
                "Project ",
                "Flushers",
                " Bout",
                "Виктор ",
                "بايكار",
                "Japan ",
                "KOTAKBANK",
            ]
        ),
        st.text(st.characters(codec=None), max_size=5),
    ),
    max_size=25,
).map("".join)


@settings(max_examples=150)
@given(WILD)
@example("\ud800L3Harris WESCAM\ud800")
@example("Baykar\u0301'ın Bayker's")
def test_what_is_heard_lies_in_the_text_and_sounds_the_same_by_itself(text: str) -> None:
    for sounding in scan(*NAMES).find(text, 0.0):
        assert 0 <= sounding.start < sounding.end <= len(text)
        assert 0 <= sounding.name < len(NAMES)
        mention = text[sounding.start : sounding.end]
        words = words_of(mention, Hearing(FewWords()))
        assert (words[0].start, words[-1].end) == (0, len(mention))
        assert any(letters_of(word, script_of(word)) for word in mention.split()) or script_of(mention) is not Script.LATIN


@settings(max_examples=50)
@given(st.lists(st.text(st.characters(codec=None), max_size=30), max_size=4), st.text(st.characters(codec=None), max_size=60))
def test_any_names_can_be_looked_for_in_any_text(names: list[str], text: str) -> None:
    few = Scan(names, FewWords())
    assert all(0 <= sounding.start < sounding.end <= len(text) for sounding in few.find(" ".join([text, *names]), SURE)) or names
