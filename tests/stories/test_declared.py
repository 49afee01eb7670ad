"""A copy names its original; only the foot of the text is asked, and only the web."""
# ruff: noqa: RUF001  texts of other scripts

from __future__ import annotations

import pytest

from monitor.stories.declared import declared_source

ORIGINAL = "https://wire.example/2031/arms?a=1&b=2"
HREF = ORIGINAL.replace("&", "&amp;")


@pytest.mark.parametrize(
    "markup",
    [
        f'[ad_1]<p>Words</p>[ad_2]<br><a href="{HREF}">Source </a>',
        f"[ad_2]\n<a rel=nofollow href={HREF} target=_blank><b>Source link</b></a>",
        f'<p><a href="{HREF}">Источник</a></p>',
        f'<p>The post <a href="{HREF}">Headline</a> appeared first on <a href="https://wire.example">Wire</a>.</p>',
        f'<p>L’article <a href="{HREF}">Titre</a> est apparu en premier sur <a href="https://wire.example">Wire</a>.</p>',
        f'<a href="{HREF}">Headline</a> was originally published in <a href="https://wire.example">Wire</a> on Medium',
        f"&lt;a href=&quot;{HREF.replace('&', '&amp;')}&quot;&gt;Source&lt;/a&gt;",
    ],
)
def test_the_original_is_read_from_the_foot(markup: str) -> None:
    assert declared_source(markup) == ORIGINAL


@pytest.mark.parametrize(
    "markup",
    [
        "",
        "Source: the ministry",
        f'<a href="{HREF}">a source close to the minister</a>',
        '<a href="javascript:alert(1)">Source</a>',
        "The news appeared first on television.",
        f'<a href="{HREF}">Source</a>' + "words " * 1_000,
    ],
)
def test_a_link_that_names_no_original_is_none(markup: str) -> None:
    assert declared_source(markup) is None
