"""Everything that forked kernels rely on in ipykernel and its kin beyond their promises.

When a new version of one of them comes, this file says whether it fits.
"""

from __future__ import annotations

import inspect
import subprocess
import sys

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
from jupyter_client.manager import KernelManager
from jupyter_client.provisioning.local_provisioner import LocalProvisioner


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
    debugger = made.partition("self.debugger_class(")[2].partition(")\n")[0]
    assert [each.strip() for each in debugger.strip().split(",")][:-1] == [
        "self.log",
        "self.debugpy_stream",
        "self._publish_debug_event",
        "self.debug_shell_socket",
        "self.session",
        "self._kernel_modules",
        "self.debug_just_my_code",
        "self.filter_internal_frames",
    ]
    assert "self._stdout: OutStream | t.TextIO = sys.stdout" in source(Kernel.__init__)


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
        "assert 'session' not in kernel._app._trait_values\n"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


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
