"""A granule of the Congressional Record is split into turns, and nothing in it is lost."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from monitor.errors import ParseError
from monitor.model import Item, Kind, Page, Speaker
from monitor.sources.document import Document
from monitor.sources.parliament.us_crec import parse_us_crec

GRANULE = "CREC-2031-03-04-pt1-PgS12"
HEADER = "[Congressional Record Volume 177, Number 8 (Tuesday, March 4, 2031)]"
DEBATE = """
                       EXPORT PERMITS FOR SENSORS

  Ms. ROE of Maine. Mr. President, the permits of Halden
Optical were refused. Its letter said ``no.''

                           what is to be done

  I ask that a letter be printed.
  There being no objection, the letter was ordered to be printed in the
Record, as follows:

       Dear Senator: We were refused.

  Mr. DOE addressed the Chair.
  The PRESIDING OFFICER. The Senator from Ohio is recognized.
  Mr. DOE. I thank the Chair.

                          ____________________

"""
EXTENSION = """
                     A TRIBUTE TO HALDEN OPTICAL

                                 ______


                           HON. ANN ROE, JR.

                                of maine

                    in the house of representatives

                         Tuesday, March 4, 2031

  Ms. ROE. Mr. Speaker, I rise to honor them.
  They are good.

"""


def granule(body: str, *, section: str = "Senate", pages: str = "Pages S12-S13", header: str = HEADER) -> bytes:
    return (
        "<html>\n<head>\n<title>Congressional Record</title>\n</head>\n<body><pre>\n"
        f"{header}\n[{section}]\n[{pages}]\n"
        'From the Congressional Record Online through the Government Publishing Office [<a href="https://www.gpo.gov">www.gpo.gov</a>]\n\n\n\n'
        f"{body}\n</pre></body>\n</html>\n"
    ).encode()


def read(body: str, url: str = f"{GRANULE}.htm", **parts: str) -> Page:
    return parse_us_crec(Document(granule(body, **parts), url=url))


def told(item: Item) -> tuple[Kind, str, str]:
    return item.kind, item.speaker.label if item.speaker else "", item.text


def test_each_turn_is_an_item_with_what_was_printed_with_it() -> None:
    page = read(DEBATE)

    assert [told(item) for item in page.items] == [
        (
            Kind.SPEECH,
            "Ms. ROE of Maine",
            (
                "Mr. President, the permits of Halden Optical were refused. Its letter said \u201cno.\u201d\nwhat is to be done\n"
                "I ask that a letter be printed.\n"
                "There being no objection, the letter was ordered to be printed in the Record, as follows:\nDear Senator: We were refused."
            ),
        ),
        (Kind.PROCEDURAL, "", "Mr. DOE addressed the Chair."),
        (Kind.SPEECH, "The PRESIDING OFFICER", "The Senator from Ohio is recognized."),
        (Kind.SPEECH, "Mr. DOE", "I thank the Chair."),
    ]
    assert page.declared == 3
    assert page.warnings == ()


def test_an_item_says_where_and_when_it_was_said() -> None:
    item = read(DEBATE).items[0]

    assert item.title == "EXPORT PERMITS FOR SENSORS"
    assert item.headings == ("EXPORT PERMITS FOR SENSORS",)
    assert item.speaker == Speaker("Ms. ROE of Maine", constituency="Maine")
    assert item.url == f"https://www.govinfo.gov/app/details/CREC-2031-03-04/{GRANULE}"
    assert item.sitting_date == date(2031, 3, 4)
    assert item.published_at == datetime(2031, 3, 4, 5, tzinfo=UTC)
    assert item.record is not None
    assert (item.record.house, item.record.sitting, item.record.native_id) == ("senate", "177-8", GRANULE)
    assert (item.record.time_precision, item.record.debate, item.record.licence) == ("sitting", GRANULE, None)


def test_keys_last_when_a_speech_goes_and_the_day_is_issued_anew() -> None:
    whole = [item.key for item in read(DEBATE).items]
    without = [item.key for item in read(DEBATE.replace("  Mr. DOE addressed the Chair.\n", "")).items]

    assert len(set(whole)) == 4
    assert set(without) < set(whole)
    assert whole[0].startswith(f"{GRANULE}/ms-roe-of-maine/")


def test_the_same_words_twice_are_two_items() -> None:
    page = read("  Mr. DOE. Hear, hear.\n  Ms. ROE. No.\n  Mr. DOE. Hear, hear.\n")

    assert len({item.key for item in page.items}) == 3


def test_a_granule_within_the_days_archive_is_named_by_its_file() -> None:
    page = read(DEBATE, url=f"https://www.govinfo.gov/content/pkg/CREC-2031-03-04.zip#CREC-2031-03-04/html/{GRANULE}.htm")

    assert [item.key for item in page.items] == [item.key for item in read(DEBATE).items]


def test_without_an_address_the_header_names_the_granule() -> None:
    item = read(DEBATE, url="").items[0]

    assert item.key.startswith("CREC-2031-03-04-PgS12/")
    assert item.url == "https://www.govinfo.gov/app/details/CREC-2031-03-04"


def test_an_extension_of_remarks_is_its_authors_statement() -> None:
    page = read(EXTENSION, section="Extensions of Remarks", pages="Page E12")

    assert [told(item) for item in page.items] == [
        (Kind.STATEMENT, "HON. ANN ROE, JR.", "Mr. Speaker, I rise to honor them.\nThey are good.")
    ]
    item = page.items[0]
    assert item.speaker == Speaker("HON. ANN ROE, JR.", constituency="Maine")
    assert item.title == "A TRIBUTE TO HALDEN OPTICAL"
    assert item.record is not None
    assert item.record.house == "house"


def test_a_speech_printed_in_the_extensions_is_a_speech() -> None:
    spoken = EXTENSION.replace(
        "                           HON.", "                               speech of\n\n                           HON."
    )

    assert read(spoken, section="Extensions of Remarks").items[0].kind is Kind.SPEECH


def test_what_nobody_says_is_procedural() -> None:
    body = "                       MESSAGE FROM THE PRESIDENT\n\n  A message was received.\n\n  The Senate rose.\n"

    assert [told(item) for item in read(body).items] == [(Kind.PROCEDURAL, "", "A message was received.\nThe Senate rose.")]


def test_a_heading_after_a_rule_opens_a_section_of_its_own() -> None:
    body = (
        "                         ADDITIONAL STATEMENTS\n\n                                 ______\n\n"
        "                           IN MEMORY OF A. DOE\n\n  Ms. ROE. He was kind.\n\n                                 ______\n\n"
        "                            HALDEN AT FIFTY\n\n  A message came.\n"
    )
    first, second = read(body).items

    assert first.headings == ("ADDITIONAL STATEMENTS", "IN MEMORY OF A. DOE")
    assert first.title == "ADDITIONAL STATEMENTS \u2013 IN MEMORY OF A. DOE"
    assert (second.headings, second.speaker) == (("ADDITIONAL STATEMENTS", "HALDEN AT FIFTY"), None)
    assert first.record is not None
    assert second.record is not None
    assert first.record.debate != second.record.debate


def test_an_article_after_a_rule_stays_with_the_member_who_had_it_printed() -> None:
    body = (
        "                                SENSORS\n\n  Ms. ROE. I quote.\n\n                                 ______\n\n"
        "                           HALDEN WINS A PRIZE\n\n       The town rejoiced.\n"
    )

    assert [told(item) for item in read(body).items] == [(Kind.SPEECH, "Ms. ROE", "I quote.\nHALDEN WINS A PRIZE\nThe town rejoiced.")]


def test_a_bill_that_is_introduced_after_a_rule_is_no_part_of_the_speech_before() -> None:
    body = (
        "                         STATEMENTS ON BILLS\n\n  Ms. ROE. I am done.\n\n                                 ______\n\n"
        "      By Mr. DOE:\n  S. 9. A bill to license sensors; to the Committee on Finance.\n"
    )

    assert [told(item)[1] for item in read(body).items] == ["Ms. ROE", ""]


def test_a_mark_of_the_time_is_the_time_in_washington() -> None:
    body = "  Ms. ROE. One.\n\n                              {time}  1430\n\n  Mr. DOE. Two.\n"
    _, second = read(body, section="House").items

    assert second.published_at == datetime(2031, 3, 4, 19, 30, tzinfo=UTC)
    assert second.record is not None
    assert second.record.time_precision == "minutes"


def test_a_page_mark_alone_is_no_item() -> None:
    assert read("[[Page S12]]\n").items == ()


def test_the_header_of_older_files_is_read() -> None:
    body = (
        "<html><body><pre>\n[Congressional Record: March 4, 2031 (Senate)]\n[Page S12-S13]\n"
        "From the Congressional Record Online via GPO Access [wais.access.gpo.gov]\n[DOCID:cr04mr31-93]\n\n"
        + DEBATE
        + "</pre></body></html>"
    )
    item = parse_us_crec(Document(body.encode())).items[0]

    assert item.key.startswith("CREC-2031-03-04-PgS12/")
    assert item.record is not None
    assert item.record.house == "senate"


def test_a_granule_of_another_day_than_its_address_is_reported_with_both() -> None:
    page = read(DEBATE, url="https://www.govinfo.gov/content/pkg/CREC-2031-03-05/html/CREC-2031-03-05-pt1-PgS12.htm")

    assert len(page.items) == 4
    assert len(page.warnings) == 1
    assert "2031-03-04" in page.warnings[0]
    assert "2031-03-05" in page.warnings[0]


@pytest.mark.parametrize(
    ("body", "complaint"),
    [
        (b"", "no granule.*is empty"),
        (b"<html><title>Page not found</title></html>", "no granule.*Page not found"),
        (b"<mods><title>CREC</title></mods>", "no granule"),
        (b'{"message": "API rate limit"}', "no granule.*rate limit"),
        (granule(DEBATE)[:-60], "breaks off"),
        (b"<html><pre>\nUnder maintenance\n</pre></html>", "does not say which issue"),
    ],
)
def test_what_is_no_granule_is_refused_with_its_reason(body: bytes, complaint: str) -> None:
    with pytest.raises(ParseError, match=complaint):
        parse_us_crec(Document(body))


def test_a_heading_before_a_turn_heads_the_turns_that_follow() -> None:
    body = (
        "                          SENSORS ACT OF 2031\n\n  The CHAIRMAN. It is now in order.\n\n\n"
        "                     amendment offered by ms. roe\n\n  Ms. ROE. I offer it.\n  Mr. DOE. I object.\n"
    )
    first, second, third = read(body, section="House").items

    assert first.text == "It is now in order."
    assert second.headings == third.headings == ("SENSORS ACT OF 2031", "amendment offered by ms. roe")
    assert first.record is not None
    assert second.record is not None
    assert first.record.debate != second.record.debate


def test_a_header_that_is_written_twice_is_no_text() -> None:
    body = (
        "[Congressional Record: March 4, 2031]\nFrom the Congressional Record Online via GPO Access [wais.access.gpo.gov]\n\n \n" + DEBATE
    )
    page = read(body, section="House", pages="Page H")

    assert len(page.items) == 4
    assert page.items[0].record is not None
    assert page.items[0].record.house == "house"


def test_a_statement_that_was_not_spoken_is_counted_as_the_turn_it_is() -> None:
    page = read("<bullet> Ms. ROE. Mr. President, I rise.<bullet>\n")

    assert ([told(item) for item in page.items], page.declared) == ([(Kind.SPEECH, "Ms. ROE", "Mr. President, I rise.")], 1)


def test_the_daily_digest_is_procedural() -> None:
    page = read("Committee Meetings\n  No committee meetings were held.\n", section="Daily Digest", pages="Page D521")

    assert [told(item) for item in page.items] == [(Kind.PROCEDURAL, "", "Committee Meetings\nNo committee meetings were held.")]
    assert page.items[0].title == "Daily Digest"


def test_a_heading_before_procedure_is_no_part_of_the_speech_above() -> None:
    body = (
        "                          SENSORS ACT OF 2031\n\n  The SPEAKER pro tempore. The House will be in order.\n\n"
        "                              {time}  1507\n\n\n                     in the committee of the whole\n\n"
        "  Accordingly, the House resolved itself into the Committee of the Whole.\n  The Clerk read the title of the bill.\n"
    )
    first, second = read(body, section="House").items

    assert first.text == "The House will be in order."
    assert second.kind is Kind.PROCEDURAL
    assert second.headings == ("SENSORS ACT OF 2031", "in the committee of the whole")
