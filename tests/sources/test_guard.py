"""No address that leads inside gets a socket, however it is written; every public one does."""

from __future__ import annotations

import socket

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.sources.guard import RefusedAddressError, guarded_socket, is_private, leads_inside


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1",
        "127.255.0.3",
        "0.0.0.0",
        "10.1.2.3",
        "172.16.0.1",
        "192.168.1.1",
        "169.254.169.254",
        "100.64.0.1",
        "192.0.0.8",
        "198.18.0.1",
        "224.0.0.1",
        "233.252.0.1",
        "255.255.255.255",
        "::",
        "::1",
        "::127.0.0.1",
        "::ffff:127.0.0.1",
        "::ffff:10.0.0.1",
        "64:ff9b::7f00:1",
        "64:ff9b:1::1",
        "2002:7f00:1::",
        "2001::1",
        "fe80::1",
        "fe80::1%eth0",
        "fec0::1",
        "fd00::1",
        "ff02::1",
        "no address",
        "",
    ],
)
def test_an_address_inside_is_private(address: str) -> None:
    assert is_private(address)


@pytest.mark.parametrize(
    "address", ["93.184.216.34", "8.8.8.8", "2606:2800:220:1::1", "::ffff:8.8.8.8", "64:ff9b::808:808", "2002:808:808::1"]
)
def test_a_public_address_is_open_also_when_it_is_wrapped(address: str) -> None:
    assert not is_private(address)


@pytest.mark.parametrize(
    "host",
    ["localhost", "LOCALHOST.", "a.localhost", "127.0.0.1", "127.1", "2130706433", "0x7f000001", "0177.0.0.1", "[::1]", "::ffff:127.0.0.1"],
)
def test_a_host_that_spells_an_address_inside_is_known_by_its_spelling(host: str) -> None:
    assert leads_inside(host)


@pytest.mark.parametrize("host", ["example.org", "8.8.8.8", "[2606:2800:220:1::1]", "localhost.example.org", "bücher.example", ""])
def test_a_name_or_public_address_is_left_to_the_socket(host: str) -> None:
    assert not leads_inside(host)


def test_the_socket_of_a_private_address_is_refused() -> None:
    with pytest.raises(RefusedAddressError, match="private or local"):
        guarded_socket((socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP, "", ("127.0.0.1", 80)))


def test_a_public_address_gets_its_socket() -> None:
    with guarded_socket((socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP, "", ("8.8.8.8", 80))) as opened:
        assert opened.family == socket.AF_INET


@given(st.ip_addresses(v=4, network="10.0.0.0/8"))
def test_a_private_network_stays_private_in_every_wrapping(address: object) -> None:
    number = int(address)  # type: ignore[call-overload]
    for prefix in ("::ffff:0:0", "64:ff9b::"):
        wrapped = socket.inet_ntop(socket.AF_INET6, (int.from_bytes(socket.inet_pton(socket.AF_INET6, prefix)) | number).to_bytes(16))
        assert is_private(wrapped)


@given(st.text())
def test_any_text_is_judged_without_an_error(text: str) -> None:
    assert leads_inside(text) in {True, False}
    assert is_private(text) in {True, False}
