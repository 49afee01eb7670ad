"""A fetch is conditional, bounded, guarded and discreet, whatever the server does."""

from __future__ import annotations

import asyncio
import gzip
import zlib
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from monitor.errors import FetchError
from monitor.sources.fetch import PAGE_ACCEPT, Fetcher, HostWaits
from tests.sources.loopback import USER_AGENT, Loopback, Request, answer, closed_port

if TYPE_CHECKING:
    from collections.abc import AsyncIterator


def redirect(target: str, status: int = 302) -> bytes:
    return answer(status, b"moved", {"Location": target})


async def test_an_answer_is_told_in_full(server: Loopback, fetcher: Fetcher) -> None:
    server.answers["/f"] = answer(
        200,
        b"<rss/>",
        {"Content-Type": "text/xml; charset=KOI8-R", "ETag": 'W/"1"', "Cache-Control": "public", "cache-control": "max-age=5"},
    )
    response = await fetcher.get(f"{server.url}/f")
    assert (response.status, response.body, response.url, response.permanent_url) == (200, b"<rss/>", f"{server.url}/f", None)
    assert (response.content_type, response.charset) == ("text/xml; charset=KOI8-R", "KOI8-R")
    assert (response.headers["etag"], response.headers["cache-control"]) == ('W/"1"', "public, max-age=5")
    assert response.elapsed_ms >= 0


async def test_the_request_is_honest_and_bare(server: Loopback, fetcher: Fetcher) -> None:  # conduct 12
    server.answers["/f"] = answer(200, b"<rss/>", {"Set-Cookie": "track=1"})
    await fetcher.get(f"{server.url}/f?a=%3A%2f")
    await fetcher.get(f"{server.url}/f?a=%3A%2f")
    sent = server.requests[-1]
    assert sent.target == "/f?a=%3A%2f"
    assert sent.headers.keys() == {"host", "user-agent", "accept", "accept-encoding"}
    assert sent.headers["user-agent"] == USER_AGENT.encode()
    assert sent.headers["accept-encoding"] == b"gzip, deflate"
    assert b"application/atom+xml" in sent.headers["accept"]


async def test_validators_go_out_to_the_byte(server: Loopback, fetcher: Fetcher) -> None:  # conduct 1
    server.answers["/f"] = answer(304)
    response = await fetcher.get(f"{server.url}/f", etag="W/\"x, 'é'\"", last_modified="Thu, 1 Jan 1970 0:00:00 GMT")
    sent = server.requests[0].headers
    assert (response.status, response.body) == (304, b"")
    assert sent["if-none-match"] == "W/\"x, 'é'\"".encode()
    assert sent["if-modified-since"] == b"Thu, 1 Jan 1970 0:00:00 GMT"
    assert sent["a-im"] == b"feed"  # conduct 15


async def test_an_article_is_asked_for_as_a_page(server: Loopback, fetcher: Fetcher) -> None:
    server.answers["/a"] = answer(200, b"<html>")
    await fetcher.get(f"{server.url}/a", accept=PAGE_ACCEPT, etag='"1"')
    assert server.requests[0].headers["accept"].startswith(b"text/html")
    assert "a-im" not in server.requests[0].headers


async def test_a_sources_own_headers_replace_ours_but_for_those_of_the_connection(server: Loopback, fetcher: Fetcher) -> None:
    server.answers["/f"] = answer()
    await fetcher.get(f"{server.url}/f", headers={"user-agent": "Mine", "X-Key": "k", "Accept-Encoding": "br", "Host": "evil.example"})
    sent = server.requests[0].headers
    assert (sent["user-agent"], sent["x-key"], sent["accept-encoding"]) == (b"Mine", b"k", b"gzip, deflate")
    assert sent["host"] == f"127.0.0.1:{server.port}".encode()


