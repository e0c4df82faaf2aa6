"""What every handler shares: who asks, whether they may, how errors are told."""

from __future__ import annotations

import json
import logging
import secrets
from collections.abc import Awaitable, Mapping
from dataclasses import replace
from http import HTTPStatus
from typing import Any, ClassVar, TypeVar
from urllib.parse import quote

from pydantic import BaseModel, ConfigDict, ValidationError
from tornado.web import HTTPError, MissingArgumentError, RequestHandler

from cohortbook.access.permissions import Resource, allows
from cohortbook.access.principal import Principal
from cohortbook.errors import CohortbookError
from cohortbook.learning.errors import VersionConflict, WorkbookClosed
from cohortbook.learning.rooms import RoomKey
from cohortbook.server.pages.error_pages import RETRY_SECONDS, closed_page, error_page
from cohortbook.server.pages.frame import Account, Frame, navigation
from cohortbook.server.security import HEADERS
from cohortbook.server.services import Services
from cohortbook.server.words import language_for, speak

SESSION_COOKIE = "cohortbook_session"
# What a handler declares for a method that anybody may use, signed in or not.
PUBLIC = "public"

_STATUS_OF_CODE: Mapping[str, int] = {
    "not-found": 404,
    "room-unknown": 404,
    "reaction-unknown": 404,
    "version-conflict": 409,
    "key-reused": 409,
    "already-revealed": 409,
    "nothing-reviewed": 409,
    "handed-in-already": 409,
    "rated-already": 409,
    "too-few-peers": 409,
    "peers-open-already": 409,
    "code-runs-already": 409,
    "code-busy": 503,
    "code-unavailable": 503,
    "not-a-member": 403,
    "workbook-closed": 403,
    "decision-refused": 409,
    "roster-changed": 409,
    "roster-ahead": 409,
    "roster-form": 409,
    "upload-too-large": 413,
    "uploads-full": 413,
    "pins-full": 409,
    "upload-not-accepted": 415,
    "upload-unkept": 507,
    "rooms-full": 503,
    "room-failed": 503,
    "database-locked": 503,
    "database-full": 507,
    "database": 503,
}
# Pages with scripts and styles of their own beside those of all pages.
_PAGES_WITH_SCRIPTS = frozenset({"review"})
_log = logging.getLogger(__name__)

B = TypeVar("B", bound=BaseModel)


class Body(BaseModel):
    """The JSON of a request; what it does not name is refused."""

    model_config = ConfigDict(extra="forbid", str_max_length=20_000)


