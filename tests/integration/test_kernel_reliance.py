"""Everything that forked kernels rely on in ipykernel and its kin beyond their promises.

When a new version of one of them comes, this file says whether it fits.
"""

from __future__ import annotations

import inspect
import json
import subprocess
import sys

from ipykernel.debugger import Debugger, DebugpyClient
from ipykernel.displayhook import ZMQShellDisplayHook
from ipykernel.iostream import OutStream
from ipykernel.ipkernel import IPythonKernel
from ipykernel.kernelapp import IPKernelApp
from ipykernel.kernelbase import Kernel
from ipykernel.zmqshell import ZMQDisplayPublisher, ZMQInteractiveShell
from IPython.core.application import BaseIPythonApplication
from IPython.core.history import HistoryManager
from IPython.core.interactiveshell import InteractiveShell
from IPython.core.shellapp import InteractiveShellApp
from jupyter_client.connect import write_connection_file
from jupyter_client.manager import KernelManager
from jupyter_client.provisioning.local_provisioner import LocalProvisioner
from jupyter_client.session import Session
from matplotlib import font_manager


def source(function):
    return inspect.getsource(function)


def test_an_application_starts_by_the_steps_that_are_split_at_the_fork():
    initialize = source(IPKernelApp.initialize)
    steps = [
        "super().initialize(argv)",
        "self.init_pdb()",
        "self.init_blackhole()",
        "self.init_connection_file()",
        "self.init_poller()",
        "self.init_sockets()",
        "self.init_heartbeat()",
        "self.write_connection_file()",
        "self.log_connection_info()",
        "self.init_io()",
        "self.init_signal()",
        "self.init_kernel()",
        "self.init_path()",
        "self.init_shell()",
        "self.init_gui_pylab()",
        "self.init_extensions()",
        "self.init_code()",
    ]
    places = [initialize.index(each) for each in steps]
    assert places == sorted(places)
    # A step that is not known would be left out of a forked kernel.
    assert initialize.count("self.init_") == sum("self.init_" in each for each in steps)
    assert IPKernelApp.__mro__[1] is BaseIPythonApplication


def test_a_kernel_is_made_by_instance_with_traits_that_can_be_set_later():
    made = source(IPKernelApp.init_kernel)
    assert "kernel_factory = self.kernel_class.instance" in made
    given = set(made.partition("kernel_factory(\n")[2].partition(")\n")[0].split("\n"))
    names = {each.strip().partition("=")[0] for each in given if "=" in each}
    assert names == {
        "parent",
        "session",
        "control_stream",
        "debugpy_stream",
        "debug_shell_socket",
        "shell_stream",
        "control_thread",
        "shell_channel_thread",
        "iopub_thread",
        "iopub_socket",
        "stdin_socket",
        "log",
        "profile_dir",
        "user_ns",
    }
    assert names <= set(IPythonKernel.class_traits()) | {"parent", "log"}


def test_what_a_kernel_does_when_it_is_made_is_done_again_after_the_fork():
    made = source(IPythonKernel.__init__)
    for each in (
        "self.shell.displayhook.session = self.session",
        "self.shell.displayhook.pub_socket = self.iopub_socket",
        'self.shell.displayhook.topic = self._topic("execute_result")',
        "self.shell.display_pub.session = self.session",
        "self.shell.display_pub.pub_socket = self.iopub_socket",
        'self.shell.user_ns["__session__"] = jupyter_session_name',
    ):
        assert each in made
    # Nothing else there has to do with this one process.
    assert made.count("self.session") == 3
    assert made.count("self.iopub_socket") == 2
    assert made.count("os.environ") == 1
    assert "self._stdout: OutStream | t.TextIO = sys.stdout" in source(Kernel.__init__)


def test_of_what_a_debugger_is_given_three_things_are_made_after_the_fork():
    given = list(inspect.signature(Debugger.__init__).parameters)[1:]
    # Those that are not kept by the kernel from the beginning.
    assert given == [
        "log",
        "debugpy_stream",
        "event_callback",
        "shell_socket",
        "session",
        "kernel_modules",
        "just_my_code",
        "filter_internal_frames",
    ]
    made = source(Debugger.__init__)
    for each in ("debugpy_stream", "shell_socket", "session"):
        assert made.partition('"""Initialize the debugger."""')[2].count(each) <= 2
    assert "self.debugpy_client = DebugpyClient(log, debugpy_stream" in made
    assert "self.shell_socket = shell_socket" in made
    assert "self.session = session" in made
    assert "self.debugpy_stream = debugpy_stream" in source(DebugpyClient.__init__)


def test_publishers_take_a_session_and_a_socket_later():
    for each in (ZMQShellDisplayHook, ZMQDisplayPublisher):
        assert {"session", "pub_socket"} <= set(each.class_traits())


def test_history_is_the_one_thing_with_a_thread_and_it_can_come_later():
    assert "self.history_manager = HistoryManager(" in source(InteractiveShell.init_history)
    assert InteractiveShell.class_traits()["history_manager"].allow_none
    names = source(InteractiveShell.init_user_ns)
    assert "if self.history_manager is not None" in names
    assert "_orig_sys_module_state" in source(InteractiveShell.save_sys_module_state)
    assert "init_history" not in vars(ZMQInteractiveShell)


def test_history_opens_nothing_that_is_not_enabled_and_starts_its_thread_when_it_stores():
    made = source(HistoryManager.__init__)
    assert "if self.enabled and self.hist_file" in made
    assert "if not self.enabled:" in source(HistoryManager.init_db)
    for stores in (HistoryManager.store_inputs, HistoryManager.store_output):
        assert "self._restart_thread_if_stopped()" in source(stores)
    assert "self.using_thread" in source(HistoryManager._restart_thread_if_stopped)
    assert "atexit.register(self.atexit_operations)" in source(InteractiveShell.__init__)


