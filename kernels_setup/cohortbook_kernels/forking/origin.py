"""Where a kernel came from, so that more can come from there."""

from __future__ import annotations

import hashlib
import socket
from dataclasses import dataclass

from cohortbook_kernels.forking.identity import Identity
from cohortbook_kernels.forking.order import Order
from cohortbook_kernels.forking.zygotes import Zygotes
from cohortbook_kernels.sandbox.view import View


@dataclass(frozen=True, slots=True)
class Origin:
    """A zygote and what was ordered from it.

    Parameters
    ----------
    zygotes : Zygotes
    identity : Identity
    order : Order
        Of a kernel in no sandbox.
    view : View or None
        What is seen in the sandbox that its kernels have to be in; None if in none.
    """

    zygotes: Zygotes
    identity: Identity
    order: Order
    view: View | None = None

    @property
    def key(self) -> str:
        """A short name: the same for kernels alone that are alike in all they have and see."""
        if self.view is None:
            return self.identity.key
        return hashlib.sha256(f"{self.identity.key} {self.view.key}".encode()).hexdigest()[:20]

    async def connect(self) -> socket.socket:
        """Return a line to the zygote; see `Zygotes.connect`."""
        return await self.zygotes.connect(self.identity)
