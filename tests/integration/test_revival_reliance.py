"""Everything that revivals rely on in ipykernel and its kin beyond their promises."""

from __future__ import annotations

import inspect
import re

from ipykernel.iostream import OutStream
from ipykernel.ipkernel import IPythonKernel
from ipykernel.kernelapp import IPKernelApp
from ipykernel.kernelbase import Kernel
from IPython.core.history import HistoryManager
from jupyter_client.session import Session
from nbclient.client import NotebookClient
from nbclient.output_widget import OutputWidget


def source(function):
    return inspect.getsource(function)


def test_a_kernel_answers_messages_without_a_loop_while_it_has_no_threads():
    dispatched = source(Kernel.dispatch_shell)
    assert "feed_identities(msg, copy=False)" in dispatched
    assert "stream = self.shell_stream" in dispatched
    assert "create_task" not in dispatched
    asked = source(IPythonKernel.do_execute)
    assert "asyncio.get_event_loop().is_running()" in asked
    assert asked.count("get_event_loop") == 1


def test_what_a_kernel_says_goes_through_a_session_to_whatever_sends():
    sent = source(Session.send)
    assert "stream.send_multipart(to_send, copy=copy)" in sent
    assert "self.pub_thread," in source(OutStream._flush)
    flushed = source(OutStream.flush)
    assert "self.pub_thread.thread is not None" in flushed
    assert flushed.rstrip().endswith("self._flush()")


def test_streams_are_made_by_a_factory_that_is_found_by_name():
    opened = source(IPKernelApp.init_io)
    assert "outstream_factory = import_item(str(self.outstream_class))" in opened
    for name in ("stdout", "stderr"):
        assert f'outstream_factory(self.session, self.iopub_thread, "{name}"' in opened
    made = source(OutStream.__init__)
    for each in ("self._parent_header", "self._parent_header_global", "self._local"):
        assert f"{each} = " in made or f"{each}: " in made


def test_history_keeps_what_has_still_to_be_written():
    stored = source(HistoryManager.store_inputs)
    for each in ("input_hist_parsed", "input_hist_raw", "db_input_cache"):
        assert f"self.{each}.append" in stored
    assert "if self.enabled and self.hist_file" in source(HistoryManager.__init__)


def test_a_notebook_client_asks_no_more_of_its_client_than_it_gets():
    asked = source(NotebookClient) + source(OutputWidget)
    wanted = set(re.findall(r"(?:kc|kernel_client)\.(\w+)", asked))
    known = {"allow_stdin", "execute", "iopub_channel", "is_alive", "session", "shell_channel"}
    # Of starting and ending a kernel, which is not done here.
    assert wanted - known <= {"kernel_info", "start_channels", "stop_channels", "wait_for_ready"}
