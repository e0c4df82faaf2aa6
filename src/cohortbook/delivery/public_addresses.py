"""Names looked up to public addresses only, so that no hook leads into the house."""

from __future__ import annotations

import ipaddress
from typing import Any

from tornado.netutil import DefaultExecutorResolver, Resolver

# IPv4 within IPv6, as translators of networks write it (RFC 6052).
_TRANSLATED = ipaddress.IPv6Network("64:ff9b::/96")


class PrivateAddress(OSError):  # noqa: N818
    """A hook's name leads to no public address."""


class PublicResolver(Resolver):
    """Looks names up, and leaves out addresses of this machine and of private networks.

    The connection is made to the very addresses that were looked at: a name that
    leads elsewhere when it is asked again changes nothing.
    """

    def initialize(self) -> None:
        """Look up in threads, as Tornado does by default."""
        self._resolver = DefaultExecutorResolver()

    async def resolve(self, host: str, port: int, family: Any = 0) -> list[tuple[int, Any]]:
        """Return the public addresses of a host.

        Raises
        ------
        PrivateAddress
            When it has no other ones.
        """
        found = await self._resolver.resolve(host, port, family)
        public = [each for each in found if is_public(each[1][0])]
        if not public:
            msg = f"{host} has no public address"
            raise PrivateAddress(msg)
        return public


def is_public(address: str) -> bool:
    """Say whether an IP address is one that everybody can reach, and only in public."""
    found = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(found, ipaddress.IPv6Address):
        inner = found.ipv4_mapped or found.sixtofour
        if inner is None and found in _TRANSLATED:
            inner = ipaddress.IPv4Address(found.packed[-4:])
        if inner is None and found.teredo is not None:
            inner = found.teredo[1]
        if inner is not None:
            return is_public(str(inner))
    return found.is_global and not found.is_multicast
