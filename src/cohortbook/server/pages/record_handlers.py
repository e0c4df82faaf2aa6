"""``/record``: all that is kept about whoever asks, to read and to take along."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import ClassVar

from cohortbook.server.pages.page_handler import PageHandler
from cohortbook.server.pages.record_view import record_page
from cohortbook.server.words import t


class RecordHandler(PageHandler):
    """Shows what is kept about the reader."""

    PERMISSIONS: ClassVar[Mapping[str, str]] = {"get": "record.see"}

    async def get(self) -> None:
        """Show it."""
        kept = await self.services.run(self.services.own_record.of, self.me.person_id)
        page = record_page(kept, self.sources.manifest(), per_person=self.sources.cohort.per_person)
        self.show("record.html", "record", t("record.title"), record=page)


class RecordFileHandler(PageHandler):
    """The same as a file, with every row."""

    PERMISSIONS: ClassVar[Mapping[str, str]] = {"get": "record.see"}

    async def get(self) -> None:
        """Send it."""
        kept = await self.services.run(self.services.own_record.of, self.me.person_id)
        self.set_header("Content-Type", "application/json; charset=utf-8")
        self.set_header("Content-Disposition", 'attachment; filename="cohortbook-record.json"')
        self.finish(json.dumps(kept, ensure_ascii=False, indent=1))