async def test_credentials_in_an_address_become_a_header(server: Loopback, fetcher: Fetcher) -> None:
    server.answers["/f"] = answer()
    response = await fetcher.get(f"http://me:p%40ss@127.0.0.1:{server.port}/f")
    assert server.requests[0].headers["authorization"] == b"Basic bWU6cEBzcw=="
    assert "me" not in response.url


async def test_credentials_and_headers_never_leave_their_host(server: Loopback, fetcher: Fetcher) -> None:
    async with Loopback() as other:
        server.answers |= {"/f": redirect("/g"), "/g": redirect(f"{other.url}/h")}
        other.answers["/h"] = answer(200, b"<rss/>")
        await fetcher.get(f"http://me:pass@127.0.0.1:{server.port}/f", headers={"X-Key": "k", "Cookie": "c=1"}, etag='"1"')
        assert server.requests[1].headers.keys() >= {"authorization", "x-key", "cookie"}
        assert not other.requests[0].headers.keys() & {"authorization", "x-key", "cookie", "referer"}
        assert other.requests[0].headers["if-none-match"] == b'"1"'


async def test_a_permanent_redirect_is_told_and_a_temporary_one_is_not(server: Loopback, fetcher: Fetcher) -> None:
    server.answers |= {"/p": redirect("/end", 301), "/t": redirect("/end", 307), "/end": answer(200, b"<rss/>")}
    permanent = await fetcher.get(f"{server.url}/p")
    temporary = await fetcher.get(f"{server.url}/t")
    assert (permanent.url, permanent.permanent_url) == (f"{server.url}/end", f"{server.url}/end")
    assert (temporary.url, temporary.permanent_url) == (f"{server.url}/end", None)


@pytest.mark.parametrize(
    ("target", "complaint"),
    [("/f", "in a circle"), ("file:///etc/hostname", "no web address"), ("", "does not say where to"), ("http://[x/", "cannot be read")],
)
async def test_a_redirect_that_leads_nowhere_good_is_refused(server: Loopback, fetcher: Fetcher, target: str, complaint: str) -> None:
    server.answers["/f"] = redirect(target)
    with pytest.raises(FetchError, match=complaint):
        await fetcher.get(f"{server.url}/f")
    assert len(server.requests) == 1


async def test_a_chain_is_followed_five_times(server: Loopback, fetcher: Fetcher) -> None:
    server.answers |= {f"/{step}": redirect(f"/{step + 1}") for step in range(6)}
    server.answers["/6"] = answer(200, b"<rss/>")
    assert (await fetcher.get(f"{server.url}/1")).status == 200
    with pytest.raises(FetchError, match="more than 5 times"):
        await fetcher.get(f"{server.url}/0")


@pytest.mark.parametrize("status", [400, 401, 403, 404, 410, 429, 500, 503])
async def test_a_refusal_is_an_answer_whose_body_is_not_read(server: Loopback, fetcher: Fetcher, status: int) -> None:
    server.answers["/f"] = answer(status, b"<rss/>" * 1_000, {"Retry-After": "5"})
    response = await fetcher.get(f"{server.url}/f", max_body=10)
    assert (response.status, response.body, response.headers["retry-after"]) == (status, b"", "5")


@pytest.mark.parametrize("encoding", ["gzip", "deflate", "GZIP"])
async def test_a_compressed_body_is_read(server: Loopback, fetcher: Fetcher, encoding: str) -> None:
    packed = zlib.compress(b"<rss/>") if encoding == "deflate" else gzip.compress(b"<rss/>")
    server.answers["/f"] = answer(200, packed, {"Content-Encoding": encoding})
    assert (await fetcher.get(f"{server.url}/f")).body == b"<rss/>"


async def test_an_encoding_that_nobody_asked_for_is_refused(server: Loopback, fetcher: Fetcher) -> None:
    server.answers["/f"] = answer(200, b"\x8b\x02\x80<rss/>\x03", {"Content-Encoding": "x-secret"})
    with pytest.raises(FetchError, match="not asked for"):
        await fetcher.get(f"{server.url}/f")


