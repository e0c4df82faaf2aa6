"""``/desk/people/accompanying``: who reviews which groups, and who runs the cohort."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from tornado.web import HTTPError

from cohortbook.cohort.accompanying_change import (
    AccompanyingEdit,
    AddFacilitator,
    AddMentor,
    ChangeMentor,
    RemoveFacilitator,
    RemoveMentor,
)
from cohortbook.server.desk.people_handlers import PATH
from cohortbook.server.pages.page_handler import PageHandler


class AccompanyingHandler(PageHandler):
    """Adds, changes or removes a mentor or a facilitator."""

    PERMISSIONS: ClassVar[Mapping[str, str]] = {"post": "people.manage"}

    async def post(self) -> None:
        """Write it into the cohort file, and let it take effect."""
        edit, services = self._edit(), self.services
        await services.store(services.roster.accompany, edit, self.get_body_argument("version"))
        now = await services.run(services.people.principal, self.me.person_id)
        # Whoever gave the desk away has no page of it to come back to.
        self.redirect(f"{PATH}#accompanying" if now and now.facilitator else "/", status=303)

    def _edit(self) -> AccompanyingEdit:
        email, groups = self.get_body_argument("email"), tuple(self.get_body_arguments("group"))
        match self.get_body_argument("action"), self.get_body_argument("role"):
            case "add", "mentor":
                return AddMentor(self.get_body_argument("name"), email, groups)
            case "add", "facilitator":
                return AddFacilitator(self.get_body_argument("name"), email)
            case "change", "mentor":
                return ChangeMentor(email, groups)
            case "remove", "mentor":
                return RemoveMentor(email)
            case "remove", "facilitator":
                return RemoveFacilitator(email)
        raise HTTPError(400, "action, role: not one of ours")
