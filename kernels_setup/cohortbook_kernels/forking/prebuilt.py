"""An IPython kernel that is built before the fork and comes to life after it.

What this relies on in ipykernel and IPython beyond their promises is held by
tests/integration/test_kernel_reliance.py.
"""

from __future__ import annotations

import atexit
import importlib
import logging
import os
import sys
import time
import uuid
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any
from unittest.mock import patch

import zmq
from jupyter_client.localinterfaces import localhost
from jupyter_client.session import new_id, new_id_bytes
from tornado.ioloop import IOLoop
from traitlets.config.loader import KVArgParseConfigLoader

from cohortbook_kernels.forking.late_history import HistoryManager
from cohortbook_kernels.forking.listening import can_listen, listen
from cohortbook_kernels.forking.quick_stream import NAME as QUICK_STREAM
from cohortbook_kernels.forking.rehearsal import rehearse
from cohortbook_kernels.forking.safety import hindrance
from cohortbook_kernels.reasons import REASONS

# What every kernel imports while it starts.
_LATER = (
    "faulthandler",
    "sqlite3",
    "tornado.platform.asyncio",
    "IPython.core.logger",
    "IPython.extensions.storemagic",
)
# What extends every shell, in place of an extension of one's own of that name.
_EXTENSION = "storemagic"


