"""Fingerprints of an item: one of its exact wording, and those that it shares with its copies.

Each digest carries the name of what it was made from, and of the method where that may change: digests of
another method never meet, they just find no copy.
"""

from __future__ import annotations

from monitor.model import Digest, Item, Kind, digest
from monitor.stories.clean import cleaned_and_worded
from monitor.stories.declared import declared_source
from monitor.stories.markup import plain
from monitor.stories.url_key import is_front_page, url_key
from monitor.stories.wording import word_count, wording

FEWEST_WORDS = 12  # under it, texts recur without being copies: "I agree with the honourable member"


def content_hash(title: str, text: str) -> Digest:
    """Hash an item's wording: another hash means that a word was changed, not a comma or a tag."""
    return digest("wording/1", wording(plain(title)), wording(plain(text)))


def address_hash(url: str) -> Digest:
    """Hash an address as `copy_keys` does, so that an item can be found by any address of its page."""
    return digest("address/1", url_key(url))


def copy_keys(item: Item) -> tuple[tuple[str, Digest], ...]:
    """List what an item shares with its copies, as (kind, hash).

    `url`: the address of its page. `declared`: the address of the original, which is its own where it names no other, so that a
    copy and its original meet whichever comes first. `text`: the wording of the body, if that has 12 words or more.
    A record of a parliament has its address, and the `debate` that it belongs to within its source: members say the same thing again.
    """
    own = _page(item.url)
    keys = [("url", own)] if own else []
    if item.kind is not Kind.ARTICLE:
        return (*keys, ("debate", digest("debate/1", item.debate))) if item.debate else tuple(keys)
    original = _page(item.original or declared_source(item.text)) or own
    if original:
        keys.append(("declared", original))
    _, body = cleaned_and_worded(item.title, item.text)
    if word_count(body) >= FEWEST_WORDS:
        keys.append(("text", digest("text/1", body)))
    return tuple(keys)


def _page(url: str | None) -> Digest | None:
    """Hash an address that names one page; a site's front page, where some feeds link every entry, names none."""
    return address_hash(url) if url and url.strip() and not is_front_page(url_key(url)) else None
