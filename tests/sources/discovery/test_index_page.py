"""Pages of links: what is new on them, what is read again, and pages that lead to pages."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from monitor.catalogue.discovery import IndexPage
from monitor.sources.discovery.ask import Answer, Plan, Verdict
from monitor.sources.discovery.cursor import MOST_QUEUED, Cursor
from tests.sources.discovery.walking import ABSENT, HERE, NOW, names, one_round

if TYPE_CHECKING:
    from collections.abc import Callable

    from monitor.sources.discovery.ask import Ask

DAY = timedelta(days=1)


def pages(**bodies: str) -> Callable[[Ask], Answer]:
    """Answer listings with these bodies by their address's last part, and documents with themselves."""

    def answer(ask: Ask) -> Answer:
        if ask.kind != "listing":
            return HERE
        body = bodies.get(ask.name.rpartition("/")[2])
        return Answer(Verdict.HERE, body=body.encode(), url=ask.name) if body is not None else ABSENT

    return answer


def anchors(*links: str) -> str:
    return "".join(f'<p><a class="x" href="{link}">sitting</a>' for link in links)


def test_new_links_are_documents_in_their_order_and_known_ones_are_not_found_anew() -> None:
    plan = Plan("k", IndexPage("https://p.example/index", r"/d/\d+$"))
    cursor, asked = one_round(plan, Cursor(), pages(index=anchors("/d/2", "/d/1", "/other")))
    assert names(asked) == ["index", "1", "2"]
    _, asked = one_round(plan, cursor, pages(index=anchors("/d/4", "/d/3", "/d/2", "/d/1")), NOW + timedelta(seconds=1))
    assert [name for name in names(asked) if name not in {"1", "2"}] == ["index", "3", "4"]


def test_a_long_list_without_days_is_not_read_whole_at_first_contact() -> None:
    plan = Plan("k", IndexPage("https://p.example/index", r"/d/\d+$"))
    links = anchors(*(f"/d/{number}" for number in range(100, 0, -1)))
    cursor, asked = one_round(plan, Cursor(), pages(index=links))
    assert names(asked) == ["index", *(str(number) for number in range(91, 101))]
    _, asked = one_round(plan, cursor, pages(index=links), NOW + 15 * DAY)
    assert names(asked) == ["index"]


def test_what_finds_no_room_in_one_round_is_read_in_the_next_though_the_page_stays_the_same() -> None:
    link = r"(?P<date>\d{4}-\d\d-\d\d)-(?P<n>\d+)\.xml"
    plan = Plan("k", IndexPage("https://p.example/index", link, "https://p.example/{n}", most=2_000))
    text = "\n".join(f"2026-11-21-{number}.xml" for number in range(MOST_QUEUED + 200))
    cursor, first = one_round(plan, Cursor(), pages(index=text))
    _, second = one_round(plan, cursor, pages(index=text), NOW + timedelta(seconds=1))
    assert (len(first), len(second)) == (1 + MOST_QUEUED, 1 + 200)
    assert {*names(first), *names(second)} == {"index", *map(str, range(MOST_QUEUED + 200))}


def test_days_in_the_links_choose_those_within_the_window_and_the_last_issue_of_each() -> None:
    link = r"debates(?P<date>\d{4}-\d\d-\d\d)(?P<issue>[a-z])\.xml"
    plan = Plan("k", IndexPage("https://p.example/index", link, "https://p.example/{date}{issue}"))
    text = "1,debates2001-01-01a.xml\n2,debates2026-11-20a.xml\n3,debates2026-11-20b.xml\n4,debates2026-11-21a.xml"
    _, asked = one_round(plan, Cursor(), pages(index=text))
    assert names(asked) == ["index", "2026-11-20b", "2026-11-21a"]


def test_a_page_a_day_is_asked_the_rarer_the_older_the_day_is() -> None:
    plan = Plan("k", IndexPage("https://p.example/{date}", r'"id": "(?P<id>\w+)"', "https://p.example/d/{id}"), revisit=2 * DAY)
    cursor, asked = one_round(plan, Cursor(), pages(**{"2026-11-22": '[{"id": "x"}]'}))
    assert names(asked) == ["2026-11-22", "2026-11-21", "2026-11-20", "x"]
    _, asked = one_round(plan, cursor, pages(), NOW + timedelta(hours=2))
    assert names(asked) == ["2026-11-22", "x"]


def test_a_page_that_leads_to_pages_brings_the_documents_of_those() -> None:
    then = IndexPage("", r"(?P<file>/EV\d+)-E\.XML", "https://p.example{file}-{lang:initial}.XML")
    plan = Plan("k", IndexPage("https://p.example/meetings", r"/evidence/\d+$", then=then), languages=("en", "fr"))
    answers = pages(meetings=anchors("/evidence/2", "/evidence/1"), **{"1": anchors("/EV1-E.XML"), "2": anchors("/none")})
    cursor, asked = one_round(plan, Cursor(), answers)
    assert names(asked) == ["meetings", "2", "1", "EV1-{lang:initial}.XML"]
    assert [*asked[-1].addresses.values()] == ["https://p.example/EV1-E.XML", "https://p.example/EV1-F.XML"]
    later = pages(meetings=anchors("/evidence/2", "/evidence/1"), **{"2": anchors("/EV2-E.XML")})
    _, asked = one_round(plan, cursor, later, NOW + DAY)
    assert "EV2-{lang:initial}.XML" in names(asked)


def test_a_list_that_is_not_there_is_a_failure() -> None:
    plan = Plan("k", IndexPage("https://p.example/index", r"/d/\d+$"))
    cursor, _ = one_round(plan, Cursor(), lambda _: Answer(Verdict.SOFT, "an error page"))
    assert cursor.failed["https://p.example/index"].reason == "an error page"
    assert not cursor.has_begun


def test_a_page_cannot_make_us_send_a_secret() -> None:
    plan = Plan("k", IndexPage("https://p.example/index", r"/d/(?P<id>.+)$", "https://p.example/e/{id}"))
    _, asked = one_round(plan, Cursor(), pages(index=anchors("/d/${env:API_KEY}", "/d/{lang}")))
    assert not any("${" in address or "{" in address for ask in asked for address in ask.addresses.values())