def test_a_stream_keeps_what_is_said_in_buffers_until_it_is_flushed():
    assert "self._buffers[frozenset(parent.items())].write(string)" in source(OutStream.write)
    assert "with self._buffer_lock" in source(OutStream.write)
    sent = source(OutStream._flush)
    assert "self._flush_buffers()" in sent
    assert "self.echo.flush()" in sent


def test_a_kernel_built_in_advance_has_no_thread_and_no_socket():
    code = (
        "from cohortbook_kernels.forking.prebuilt import PrebuiltKernel\n"
        "from cohortbook_kernels.forking.safety import hindrance\n"
        "kernel = PrebuiltKernel([])\n"
        "assert kernel.load([]) is None\n"
        "assert hindrance(set()) is None, hindrance(set())\n"
        "assert kernel._app.context is None and kernel._app.kernel.session is None\n"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


def test_a_session_is_made_in_advance_if_settings_leave_it_alone():
    code = (
        "import sys\n"
        "from cohortbook_kernels.forking.prebuilt import PrebuiltKernel\n"
        "kernel = PrebuiltKernel(sys.argv[1:])\n"
        "raise SystemExit('session' in kernel._app._trait_values)\n"
    )
    for settings, is_there in (([], 1), (["--Session.username=grace"], 0)):
        command = [sys.executable, "-c", code, *settings]
        assert subprocess.run(command, check=False).returncode == is_there


def test_a_session_is_one_process_by_its_number_its_name_and_its_key():
    made = source(Session.__init__)
    assert "self.pid = os.getpid()" in made
    for each in ("self._new_auth()", "self._check_packers()", "self.none = self.pack({})"):
        assert each in made
    assert "self._new_auth()" in source(Session)
    assert "self.bsession = self.session.encode" in source(Session)


def test_kernels_whose_connection_files_bring_no_key_make_one_each(tmp_path):
    code = (
        "import json, os, sys\n"
        "from cohortbook_kernels.forking.prebuilt import PrebuiltKernel\n"
        "kernel = PrebuiltKernel([])\n"
        "assert kernel.load([]) is None\n"
        "for file in sys.argv[1:]:\n"
        "    if os.fork() == 0:\n"
        "        kernel.live(file, [], when_bound=lambda: os._exit(0), when_ready=None)\n"
        "    os.wait()\n"
    )
    files = [tmp_path / "one.json", tmp_path / "another.json", tmp_path / "known.json"]
    for each in files[:2]:
        each.write_text(json.dumps({"ip": "127.0.0.1", "transport": "tcp"}))
    files[2].write_text(json.dumps({"ip": "127.0.0.1", "transport": "tcp", "key": "known"}))
    subprocess.run([sys.executable, "-c", code, *map(str, files)], check=True)
    one, another, known = (json.loads(each.read_text()) for each in files)
    assert one["key"] != another["key"]
    assert len(one["key"]) > 20
    assert known["key"] == "known"
    assert all(each["shell_port"] > 0 for each in (one, another, known))


def test_clients_can_connect_before_a_kernel_has_made_anything(tmp_path):
    code = (
        "import json, os, socket, sys\n"
        "from cohortbook_kernels.forking.prebuilt import PrebuiltKernel\n"
        "known = json.load(open(sys.argv[1]))\n"
        "kernel = PrebuiltKernel([])\n"
        "def bound():\n"
        "    assert kernel._app.context is None\n"
        "    for name in ('shell', 'iopub', 'stdin', 'control'):\n"
        "        socket.create_connection((known['ip'], known[f'{name}_port']), 5)\n"
        "    os._exit(7)\n"
        "kernel.live(sys.argv[1], [], when_bound=bound, when_ready=None)\n"
    )
    file, _ = write_connection_file(str(tmp_path / "kernel.json"), key=b"known")
    assert subprocess.run([sys.executable, "-c", code, file], check=False).returncode == 7


def test_an_application_binds_its_sockets_at_one_place():
    assert source(IPKernelApp).count("s.bind") == 3
    assert "return self._try_bind_socket(s, port)" in source(IPKernelApp._bind_socket)
    for step in (IPKernelApp.init_sockets, IPKernelApp.init_control, IPKernelApp.init_iopub):
        assert "self._bind_socket(" in source(step)


def test_fonts_are_closed_by_a_fork_of_matplotlibs_own_accord():
    assert "os.register_at_fork(after_in_child=_get_font.cache_clear)" in source(font_manager)


def test_a_local_provisioner_does_everything_through_its_process():
    for method in ("poll", "wait", "send_signal", "kill", "terminate"):
        assert "self.process" in source(getattr(LocalProvisioner, method))
    assert "self.ports_cached" in source(LocalProvisioner.pre_launch)


def test_a_manager_can_be_given_other_ports_before_anybody_knows_them():
    manager = KernelManager(kernel_name="python3")
    assert manager._connection_file_written is False
    assert "if self._connection_file_written" in source(type(manager).write_connection_file)


def test_the_first_code_is_run_by_the_steps_that_are_known():
    steps = [
        "self._run_startup_files()",
        "self._run_exec_lines()",
        "self._run_exec_files()",
        "if self.hide_initial_ns:",
        "self.shell.user_ns_hidden.update(self.shell.user_ns)",
        "self._run_cmd_line_code()",
        "self._run_module()",
        "sys.stdout.flush()",
        "sys.stderr.flush()",
        "self.shell._sys_modules_keys = set(sys.modules.keys())",
    ]
    body = source(InteractiveShellApp.init_code).rpartition('"""')[2]
    lines = [each.strip() for each in body.splitlines() if each.strip()]
    assert [each for each in lines if not each.startswith("#")] == steps