class Handler(RequestHandler):
    """A handler that lets in only whom the permission table does.

    Attributes
    ----------
    PERMISSIONS : mapping
        The permission that each method needs, by its name in small letters. A
        method that is not named is refused.
    LARGEST_BODY : int
        Of a request, in bytes.
    """

    PERMISSIONS: ClassVar[Mapping[str, str]] = {}
    LARGEST_BODY: ClassVar = 256 * 1024
    services: Services
    principal: Principal | None = None

    def initialize(self, services: Services) -> None:
        """Take in what the application hands to every handler."""
        self.services = services

    def set_default_headers(self) -> None:
        """Tell the browser what it must not do."""
        for name, value in HEADERS.items():
            self.set_header(name, value)
        self.clear_header("Server")

    def prepare(self) -> Awaitable[None] | None:
        """Find out who asks and whether they may."""
        self.principal = self._signed_in()
        self._speak()
        permission = self.PERMISSIONS.get((self.request.method or "").lower())
        if permission is None:
            raise HTTPError(405)
        if permission == PUBLIC:
            return None
        if self.principal is None:
            raise HTTPError(401)
        resource = self.resource()
        if not allows(permission, self.principal, resource):
            if allows(permission, self.principal, replace(resource, closed=False)):
                raise WorkbookClosed
            raise HTTPError(403)
        if len(self.request.body or b"") > self.LARGEST_BODY:
            raise HTTPError(413)
        return None

    def resource(self) -> Resource:
        """Return what the request is about, as the permission table needs it."""
        group, workbook = self.path_kwargs.get("group"), self.path_kwargs.get("workbook")
        if group is None or workbook is None:
            return self.services.group_resource(group)
        return self.services.resource(RoomKey(group, workbook))

    def require(self, permission: str, resource: Resource) -> None:
        """Refuse unless they may do this too; for what only the store knows."""
        if not allows(permission, self.principal, resource):
            raise HTTPError(403)

    def may(self, permission: str) -> bool:
        """Say whether they may do something with what the request is about."""
        return allows(permission, self.principal, self.resource())

    @property
    def me(self) -> Principal:
        """Whoever asks; only where a permission was needed to get here."""
        assert self.principal is not None
        return self.principal

    @property
    def is_api(self) -> bool:
        """Whether a program asked rather than a person."""
        return self.request.path.startswith("/api/")

    @property
    def idempotency_key(self) -> str | None:
        """What tells a repeated request from a new one."""
        return self.request.headers.get("Idempotency-Key") or None

    def body(self, shape: type[B]) -> B:
        """Read the JSON of the request; HTTP 400 names the field that is wrong."""
        try:
            return shape.model_validate_json(self.request.body or b"{}")
        except ValidationError as error:
            first = error.errors()[0]
            field = ".".join(str(part) for part in first["loc"]) or "body"
            raise HTTPError(400, f"{field}: {first['msg']}") from None

    def query_number(self, name: str) -> int:
        """Read a whole number of the query; HTTP 400 if it is none."""
        try:
            return int(self.get_query_argument(name))
        except ValueError:
            raise HTTPError(400, f"{name}: not a whole number") from None

    def send_json(self, value: Any, status: int = 200) -> None:
        """Answer with JSON."""
        self.set_status(status)
        self.set_header("Content-Type", "application/json; charset=utf-8")
        self.finish(json.dumps(value, ensure_ascii=False, separators=(",", ":")))

    def frame(self, page: str) -> Frame:
        """Return what surrounds a page for whoever asks."""
        assets, person = self.services.assets, self.principal
        names = ("site", page) if page in _PAGES_WITH_SCRIPTS else ("site",)
        reviews = allows("review.see", person, Resource())
        runs = allows("desk.see", person, Resource())
        return Frame(
            page=page,
            styles=tuple(assets.url(f"{name}.css") for name in names),
            scripts=tuple(assets.url(f"{name}.js") for name in names),
            links=navigation(page, may_review=reviews, runs=runs),
            account=Account(person.name, person.email, person.language) if person else None,
            path=self.request.path,
            by_mail=self.services.by_mail,
            xsrf=self.xsrf_token.decode("ascii"),
        )

    def write_error(self, status_code: int, **kwargs: Any) -> None:
        """Tell an error as JSON to programs and as a page to people."""
        error = kwargs.get("exc_info", (None, None, None))[1]
        status, code, message = _told(status_code, error)
        reference = secrets.token_hex(4) if status >= 500 and status != 503 else None
        if reference:
            _log.error("Error %s at %s", reference, self.request.path)
        if status == 503:
            self.set_header("Retry-After", str(RETRY_SECONDS))
        if self.is_api:
            answer: dict[str, Any] = {"error": {"code": code, "message": message}}
            if isinstance(error, VersionConflict):
                answer["current"] = error.current.to_json()
            self.send_json(answer, status)
        elif status == 401:
            self.redirect(f"/sign-in?next={quote(self.request.path, safe='/')}")
        else:
            self.set_status(status)
            detail = message if isinstance(error, CohortbookError) else None
            frame = self.frame("error")
            if isinstance(error, WorkbookClosed):
                self.finish(closed_page(frame))
                return
            self.finish(error_page(status, frame, detail=detail, reference=reference))

    def compute_etag(self) -> str | None:
        """Return none: what may not be stored need not be compared."""
        return None

    def log_exception(self, typ: Any, value: Any, tb: Any) -> None:
        """Log what nobody foresaw; what is told to the person needs no traceback."""
        if not isinstance(value, CohortbookError | HTTPError):
            super().log_exception(typ, value, tb)

    def _speak(self) -> None:
        chosen = self.principal.language if self.principal else None
        speak(language_for(chosen, self.request.headers.get("Accept-Language", "")))

    def _signed_in(self) -> Principal | None:
        token = self.get_cookie(SESSION_COOKIE)
        return self.services.sign_in.principal(token) if token else None


class Unknown(Handler):
    """Whatever has no route; the same answer for everybody."""

    def prepare(self) -> None:
        """Say that there is nothing here."""
        self.principal = self._signed_in()
        self._speak()
        raise HTTPError(404)


def _told(status: int, error: BaseException | None) -> tuple[int, str, str]:
    """Choose status, code and sentence for an error."""
    if isinstance(error, CohortbookError):
        mend = f" {error.mend}" if error.mend else ""
        return _STATUS_OF_CODE.get(error.code, 400), error.code, error.message + mend
    phrase = HTTPStatus(status).phrase
    code = phrase.lower().replace(" ", "-")
    if status == 400 and isinstance(error, HTTPError) and error.log_message:
        if isinstance(error, MissingArgumentError):
            return status, code, f"{error.arg_name}: missing"
        # It was made ready for formatting.
        return status, code, error.log_message.replace("%%", "%")
    return status, code, phrase