class PrebuiltKernel:
    """An application of ipykernel, held before it opens its first socket.

    Parameters
    ----------
    arguments : sequence of str
        For the kernel, as on its command line, without a connection file.

    Notes
    -----
    Threads, sockets and databases would not survive a fork, and random names would be
    the same in every child: all that is made only after it.
    """

    def __init__(self, arguments: Sequence[str]) -> None:
        from ipykernel.ipkernel import IPythonKernel  # noqa: PLC0415
        from ipykernel.kernelapp import IPKernelApp  # noqa: PLC0415
        from ipykernel.zmqshell import ZMQInteractiveShell  # noqa: PLC0415
        from IPython.core.application import BaseIPythonApplication  # noqa: PLC0415

        self._kernel_class = IPythonKernel
        app: Any = IPKernelApp.instance()
        self._app = app
        BaseIPythonApplication.initialize(app, list(arguments))
        if app.outstream_class == app.trait_defaults("outstream_class"):
            app.outstream_class = QUICK_STREAM
        app.init_pdb()
        # Keeps a thread and a database.
        with patch.object(ZMQInteractiveShell, "init_history", lambda _: None):
            app.kernel = app.kernel_class.instance(
                parent=app, log=app.log, profile_dir=app.profile_dir, user_ns=app.user_ns
            )
        if type(app.kernel) is not IPythonKernel:
            problem = f"{app.kernel_class} is another kernel than IPython's"
            raise TypeError(problem)
        app.init_shell()
        # Settings may name what is one kernel's own: then it is made when that is known.
        self._session = None if app.config.Session else app.session
        self._key = self._session and self._session.key
        self._begin_history()
        # It is the one that the kernel is to have.
        self._has_history = True
        _log_only_what_is_written(app.log)
        # Looks once for all addresses of the machine.
        localhost()
        self.loaded: dict[str, float] = {}
        self.left_out: dict[str, str] = {}
        # Where the inline backend would be chosen only after matplotlib has been loaded.
        os.environ.setdefault("MPLBACKEND", "module://matplotlib_inline.backend_inline")

    @property
    def settings_files(self) -> list[str]:
        """Files of settings that were read, and would be."""
        folders = {*self._app.config_file_paths, self._app.profile_dir.location}
        names = ("ipython_config", "ipython_kernel_config")
        return [
            os.path.join(folder, name + ending)  # noqa: PTH118 - only compared
            for folder in sorted(folders)
            for name in names
            for ending in (".py", ".json")
        ]

    def load(self, modules: Sequence[str]) -> str | None:
        """Import modules; return what then keeps this process from forking, or None."""
        for name in (*_LATER, *modules):
            began = time.perf_counter()
            try:
                importlib.import_module(name)
            except Exception as error:  # noqa: BLE001 - a broken library breaks only itself
                self.left_out[name] = f"{type(error).__name__}: {error}"
                continue
            self.loaded[name] = round(time.perf_counter() - began, 3)
            if hindered := hindrance(own=frozenset()):
                return REASONS.say("after-import", name=name, why=hindered)
        self._extend_early()
        rehearse(self._app.shell)
        if hindered := hindrance(own=frozenset()):
            return REASONS.say("after-drawing", why=hindered)
        # What `%reset` may not take away.
        self._app.shell._sys_modules_keys = set(sys.modules)  # noqa: SLF001
        return None

    def _extend_early(self) -> None:
        # It registers a magic, unless settings say that it is to fetch what was stored.
        app = self._app
        if app.default_extensions == [_EXTENSION] and not app.config.StoreMagics:
            app.shell.extension_manager.load_extension(_EXTENSION)
            app.default_extensions = []

    def live(
        self,
        connection_file: str,
        arguments: Sequence[str],
        *,
        when_bound: Callable[[], None],
        when_ready: Callable[[], None],
    ) -> None:
        """Be the kernel that listens where a connection file says; return when it ends.

        Parameters
        ----------
        connection_file : str
            Path.
        arguments : sequence of str
            Settings, as on a command line, of what is made only now.
        when_bound : callable
            Called as soon as clients may connect.
        when_ready : callable
            Called before the first message is looked at.
        """
        app = self._app
        if arguments:
            settings = KVArgParseConfigLoader(list(arguments), log=app.log).load_config()
            app.kernel.shell.config.merge(settings)
            self._has_history = False
        app.connection_file = connection_file
        if folder := os.path.dirname(connection_file):  # noqa: PTH120 - as it is written
            app.connection_dir = folder
        # Nobody watches it there: it differs from the parent, which is the zygote.
        app.parent_handle = int(os.environ.get("JPY_PARENT_PID", "0"))
        app.init_blackhole()
        self._connect(when_bound)
        self._open_streams()
        app.init_signal()
        with self._adopting():
            app.init_kernel()
        self._settle()
        when_ready()
        # Clients were let in before there was anybody to listen. What they said then is seen
        # when listening begins, unless its signal is used up in that very moment.
        IOLoop.current().add_callback(self._look_again)
        app.start()
        self._say_goodbye()

    def _connect(self, when_bound: Callable[[], None]) -> None:
        app = self._app
        app.init_connection_file()
        complete = self._was_told_everything()
        self._renew_session()
        early = complete and self._listen_early()
        if early:
            when_bound()
        app.init_sockets()
        app.init_heartbeat()
        if not complete:
            app.write_connection_file()
        if not early:
            when_bound()
        app.log_connection_info()

    def _listen_early(self) -> bool:
        """Let clients connect before there is anything that answers; say whether they can.

        What they say waits in the sockets, and they have as much to prepare as the kernel has.
        """
        app = self._app
        if not can_listen(app.transport, app.ip):
            return False
        ports = (app.shell_port, app.iopub_port, app.stdin_port, app.control_port)
        listening = {port: listen(app.transport, app.ip, port) for port in ports}
        bind = app._try_bind_socket  # noqa: SLF001

        def take(over: zmq.Socket[bytes], port: int) -> int:
            over.setsockopt(zmq.USE_FD, listening.pop(port))
            return int(bind(over, port))

        app._try_bind_socket = take  # noqa: SLF001
        return True

    def _open_streams(self) -> None:
        self._app.init_io()

    def _settle(self) -> None:
        """Do what is done between the making of a kernel and its first message."""
        app = self._app
        app.init_path()
        app.init_gui_pylab()
        app.init_extensions()
        self._run_first_code()

    def _run_first_code(self) -> None:
        """Do what `init_code` of the application does.

        It ends with a set of the names of all modules, which is there already, and which
        to make would copy a twelfth of what a child has for itself.
        """
        app = self._app
        app._run_startup_files()  # noqa: SLF001
        app._run_exec_lines()  # noqa: SLF001
        app._run_exec_files()  # noqa: SLF001
        if app.hide_initial_ns:
            app.shell.user_ns_hidden.update(app.shell.user_ns)
        app._run_cmd_line_code()  # noqa: SLF001
        app._run_module()  # noqa: SLF001
        sys.stdout.flush()
        sys.stderr.flush()

    def _renew_session(self) -> None:
        """Make a session that was made before the fork one of its own."""
        session = self._session
        if session is not None:
            session.pid = os.getpid()
            session.session = new_id()
            if session.key == self._key:
                # No connection file has brought another than all children of the zygote have.
                session.key = new_id_bytes()

    def _was_told_everything(self) -> bool:
        """Say whether there is nothing to add to the connection file."""
        has_key = self._session is None or self._session.key != self._key
        return has_key and all(port > 0 for port in self._app.ports)

    def _take_history(self) -> None:
        if not self._has_history:
            self._begin_history()
        self._app.kernel.shell.init_user_ns()
        self._name_session()

    def _begin_history(self) -> None:
        shell = self._app.kernel.shell
        others = [each for each in shell.configurables if each is not shell.history_manager]
        shell.history_manager = HistoryManager(shell, parent=shell)
        shell.configurables[:] = [*others, shell.history_manager]

    def _name_session(self) -> None:
        if session_name := os.environ.get("JPY_SESSION_NAME"):
            self._app.kernel.shell.user_ns["__session__"] = session_name

    def _say_goodbye(self) -> None:
        """Let the thread that was told to end say its last words.

        At the end of the process the thread that publishes them is stopped first, and who has
        something to say after that waits for ten seconds.
        """
        control = self._app.control_thread
        if control is not None and control.is_alive():
            control.stop()
            control.join()

    def _look_again(self) -> None:
        for stream in (self._app.kernel.shell_stream, self._app.kernel.control_stream):
            stream.io_loop.add_callback(stream.flush, zmq.POLLIN)

    @contextmanager
    def _adopting(self) -> Iterator[None]:
        """Let whoever makes a kernel get this one, with what it was to be made with."""
        with patch.object(self._kernel_class, "instance", self._adopt):
            yield

    def _adopt(self, **given: Any) -> Any:
        kernel = self._app.kernel
        for name, value in given.items():
            if name not in {"parent", "log", "profile_dir", "user_ns"}:
                setattr(kernel, name, value)
        kernel.ident = str(uuid.uuid4())
        kernel._stdout, kernel._stderr = sys.stdout, sys.stderr  # noqa: SLF001
        shell = kernel.shell
        shell._orig_sys_module_state.update(  # noqa: SLF001 - put back when the shell ends
            stdin=sys.stdin, stdout=sys.stdout, stderr=sys.stderr, excepthook=sys.excepthook
        )
        for publisher in (shell.displayhook, shell.display_pub):
            publisher.session = kernel.session
            publisher.pub_socket = kernel.iopub_socket
        shell.displayhook.topic = kernel._topic("execute_result")  # noqa: SLF001
        self._take_history()
        # At the end the shell comes before what it needs is taken down: before sockets, and
        # before databases are closed because nobody did.
        atexit.unregister(shell.atexit_operations)
        atexit.register(shell.atexit_operations)
        if hasattr(kernel, "debugger"):
            # It had nobody to talk to yet.
            debugger = kernel.debugger
            debugger.session, debugger.shell_socket = kernel.session, kernel.debug_shell_socket
            debugger.debugpy_client.debugpy_stream = kernel.debugpy_stream
        return kernel


def _log_only_what_is_written(log: logging.Logger) -> None:
    """Make no records that all handlers of a log would throw away."""
    if log.handlers and not log.propagate:
        log.setLevel(max(log.level, min(each.level for each in log.handlers)))
