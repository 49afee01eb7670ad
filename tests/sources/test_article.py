"""A page is read for its article alone, in its own charset, and what is no article is named as what it is."""

from __future__ import annotations

import subprocess
import sys

import pytest

from monitor.sources.article import LONGEST, Article, PageKind, read_article
from monitor.sources.document import Document
from tests.sources.article_pages import PARAGRAPHS, article, page, paragraphs

URL = "https://news.example/2026/cameras"
RUSSIAN = (
    "Министерство сообщило в понедельник, что экспорт камер для беспилотников остановлен после проверки разрешений.",
    "Камеры производит в Онтарио компания, представитель которой заявил, что она соблюдает законы своей страны.",
    "Депутаты оппозиции попросили передать документы комитету по иностранным делам до конца этой недели.",
)


def read(markup: str | bytes, content_type: str = "text/html; charset=utf-8", url: str = URL) -> Article:
    return read_article(Document(markup if isinstance(markup, bytes) else markup.encode(), content_type, url))


def test_the_article_is_read_and_nothing_beside_it() -> None:
    found = read(article())
    assert found.kind is PageKind.READABLE
    assert all(line in found.text for line in PARAGRAPHS)
    assert "Baykar" not in found.text
    assert "<" not in found.text
    assert found.words > 80


def test_a_headline_of_another_article_between_the_paragraphs_is_left_out_and_a_linked_name_is_not() -> None:
    also = "<p><strong>Read also:</strong> <a href='/2'>Baykar shows a new drone at the fair</a></p>"
    named = "<p>Named are <a href='/c/1'>Roketsan</a>, <a href='/c/2'>Aselsan</a> and others.</p>"
    found = read(page(paragraphs(*PARAGRAPHS[:2]) + also + named + paragraphs(*PARAGRAPHS[2:])))
    assert "Baykar" not in found.text
    assert "Roketsan" in found.text


def test_a_page_says_its_title_language_address_and_source() -> None:
    head = (
        "<link rel='Canonical' href='/2026/cameras-stopped'><meta name='syndication-source' content='https://wire.example/1'>"
        "<meta property='og:url' content='https://news.example/other'>"
    )
    found = read(article(head=head, lang="en_ca"))
    assert (found.title, found.lang) == ("Export of cameras stopped | The Example", "en-CA")
    assert found.canonical == "https://news.example/2026/cameras-stopped"
    assert found.original == "https://wire.example/1"


def test_what_an_article_is_based_on_is_its_source() -> None:
    head = (
        '<script type="application/ld+json">{"@graph": [{"@type": "NewsArticle", "isBasedOn": {"url": "https://wire.example/2"}}]}</script>'
    )
    assert read(article(head=head)).original == "https://wire.example/2"


def test_an_article_that_only_scripts_would_show_is_read_where_the_page_tells_it_to_programs() -> None:
    body = " ".join(PARAGRAPHS)
    head = f'<script type="application/ld+json">{{"@type": "NewsArticle", "articleBody": "{body}"}}</script>'
    found = read(f"<!doctype html><html><head><title>Cameras</title>{head}</head><body><div id='root'></div></body></html>")
    assert (found.kind, found.text) == (PageKind.READABLE, body)


@pytest.mark.parametrize(
    "meta", ["<meta charset=windows-1251>", "<meta http-equiv='Content-Type' content='text/html; charset=cp1251'>", ""]
)
def test_the_charset_is_right_when_the_header_is_silent(meta: str) -> None:
    found = read(page(paragraphs(*RUSSIAN), head=meta, title="Экспорт", lang="ru").encode("windows-1251"), "text/html")
    assert RUSSIAN[1] in found.text
    assert found.title == "Экспорт"


def test_what_the_bytes_prove_counts_more_than_what_the_page_says() -> None:
    head = "<meta charset=windows-1251>"
    assert RUSSIAN[0] in read(page(paragraphs(*RUSSIAN), head=head, lang="ru"), "text/html").text
    assert RUSSIAN[0] in read(page(paragraphs(*RUSSIAN), head=head, lang="ru").encode("utf-16"), "text/html").text


@pytest.mark.parametrize(
    "head",
    [
        '<script type="application/ld+json">{"@type": "NewsArticle", "isAccessibleForFree": false}</script>',
        '<script type="application/ld+json">[{"@graph": [{"@type": "Article", "isAccessibleForFree": "False"}]}]</script>',
        "<meta itemprop='isAccessibleForFree' content='false'>",
        "<meta property='article:content_tier' content='locked'>",
    ],
)
def test_a_page_that_says_it_is_not_free_is_a_paywall_whatever_it_shows(head: str) -> None:
    found = read(article(head=head))
    assert (found.kind, found.text) == (PageKind.PAYWALL, "")


