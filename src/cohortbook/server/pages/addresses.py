"""Which page handler answers at which address."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cohortbook.server.desk.accompanying_handlers import AccompanyingHandler
from cohortbook.server.desk.copies_handlers import CopiesLookHandler, CopiesStampHandler
from cohortbook.server.desk.desk_handlers import (
    CellHandler,
    DeskHandler,
    MapFileHandler,
    TimelineFileHandler,
)
from cohortbook.server.desk.directions_handlers import DirectionsFileHandler, DirectionsHandler
from cohortbook.server.desk.kernels_handlers import KernelEndHandler, KernelsHandler
from cohortbook.server.desk.people_handlers import (
    PeopleEditHandler,
    PeopleHandler,
    PeopleImportHandler,
    PeopleLinksHandler,
    PeopleRevokeHandler,
)
from cohortbook.server.desk.workbooks_handlers import (
    AnnouncementEndHandler,
    AnnouncementsHandler,
    OpeningsHandler,
    WorkbooksHandler,
)
from cohortbook.server.group.direction_handlers import DirectionHandler, DirectionLookHandler
from cohortbook.server.group.group_handlers import ArchiveHandler, GroupHandler
from cohortbook.server.group.organising_handlers import (
    DecisionHandler,
    InvitationHandler,
    MergeHandler,
    ModeratorHandler,
    MoveHandler,
    SplitHandler,
)
from cohortbook.server.pages.attention_handlers import AttentionHandler
from cohortbook.server.pages.home_handlers import HomeHandler
from cohortbook.server.pages.language_handler import LanguageHandler
from cohortbook.server.pages.messages_handlers import (
    MessagesHandler,
    StopMailHandler,
    TroublesHandler,
)
from cohortbook.server.pages.nudge_handlers import NudgePageHandler
from cohortbook.server.pages.record_handlers import RecordFileHandler, RecordHandler
from cohortbook.server.pages.review_handlers import (
    CalibrationIndexHandler,
    CalibrationPageHandler,
    OfficePageHandler,
    ReviewBlindHandler,
    ReviewHandler,
    ReviewIndexHandler,
    ReviewItemPageHandler,
)
from cohortbook.server.pages.sign_in_handlers import JoinHandler, SignInHandler, SignOutHandler

if TYPE_CHECKING:
    from tornado.web import RequestHandler

ID = r"[a-z]{3}_[a-z2-7]{20}"
SLUG = r"[a-z0-9][a-z0-9-]{0,63}"
HANDLERS: tuple[tuple[str, type[RequestHandler]], ...] = (
    (r"/", HomeHandler),
    (r"/sign-in", SignInHandler),
    (r"/join/(?P<token>[^/]+)", JoinHandler),
    (r"/sign-out", SignOutHandler),
    (r"/language", LanguageHandler),
    (r"/record", RecordHandler),
    (r"/record/download", RecordFileHandler),
    (r"/attention", AttentionHandler),
    (
        rf"/attention/(?P<group>{SLUG})/(?P<workbook>{SLUG})/(?P<topic>{SLUG})/nudge",
        NudgePageHandler,
    ),
    (rf"/groups/(?P<group>{SLUG})", GroupHandler),
    (rf"/groups/(?P<group>{SLUG})/direction", DirectionHandler),
    (rf"/groups/(?P<group>{SLUG})/direction/look", DirectionLookHandler),
    (rf"/groups/(?P<group>{SLUG})/from/(?P<former>{SLUG})", ArchiveHandler),
    (rf"/groups/(?P<group>{SLUG})/moderator", ModeratorHandler),
    (rf"/groups/(?P<group>{SLUG})/invitations", InvitationHandler),
    (rf"/groups/(?P<group>{SLUG})/moves", MoveHandler),
    (rf"/groups/(?P<group>{SLUG})/splits", SplitHandler),
    (rf"/groups/(?P<group>{SLUG})/merges", MergeHandler),
    (rf"/groups/(?P<group>{SLUG})/decisions/(?P<decision_id>{ID})", DecisionHandler),
    (r"/desk", DeskHandler),
    (r"/desk/workbooks", WorkbooksHandler),
    (r"/desk/openings", OpeningsHandler),
    (r"/desk/announcements", AnnouncementsHandler),
    (rf"/desk/announcements/(?P<announcement_id>{ID})/end", AnnouncementEndHandler),
    (r"/desk/people", PeopleHandler),
    (r"/desk/people/edit", PeopleEditHandler),
    (r"/desk/people/accompanying", AccompanyingHandler),
    (r"/desk/people/links", PeopleLinksHandler),
    (r"/desk/people/revoke", PeopleRevokeHandler),
    (r"/desk/people/import", PeopleImportHandler),
    (r"/desk/copies/look", CopiesLookHandler),
    (r"/desk/copies/stamp", CopiesStampHandler),
    (r"/desk/directions", DirectionsHandler),
    (r"/desk/directions/plot", DirectionsFileHandler),
    (r"/desk/kernels", KernelsHandler),
    (r"/desk/kernels/end", KernelEndHandler),
    (r"/desk/map", MapFileHandler),
    (r"/desk/timeline", TimelineFileHandler),
    (rf"/desk/cells/(?P<group>{SLUG})/(?P<workbook>{SLUG})/(?P<topic>{SLUG})", CellHandler),
    (r"/messages", MessagesHandler),
    (r"/messages/stop/(?P<token>[^/]+)", StopMailHandler),
    (r"/messages/troubles", TroublesHandler),
    (r"/review", ReviewIndexHandler),
    (r"/review/blind", ReviewBlindHandler),
    (r"/review/office", OfficePageHandler),
    (r"/review/calibration", CalibrationIndexHandler),
    (
        rf"/review/calibration/(?P<workbook>{SLUG})/(?P<exercise>{SLUG})",
        CalibrationPageHandler,
    ),
    (r"/review/(?P<item_id>[a-z]{3}_[a-z2-7]{20})", ReviewItemPageHandler),
    (rf"/review/(?P<workbook>{SLUG})/(?P<exercise>{SLUG})", ReviewHandler),
)