async def test_a_gigabyte_in_a_megabyte_of_gzip_stops_at_the_cap(server: Loopback, fetcher: Fetcher) -> None:
    packer = zlib.compressobj(9, zlib.DEFLATED, 31)
    block = packer.compress(bytes(1 << 20)) + packer.flush(zlib.Z_FULL_FLUSH)
    again = packer.compress(bytes(1 << 20)) + packer.flush(zlib.Z_FULL_FLUSH)  # each such block inflates to a megabyte by itself

    async def bomb(_: Request) -> AsyncIterator[bytes]:
        yield b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nConnection: close\r\n\r\n" + block
        for _block in range(1023):
            yield again

    server.answers["/bomb"] = bomb
    with pytest.raises(FetchError, match=r"larger than 10 MB; .* max_body"):
        await fetcher.get(f"{server.url}/bomb")


async def test_a_body_that_says_it_is_too_large_is_not_begun(server: Loopback, fetcher: Fetcher) -> None:
    async def endless(_: Request) -> AsyncIterator[bytes]:
        yield b"HTTP/1.1 200 OK\r\nContent-Length: 100000000\r\n\r\n"
        await asyncio.Event().wait()

    server.answers["/f"] = endless
    with pytest.raises(FetchError, match="larger than 10 MB"):
        await fetcher.get(f"{server.url}/f")


async def test_a_body_of_exactly_the_cap_is_read_and_one_more_byte_is_not(server: Loopback, fetcher: Fetcher) -> None:
    server.answers["/f"] = answer(200, b"x" * 1_000)
    assert len((await fetcher.get(f"{server.url}/f", max_body=1_000)).body) == 1_000
    with pytest.raises(FetchError, match="larger than 999 bytes"):
        await fetcher.get(f"{server.url}/f", max_body=999)


async def test_a_server_that_drips_is_cut_off_as_a_whole(server: Loopback) -> None:
    async def drip(_: Request) -> AsyncIterator[bytes]:
        yield b"HTTP/1.1 200 OK\r\n\r\n"
        for _drop in range(200):
            yield b"x"
            await asyncio.sleep(0.05)

    server.answers["/drip"] = drip
    async with Fetcher(USER_AGENT, timedelta(seconds=0.3), allow_private_networks=True) as hasty:
        with pytest.raises(FetchError, match=r"no complete answer within 0\.3 s"):
            await hasty.get(f"{server.url}/drip")


async def test_the_time_limit_covers_all_redirects_together(server: Loopback) -> None:
    async def slow(request: Request) -> AsyncIterator[bytes]:
        await asyncio.sleep(0.15)
        yield redirect(f"{request.target}1")

    server.answers |= {f"/f{'1' * step}": slow for step in range(6)}
    async with Fetcher(USER_AGENT, timedelta(seconds=0.3), allow_private_networks=True) as hasty:
        with pytest.raises(FetchError, match="no complete answer"):
            await hasty.get(f"{server.url}/f")
    assert len(server.requests) <= 3


async def test_one_request_at_a_time_goes_to_a_host(server: Loopback, fetcher: Fetcher) -> None:  # conduct 13
    server.answers["/f"] = answer(200, b"<rss/>")
    await asyncio.gather(*(fetcher.get(f"{server.url}/f") for _ in range(10)))
    assert (len(server.requests), server.most_at_once) == (10, 1)


async def test_a_closed_port_is_said_to_refuse(fetcher: Fetcher) -> None:
    with pytest.raises(FetchError, match="refuses connections"):
        await fetcher.get(f"http://127.0.0.1:{closed_port()}/f")


async def test_a_name_that_does_not_exist_is_said_so(fetcher: Fetcher) -> None:
    with pytest.raises(FetchError, match=r"there is no server called feeds.invalid|cannot be looked up just now"):
        await fetcher.get("http://feeds.invalid/f?key=secret")


