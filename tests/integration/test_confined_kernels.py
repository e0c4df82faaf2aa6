"""A confined kernel sees its own work, and works like any other."""

from __future__ import annotations

import asyncio
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
from pathlib import Path

import psutil
import pytest
from jupyter_client.manager import AsyncKernelManager

from cohortbook_kernels.forking.process import ForkedProcess
from cohortbook_kernels.forking.runtime import UnsafeFolderError, runtime_folder
from cohortbook_kernels.sandbox import ability as ability_module
from cohortbook_kernels.sandbox import private
from cohortbook_kernels.sandbox import provisioner as provisioner_module
from cohortbook_kernels.sandbox.ability import ability
from cohortbook_kernels.sandbox.provisioner import UnconfinedError
from cohortbook_kernels.sandbox.wanted import to_variable
from real_kernels import kernel

FORKED = {}
# More than a fork can give.
ORDINARY = {"independent": True}
ways = pytest.mark.parametrize("way", [FORKED, ORDINARY], ids=["forked", "ordinary"])

pytestmark = pytest.mark.skipif(
    asyncio.run(ability()).hindrance is not None, reason="kernels cannot be confined here"
)

# Each line is tried by itself; what it came to is told as JSON.
TRIES = """
import json, os, socket, subprocess
def tried(name, what):
    try:
        told[name] = what()
    except Exception as error:
        told[name] = type(error).__name__
told = {}
tried("data", lambda: open("data.csv").read())
tried("beside", lambda: (open("new.csv", "w").write("mine"), open("new.csv").read())[1])
tried("temporary", lambda: open("/tmp/new", "w").write("mine"))
tried("home", lambda: open(os.path.expanduser("~/new"), "w").write("mine"))
tried("overwrite", lambda: open("data.csv", "w").close() or "opened")
tried("here", lambda: sorted(os.listdir(".")))
tried("secret", lambda: open(SECRET).read())
tried("around", lambda: sorted(os.listdir(os.path.dirname(SECRET))))
tried("system", lambda: open("/usr/new", "w").close() or "opened")
tried("root", lambda: open("/new", "w").close() or "opened")
tried("environment", lambda: open(os.__file__.replace("os.py", "new.py"), "w").close() or "opened")
tried("machine", lambda: open("/proc/sys/kernel/hostname", "w").close() or "opened")
tried("processes", lambda: [each for each in os.listdir("/proc") if each.isdigit()])
tried("others", lambda: b"A_SECRET" in b"".join(
    open(f"/proc/{each}/environ", "rb").read() for each in told["processes"] if each != "1"))
tried("server", lambda: open(f"/proc/{SERVER}/environ").read())
tried("first", lambda: open("/proc/1/cmdline").read())
tried("kill", lambda: os.kill(SERVER, 0))
tried("port", lambda: socket.create_connection(("127.0.0.1", PORT), 2))
tried("outside", lambda: socket.create_connection(("192.0.2.1", 80), 2))
tried("devices", lambda: sorted(set(os.listdir("/dev")) & {"sda", "vda", "mem", "kmsg", "null"}))
tried("mount", lambda: subprocess.run(["mount", "-t", "tmpfs", "x", "/tmp"], capture_output=True).returncode != 0)
tried("sockets", lambda: len(os.listdir(KERNELS)))
tried("status", lambda: {
    line.split()[0]: line.split()[1] for line in open("/proc/self/status")
    if line.startswith(("CapEff", "CapPrm", "NoNewPrivs"))})
tried("meeting", lambda: open(
    KERNELS + "/" + os.listdir(KERNELS)[0] + "/r/large", "wb").write(b"x" * 10**6))
tried("shell", lambda: subprocess.run("echo heard", shell=True, capture_output=True).stdout.decode())
print(json.dumps(told))
"""


def run(scenario):
    return asyncio.run(scenario())


def confined(mode="required", **more):
    return {**os.environ, "A_SECRET": "of the server", **to_variable(mode=mode, **more)}


@pytest.fixture
def work(tmp_path):
    folder = tmp_path / "programme"
    folder.mkdir()
    (folder / "data.csv").write_text("1,2")
    (folder / "cohort.yaml").write_text("names")
    (tmp_path / "secret").write_text("of another group")
    return folder


@pytest.fixture
def listening():
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield server.getsockname()[1]


def own_folders():
    return list((runtime_folder() / "k").glob(f"{os.getpid()}.*"))


