"""Starts kernels in sandboxes, where that is asked for and can be done."""

from __future__ import annotations

import contextlib
import os
import pathlib
import shutil
import subprocess
from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any, cast

from jupyter_client.connect import KernelConnectionInfo
from jupyter_client.provisioning.local_provisioner import LocalProvisioner
from traitlets import Bool, Enum, Integer, List, Unicode

from cohortbook_kernels.reasons import REASONS
from cohortbook_kernels.sandbox.ability import ability
from cohortbook_kernels.sandbox.holder import (
    Sandbox,
    SandboxError,
    heard,
    start_bubblewrap,
    told_by,
)
from cohortbook_kernels.sandbox.places import places_of
from cohortbook_kernels.sandbox.wanted import MODES, SCRATCH_MB, Confine, Mode

if TYPE_CHECKING:
    from cohortbook_kernels.sandbox.private import MeetingPlace
    from cohortbook_kernels.sandbox.view import View

_PORTS = ("shell_port", "iopub_port", "stdin_port", "hb_port", "control_port")
_HISTORY = "--HistoryManager.hist_file="
_STANDARD = ("stdin", "stdout", "stderr")
# Nothing begins that would not end with whoever started it: it says that it is there, and
# waits until it is tied. Paths, because this shell knows no numbers of two digits.
_READY_AND_GO = 'echo > /proc/self/fd/$1; read go < /proc/self/fd/$2 || exit 1; shift 2; exec "$@"'

# Said already by this process.
_said: set[str] = set()


class UnconfinedError(RuntimeError):
    """A kernel that has to be confined, and cannot be.

    Parameters
    ----------
    why : str
        What keeps it from being confined.
    """

    def __init__(self, why: str) -> None:
        self.message = REASONS.say("unconfined", why=why)
        super().__init__(self.message)


