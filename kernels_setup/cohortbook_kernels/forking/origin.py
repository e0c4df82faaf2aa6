"""Where a kernel came from, so that more can come from there."""

from __future__ import annotations

import socket
from dataclasses import dataclass

from cohortbook_kernels.forking.identity import Identity
from cohortbook_kernels.forking.order import Order
from cohortbook_kernels.forking.zygotes import Zygotes


@dataclass(frozen=True, slots=True)
class Origin:
    """A zygote and what was ordered from it.

    Parameters
    ----------
    zygotes : Zygotes
    identity : Identity
    order : Order
    """

    zygotes: Zygotes
    identity: Identity
    order: Order

    async def connect(self) -> socket.socket:
        """Return a line to the zygote; see `Zygotes.connect`."""
        return await self.zygotes.connect(self.identity)
