"""Sitemaps: what changed within the window is asked for once."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from monitor.catalogue.discovery import SitemapLastmod
from monitor.sources.discovery.ask import Answer, Plan, Verdict
from monitor.sources.discovery.cursor import Cursor
from tests.sources.discovery.walking import HERE, NOW, names, one_round

if TYPE_CHECKING:
    from collections.abc import Callable

    from monitor.sources.discovery.ask import Ask

DAY = timedelta(days=1)
PLAN = Plan("k", SitemapLastmod("https://p.example/index.xml", r"/CREC-(?P<date>[\d-]+)$", "https://p.example/{date}.zip", r"CREC_\d{4}"))


def index(**maps: str) -> str:
    entries = "".join(f"<sitemap><loc>https://p.example/{name}</loc><lastmod>{at}</lastmod></sitemap>" for name, at in maps.items())
    return f"<sitemapindex xmlns='http://www.sitemaps.org/schemas/sitemap/0.9'>{entries}</sitemapindex>"


def urls(**pages: str) -> str:
    entries = "".join(
        f"<url><loc>https://p.example/CREC-{name.removeprefix('d')}</loc><lastmod>{at}</lastmod></url>" for name, at in pages.items()
    )
    return f"<urlset xmlns='http://www.sitemaps.org/schemas/sitemap/0.9'>{entries}</urlset>"


def served(**bodies: str) -> Callable[[Ask], Answer]:
    found = {name.replace("_xml", ".xml"): body for name, body in bodies.items()}
    return lambda ask: Answer(Verdict.HERE, body=found[names([ask])[0]].encode()) if ask.kind == "listing" else HERE


def test_pages_that_changed_within_the_window_are_asked_the_longest_unread_first() -> None:
    answers = served(
        index_xml=index(CREC_2026="2026-11-21T00:00:00Z", CREC_2019="2020-01-01", other="2026-11-21"),
        CREC_2026=urls(d20="2026-11-21T08:00:00Z", d19="2026-11-20T08:00:00Z", d01="2026-01-02", odd="yesterday"),
    )
    cursor, asked = one_round(PLAN, Cursor(), answers)
    assert names(asked) == ["index.xml", "CREC_2026", "19.zip", "20.zip"]
    assert names(one_round(PLAN, cursor, answers, NOW + DAY)[1]) == ["index.xml", "CREC_2026"]
    reissued = served(
        index_xml=index(CREC_2026="2026-11-23T00:00:00Z"), CREC_2026=urls(d20="2026-11-21T08:00:00Z", d19="2026-11-23T08:00:00Z")
    )
    assert names(one_round(PLAN, cursor, reissued, NOW + DAY)[1]) == ["index.xml", "CREC_2026", "19.zip"]


def test_after_a_long_outage_what_changed_meanwhile_counts() -> None:
    empty = served(index_xml=index())
    cursor, _ = one_round(PLAN, Cursor(), empty)
    answers = served(index_xml=index(CREC_2026="2027-01-01"), CREC_2026=urls(d23="2026-11-24T08:00:00Z"))
    assert "23.zip" in names(one_round(PLAN, cursor, answers, NOW + 40 * DAY)[1])


def test_what_is_no_sitemap_is_a_failure() -> None:
    for body in ("<html><title>x</title></html>", "<rss/>", "not XML", "<urlset"):
        cursor, _ = one_round(PLAN, Cursor(), served(index_xml=body))
        assert "https://p.example/index.xml" in cursor.failed
        assert not cursor.has_begun
