"""A forked kernel is what a kernel started in the ordinary way is."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import socket
import subprocess
from queue import Empty

import psutil
import pytest
from jupyter_client.connect import LocalPortCache
from jupyter_client.manager import AsyncKernelManager, start_new_kernel

from cohortbook_kernels.forking.process import ForkedProcess
from cohortbook_kernels.ready_client import AsyncReadyClient, BlockingReadyClient
from real_kernels import Kernel, kernel

CHANNELS = ("shell", "iopub", "stdin", "control", "hb")


def run(scenario):
    return asyncio.run(scenario())


def test_it_comes_from_a_zygote_and_looks_like_any_other(tmp_path, monkeypatch):
    monkeypatch.setenv("A_SECRET", "of the server")

    async def scenario():
        environment = {**os.environ, "COHORTBOOK_ROOM": "1", "JPY_SESSION_NAME": "a.ipynb"}
        async with kernel(cwd=str(tmp_path), env=environment) as it:
            assert isinstance(it.process, ForkedProcess)
            seen = psutil.Process(it.pid)
            assert "forking.zygote" in " ".join(seen.parent().cmdline())
            assert seen.cmdline()[1:4] == ["-m", "ipykernel_launcher", "-f"]
            looks = (
                "import json, os, sys; print(json.dumps([os.getcwd(), dict(os.environ), sys.argv,"
                " os.getsid(0) == os.getpgid(0) == os.getpid(), os.read(0, 1).decode(),"
                " __session__, __name__, os.environ['COHORTBOOK_ROOM'], '' in sys.path, str(_dh[0]),"
                " type(get_ipython()).__name__]))"
            )
            folder, known, arguments, leads, read, *rest = json.loads(await it.say(looks))
            assert folder == str(tmp_path)
            assert arguments[0].endswith("ipykernel_launcher.py")
            assert arguments[1:] == ["-f", it.manager.connection_file]
            assert leads
            assert read == ""
            assert rest[:4] == ["a.ipynb", "__main__", "1", True]
            assert rest[4:] == [str(tmp_path), "ZMQInteractiveShell"]
            assert known["JPY_PARENT_PID"] == str(os.getpid())
            assert "A_SECRET" not in known
            assert "A_SECRET" not in seen.environ()

    run(scenario)


def test_what_the_shell_tells_programs_is_in_its_environment_as_in_any():
    look = "import json, os; print(json.dumps(dict(os.environ)))"
    given = {each: os.environ[each] for each in ("HOME", "PATH")}
    # Whatever libraries would set, whoever starts a kernel may set otherwise.
    given |= {"LANG": "C.UTF-8", "PAGER": "less"}

    async def scenario():
        ordinary = AsyncKernelManager(kernel_name="python3")
        await ordinary.start_kernel(env=dict(given))
        client = ordinary.client()
        client.start_channels()
        try:
            await client.wait_for_ready(timeout=60)
            expected = json.loads(await Kernel(ordinary, client).say(look))
        finally:
            client.stop_channels()
            await ordinary.shutdown_kernel(now=True)
        async with kernel(env=dict(given)) as it:
            assert isinstance(it.process, ForkedProcess)
            found = json.loads(await it.say(look))
        # Ours alone, see the kernelspec.
        assert found.pop("OPENBLAS_NUM_THREADS") == "1"
        assert found == expected
        assert found["GIT_PAGER"] == "cat"

    run(scenario)


def test_a_folder_may_be_named_as_seen_from_here(tmp_path, monkeypatch):
    (tmp_path / "programme").mkdir()
    monkeypatch.chdir(tmp_path)

    async def scenario():
        async with kernel(cwd="programme") as it:
            assert isinstance(it.process, ForkedProcess)
            assert await it.say("import os; print(os.getcwd())") == str(tmp_path / "programme")

    run(scenario)


def test_it_can_be_interrupted_and_goes_on():
    async def scenario():
        async with kernel() as it:
            await it.say("kept = 1")
            sleeping = asyncio.ensure_future(it.run("import time\nwhile True: time.sleep(60)"))
            await asyncio.sleep(0.3)
            await it.manager.interrupt_kernel()
            done = await sleeping
            assert done.reply["ename"] == "KeyboardInterrupt"
            assert await it.say("print(kept)") == "1"
            # Something that was started is interrupted with it, as in a terminal.
            shelling = asyncio.ensure_future(
                it.run("import subprocess; print(subprocess.call(['sleep', '60']))")
            )
            await asyncio.sleep(0.3)
            await it.manager.interrupt_kernel()
            assert (await shelling).reply["ename"] == "KeyboardInterrupt"

    run(scenario)


def test_it_restarts_and_forgets_and_its_client_stays():
    async def scenario():
        async with kernel() as it:
            await it.say("kept = 1")
            before = it.pid
            await it.manager.restart_kernel()
            await it.client.wait_for_ready(timeout=60)
            assert it.pid != before
            assert isinstance(it.process, ForkedProcess)
            assert (await it.run("kept")).reply["ename"] == "NameError"
            assert not psutil.pid_exists(before)

    run(scenario)


@pytest.mark.parametrize(
    ("code", "ends"),
    [
        ("import os; os._exit(3)", 3),
        ("import os, signal; os.kill(os.getpid(), signal.SIGKILL)", -signal.SIGKILL),
        ("import ctypes; ctypes.string_at(0)", -signal.SIGSEGV),
    ],
)
def test_how_it_ends_is_known(code, ends):
    async def scenario():
        async with kernel() as it:
            it.client.execute(code)
            assert await it.ended() == ends
            assert not await it.manager.is_alive()

    run(scenario)


def test_asked_to_end_it_ends_itself_in_good_order(tmp_path):
    async def scenario():
        async with kernel(cwd=str(tmp_path)) as it:
            temporary = await it.say(
                "import atexit, threading, time\n"
                "atexit.register(lambda: open('end', 'w').write('by itself'))\n"
                "threading.Thread(target=time.sleep, args=(600,), daemon=True).start()\n"
                "print(get_ipython().mktempfile('text'))"
            )
            process = it.process
            assert (tmp_path / temporary).exists()
            await it.manager.shutdown_kernel()
            assert process.returncode == 0
            assert (tmp_path / "end").read_text() == "by itself"
            assert not (tmp_path / temporary).exists()

    run(scenario)


def test_what_it_says_last_is_said_before_anything_is_taken_down(tmp_path):
    async def scenario():
        async with kernel(cwd=str(tmp_path)) as it:
            await it.say(
                "import atexit, sys, threading, time\n"
                "talking = lambda: any(t.name == 'Control' for t in threading.enumerate())\n"
                "atexit.register(lambda: open('end', 'w').write(str(talking())))\n"
                "flush = sys.stdout.flush\n"
                "def late():\n"
                "    if threading.current_thread().name == 'Control':\n"
                "        time.sleep(0.3)\n"
                "    flush()\n"
                "sys.stdout.flush = late"
            )
            await it.manager.shutdown_kernel()
            assert (tmp_path / "end").read_text() == "False"

    run(scenario)


def test_what_it_starts_is_heard_and_ends_with_it():
    async def scenario():
        async with kernel() as it:
            assert await it.write("import os; os.system('echo from a shell')") == "from a shell"
            assert await it.write("_ = os.write(2, b'from below')") == "from below"
            said = await it.say(
                "import subprocess; print(subprocess.Popen(['sleep', '600']).pid, flush=True)"
            )
            below = psutil.Process(int(said))
        gone, _ = await asyncio.to_thread(psutil.wait_procs, [below], timeout=20)
        assert gone

    run(scenario)


def test_its_standard_files_are_those_it_was_given(tmp_path):
    async def scenario():
        log = tmp_path / "log"
        with log.open("wb") as written:
            async with kernel(stdout=written, stderr=subprocess.STDOUT) as it:
                written_below = "import sys; print('heard', file=sys.__stdout__, flush=True)"
                assert await it.write(written_below) == "heard"
        # What it says of itself before anybody can hear it otherwise.
        assert log.read_text()
        async with kernel(stdin=subprocess.PIPE, stdout=subprocess.PIPE) as it:
            it.process.stdin.write(b"!")
            it.process.stdin.flush()
            assert await it.say("import os; print(os.read(0, 1))") == "b'!'"

    run(scenario)


def test_when_it_is_ready_nothing_that_it_said_is_left_to_read():
    async def scenario():
        async with kernel() as it:
            assert isinstance(it.client, AsyncReadyClient)
            for channel in (it.client.shell_channel, it.client.iopub_channel):
                with pytest.raises(Empty):
                    await channel.get_msg(timeout=0.3)
            it.client.execute("import os; os._exit(1)")
            await it.ended()
            with pytest.raises(RuntimeError, match="died"):
                await it.client.wait_for_ready(timeout=60)

    run(scenario)


def test_clients_that_block_know_it_too():
    manager, client = start_new_kernel(kernel_name="cohortbook")
    assert isinstance(client, BlockingReadyClient)
    with pytest.raises(Empty):
        client.get_iopub_msg(timeout=0.3)
    assert client.execute_interactive("1", timeout=60)["content"]["status"] == "ok"
    client.stop_channels()
    manager.shutdown_kernel(now=True)
    manager.context.destroy()


def test_it_asks_whoever_runs_it():
    async def scenario():
        async with kernel() as it:
            done = await it.run("print(input('who? ').upper())", answer="ada")
            assert done.text.strip() == "ADA"

    run(scenario)


def test_what_a_client_sets_for_its_history_is_set_in_it_and_deprecated_by_nobody():
    async def scenario():
        manager = AsyncKernelManager(kernel_name="cohortbook")
        # Whatever is deprecated beside it, ordinary kernels use as well.
        manager.kernel_spec.argv[1:1] = ["-W", "error:KeyValueConfigLoader:DeprecationWarning"]
        # As nbclient does.
        await manager.start_kernel(extra_arguments=["--HistoryManager.hist_file=:memory:"])
        try:
            assert isinstance(manager.provisioner.process, ForkedProcess)
            client = manager.client()
            client.start_channels()
            await client.wait_for_ready(timeout=60)
            it = Kernel(manager, client)
            said = await it.say("print(get_ipython().history_manager.hist_file)")
            client.stop_channels()
            assert said == ":memory:"
        finally:
            await manager.shutdown_kernel(now=True)
            manager.context.destroy()

    run(scenario)


def test_figures_are_shown_inline():
    async def scenario():
        async with kernel() as it:
            done = await it.run("import matplotlib.pyplot as plt; plt.plot([1, 2]);")
            assert "image/png" in done.shown[0]
            done = await it.run("%matplotlib widget\nplt.figure(); plt.plot([1, 2]);")
            assert done.reply["status"] == "ok"
            assert any("application/vnd.jupyter.widget-view+json" in each for each in done.shown)

    run(scenario)


def test_loops_threads_and_processes_work_in_it():
    async def scenario():
        async with kernel() as it:
            assert await it.say("import asyncio; print(await asyncio.sleep(0, 'awaited'))")
            assert await it.say(
                "from concurrent.futures import ThreadPoolExecutor as Threads\n"
                "with Threads(3) as pool: print(sum(pool.map(abs, range(-3, 1))))"
            ) == ("6")
            assert (
                await it.say(
                    "import multiprocessing as mp\n"
                    "with mp.get_context('fork').Pool(2) as pool: print(pool.map(abs, [-1, -2]))\n"
                    "with mp.get_context('spawn').Pool(1) as pool: print(pool.map(abs, [-3]))"
                )
                == "[1, 2]\n[3]"
            )

    run(scenario)


def test_code_can_be_debugged_in_it():
    async def scenario():
        async with kernel() as it:
            channel = it.client.control_channel

            async def ask(command, **arguments):
                content = {
                    "type": "request",
                    "command": command,
                    "seq": 1,
                    "arguments": arguments,
                }
                message = it.client.session.msg("debug_request", content)
                channel.send(message)
                while True:
                    reply = await channel.get_msg(timeout=30)
                    if reply["parent_header"].get("msg_id") == message["header"]["msg_id"]:
                        return reply["content"]

            assert (await ask("initialize", clientID="t", adapterID="", pathFormat="path"))[
                "success"
            ]
            assert (await ask("attach"))["success"]
            source = "total = 0\nfor each in range(3):\n    total += each\nprint(total)"
            path = (await ask("dumpCell", code=source))["body"]["sourcePath"]
            broken = await ask(
                "setBreakpoints", source={"path": path}, breakpoints=[{"line": 3}], lines=[3]
            )
            assert broken["body"]["breakpoints"][0]["verified"]
            assert (await ask("configurationDone"))["success"]
            running = it.client.execute(source)
            stopped = False
            while not stopped:
                message = await it.client.iopub_channel.get_msg(timeout=30)
                stopped = (
                    message["msg_type"] == "debug_event"
                    and message["content"].get("event") == "stopped"
                )
            info = await ask("debugInfo")
            assert info["body"]["stoppedThreads"]
            assert (await ask("disconnect", restart=False, terminateDebuggee=False))["success"]
            reply = await it.client.get_shell_msg(timeout=30)
            assert reply["parent_header"]["msg_id"] == running
            assert reply["content"]["status"] == "ok"

    run(scenario)


def test_what_is_random_differs_between_kernels_of_one_zygote():
    async def scenario():
        look = (
            "import random, uuid, numpy, ssl; print(random.random(), numpy.random.rand(),"
            " uuid.uuid4(), ssl.RAND_bytes(8).hex(), get_ipython().kernel.session.session,"
            " get_ipython().kernel.ident, get_ipython().kernel.session.key,"
            " get_ipython().kernel.session.pid)"
        )
        async with kernel() as one, kernel() as another:
            assert psutil.Process(one.pid).ppid() == psutil.Process(another.pid).ppid()
            left, right = await one.say(look), await another.say(look)
            assert not {*left.split()} & {*right.split()}

    run(scenario)


def test_sockets_may_be_files_and_one_that_was_left_behind_is_replaced(tmp_path):
    async def scenario():
        stem = tmp_path / "kernel"
        with socket.socket(socket.AF_UNIX) as left:
            left.bind(f"{stem}-1")
        ports = {f"{name}_port": 1 + at for at, name in enumerate(CHANNELS)}
        async with kernel(traits={"transport": "ipc", "ip": str(stem), **ports}) as it:
            assert isinstance(it.process, ForkedProcess)
            assert await it.say("print(1)") == "1"

    run(scenario)


def test_ports_that_somebody_took_meanwhile_are_exchanged():
    async def scenario():
        with socket.socket() as taken:
            taken.bind(("127.0.0.1", 0))
            taken.listen()
            port = taken.getsockname()[1]
            cache = LocalPortCache.instance()
            real, given = cache.find_available_port, iter([port])
            cache.find_available_port = lambda ip: next(given, None) or real(ip)
            try:
                async with kernel() as it:
                    assert isinstance(it.process, ForkedProcess)
                    assert it.manager.shell_port != port
                    assert await it.say("print(1)") == "1"
            finally:
                del cache.find_available_port

    run(scenario)


def test_limits_of_the_kernelspec_hold():
    limits = {
        "memory_mb": 600,
        "cpu_seconds": 500,
        "open_files": 200,
        "file_mb": 50,
        "core_bytes": 0,
        "niceness": 7,
        "no_new_privileges": 1,
    }

    async def scenario():
        async with kernel(changed={"limits": limits}) as it:
            assert isinstance(it.process, ForkedProcess)
            said = await it.say(
                "import os, resource as r, re\n"
                "print(os.nice(0), *(r.getrlimit(each)[1] for each in"
                " (r.RLIMIT_NOFILE, r.RLIMIT_CPU, r.RLIMIT_FSIZE, r.RLIMIT_CORE)),"
                " re.search(r'NoNewPrivs:\\s(\\d)', open('/proc/self/status').read())[1])"
            )
            assert said == "7 200 500 52428800 0 1"
            assert (await it.run("b'a' * 2**30")).reply["ename"] == "MemoryError"
            assert await it.say("print(len(b'a' * 2**28))") == str(2**28)

    run(scenario)


def test_what_can_be_configured_is_what_can_be_in_any_kernel():
    names = "print(sorted(each.__class__.__name__ for each in get_ipython().configurables))"

    async def scenario():
        async with kernel() as forked, kernel(independent=True) as ordinary:
            assert isinstance(forked.process, ForkedProcess)
            assert not isinstance(ordinary.process, ForkedProcess)
            assert await forked.say(names) == await ordinary.say(names)

    run(scenario)


def test_what_is_said_comes_before_the_cell_is_over_and_in_its_order():
    async def scenario():
        async with kernel() as it:
            asked = it.client.execute(
                "import sys, threading\n"
                "from IPython.display import display\n"
                "print('one'); display('two'); sys.stderr.write('three'); sys.stderr.flush()\n"
                "print('four', flush=True); display('five')\n"
                "thread = threading.Thread(target=print, args=('six',)); thread.start()\n"
                "thread.join()"
            )
            heard = []
            while True:
                message = await it.client.get_iopub_msg(timeout=60)
                if message["parent_header"].get("msg_id") != asked:
                    continue
                content = message["content"]
                if content.get("execution_state") == "idle":
                    break
                heard.append(content.get("text") or content.get("data", {}).get("text/plain"))
        said = "".join(each for each in heard if each)
        for word in ("one", "two", "three", "four", "five", "six"):
            assert word in said
        assert said.index("three") < said.index("four") < said.index("five")

    run(scenario)
