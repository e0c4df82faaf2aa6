"""The facilitator's desk on a large cohort: 40 groups, 240 people, six weeks.

What is measured is what a facilitator waits for: from asking for the page to having all
of it, over HTTP, with everything read from the database each time.
"""

from __future__ import annotations

import asyncio
import shutil
import sys
import tempfile
import time
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from report import Limit, write
from tornado.httpclient import AsyncHTTPClient
from tornado.httpserver import HTTPServer
from tornado.testing import bind_unused_port
from tornado.web import Application

from cohortbook.cohort.served import ServedCohort
from cohortbook.live.status import RoomStatus
from cohortbook.server.assets import Assets
from cohortbook.server.handlers.base import SESSION_COOKIE, Unknown
from cohortbook.server.routes import routes
from cohortbook.server.services import Services
from cohortbook.server.stamps import Stamps
from cohortbook.stamp.manifest import write_manifest
from cohortbook.store.blobs import Blobs

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))
from simulated_desk import SimulatedDesk

GROUPS, RUNS = 40, 9
END = datetime(2026, 10, 19, 8, tzinfo=UTC)  # the Monday after six weeks
PAGES = {
    "the desk, with the heat map of attention": "/desk",
    "the same with answers": "/desk?measure=answers",
    "the same with reviews": "/desk?measure=reviews",
    "a cell in words": "/desk/cells/group-07/02-book/second",
    "the timeline as SVG": "/desk/timeline",
}


class NoKernels:
    """In place of what keeps kernels: the desk asks it for states only."""

    def __init__(self, desk: SimulatedDesk) -> None:
        self.status = lambda room: desk.statuses.get(room, RoomStatus())

    def on_change(self, _callback: Any) -> None: ...
    def on_page_changed(self, _callback: Any) -> None: ...
    def occupied_by(self, _callback: Any) -> None: ...
    async def close(self) -> None: ...


@asynccontextmanager
async def serving(folder: Path) -> Any:
    """Serve the simulated cohort; yields the address and the facilitator's cookie."""
    desk = SimulatedDesk(folder, END, groups=GROUPS)
    stamps = folder / "stamps"
    stamps.mkdir()
    write_manifest(stamps, desk.world.manifest)
    shutil.copy(folder / "copy.ipynb", stamps)
    served = ServedCohort(desk.world.cohort)
    services = Services(
        cohort=served,
        database=desk.world.database,
        blobs=Blobs(folder / "uploads"),
        secret=b"of this benchmark",
        stamps=Stamps(stamps, served, folder),
        keeper=NoKernels(desk),  # type: ignore[arg-type]
        widget_config=lambda _room: None,
        assets=Assets.built(),
        clock=lambda: desk.world.now,
    )
    link = services.sign_in.create_link(desk.facilitator)
    cookie = f"{SESSION_COOKIE}={services.sign_in.redeem(link.token)}"
    listening, port = bind_unused_port()
    application = Application(
        routes(services),
        default_handler_class=Unknown,
        default_handler_args={"services": services},
        xsrf_cookies=True,
    )
    server = HTTPServer(application)
    server.add_socket(listening)
    try:
        yield f"http://127.0.0.1:{port}", cookie
    finally:
        server.stop()
        await server.close_all_connections()
        await services.close()


async def measure() -> list[Limit]:
    """Ask for each page in turns."""
    rows = {what: Limit(what, 1000, "ms") for what in PAGES}
    client = AsyncHTTPClient()
    with tempfile.TemporaryDirectory() as folder:
        async with serving(Path(folder)) as (address, cookie):
            for run in range(RUNS + 1):
                for what, path in PAGES.items():
                    began = time.perf_counter()
                    response = await client.fetch(address + path, headers={"Cookie": cookie})
                    took = time.perf_counter() - began
                    assert response.code == 200
                    if run:  # The first reads templates and words.
                        rows[what].our_values.append(took * 1000)
    return list(rows.values())


if __name__ == "__main__":
    write("desk", asyncio.run(measure()))
