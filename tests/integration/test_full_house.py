"""As many kernels run as may: whoever comes next is told so, and when to come again."""

from __future__ import annotations

from contextlib import closing

from factories import WORKBOOK, write_programme
from roles import EMAILS, cohort
from serving import Served


def test_a_group_that_finds_no_kernel_free_is_asked_to_wait(tmp_path):
    programme = write_programme(tmp_path / "programme", cohort=cohort(), widget=True)
    server = Served(programme, tmp_path, options=["--kernels", "1"])
    # Without outputs a page needs its kernel.
    server.stamp("--prepare-only")
    server.start()
    try:
        with closing(server.client(EMAILS["facilitator"])) as noor:
            assert noor.get(f"/workbooks/north/{WORKBOOK}").status_code == 200
            told = noor.get(f"/workbooks/south/{WORKBOOK}")
            assert told.status_code == 503
            assert int(told.headers["Retry-After"]) > 0
            assert "Many groups are at work just now" in told.text
            assert noor.get(f"/workbooks/north/{WORKBOOK}").status_code == 200
    finally:
        server.stop()
