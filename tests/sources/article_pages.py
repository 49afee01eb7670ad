"""Small pages of newspapers that do not exist."""

from __future__ import annotations

PARAGRAPHS = (
    "The ministry said on Monday that it had stopped the export of cameras for drones after a review of the permits.",
    "Two officials, who asked not to be named, said that the review had begun in spring and had been kept from parliament.",
    "The cameras are made in Ontario by L3Harris WESCAM, whose spokesman said that the company follows the law of the land.",
    "Opposition members asked for the papers to be laid before the committee on foreign affairs before the end of the week.",
    "A decision on the remaining permits is expected in the first days of next month, the ministry's spokeswoman added.",
)


def paragraphs(*lines: str) -> str:
    return "".join(f"<p>{line}</p>" for line in lines)


def page(body: str = "", *, head: str = "", title: str = "Export of cameras stopped | The Example", lang: str = "en") -> str:
    """Write a page as newspapers do: menu, article, related links, footer."""
    return (
        f"<!doctype html><html lang='{lang}'><head><title>{title}</title>{head}</head><body>"
        "<header><nav><ul><li><a href='/world'>World</a></li><li><a href='/tag/baykar'>Baykar</a></li></ul></nav></header>"
        f"<main><article><h1>{title.partition(' | ')[0]}</h1>{body}</article></main>"
        "<aside><h2>Related</h2><ul><li><a href='/2'>Baykar shows a new drone at the fair in Istanbul</a></li>"
        "<li><a href='/3'>What Baykar sold abroad in the last ten years</a></li></ul></aside>"
        "<footer><p>The Example, 2026. All about Baykar and others.</p></footer></body></html>"
    )


def article(*, head: str = "", **options: str) -> str:
    return page(paragraphs(*PARAGRAPHS), head=head, **options)
