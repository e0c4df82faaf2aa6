"""Starts kernels by forking where that can be done, and in the ordinary way elsewhere."""

from __future__ import annotations

import asyncio
import json
import os
import pathlib
import socket
import sys
import time
from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from jupyter_client.connect import KernelConnectionInfo, LocalPortCache

from cohortbook_kernels.forking.identity import (
    TRUST_VARIABLE,
    Identity,
    Launch,
    NotForkableError,
    process_trust,
)
from cohortbook_kernels.forking.settings import Settings
from cohortbook_kernels.provisioner import ScrubbedProvisioner
from cohortbook_kernels.ready_client import READY
from cohortbook_kernels.reasons import REASONS
from cohortbook_kernels.sandbox.holder import Sandbox, SandboxError

if TYPE_CHECKING:
    from cohortbook_kernels.forking.order import Order
    from cohortbook_kernels.forking.origin import Origin

_GLANCE_SECONDS = 0.002
_DEATH_SECONDS = 0.09
_TRIES = 3
_PORTS = ("shell_port", "iopub_port", "stdin_port", "hb_port", "control_port")
# Given to a launch: where a kernel can be forked that has run its cells already.
REVIVAL_VARIABLE = "COHORTBOOK_KERNELS_REVIVAL"
# What a launch may say; whoever says more wants a process of its own.
_KNOWN = frozenset({"env", "cwd", "stdin", "stdout", "stderr", "independent", "kernel_id"})