def descendants():
    names = {}
    for each in psutil.Process().children(recursive=True):
        try:
            names[each.pid] = " ".join(each.cmdline())
        except psutil.NoSuchProcess:
            continue
    # What kernels are forked from stays, for the next.
    return [line for line in names.values() if "forking.zygote" not in line]


@ways
def test_it_sees_its_own_work_and_nothing_else(way, work, listening):
    async def scenario():
        hidden = [str(work / "cohort.yaml")]
        environment = confined(hidden=hidden)
        async with kernel(**way, cwd=str(work), env=environment) as it:
            assert isinstance(it.process, ForkedProcess) == (way is FORKED)
            known = (
                f"SECRET = {str(work.parent / 'secret')!r}; SERVER = {os.getpid()};"
                f" PORT = {listening}; KERNELS = {str(runtime_folder() / 'k')!r}\n"
            )
            told = json.loads(await it.say(known + TRIES))
            assert told.pop("processes")[0] == "1"
            assert "A_SECRET" not in told.pop("first")
            # Where bubblewrap starts it, the folder for its sockets is one outside.
            assert told.pop("meeting") == ("OSError" if way is FORKED else 10**6)
            assert told.pop("status") == {
                "CapPrm:": "0000000000000000",
                "CapEff:": "0000000000000000",
                "NoNewPrivs:": "1",
            }
            assert told == {
                "data": "1,2",
                "beside": "mine",
                "temporary": 4,
                "home": 4,
                "overwrite": "OSError",
                "here": ["data.csv", "new.csv"],
                "secret": "FileNotFoundError",
                "around": ["programme"],
                "system": "OSError",
                "root": "OSError",
                "environment": "OSError",
                "machine": "OSError",
                "others": False,
                "server": "FileNotFoundError",
                "kill": "ProcessLookupError",
                "port": "ConnectionRefusedError",
                "outside": "OSError",
                "devices": ["null"],
                "mount": True,
                "sockets": 1,
                "shell": "heard\n",
            }
            assert sorted(each.name for each in work.iterdir()) == ["cohort.yaml", "data.csv"]

    run(scenario)


@ways
def test_it_works_like_any_other_and_leaves_nothing(way, work):
    async def scenario():
        before = descendants()
        async with kernel(**way, cwd=str(work), env=confined()) as it:
            # One that the kernel started must not outlive it.
            await it.say("kept = 1; import subprocess; subprocess.Popen(['sleep', '600'])")
            sleeping = asyncio.ensure_future(it.run("import time\nwhile True: time.sleep(60)"))
            await asyncio.sleep(0.3)
            await it.manager.interrupt_kernel()
            assert (await sleeping).reply["ename"] == "KeyboardInterrupt"
            shown = await it.run(
                "import matplotlib.pyplot as plt, ipywidgets, multiprocessing as mp\n"
                "with mp.get_context('fork').Pool(2) as pool: assert pool.map(abs, [-1]) == [1]\n"
                "plt.plot([kept, 2]); plt.show(); display(ipywidgets.IntSlider())"
            )
            assert shown.reply["status"] == "ok", shown.reply
            assert "image/png" in shown.shown[0]
            pid = it.pid
            await it.manager.restart_kernel()
            await it.client.wait_for_ready(timeout=60)
            assert it.pid != pid
            assert (await it.run("kept")).reply["ename"] == "NameError"
            assert len(own_folders()) == 1
            it.client.execute("import os, signal; os.kill(os.getpid(), signal.SIGKILL)")
            # Bubblewrap speaks of ends as shells do.
            assert await it.ended() in (-signal.SIGKILL, 128 + signal.SIGKILL)
        assert descendants() == before
        assert own_folders() == []

    run(scenario)


def test_two_of_one_zygote_see_nothing_of_each_other(work):
    async def scenario():
        launch = {"cwd": str(work), "env": confined()}
        async with kernel(**launch) as one, kernel(**launch) as another:
            assert psutil.Process(one.pid).ppid() == psutil.Process(another.pid).ppid()
            await one.say("open('mine', 'w').write('1'); open('/tmp/mine', 'w').write('1')")
            seen = await another.say(
                "import os; print(os.path.exists('mine'), os.path.exists('/tmp/mine'),"
                f" os.path.exists({one.manager.ip!r} + '-1'),"
                f" os.path.exists({one.manager.connection_file!r}),"
                " sum(each.isdigit() for each in os.listdir('/proc')))"
            )
            assert seen == "False False False False 2"

    run(scenario)


