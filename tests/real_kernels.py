"""Starts real kernels for tests, and talks with them as any client does."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from jupyter_client.kernelspec import KernelSpec, KernelSpecManager
from jupyter_client.manager import AsyncKernelManager

PATIENCE_SECONDS = 60


class Specs(KernelSpecManager):
    """Has one kernelspec: that of cohortbook, with something changed."""

    def __init__(self, **changed: Any) -> None:
        super().__init__()
        self._changed = changed

    def get_kernel_spec(self, kernel_name: str) -> KernelSpec:
        spec = super().get_kernel_spec("cohortbook")
        for part, values in self._changed.items():
            spec.metadata["cohortbook"][part] = values
        return spec


class Kernel:
    """A kernel with its manager and a client."""

    def __init__(self, manager: AsyncKernelManager, client: Any) -> None:
        self.manager = manager
        self.client = client

    @property
    def process(self) -> Any:
        return self.manager.provisioner.process

    @property
    def pid(self) -> int:
        return self.manager.provisioner.pid

    async def run(self, code: str, *, answer: str | None = None) -> Run:
        """Run code to its end; input is answered with `answer`."""
        done = Run()

        def heard(message: dict[str, Any]) -> None:
            done.hear(message["msg_type"], message["content"])

        async def asked(_message: dict[str, Any]) -> None:
            self.client.input(answer)

        done.reply = (
            await self.client.execute_interactive(
                code,
                output_hook=heard,
                stdin_hook=asked,
                allow_stdin=answer is not None,
                timeout=PATIENCE_SECONDS,
            )
        )["content"]
        return done

    async def say(self, code: str) -> str:
        """Run code that must not fail; return what it printed."""
        done = await self.run(code)
        assert done.reply["status"] == "ok", done.reply
        return done.text.strip()

    async def write(self, code: str) -> str:
        """Run code that writes beside Python's own streams; return the first that is heard.

        It passes through a pipe and a thread, so it may come after the reply.
        """
        asked = self.client.execute(code)
        while True:
            message = await self.client.get_iopub_msg(timeout=PATIENCE_SECONDS)
            if message["msg_type"] == "stream" and message["parent_header"]["msg_id"] == asked:
                break
        while (await self.client.get_shell_msg(timeout=PATIENCE_SECONDS))["parent_header"][
            "msg_id"
        ] != asked:
            pass
        return str(message["content"]["text"]).strip()

    async def ended(self) -> int:
        """Wait for the process to end; return how it did."""
        until = asyncio.get_running_loop().time() + PATIENCE_SECONDS
        while (code := self.process.poll()) is None:
            assert asyncio.get_running_loop().time() < until
            await asyncio.sleep(0.01)
        return code


class Run:
    """What came of some code."""

    def __init__(self) -> None:
        self.reply: dict[str, Any] = {}
        self.text = ""
        self.shown: list[dict[str, Any]] = []

    def hear(self, kind: str, content: dict[str, Any]) -> None:
        if kind == "stream":
            self.text += content["text"]
        elif kind in ("display_data", "execute_result"):
            self.shown.append(content["data"])


@asynccontextmanager
async def kernel(
    *,
    ready: bool = True,
    changed: dict[str, Any] | None = None,
    traits: dict[str, Any] | None = None,
    **launch: Any,
) -> AsyncIterator[Kernel]:
    """Start a kernel by cohortbook's kernelspec.

    Parameters
    ----------
    ready
        Whether to wait until it answers.
    changed
        What is put into the metadata of the kernelspec.
    traits
        Of its manager.
    **launch
        As `start_kernel` takes it.
    """
    manager = AsyncKernelManager(
        kernel_name="cohortbook", kernel_spec_manager=Specs(**(changed or {})), **(traits or {})
    )
    await manager.start_kernel(**launch)
    client = manager.client()
    try:
        if ready:
            client.start_channels()
            await client.wait_for_ready(timeout=PATIENCE_SECONDS)
        yield Kernel(manager, client)
    finally:
        client.stop_channels()
        await manager.shutdown_kernel(now=True)
        manager.context.destroy()