class ForkingProvisioner(ScrubbedProvisioner):
    """A scrubbed kernel that is forked from a zygote.

    Registered as ``cohortbook-forked``. Where forking is not safe or fails, the kernel
    is started as `ScrubbedProvisioner` does it; whoever uses it sees no difference.
    """

    process: Any
    #: Why the kernel was started in the ordinary way; None if it was forked.
    hindrance: str | None = None
    #: Where it was forked, a `cohortbook_kernels.forking.origin.Origin`; None if it was not.
    origin: Any = None
    #: Whether its cells have run already.
    revived = False
    _has_launched = False
    _revival: str | None = None

    async def launch_kernel(self, cmd: list[str], **kwargs: Any) -> KernelConnectionInfo:
        """Fork the kernel, and return when it listens."""
        try:
            process = await self._forked(cmd, kwargs)
        except (NotForkableError, SandboxError, OSError) as reason:
            self.log.debug("The kernel is started in the ordinary way: %s", reason)
            self.hindrance = str(reason)
            self.origin = None
            self.revived = False
            self._has_launched = True
            return await super().launch_kernel(cmd, **kwargs)
        self.hindrance = None
        self._has_launched = True
        self.process = process
        self.pid = self.pgid = process.pid
        self.took_hold(process.pid)
        self.cwd = kwargs.get("cwd") or pathlib.Path.cwd()
        return self.connection_info

    async def pre_launch(self, **kwargs: Any) -> dict[str, Any]:
        """Prepare the launch; clients of this kernel will know without delay when it is ready."""
        if self.parent is not None:
            usual = self.parent.client_factory
            self.parent.client_factory = READY.get(usual, usual)
        # Who starts a kernel anew wants one that has run nothing.
        given = {} if self._has_launched else kwargs.get("env", {})
        self._revival = given.get(REVIVAL_VARIABLE)
        return await super().pre_launch(**kwargs)

    async def kill(self, restart: bool = False) -> None:  # noqa: FBT001, FBT002 - the library's
        """End the kernel."""
        await super().kill(restart=restart)
        # Whoever waits for the end looks at once, and then again only after a tenth of a second.
        until = time.monotonic() + _DEATH_SECONDS
        while self.process and self.process.poll() is None and time.monotonic() < until:  # noqa: ASYNC110
            await asyncio.sleep(_GLANCE_SECONDS)

    async def wait(self) -> int | None:
        """Wait until the kernel has ended."""
        # Looks oftener than the library does: it is ten times as fast to end one.
        while self.process and self.process.poll() is None:  # noqa: ASYNC110 - a process
            await asyncio.sleep(0.01)
        return await super().wait()

    async def _forked(self, cmd: list[str], kwargs: Mapping[str, Any]) -> Any:
        if sys.platform != "linux":
            raise NotForkableError(REASONS.say("not-linux"))
        # Elsewhere they cannot even be imported.
        from cohortbook_kernels.forking.launching import (  # noqa: PLC0415
            PortTakenError,
            launch,
        )
        from cohortbook_kernels.forking.order import Order  # noqa: PLC0415
        from cohortbook_kernels.forking.origin import Origin  # noqa: PLC0415
        from cohortbook_kernels.forking.zygotes import Zygotes  # noqa: PLC0415

        if kwargs.get("independent") or not _KNOWN.issuperset(kwargs):
            raise NotForkableError(REASONS.say("asks-more"))
        environment = dict(kwargs["env"])
        settings = Settings.from_metadata(self.kernel_spec.metadata)
        command = Launch.from_command(cmd, environment.get("PATH"))
        trust = os.environ.get(TRUST_VARIABLE) or settings.trust
        identity = Identity.of(command, environment, settings, trust or process_trust())
        zygotes = Zygotes(settings, owned=not trust)
        # As for a child of this process.
        environment["JPY_PARENT_PID"] = str(os.getpid())
        view = await self.view(cmd, kwargs)
        order = Order(
            command.connection_file,
            cmd[cmd.index("-m") + 1 :],
            view.environment(environment) if view else environment,
            # A zygote is elsewhere.
            view.works_in if view else str(pathlib.Path.cwd() / (kwargs.get("cwd") or "")),
            self._limits.to_json(),
            command.late_arguments,
        )
        self.origin = Origin(zygotes, identity, order, view and self.view_before_kernel(view))
        self.revived = False
        sandbox = None
        for _ in range(_TRIES):
            revival = self._line_to_revival(self.origin)
            if view and not revival and not sandbox:
                sandbox = await self.sandbox(view.options())
                order = replace(order, namespaces=sandbox.namespaces)
            line = revival or await zygotes.connect(identity)
            # What is forked from a revival is where that is.
            wanted = self._order_inside(self.origin.order) if view and revival else order
            try:
                process = await launch(line, wanted, kwargs, None if revival else sandbox)
            except PortTakenError:
                self._take_other_ports()
                continue
            except NotForkableError:
                if revival is None:
                    raise
                process = None
            if process is not None:
                self.revived = revival is not None
                if view and revival:
                    self.meet_inside(process.pid)
                return process
            self._revival = None
        raise NotForkableError(REASONS.say("in-vain"))

    def move_into(self, sandbox: Sandbox) -> None:
        """Take over the sandbox that the kernel is in already; it goes with the kernel."""
        super().move_into(sandbox)
        self.process.move_into(sandbox)

    def _order_inside(self, order: Order) -> Order:
        """Return an order of a kernel that writes its connection file itself."""
        file = pathlib.Path(order.connection_file)
        return order.with_connection(self.sockets / file.name, json.loads(file.read_text()))

    def _line_to_revival(self, origin: Origin) -> socket.socket | None:
        from cohortbook_kernels.forking.messages import new_socket  # noqa: PLC0415
        from cohortbook_kernels.forking.revival_launching import comes_from  # noqa: PLC0415

        if self._revival is None or not comes_from(pathlib.Path(self._revival), origin.key):
            return None
        line = new_socket()
        try:
            line.connect(self._revival)
        except OSError:
            line.close()
            return None
        return line

    def _take_other_ports(self) -> None:
        """Look for other ports, for those that were free a moment ago are taken now."""
        manager = self.parent
        if self._has_launched or not self.ports_cached or manager is None:
            # Clients know the ports already, or somebody wants just these.
            raise NotForkableError(REASONS.say("ports-taken"))
        cache = LocalPortCache.instance()
        for each in _PORTS:
            cache.return_port(getattr(manager, each))
            setattr(manager, each, cache.find_available_port(manager.ip))
        session_name = json.loads(pathlib.Path(manager.connection_file).read_text())
        manager._connection_file_written = False  # noqa: SLF001 - else it would not be written
        manager.write_connection_file(jupyter_session=session_name.get("jupyter_session", ""))
        self.connection_info = manager.get_connection_info()
