"""A robots.txt means to us what RFC 9309 says it means."""

from __future__ import annotations

import pytest

from monitor.sources.robots_rules import MOST_BYTES, deciding_rule, read_rules


def is_allowed(robots: str | bytes, address: str) -> bool:
    body = robots if isinstance(robots, bytes) else robots.encode()
    rule = deciding_rule(read_rules(body, "Tocsin"), f"https://example.org{address}")
    return rule is None or rule.is_allowed


def test_without_rules_everything_is_allowed() -> None:
    assert is_allowed("", "/a")
    assert is_allowed("<!doctype html><p>Not found: disallow</p>", "/a")


def test_the_rules_for_anybody_are_for_us() -> None:
    robots = "User-agent: *\nDisallow: /private/\n"
    assert not is_allowed(robots, "/private/a")
    assert is_allowed(robots, "/public/a")


def test_a_group_of_our_own_takes_the_place_of_that_for_anybody() -> None:
    robots = "User-agent: *\nDisallow: /\n\nUser-agent: tocsin\nDisallow: /b\n"
    assert is_allowed(robots, "/a")
    assert not is_allowed(robots, "/b")


def test_a_group_of_our_own_without_rules_allows_everything() -> None:
    assert is_allowed("User-agent: Tocsin\nDisallow:\n\nUser-agent: *\nDisallow: /\n", "/a")


def test_all_groups_that_name_us_count_as_one() -> None:
    robots = "User-agent: Tocsin\nDisallow: /a\n\nUser-agent: x\nDisallow: /\n\nUser-agent: TOCSIN/1.0\nDisallow: /b\n"
    assert [is_allowed(robots, address) for address in ("/a", "/b", "/c")] == [False, False, True]


def test_crawlers_named_one_below_the_other_share_the_rules() -> None:
    robots = "User-agent: x\nCrawl-delay: 5\nUser-agent: *\nSitemap: https://example.org/s.xml\nDisallow: /a\n"
    assert not is_allowed(robots, "/a")


def test_the_name_of_another_crawler_is_not_ours_because_it_begins_or_ends_alike() -> None:
    assert is_allowed("User-agent: Tocsinator\nDisallow: /\n", "/a")
    assert is_allowed("User-agent: BigTocsin\nDisallow: /\n", "/a")


def test_the_longest_match_decides_whatever_its_place() -> None:
    robots = "User-agent: *\nAllow: /news/open\nDisallow: /news\n"
    assert is_allowed(robots, "/news/open/1")
    assert not is_allowed(robots, "/news/1")
    assert not is_allowed("User-agent: *\nDisallow: /news/open\nAllow: /news\n", "/news/open/1")


def test_of_two_rules_as_long_the_one_that_allows_decides() -> None:
    assert is_allowed("User-agent: *\nDisallow: /a\nAllow: /a\n", "/a")


@pytest.mark.parametrize(
    ("pattern", "address", "is_meant"),
    [
        ("/*.pdf", "/a/b.pdf?x=1", True),
        ("/*.pdf$", "/a/b.pdf", True),
        ("/*.pdf$", "/a/b.pdf?x=1", False),
        ("/*.pdf$", "/a.pdf.pdf", True),
        ("/a$", "/ab", False),
        ("/a$b", "/a$b/c", True),
        ("*/print", "/news/print/1", True),
        ("/a*b*c", "/a-c-b", False),
        ("/a*b*c", "/a-b-c", True),
        ("/a*a$", "/a", False),
        ("/*?", "/a", False),
        ("/*?", "/a?b=c", True),
        ("/", "/", True),
        ("/file-%2A.html", "/file-*.html", True),
        ("/file-%2A.html", "/file-x.html", False),
        ("/price%24", "/price$1", True),
        ("/%7ejoe/", "/~joe/index", True),
        ("/~joe/", "/%7Ejoe/index", True),
        ("/a%2fb", "/a%2Fb", True),
        ("/a%2fb", "/a/b", False),
        ("/haber/türkiye", "/haber/t%C3%BCrkiye/1", True),
        ("/haber/t%c3%bcrkiye", "/haber/türkiye/1", True),
        ("/News", "/news", False),
        ("news", "/news", False),
    ],
)
def test_a_pattern_means_what_the_standard_says(pattern: str, address: str, is_meant: bool) -> None:  # noqa: FBT001 a row of the table
    assert is_allowed(f"User-agent: *\nDisallow: {pattern}\n", address) is not is_meant


def test_a_mark_comments_blanks_and_any_line_ends_are_no_matter() -> None:
    robots = b"\xef\xbb\xbfuser-AGENT :  *  # everybody\r\r\n  DISALLOW:/a # not this\rno colon\r\nAllow: /b"
    assert not is_allowed(robots, "/a")
    assert is_allowed(robots, "/b")


def test_bytes_that_are_no_utf_8_do_no_harm() -> None:
    assert not is_allowed(b"\xff\xfeUser-agent\n# \xe9t\xe9\nUser-agent: *\nDisallow: /a\n", "/a")


def test_the_robots_txt_itself_is_always_allowed() -> None:
    assert is_allowed("User-agent: *\nDisallow: /\n", "/robots.txt")


def test_an_address_without_a_path_is_the_front_page() -> None:
    assert not is_allowed("User-agent: *\nDisallow: /$\n", "")


def test_what_stands_beyond_the_cap_is_not_looked_at() -> None:
    padding = "#" * MOST_BYTES + "\n"
    assert is_allowed(f"User-agent: *\n{padding}Disallow: /a\n", "/a")


def test_a_pattern_made_to_run_for_ever_does_not() -> None:
    assert is_allowed("User-agent: *\nDisallow: /" + "*a" * 10_000 + "b\n", "/" + "a" * 4_000)