@pytest.mark.parametrize(
    "head",
    [
        '<script type="application/ld+json">{"@type": "NewsArticle", "isAccessibleForFree": true}</script>',
        '<script type="application/ld+json">{"@type": "ItemList", "itemListElement": [{"isAccessibleForFree": false}]}</script>',
        '<script type="application/ld+json">{no json</script>',
        "<meta property='article:content_tier' content='metered'>",
        "<style>.paywall{display:none}</style>",
    ],
)
def test_a_page_that_is_free_is_none(head: str) -> None:
    assert read(article(head=head)).kind is PageKind.READABLE


def test_a_teaser_above_an_offer_is_a_paywall() -> None:
    for offer in (
        "<div class='c-paywall paywall'>Join us</div>",
        "<p>Subscribe to continue reading</p>",
        "<p>Cet article réservé aux abonnés</p>",
    ):
        assert read(page(paragraphs(PARAGRAPHS[0], PARAGRAPHS[1]) + offer)).kind is PageKind.PAYWALL


@pytest.mark.parametrize(
    "markup",
    [
        page("<p>Checking your browser before accessing.</p>", title="Just a moment..."),
        page("<div id='px-captcha'></div>", title="News"),
        page("<p>You do not have permission to view this page.</p>", title="Access Denied"),
    ],
)
def test_a_check_for_browsers_is_a_bot_wall(markup: str) -> None:
    assert read(markup).kind is PageKind.BOT_WALL


def test_an_article_about_a_bot_wall_or_with_a_captcha_under_its_comments_is_an_article() -> None:
    assert read(article(title="Access denied: how ministries hide papers")).kind is PageKind.READABLE
    assert read(page(paragraphs(*PARAGRAPHS) + "<form><div class='g-recaptcha px-captcha'></div></form>")).kind is PageKind.READABLE


def test_a_page_that_wants_to_be_agreed_with_is_a_consent_page() -> None:
    assert read(article(), url="https://consent.news.example/v2?continue=x").kind is PageKind.CONSENT
    assert read(page("<p>We value your privacy</p><button>Accept all cookies</button>")).kind is PageKind.CONSENT


@pytest.mark.parametrize("title", ["Page not found", "404 Not Found", "The Example | 404", "Страница не найдена", "Seite nicht gefunden"])
def test_a_page_that_says_not_found_is_a_soft_404_whatever_its_status(title: str) -> None:
    assert read(page("<p>Perhaps it was moved.</p>", title=title)).kind is PageKind.NOT_FOUND


def test_an_address_that_leads_to_the_front_page_is_a_soft_404() -> None:
    assert read(article(), url="https://news.example/").kind is PageKind.NOT_FOUND


@pytest.mark.parametrize(
    ("body", "content_type"),
    [
        (b"%PDF-1.7 ...", "application/pdf"),
        (b"%PDF-1.7 <html>", "text/html"),
        (b'{"title": "<p>"}', "application/json"),
        (b"plain words", "text/plain"),
        (b"<?xml version='1.0'?><rss><channel/></rss>", "text/xml"),
        (b"plain words", ""),
        (b"", "text/html"),
    ],
)
def test_what_is_no_web_page_is_said_to_be_none(body: bytes, content_type: str) -> None:
    assert read(body, content_type).kind is PageKind.NOT_HTML


def test_a_page_without_an_article_has_too_little_text() -> None:
    assert read(page("<p>A film.</p>")).kind is PageKind.TOO_LITTLE
    assert read("<html></html>").kind is PageKind.TOO_LITTLE


def test_a_text_is_kept_to_a_bound_and_ends_with_a_word() -> None:
    found = read(page(paragraphs(*(f"{line} Number {n}." for n in range(900) for line in PARAGRAPHS))))
    assert LONGEST - 100 < len(found.text) <= LONGEST
    assert not found.text[-1].isspace()


def test_what_a_page_writes_as_markup_for_readers_stays_text() -> None:
    found = read(page(paragraphs(*PARAGRAPHS, "The form has a field &lt;Baykar&gt; &amp; another one that the clerk must fill in.")))
    assert "a field <Baykar> & another one" in found.text


def test_a_broken_page_is_read_as_far_as_it_goes() -> None:
    assert PARAGRAPHS[2] in read(article()[:-400].replace("</p>", "")).text


def test_trafilatura_is_not_loaded_before_a_page_is_read() -> None:
    code = "import sys, monitor.sources.worker, monitor.sources.workers; sys.exit('trafilatura' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
