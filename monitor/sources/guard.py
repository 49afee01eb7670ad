"""The guard at the socket: no feed, redirect or name may lead into the machine's own network.

It sees the numeric address of every attempt, after the name was looked up, so a literal address, an odd spelling (127.1, 2130706433)
or a name that changes between look-up and connection gets no further than a public name that points inside.
"""

from __future__ import annotations

import ipaddress
import socket
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from aiohttp.connector import AddrInfoType

REFUSED = "a private or local address"  # stands in the text of every refusal, also when it is one of several failures
REMEDY = "to fetch it all the same, set fetch: {allow_private_networks: true} in tocsin.yaml"

# What `is_global` of some Python versions lets pass, and what never is a website.
_CLOSED = tuple(
    ipaddress.ip_network(text)
    for text in (
        "0.0.0.0/8",  # this network
        "100.64.0.0/10",  # carrier-grade NAT
        "192.0.0.0/24",  # protocol assignments
        "192.88.99.0/24",  # relays of 6to4
        "198.18.0.0/15",  # benchmarking
        "224.0.0.0/3",  # multicast, reserved, broadcast
        "::/96",  # unspecified, loopback, and the old IPv4-compatible form
        "64:ff9b:1::/48",  # a network's own NAT64
        "100::/64",  # discard
        "2001::/23",  # protocol assignments, Teredo among them
        "2001:db8::/32",  # documentation
        "3fff::/20",  # documentation
        "5f00::/16",  # segment routing
        "fc00::/7",  # unique local
        "fe80::/10",  # link-local
        "fec0::/10",  # site-local
        "ff00::/8",  # multicast
    )
)
_NAT64 = ipaddress.ip_network("64:ff9b::/96")
_SIX_TO_FOUR = ipaddress.ip_network("2002::/16")


class RefusedAddressError(OSError):
    """A connection that was not even tried, because of where it leads."""

    def __init__(self) -> None:
        super().__init__(REFUSED)


def is_private(address: str) -> bool:
    """Tell whether a numeric address is anything but a public host; addresses that wrap an IPv4 address are judged by that one."""
    try:
        found = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return True  # what cannot be read cannot be cleared
    inner = _wrapped(found) if isinstance(found, ipaddress.IPv6Address) else None
    if inner is not None:
        return is_private(str(inner))
    return not found.is_global or any(found in network for network in _CLOSED if network.version == found.version)


def leads_inside(host: str) -> bool:
    """Tell whether the host of an address as written is private by its spelling alone; a name that has to be looked up is not judged."""
    bare = host.strip("[]").rstrip(".").lower()
    if bare == "localhost" or bare.endswith(".localhost"):
        return True
    try:
        return is_private(socket.inet_ntoa(socket.inet_aton(bare)))  # reads 127.1, 0x7f000001 and 2130706433 as systems do
    except (OSError, ValueError):
        return ":" in bare and is_private(bare)


def guarded_socket(address: AddrInfoType) -> socket.socket:
    """Make the socket for one attempt; the `socket_factory` of aiohttp's connector.

    Raises:
        RefusedAddressError: the attempt would reach a private or local address.
    """
    family, kind, protocol, _, place = address
    if is_private(str(place[0])):
        raise RefusedAddressError
    return socket.socket(family, kind, protocol)


def _wrapped(address: ipaddress.IPv6Address) -> ipaddress.IPv4Address | None:
    """Find the IPv4 address inside a mapped, NAT64 or 6to4 address."""
    if address.ipv4_mapped is not None:
        return address.ipv4_mapped
    if address in _NAT64:
        return ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
    return address.sixtofour if address in _SIX_TO_FOUR else None
