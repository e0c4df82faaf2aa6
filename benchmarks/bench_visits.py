"""Visits to one group workbook: plain Voila and cohortbook side by side.

Both serve the very same stamp, the workbook with the simulation, on the same
cores, one after the other, again and again. Plain Voila runs with the settings
of its documentation; its preheated kernels are shown in rows of their own.
"""

from __future__ import annotations

import argparse
import asyncio
import statistics
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path

import httpx
from playwright.async_api import Browser, Request, async_playwright
from report import Row, write

from serving import (
    Server,
    cohortbook,
    free_port,
    plain_voila,
    running,
    sign_in,
    stamped,
    with_kernel,
)

ROOT = Path(__file__).parent.parent
PROGRAMME = ROOT / "workbooks" / "from-inbox-to-board"
GROUP, WORKBOOK = "north", "02-finishing-before-starting"
VISITORS = 20
CHROMIUM_ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]

# Smaller is better in every row; the goals are those of the design.
COLD = Row("one visit to a cold room, to full HTML", "plain Voila", "ms", 3)
WARM = Row("one more visit, to full HTML", "plain Voila", "ms", 100)
BURST = Row(f"{VISITORS} visitors at once, to full HTML of the last", "plain Voila", "ms", 300)
MEMORY = Row(f"memory that {VISITORS} visitors add", "plain Voila", "MiB", 15)
WHOLE = Row(f"memory with {VISITORS} visitors, server included", "plain Voila", "MiB", 5)
STATIC = Row("a visit to an open room", "the same bytes, static, same Tornado", "ms", 0.5)
WIDGET_FRESH = Row("widget visible, fresh browser", "plain Voila", "ms", 2)
WIDGET_WARM = Row("widget visible, warm browser", "plain Voila", "ms", 2)
REQUESTS = Row("requests until the widget is visible, fresh browser", "plain Voila", "", 3)
KILOBYTES = Row("sent until the widget is visible, fresh browser", "plain Voila", "kB", 1.7)
ROWS = [COLD, WARM, BURST, MEMORY, WHOLE, STATIC, WIDGET_FRESH, WIDGET_WARM, REQUESTS, KILOBYTES]

STATIC_SERVER = """
import asyncio, sys, tornado.web
async def main():
    application = tornado.web.Application(
        [(r"/(.*)", tornado.web.StaticFileHandler, {"path": sys.argv[1]})])
    application.listen(int(sys.argv[2]), "127.0.0.1")
    await asyncio.Event().wait()
asyncio.run(main())
"""


async def milliseconds(work: Callable[[], Awaitable[object]]) -> float:
    before = time.perf_counter()
    await work()
    return (time.perf_counter() - before) * 1000


async def full_html(client: httpx.AsyncClient, path: str, holds: str) -> str:
    answer = await client.get(path)
    answer.raise_for_status()
    if holds not in answer.text:
        msg = f"{path} came without {holds!r}"
        raise RuntimeError(msg)
    return answer.text


def client_of(server: Server, cookies: httpx.Cookies | None) -> httpx.AsyncClient:
    limits = httpx.Limits(max_connections=VISITORS)
    return httpx.AsyncClient(base_url=server.url, cookies=cookies, timeout=120, limits=limits)


async def visits(
    server: Server, path: str, cookies: httpx.Cookies | None, holds: str, side: str
) -> None:
    """Measure the first visit to a server, and some more."""
    async with client_of(server, cookies) as client:
        cold = await milliseconds(lambda: full_html(client, path, holds))
        if cookies is not None:
            await kernel_ready(client)
        warm = [await milliseconds(lambda: full_html(client, path, holds)) for _ in range(3)]
    getattr(COLD, side).append(cold)
    getattr(WARM, side).append(statistics.median(warm))


async def crowd(
    server: Server, path: str, cookies: httpx.Cookies | None, holds: str, side: str
) -> None:
    """Measure visitors who come at once to a server that is up, and what they cost."""
    alone = server.memory_mib()
    async with client_of(server, cookies) as client:
        if cookies is not None:
            # Somebody has been there before, as in any group that meets.
            await full_html(client, path, holds)
            await kernel_ready(client)

        async def burst() -> None:
            await asyncio.gather(*(full_html(client, path, holds) for _ in range(VISITORS)))

        together = await milliseconds(burst)
    whole = server.memory_mib()
    getattr(BURST, side).append(together)
    getattr(MEMORY, side).append(whole - alone)
    getattr(WHOLE, side).append(whole)


async def kernel_ready(client: httpx.AsyncClient) -> None:
    """Wait for our kernel, so that the memory measured holds it."""
    while True:
        state = (await client.get(f"/api/rooms/{GROUP}/{WORKBOOK}/kernel")).json()["state"]
        if state == "ready":
            return
        if state == "failed":
            msg = "the room's kernel failed"
            raise RuntimeError(msg)
        await asyncio.sleep(0.05)