def test_it_may_keep_the_network_and_read_more(work, listening):
    async def scenario():
        more = {"network": True, "readable": [str(work.parent / "secret")], "scratch_mb": 1}
        async with kernel(cwd=str(work), env=confined(**more)) as it:
            reach = f"import socket; socket.create_connection(('127.0.0.1', {listening}), 2)"
            assert (await it.run(reach)).reply["status"] == "ok"
            secret = str(work.parent / "secret")
            assert await it.say(f"print(open({secret!r}).read())") == "of another group"
            full = await it.run("open('large', 'wb').write(b'x' * 2**21)")
            assert full.reply["evalue"].endswith("No space left on device")

    run(scenario)


def test_where_somebody_chose_the_ports_the_network_stays_and_that_is_said(work):
    async def scenario(mode):
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        manager = AsyncKernelManager(kernel_name="cohortbook", shell_port=port)
        await manager.start_kernel(cwd=str(work), env=confined(mode))
        try:
            assert manager.transport == "tcp"
            assert "chose their ports" in manager.provisioner.unconfined
            assert manager.provisioner.confined.network
        finally:
            await manager.shutdown_kernel(now=True)
            manager.context.destroy()

    asyncio.run(scenario("auto"))
    with pytest.raises(UnconfinedError, match="chose their ports"):
        asyncio.run(scenario("required"))
    assert own_folders() == []


def test_without_bubblewrap_it_runs_as_ever_and_that_is_said_once(work, monkeypatch, caplog):
    monkeypatch.setattr(ability_module, "_found", None)
    monkeypatch.setattr(provisioner_module, "_said", set())
    which = shutil.which
    monkeypatch.setattr(
        shutil, "which", lambda name, **more: which(name, **more) if name != "bwrap" else None
    )

    async def scenario(mode):
        async with kernel(ready=False, cwd=str(work), env=confined(mode)) as it:
            assert isinstance(it.process, ForkedProcess)
            assert it.manager.provisioner.confined is None
            assert "apt-get install bubblewrap" in it.manager.provisioner.unconfined

    asyncio.run(scenario("auto"))
    asyncio.run(scenario("auto"))
    said = [each for each in caplog.messages if "confined less" in each]
    assert len(said) == 1
    with pytest.raises(UnconfinedError, match="bubblewrap is not installed"):
        asyncio.run(scenario("required"))


def test_where_there_is_no_safe_folder_to_meet_in_it_runs_as_ever(work, monkeypatch):
    def unsafe():
        raise UnsafeFolderError(work)

    monkeypatch.setattr(private, "MeetingPlace", unsafe)

    async def scenario(mode):
        async with kernel(ready=False, cwd=str(work), env=confined(mode)) as it:
            assert it.manager.provisioner.confined is None
            assert "can be reached by others" in it.manager.provisioner.unconfined

    asyncio.run(scenario("auto"))
    with pytest.raises(UnconfinedError, match="can be reached by others"):
        asyncio.run(scenario("required"))


HOLDS = """
import asyncio, os, sys
from jupyter_client.manager import AsyncKernelManager
async def main():
    manager = AsyncKernelManager(kernel_name="cohortbook")
    more = {"independent": True} if sys.argv[2] == "ordinary" else {}
    await manager.start_kernel(cwd=sys.argv[1], env=dict(os.environ), **more)
    print(manager.provisioner.pid, manager.ip, flush=True)
    await asyncio.sleep(600)
asyncio.run(main())
"""


@ways
def test_nothing_is_left_of_it_when_its_server_is_killed(way, work, tmp_path):
    share = tmp_path / "share" / "jupyter" / "kernels" / "cohortbook"
    share.mkdir(parents=True)
    installed = Path(sys.prefix) / "share" / "jupyter" / "kernels" / "cohortbook" / "kernel.json"
    spec = json.loads(installed.read_text())
    spec["metadata"]["kernel_provisioner"]["config"] = {"confine": "required"}
    (share / "kernel.json").write_text(json.dumps(spec))
    environment = {**os.environ, "JUPYTER_PATH": str(tmp_path / "share" / "jupyter")}
    server = subprocess.Popen(
        [sys.executable, "-c", HOLDS, str(work), "forked" if way is FORKED else "ordinary"],
        env=environment,
        stdout=subprocess.PIPE,
    )
    pid, ip = server.stdout.readline().decode().split()
    left = [psutil.Process(int(pid)), *psutil.Process(server.pid).children(recursive=True)]
    server.kill()
    server.communicate()
    assert psutil.wait_procs(left, timeout=20)[1] == []
    # Any kernel that is confined meanwhile, also by another test, sweeps as well.
    private.sweep()
    assert not Path(ip).parent.parent.exists()
