"""What is being written, as it will look."""

from __future__ import annotations

from typing import ClassVar

from pydantic import ConfigDict

from cohortbook.learning.markdown import render_draft
from cohortbook.server.handlers.base import Body
from cohortbook.server.handlers.room import RoomHandler


class Draft(Body):
    """Markdown that nobody keeps."""

    # An answer may be longer than a comment.
    model_config = ConfigDict(str_max_length=50_000)
    body: str


class MarkdownHandler(RoomHandler):
    """Renders Markdown as the one sanitiser does, for a look at it before it is kept."""

    PERMISSIONS: ClassVar = {"post": "answer.preview"}

    async def post(self, **_path: str) -> None:
        """Send the HTML."""
        _ = self.room
        html = await self.services.run(render_draft, self.body(Draft).body)
        self.send_json({"html": html})