async def test_a_server_without_tls_is_said_so_and_no_secret_is(server: Loopback, fetcher: Fetcher) -> None:
    with pytest.raises(FetchError, match="no secure connection") as failure:
        await fetcher.get(f"https://me:secret@127.0.0.1:{server.port}/f?key=secret")
    assert "secret" not in str(failure.value)


@pytest.mark.parametrize(
    ("raw", "complaint"),
    [
        (b"", "hung up"),
        (b"SSH-2.0-OpenSSH_9.6\r\n\r\n", "does not speak proper HTTP"),
        (b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nshort", "broke off"),
        (b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 5\r\n\r\nplain", "broke off|cannot be decompressed"),
        (b"HTTP/1.1 200 OK\r\nX-Long: " + b"a" * 100_000 + b"\r\n\r\n", "does not speak proper HTTP"),
        (b"HTTP/1.1 200 OK\r\n" + b"X-Many: a\r\n" * 1_000 + b"\r\n", "does not speak proper HTTP"),
    ],
)
async def test_an_answer_that_is_no_answer_is_told_in_words(server: Loopback, fetcher: Fetcher, raw: bytes, complaint: str) -> None:
    server.answers["/f"] = raw
    with pytest.raises(FetchError, match=complaint):
        await fetcher.get(f"{server.url}/f")


@pytest.mark.parametrize(
    "url", ["", "example.org/feed", "http://", "http://[x/", "ftp://example.org/f", "http://a b/", "http://example.org:port/"]
)
async def test_what_is_no_address_is_said_so(fetcher: Fetcher, url: str) -> None:
    with pytest.raises(FetchError):
        await fetcher.get(url)


async def test_a_header_with_a_line_break_is_refused_without_showing_it(server: Loopback, fetcher: Fetcher) -> None:
    with pytest.raises(FetchError, match="check the address, headers and proxy") as failure:
        await fetcher.get(f"{server.url}/f", headers={"X-Key": "secret\r\nX-Other: b"})
    assert "secret" not in str(failure.value)


async def test_an_address_with_letters_beyond_ascii_is_quoted(server: Loopback, fetcher: Fetcher) -> None:
    server.answers["/%C3%A9"] = answer(200, b"<rss/>")
    assert (await fetcher.get(f"{server.url}/é")).status == 200


async def test_header_bytes_that_are_no_text_do_no_harm(server: Loopback, fetcher: Fetcher) -> None:
    server.answers["/f"] = answer(200, b"<rss/>", {"ETag": b'"\xe9"'})
    assert (await fetcher.get(f"{server.url}/f")).headers["etag"] == '"\ufffd"'


async def test_a_closed_fetcher_opens_anew(server: Loopback, fetcher: Fetcher) -> None:
    server.answers["/f"] = answer(200, b"<rss/>")
    await fetcher.get(f"{server.url}/f")
    await fetcher.close()
    assert (await fetcher.get(f"{server.url}/f")).status == 200


async def test_a_host_that_wants_peace_is_not_asked_also_when_a_redirect_leads_to_it(server: Loopback, fetcher: Fetcher) -> None:
    async with Loopback({"/f": answer(200, b"a feed")}) as target:
        server.answers["/f"] = answer(302, headers={"Location": f"{target.url}/f"})
        until = datetime(2026, 11, 25, 12, tzinfo=UTC)
        holds = {f"127.0.0.1:{target.port}": until}
        with pytest.raises(HostWaits, match="asked not to be asked again before 2026-11-25 12:00 UTC") as refused:
            await fetcher.get(f"{server.url}/f", held_until=holds.get)
        assert refused.value.until == until
        assert (len(server.requests), target.requests) == (1, [])
        assert (await fetcher.get(f"{server.url}/f", held_until=lambda _host: None)).body == b"a feed"
