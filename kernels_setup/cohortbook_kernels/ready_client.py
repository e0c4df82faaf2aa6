"""Clients that know when a kernel is ready by what it says, not by its silence.

jupyter_client's own wait until nothing has been published for 0.2 s: so they know that
what the kernel published about their questions will not be taken for something later.
Here the last of it is recognised: the kernel says `idle` about each question, and says
everything in order. The one `idle` that may never come is about a question that was
asked before the subscription took hold; to wait for that one would be to wait for ever,
so the question is asked again.
"""

from __future__ import annotations

import time
from queue import Empty
from typing import Any

from jupyter_client.asynchronous.client import AsyncKernelClient
from jupyter_client.blocking.client import BlockingKernelClient
from jupyter_client.channels import AsyncZMQSocketChannel
from jupyter_client.client import KernelClient
from jupyter_client.manager import KernelManager
from jupyter_core.utils import ensure_async, run_sync
from traitlets import Type

_SHORTEST_SECONDS = 0.02
_LONGEST_SECONDS = 0.2
_REPLY_SECONDS = 1.0
_LOOK_SECONDS, _LONGEST_LOOK_SECONDS = 0.1, 1.0


async def wait_for_ready(client: Any, timeout: float | None = None) -> None:  # noqa: ASYNC109
    """Wait until the kernel answers and is heard, and nothing it said is left unread.

    Parameters
    ----------
    client : jupyter_client.client.KernelClient
        With its channels started.
    timeout : float, optional
        In seconds; without, as long as the kernel lives.

    Raises
    ------
    RuntimeError
        If it died or did not answer in time.
    """
    if not isinstance(client.parent, KernelManager):
        # Whether it lives is known by its heart alone, which is not heard at once.
        await KernelClient._async_wait_for_ready(client, timeout)  # noqa: SLF001 - replaces it
        return
    until = time.monotonic() + (float("inf") if timeout is None else timeout)
    patience = _SHORTEST_SECONDS
    while True:
        asked = client.kernel_info()
        reply = await _about(asked, client.shell_channel, "kernel_info_reply", _REPLY_SECONDS)
        if reply is not None:
            if await _about(asked, client.iopub_channel, "status", patience, state="idle"):
                client._handle_kernel_info_reply(reply)  # noqa: SLF001 - as the replaced does
                return
            patience = min(2 * patience, _LONGEST_SECONDS)
        if not await client._async_is_alive():  # noqa: SLF001
            message = "Kernel died before replying to kernel_info"
            raise RuntimeError(message)
        if time.monotonic() > until:
            message = f"Kernel didn't respond in {timeout:g} seconds"
            raise RuntimeError(message)


class LookingChannel(AsyncZMQSocketChannel):
    """A channel on which no message is overlooked.

    Notes
    -----
    A socket of zmq signals once that something is to be done, and by anything that is done
    with it the signal may be used up. When a client sends while it waits, as nbclient does
    for Output widgets, and the reply arrives in that very moment, it would wait until
    its patience ends. To ask anew finds what is there.
    """

    async def get_msg(  # type: ignore[override] # as of the class above
        self,
        timeout: float | None = None,  # noqa: ASYNC109
    ) -> dict[str, Any]:
        """Return the next message; `queue.Empty` is raised after `timeout` seconds."""
        until = time.monotonic() + (float("inf") if timeout is None else timeout)
        patience = _LOOK_SECONDS
        while True:
            left = until - time.monotonic()
            try:
                message: dict[str, Any] = await super().get_msg(min(max(left, 0), patience))
            except Empty:
                if left <= patience:
                    raise
                # What takes long is looked at less often, and nothing takes twice as long.
                patience = min(2 * patience, _LONGEST_LOOK_SECONDS)
            else:
                return message


class AsyncReadyClient(AsyncKernelClient):
    """An `AsyncKernelClient` that waits no longer than it must."""

    shell_channel_class = Type(LookingChannel)
    iopub_channel_class = Type(LookingChannel)
    wait_for_ready = wait_for_ready


class BlockingReadyClient(BlockingKernelClient):
    """A `BlockingKernelClient` whose `wait_for_ready` takes no longer than it must."""

    wait_for_ready = run_sync(wait_for_ready)


# In whose place they are used; subclasses of these know themselves what to do.
READY = {AsyncKernelClient: AsyncReadyClient, BlockingKernelClient: BlockingReadyClient}


async def _about(
    asked: str, channel: Any, kind: str, seconds: float, *, state: str | None = None
) -> dict[str, Any] | None:
    """Return the message of a kind about a question; None after a silence."""
    while True:
        try:
            message: dict[str, Any] = await _next(channel, seconds)
        except Empty:
            return None
        if (
            message["parent_header"].get("msg_id") == asked
            and message["msg_type"] == kind
            and state in (None, message["content"].get("execution_state"))
        ):
            return message


async def _next(channel: Any, seconds: float) -> dict[str, Any]:
    message: dict[str, Any] = await ensure_async(channel.get_msg(timeout=seconds))
    return message