async def against_static(server: Server, cookies: httpx.Cookies, scratch: Path) -> None:
    """Fetch the page from us and the same bytes as a static file, in turns."""
    path = f"/workbooks/{GROUP}/{WORKBOOK}"
    port = free_port()
    folder = scratch / "static"
    folder.mkdir(exist_ok=True)
    plain = {"Accept-Encoding": "identity"}
    async with httpx.AsyncClient(base_url=server.url, cookies=cookies, headers=plain) as ours:
        (folder / "page.html").write_text((await ours.get(path)).text)
        command = [sys.executable, "-c", STATIC_SERVER, str(folder), str(port)]
        url = f"http://127.0.0.1:{port}"
        with running(command, url, scratch / "static.log"):
            async with httpx.AsyncClient(base_url=url, headers=plain) as static:
                for _ in range(300):
                    STATIC.peer_values.append(await milliseconds(lambda: static.get("/page.html")))
                    STATIC.our_values.append(await milliseconds(lambda: ours.get(path)))


@dataclass(frozen=True)
class Seen:
    """What it took a browser to show a slider."""

    fresh_ms: float
    warm_ms: float
    requests: int
    kilobytes: float


async def widget_visible(
    browser: Browser, server: Server, path: str, cookies: httpx.Cookies | None
) -> Seen:
    """Look at the workbook until a slider is visible: fresh browser, then warm cache."""
    context = await browser.new_context(viewport={"width": 1280, "height": 900})
    if cookies is not None:
        await context.add_cookies(
            [{"name": each.name, "value": each.value, "url": server.url} for each in cookies.jar]
        )
    times = []
    finished: list[Request] = []
    sizes = []

    def keep(request: Request) -> None:
        finished.append(request)

    for visit in range(2):
        page = await context.new_page()
        if visit == 0:
            page.on("requestfinished", keep)

        async def see(page=page) -> None:
            await page.goto(server.url + path, wait_until="commit")
            await page.locator(".widget-slider, .jupyter-widget-slider").first.wait_for(
                state="visible", timeout=60_000
            )

        times.append(await milliseconds(see))
        if visit == 0:
            sizes = [await request.sizes() for request in list(finished)]
        await page.close()
    await context.close()
    sent = sum(each["responseBodySize"] + each["responseHeadersSize"] for each in sizes)
    return Seen(times[0], times[1], len(sizes), sent / 1000)


async def run(runs: int, scratch: Path) -> None:
    outputs, data = scratch / "outputs", scratch / "data"
    (stamp,) = stamped(PROGRAMME, scratch).glob(f"{GROUP}/{WORKBOOK}.ipynb")
    notebook = with_kernel(stamp, "python3", scratch / "plain")
    ours = f"/workbooks/{GROUP}/{WORKBOOK}"

    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(
            executable_path="/usr/bin/chromium", args=CHROMIUM_ARGUMENTS
        )
        for turn in range(runs):
            print(f"run {turn + 1} of {runs}", flush=True)
            log = scratch / "voila.log"
            for measure in (visits, crowd):
                with plain_voila(notebook, log) as server:
                    await measure(server, "/", None, "rendered_cells", "peer_values")
            with plain_voila(notebook, log) as server:
                await see_widgets(browser, server, "/", None, "peer_values")
            log = scratch / "cohortbook.log"
            for measure in (visits, crowd):
                with cohortbook(PROGRAMME, outputs, data, log) as server:
                    cookies = sign_in(log, "facilitator")
                    await measure(server, ours, cookies, 'class="cb-widget', "our_values")
            with cohortbook(PROGRAMME, outputs, data, log) as server:
                cookies = sign_in(log, "facilitator")
                await see_widgets(browser, server, ours, cookies, "our_values")
                await against_static(server, cookies, scratch)
        await browser.close()
    write("visits", ROWS)


async def see_widgets(
    browser: Browser, server: Server, path: str, cookies: httpx.Cookies | None, side: str
) -> None:
    """Measure the second visitor: the first has warmed the server's own caches."""
    await widget_visible(browser, server, path, cookies)
    seen = await widget_visible(browser, server, path, cookies)
    getattr(WIDGET_FRESH, side).append(seen.fresh_ms)
    getattr(WIDGET_WARM, side).append(seen.warm_ms)
    getattr(REQUESTS, side).append(seen.requests)
    getattr(KILOBYTES, side).append(seen.kilobytes)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=5, help="interleaved runs (default 5)")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="cohortbook-bench-") as scratch:
        asyncio.run(run(arguments.runs, Path(scratch)))


if __name__ == "__main__":
    main()
