"""``/groups/<group>/direction``: seeing what another setting changes, and setting it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from tornado.web import HTTPError

from cohortbook.access.permissions import Resource
from cohortbook.learning.directions import checked_choice
from cohortbook.server.pages.page_handler import PageHandler


class _DialHandler(PageHandler):
    PERMISSIONS: ClassVar[Mapping[str, str]] = {"post": "direction.set"}

    def resource(self) -> Resource:
        """Say what is left to the group."""
        return self.services.group_resource(self.path_kwargs["group"])

    def _setting(self, group: str) -> str:
        if group not in self.services.cohort.groups:
            raise HTTPError(404)
        return self.get_body_argument("setting")

    def _back(self, group: str) -> None:
        self.redirect(f"/groups/{group}#direction", status=303)


class DirectionLookHandler(_DialHandler):
    """Begins to see what a setting changes in the group's copies."""

    def post(self, group: str) -> None:
        """Begin; the page shows how it goes on."""
        setting = self._setting(group)
        checked_choice(self.services.cohort, setting, "")
        self.services.dials.look(group, setting)
        self._back(group)


class DirectionHandler(_DialHandler):
    """Sets the dial."""

    async def post(self, group: str) -> None:
        """Keep the choice and make the copies anew; what was not seen before is shown first."""
        services, setting = self.services, self._setting(group)
        why = checked_choice(services.cohort, setting, self.get_body_argument("why", ""))
        archive = bool(self.get_body_argument("archive", ""))
        tried = services.dials.state(group)
        if tried is None or not tried.ready or tried.setting != setting:
            services.dials.look(group, setting)
        elif not tried.impossible and (archive or not tried.at_risk):
            chosen = await services.run(services.directions.settings)
            if chosen.get(group) != setting:
                await services.store(
                    services.directions.choose,
                    services.cohort,
                    group,
                    setting,
                    why,
                    self.me.person_id,
                )
            services.dials.stamp(group, setting, archive_answered=archive)
        self._back(group)
