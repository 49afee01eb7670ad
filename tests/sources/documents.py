"""Small documents for the tests of parsing, well-meant and hostile."""

from __future__ import annotations

HEAD = '<?xml version="1.0" encoding="utf-8"?>\n'
NAMESPACES = (
    'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:content="http://purl.org/rss/1.0/modules/content/" '
    'xmlns:media="http://search.yahoo.com/mrss/" xmlns:sy="http://purl.org/rss/1.0/modules/syndication/"'
)
DATE = "<pubDate>Mon, 02 Mar 2026 10:00:00 GMT</pubDate>"


def rss(*items: str, channel: str = "", prologue: str = "") -> bytes:
    return f'{HEAD}{prologue}<rss version="2.0" {NAMESPACES}><channel><title>Wire</title>{channel}{"".join(items)}</channel></rss>'.encode()


def item(number: int, title: str = "ok", inside: str = DATE) -> str:
    return f"<item><title>{title}</title><link>https://wire.example/{number}</link><guid>{number}</guid>{inside}</item>"


def atom(*entries: str, inside: str = "", attributes: str = "") -> bytes:
    return f'{HEAD}<feed xmlns="http://www.w3.org/2005/Atom" {attributes}><title>Wire</title>{inside}{"".join(entries)}</feed>'.encode()


def laughs() -> str:
    entities = '<!ENTITY l0 "lol">' + "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    return f"<!DOCTYPE rss [{entities}]>"


def outside(address: str) -> str:
    return f'<!DOCTYPE rss [<!ENTITY outside SYSTEM "{address}">]>'


# Each still ends in an entry titled `ok`, which must be read.
HOSTILE = {
    "billion laughs": rss(item(1, "&l9;"), item(2), prologue=laughs()),
    "quadratic entities": rss(item(1, "&a;" * 5000), item(2), prologue=f'<!DOCTYPE rss [<!ENTITY a "{"A" * 50_000}">]>'),
    "deep nesting": rss(item(1, inside=f"<description>{'<a>' * 20_000}x{'</a>' * 20_000}</description>"), item(2)),
    "deep HTML": rss(item(1, inside=f"<description><![CDATA[{'<div>' * 50_000}x]]></description>"), item(2)),
    "a long data: address": rss(item(1, inside=f'<enclosure url="data:image/png;base64,{"A" * 1_000_000}" type="a/b"/>'), item(2)),
    "quotes that never close": rss(item(1, inside="<description><![CDATA[<a " + 'x="' * 20_000 + "]]></description>"), item(2)),
    "a date of 50,000 digits": rss(item(1, inside=f"<pubDate>{'1' * 50_000}</pubDate>"), item(2)),
    "a flood of <": rss("<" * 20_000, item(2)),
    "control characters": rss(item(1, "bad \x0b\x01 \x00 character"), item(2)),
    "undefined entities": rss(item(1, "a &nbsp; &eacute; &bogus; b"), item(2)),
    "bare ampersands": rss(item(1, "AT&T <b>bold R&D"), item(2)),
    "white space before the declaration": b"\n\n  " + rss(item(1), item(2)),
}