class ConfiningProvisioner(LocalProvisioner):
    """A local kernel that sees its own work, and nothing else of the machine.

    Its traits are what ``metadata.kernel_provisioner.config`` of a kernelspec may say;
    whoever launches a kernel may say more, see `cohortbook_kernels.sandbox.wanted`.
    """

    confine = Enum(MODES, "off", help="Whether it is confined: off, auto or required.")
    network = Bool(False, help="Whether it keeps the network of the machine.")  # noqa: FBT003
    scratch_mb = Integer(SCRATCH_MB, help="Room for what it writes, in MiB.")
    readable = List(Unicode(), help="Folders and files that it may read, beside its own.")

    #: Why it is not confined, or not wholly; None if it is, or nobody asked for it.
    unconfined: str | None = None
    #: How it is confined; None if it is not.
    confined: Confine | None = None
    _place: MeetingPlace | None = None
    _sandbox: Sandbox | None = None
    _hold = -1

    async def pre_launch(self, **kwargs: Any) -> dict[str, Any]:
        """Prepare the launch; a kernel that is to be confined gets sockets that are files."""
        given = kwargs.get("env", os.environ)
        asked = Confine(
            cast("Mode", self.confine), self.network, self.scratch_mb, tuple(self.readable)
        )
        try:
            self.confined = await self._possible(asked.for_launch(given))
        except UnconfinedError:
            # Nobody cleans up after a kernel that was never launched.
            self._leave_place()
            raise
        prepared = await super().pre_launch(**kwargs)
        command = prepared["cmd"]
        if self.confined and _is_ipython(command):
            # What others typed is not for it to read, and its own has nowhere to be kept.
            kept = [each for each in command if not each.startswith(_HISTORY)]
            prepared["cmd"] = [*kept, f"{_HISTORY}:memory:"]
        return prepared

    async def launch_kernel(self, cmd: list[str], **kwargs: Any) -> KernelConnectionInfo:
        """Launch it in a sandbox of its own, or as ever."""
        if self.confined is not None:
            # One that was made for a fork that failed.
            self._leave_sandbox()
            try:
                await self._launch_confined(cmd, kwargs)
            except (SandboxError, OSError) as error:
                self._give_in(self.confined, str(error))
                self.confined = None
            else:
                return self.connection_info
        connection = await super().launch_kernel(cmd, **kwargs)
        if self.pid:
            self.took_hold(self.pid)
        return connection

    async def cleanup(self, restart: bool = False) -> None:  # noqa: FBT001, FBT002 - the library's
        """Leave nothing behind."""
        await super().cleanup(restart=restart)
        sandbox = self._sandbox
        self._leave_sandbox()
        if sandbox is not None:
            await sandbox.gone()
        self._let_go()
        if not restart:
            self._leave_place()

    def took_hold(self, pid: int) -> None:
        """Do what is to be done to the process before it runs what is not trusted."""

    async def view(self, cmd: list[str], kwargs: Mapping[str, Any]) -> Any:
        """Return what the kernel of a command is to see; None if it is not confined."""
        if self.confined is None or self._place is None:
            return None
        from cohortbook_kernels.sandbox.view import View  # noqa: PLC0415 - Linux's

        environment = kwargs["env"]
        interpreter = shutil.which(cmd[0], path=environment.get("PATH"))
        if interpreter is None:
            raise SandboxError(REASONS.say("program-missing", program=cmd[0]))
        flags = cmd[1 : cmd.index("-m")] if "-m" in cmd else []
        return View(
            confine=self.confined,
            libraries=await places_of(interpreter, flags, environment),
            folder=_absolute(kwargs.get("cwd") or ""),
            sockets=self._place.sockets,
            connection_file=_absolute(self._manager.connection_file),
            home=_absolute(environment.get("HOME", "~")),
            network=self.confined.network,
        )

    async def sandbox(self, options: list[str]) -> Sandbox:
        """Make a sandbox for the kernel; it goes with it."""
        assert self._place is not None
        self._sandbox = await Sandbox.make(options)
        self._place.lead_into(self._sandbox.pid)
        return self._sandbox

    @property
    def sockets(self) -> pathlib.Path:
        """Where a confined kernel's sockets are."""
        assert self._place is not None
        return self._place.sockets

    def view_before_kernel(self, view: View) -> View:
        """Return a view for whoever is to become its kernel, and makes that folder itself."""
        from cohortbook_kernels.sandbox.private import all_places  # noqa: PLC0415 - Linux's

        return replace(view, sockets=all_places(), connection_file=None)

    def meet_inside(self, pid: int) -> None:
        """Let the sockets be found where a process in a sandbox sees them."""
        assert self._place is not None
        self._place.lead_into(pid)

    def move_into(self, sandbox: Sandbox) -> None:
        """Take over the sandbox that the kernel is in already; it goes with the kernel."""
        self._sandbox = sandbox

    def _leave_sandbox(self) -> None:
        if self._sandbox is not None:
            self._sandbox.close()
            self._sandbox = None

    def _leave_place(self) -> None:
        if self._place is not None:
            self._place.remove()
            self._place = None

    def _let_go(self) -> None:
        if self._hold != -1:
            os.close(self._hold)
            self._hold = -1

    @property
    def _manager(self) -> Any:
        return self.parent

    async def _possible(self, asked: Confine) -> Confine | None:
        """Return how it can be confined: as was asked, or less; None if it is not."""
        self.unconfined = None
        if asked.mode == "off":
            return None
        if self.parent is None:
            self._give_in(asked, REASONS.say("unmanaged"))
            return None
        able = await ability()
        if not able.confines:
            self._give_in(asked, str(able.hindrance))
            return None
        if not asked.network and not able.without_network:
            self._give_in(asked, str(able.hindrance))
            asked = replace(asked, network=True)
        try:
            hindered = self._use_files_for_sockets()
        except SandboxError as error:
            self._give_in(asked, str(error))
            return None
        if hindered and not asked.network:
            self._give_in(asked, hindered)
            return replace(asked, network=True)
        return asked

    def _give_in(self, asked: Confine, why: str) -> None:
        if asked.mode == "required":
            raise UnconfinedError(why)
        self.unconfined = why
        if why not in _said:
            _said.add(why)
            self.log.warning("Kernels are confined less than they could be: %s", why)

    def _use_files_for_sockets(self) -> str | None:
        """Let clients and kernel meet in a folder of theirs; say why that cannot be."""
        from cohortbook_kernels.forking.runtime import UnsafeFolderError  # noqa: PLC0415
        from cohortbook_kernels.sandbox import private  # noqa: PLC0415 - Linux's

        manager = self._manager
        try:
            if self._place is None:
                private.sweep()
                self._place = private.MeetingPlace()
            ours = manager.transport == "ipc" and private.is_private(manager.ip)
        except (UnsafeFolderError, OSError) as error:
            raise SandboxError(str(error)) from error
        if ours and manager.ip == self._place.stem:
            return None
        if not ours and any(getattr(manager, each) for each in _PORTS):
            return REASONS.say("ports-chosen")
        manager.transport, manager.cache_ports = "ipc", False
        manager.ip = self._place.stem
        for each in _PORTS:
            setattr(manager, each, 0)
        return None

    async def _launch_confined(self, cmd: list[str], kwargs: Mapping[str, Any]) -> None:
        assert self._place is not None
        self._place.share()
        # Linux's.
        from cohortbook_kernels.forking.lifeline import tie  # noqa: PLC0415

        view = replace(await self.view(cmd, kwargs), shared=True)
        environment = view.environment(kwargs["env"])
        # Its parent cannot be seen from there; one that is 1 is not looked for.
        environment["JPY_PARENT_PID"] = "1"
        options = [*view.options()]
        for name, value in environment.items():
            options += ["--setenv", name, value]
        self._let_go()
        with contextlib.ExitStack() as opened:
            ends = [_pipe(opened) for _ in range(3)]
            (waiting, release), (ready, say_ready), (going, go) = ends
            lifeline, self._hold = os.pipe()
            opened.callback(os.close, lifeline)
            options += ["--block-fd", str(waiting)]
            files = {each: kwargs.get(each) for each in _STANDARD}
            files["stdin"] = subprocess.DEVNULL if files["stdin"] is None else files["stdin"]
            process, telling = start_bubblewrap(
                options,
                ["/bin/sh", "-c", _READY_AND_GO, "sh", str(say_ready), str(going), *cmd],
                files=[waiting, say_ready, going, lifeline],
                cwd="/",
                start_new_session=True,
                **files,
            )
            self.process, self.pid = process, (await told_by(process, telling))["child-pid"]
            self.took_hold(self.pid)
            os.write(release, b"!")
            await heard(ready, process)
            # The first process of a sandbox takes no such signal; it ends when the second does.
            tie(lifeline, -self.pid)
            os.write(go, b"\n")
        # It leads a session: what it starts is interrupted and ended with it.
        self.pgid = self.pid
        self.cwd = kwargs.get("cwd") or pathlib.Path.cwd()


def _absolute(path: str | os.PathLike[str]) -> pathlib.Path:
    # As whoever launches it wrote it, and as it may be compared.
    return pathlib.Path(os.path.abspath(os.path.expanduser(path)))  # noqa: PTH100, PTH111


def _pipe(opened: contextlib.ExitStack) -> tuple[int, int]:
    reading, writing = os.pipe()
    opened.callback(os.close, reading)
    opened.callback(os.close, writing)
    return reading, writing


def _is_ipython(command: list[str]) -> bool:
    return any(each in ("ipykernel_launcher", "ipykernel") for each in command)
