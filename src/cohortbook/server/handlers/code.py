"""Code that groups write: run, stopped, and shown with what came of it."""

from __future__ import annotations

from typing import Any, ClassVar

from tornado.web import HTTPError

from cohortbook.learning.answer_history import AnswerKey
from cohortbook.learning.authors import Actor
from cohortbook.learning.code_outputs import Output, joined
from cohortbook.server.handlers.base import Body
from cohortbook.server.handlers.room import RoomHandler
from cohortbook.workbook.exercise import ExerciseDefinition
from cohortbook_kernels.confinement import Limits


class _CodeHandler(RoomHandler):
    def asked(self, exercise_id: str) -> tuple[ExerciseDefinition, AnswerKey]:
        """Return the exercise and whose code of it is meant; HTTP 404 if it has no code."""
        exercise = self.exercise(exercise_id)
        if exercise.kind != "code":
            raise HTTPError(404)
        person = None
        if exercise.individual:
            person = self.me.person_id
            self.require("answer.see-own", self.services.resource(self.room, person))
        return exercise, AnswerKey(self.room, exercise_id, person)


class CodeHandler(_CodeHandler):
    """What came of running it the last time, or what comes of it now."""

    PERMISSIONS: ClassVar = {"get": "code.see"}

    async def get(self, exercise_id: str, **_path: str) -> None:
        """Send the state, with the outputs that the asking page does not have yet."""
        _, key = self.asked(exercise_id)
        run = self.services.code.current(key)
        if run is not None:
            self._send(run.to_json(), run.outputs.outputs, run.outputs.generation)
            return
        result = await self.services.run(self.services.code_results.get, key)
        if result is None:
            self.send_json(None)
        else:
            self._send(result.to_json(), result.outputs, -1)

    def _send(self, state: dict[str, Any], outputs: list[Output], generation: int) -> None:
        known = self.get_query_argument("known", "")
        started, _, count = known.partition(".")
        same = started == str(generation) and count.isdecimal() and int(count) <= len(outputs)
        since = int(count) if same else 0
        self.send_json(
            {
                **state,
                "since": since,
                "known": f"{generation}.{len(outputs)}",
                "outputs": joined(outputs[since:]),
            }
        )


class CodeBody(Body):
    """What is to be run."""

    code: str


class CodeRunHandler(_CodeHandler):
    """The running of it."""

    PERMISSIONS: ClassVar = {"post": "code.run", "delete": "code.run"}

    async def post(self, exercise_id: str, **_path: str) -> None:
        """Run what whoever asks sees before them."""
        exercise, key = self.asked(exercise_id)
        code = self.body(CodeBody).code
        limits = Limits(
            memory_mb=exercise.options["memory_mb"], seconds=exercise.options["seconds"]
        )
        run = await self.services.code.start(
            key, code, Actor(self.me.person_id, self.me.name), limits
        )
        self.send_json(run.to_json(), 202)

    async def delete(self, exercise_id: str, **_path: str) -> None:
        """Stop it; a second time, at once."""
        _, key = self.asked(exercise_id)
        self.services.code.stop(key)
        self.set_status(204)
        self.finish()
