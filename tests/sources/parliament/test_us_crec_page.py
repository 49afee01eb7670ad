"""Lines of 72 columns become paragraphs, and names that were cut in two are whole."""

from __future__ import annotations

from monitor.sources.parliament.us_crec_page import Block, Role, blocks_of


def texts(page: str) -> list[str]:
    return [block.text for block in blocks_of(page)]


def test_a_name_across_a_line_break_is_whole() -> None:
    assert texts("  Mr. ROE. I wrote to the board of Northwind \nSystems last week.\n  They wrote back.\n") == [
        "Mr. ROE. I wrote to the board of Northwind Systems last week.",
        "They wrote back.",
    ]


def test_a_hyphen_of_the_word_itself_is_kept_without_a_space() -> None:
    assert texts("  The work-\nin-process and the Inter-\nEntity line.\n") == ["The work-in-process and the Inter-Entity line."]


def test_a_hyphen_goes_where_the_granule_elsewhere_writes_one_word() -> None:
    assert texts("  The contractor came. A con-\ntractor left.\n") == ["The contractor came. A contractor left."]
    assert texts("  An anti-\ntrust act, antitrust or anti-trust.\n") == ["An anti-trust act, antitrust or anti-trust."]


def test_a_hanging_hyphen_and_a_dash_keep_their_spacing() -> None:
    assert texts("  In first-\nand second-term budgets we cut--\nas promised.\n") == [
        "In first- and second-term budgets we cut--as promised."
    ]


def test_a_page_that_begins_within_a_paragraph_leaves_no_trace() -> None:
    page = "  We met the makers of Halden\n\n[[Page S705]]\n\nsensors in May.\n  We left.\n"

    assert texts(page) == ["We met the makers of Halden sensors in May.", "We left."]


def test_a_page_that_begins_between_paragraphs_keeps_its_mark() -> None:
    assert list(blocks_of("  We met.\n\n[[Page S705]]\n\n  We left.\n")) == [
        Block(Role.PARAGRAPH, "We met."),
        Block(Role.PAGE, "[[Page S705]]"),
        Block(Role.PARAGRAPH, "We left."),
    ]


def test_a_mark_of_the_time_holds_for_what_follows() -> None:
    page = "  We met the\n\n                              {time}  1430\n\nmakers.\n  We left.\n"

    assert list(blocks_of(page)) == [Block(Role.PARAGRAPH, "We met the makers."), Block(Role.PARAGRAPH, "We left.", "1430")]


def test_a_centred_heading_is_one_line_and_a_rule_is_a_rule() -> None:
    page = (
        "          AN ACT CONCERNING THE EXPORT OF SENSORS AND OF INTER-\n"
        "                             MEDIATE GOODS\n\n"
        "                                 ______\n\n"
        "                           a smaller heading\n\n"
        "  Text.\n"
    )

    assert [(block.role, block.text) for block in blocks_of(page)] == [
        (Role.HEADING, "AN ACT CONCERNING THE EXPORT OF SENSORS AND OF INTER-MEDIATE GOODS"),
        (Role.RULE, ""),
        (Role.HEADING, "a smaller heading"),
        (Role.PARAGRAPH, "Text."),
    ]


def test_a_printed_letter_is_joined_and_its_signature_is_not() -> None:
    page = (
        "       Dear Senator: The Board of Halden Optical Instruments has\n"
        "     asked me to write to you about the permits that it was\n"
        "     refused.\n"
        "       We hope for your help.\n"
        "     Yours,\n"
        "     Ann Roe.\n"
    )

    assert texts(page) == [
        (
            "Dear Senator: The Board of Halden Optical Instruments has asked me to write to you about the permits that it was refused.\n"
            "We hope for your help.\nYours,\nAnn Roe."
        )
    ]


def test_a_table_keeps_its_rows_and_a_list_its_entries() -> None:
    page = (
        "     Halden Optical...............................          120\n"
        "     Northwind Systems............................        1,400\n"
        "     -----------------------------------------------------------\n"
        "     Total........................................        1,520\n\n"
        "Sec. 1. Short title; amendments to the act; table of contents.\n"
        "Sec. 2. Increased personnel levels for the office of export permits\n"
        "              and its branches.\n"
        "Sec. 3. Definitions.\n"
    )

    assert texts(page) == [
        "Halden Optical | 120\nNorthwind Systems | 1,400\nTotal | 1,520",
        (
            "Sec. 1. Short title; amendments to the act; table of contents.\n"
            "Sec. 2. Increased personnel levels for the office of export permits and its branches.\nSec. 3. Definitions."
        ),
    ]


def test_the_marks_of_the_printers_are_taken_out() -> None:
    assert texts(" <bullet>  Mr. ROE. Mr. President, I rise.<bullet>\n") == ["Mr. ROE. Mr. President, I rise."]


def test_an_empty_page_has_no_blocks() -> None:
    assert texts("\n\n \n") == []


def test_a_title_in_capitals_may_begin_at_the_margin() -> None:
    page = (
        "TRIBUTE TO THE WINNERS OF THE CONTEST OF SENSORS AND OF THE TOWN OF THE \n                         FOUNDERS OF HALDEN\n\n  Text.\n"
    )

    assert [block.role for block in blocks_of(page)] == [Role.HEADING, Role.PARAGRAPH]


def test_a_section_without_a_number_is_no_table() -> None:
    page = "       Sec.   . In the case of any equipment that is made by Halden\n     Optical, nothing is due.\n"

    assert texts(page) == ["Sec. . In the case of any equipment that is made by Halden Optical, nothing is due."]


def test_a_fraction_is_written_as_one_and_a_line_of_dashes_is_nothing() -> None:
    assert texts("-----------------------------------------\n\n  For the 32\\1/2\\ years.\n") == ["For the 32 1/2 years."]
