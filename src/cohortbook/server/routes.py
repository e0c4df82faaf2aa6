"""Every address of ours and who answers there."""

from __future__ import annotations

from collections.abc import Sequence
from importlib.resources import files
from pathlib import Path
from typing import Any

from tornado.web import RequestHandler

from cohortbook.server.handlers.answer_history import AnswerHistoryHandler
from cohortbook.server.handlers.base import Handler
from cohortbook.server.handlers.code import CodeHandler, CodeRunHandler
from cohortbook.server.handlers.comments import (
    CommentHandler,
    HistoryHandler,
    ReactionHandler,
)
from cohortbook.server.handlers.document_socket import DocumentSocket, OwnDocumentSocket
from cohortbook.server.handlers.event_socket import EventSocket
from cohortbook.server.handlers.files import FigureHandler
from cohortbook.server.handlers.individual import (
    HandInHandler,
    IndividualHandler,
    RevealHandler,
)
from cohortbook.server.handlers.kernel_api import AloneHandler, KernelHandler, WakeHandler
from cohortbook.server.handlers.markdown import MarkdownHandler
from cohortbook.server.handlers.nudges import (
    AccountHandler,
    AgreementHandler,
    AttentionHandler,
    NudgeRepliesHandler,
    NudgesHandler,
)
from cohortbook.server.handlers.own_topics import OwnTopicHandler, OwnTopicsHandler
from cohortbook.server.handlers.peers import (
    PeerReviewHandler,
    PeersHandler,
    PeersOpenHandler,
    PeerUsefulHandler,
)
from cohortbook.server.handlers.pins import (
    PinHandler,
    PinLinkHandler,
    PinPictureHandler,
    PinsHandler,
)
from cohortbook.server.handlers.read_marks import ReadAllHandler, ReadHandler
from cohortbook.server.handlers.reading import ReadingHandler
from cohortbook.server.handlers.review_calibration import CalibrationHandler, RatingHandler
from cohortbook.server.handlers.review_items import (
    ItemCommentsHandler,
    ItemHistoryHandler,
    QueueHandler,
    ReviewItemHandler,
)
from cohortbook.server.handlers.review_office import (
    OfficeHandler,
    OfficeReplyHandler,
    OfficeSettleHandler,
)
from cohortbook.server.handlers.review_own import (
    PhraseHandler,
    PhrasesHandler,
    ReviewSettingsHandler,
)
from cohortbook.server.handlers.review_socket import ReviewSocket
from cohortbook.server.handlers.reviews import (
    HandInAgainHandler,
    ReviewDataHandler,
    ReviewHandler,
)
from cohortbook.server.handlers.room import SnapshotHandler
from cohortbook.server.handlers.threads import RepliesHandler, ThreadHandler, ThreadsHandler
from cohortbook.server.handlers.uploads import (
    SmallUploadHandler,
    UploadHandler,
    UploadsHandler,
)
from cohortbook.server.handlers.workbook_page import WorkbookPageHandler
from cohortbook.server.pages import routes as page_routes
from cohortbook.server.services import Services
from cohortbook.server.static import A_DAY, FOREVER, StaticFiles, StaticHandler

Route = tuple[str, type[RequestHandler], dict[str, Any]]

_SLUG = "[a-z0-9][a-z0-9-]{0,63}"
_ID = "[a-z]{3}_[a-z2-7]{20}"
_ROOM = f"(?P<group>{_SLUG})/(?P<workbook>{_SLUG})"
_API = f"/api/rooms/{_ROOM}"
_EXERCISE = f"(?P<exercise_id>{_SLUG})"

ROOM_ROUTES: Sequence[tuple[str, type[Handler]]] = (
    (f"/workbooks/{_ROOM}", WorkbookPageHandler),
    (_API, SnapshotHandler),
    (f"{_API}/events", EventSocket),
    (f"{_API}/document", DocumentSocket),
    (f"{_API}/own-document", OwnDocumentSocket),
    (f"{_API}/threads", ThreadsHandler),
    (f"{_API}/threads/(?P<thread_id>{_ID})", ThreadHandler),
    (f"{_API}/threads/(?P<thread_id>{_ID})/comments", RepliesHandler),
    (f"{_API}/threads/(?P<thread_id>{_ID})/read", ReadHandler),
    (f"{_API}/read-all", ReadAllHandler),
    (f"{_API}/comments/(?P<comment_id>{_ID})", CommentHandler),
    (f"{_API}/comments/(?P<comment_id>{_ID})/history", HistoryHandler),
    (f"{_API}/comments/(?P<comment_id>{_ID})/reactions/(?P<name>[^/]+)", ReactionHandler),
    (f"{_API}/answers/{_EXERCISE}/history", AnswerHistoryHandler),
    (f"{_API}/code/{_EXERCISE}", CodeHandler),
    (f"{_API}/code/{_EXERCISE}/run", CodeRunHandler),
    (f"{_API}/uploads/{_EXERCISE}", UploadsHandler),
    (f"{_API}/pins", PinsHandler),
    (f"{_API}/pins/(?P<pin_id>{_ID})", PinHandler),
    (f"{_API}/individual/{_EXERCISE}", IndividualHandler),
    (f"{_API}/individual/{_EXERCISE}/hand-in", HandInHandler),
    (f"{_API}/individual/{_EXERCISE}/reveal", RevealHandler),
    (f"{_API}/reviews/{_EXERCISE}", ReviewHandler),
    (f"{_API}/reading", ReadingHandler),
    (f"{_API}/attention", AttentionHandler),
    (f"{_API}/own-topics", OwnTopicsHandler),
    (f"{_API}/own-topics/(?P<topic_id>{_SLUG})", OwnTopicHandler),
    (f"{_API}/nudges", NudgesHandler),
    (f"{_API}/nudges/(?P<nudge_id>{_ID})/account", AccountHandler),
    (f"{_API}/nudges/(?P<nudge_id>{_ID})/agreement", AgreementHandler),
    (f"{_API}/nudges/(?P<nudge_id>{_ID})/replies", NudgeRepliesHandler),
    (f"{_API}/reviews/{_EXERCISE}/hand-in", HandInAgainHandler),
    (f"{_API}/peers/{_EXERCISE}", PeersHandler),
    (f"{_API}/peers/{_EXERCISE}/(?P<review_id>{_ID})", PeerReviewHandler),
    (f"{_API}/peers/{_EXERCISE}/(?P<review_id>{_ID})/useful", PeerUsefulHandler),
    (f"{_API}/markdown", MarkdownHandler),
    (f"{_API}/kernel", KernelHandler),
    (f"{_API}/kernel/wake", WakeHandler),
    (f"{_API}/kernel/alone", AloneHandler),
    ("/api/review/events", ReviewSocket),
    ("/api/review/queue", QueueHandler),
    ("/api/review/office", OfficeHandler),
    (f"/api/review/office/(?P<thread_id>{_ID})/comments", OfficeReplyHandler),
    (f"/api/review/office/(?P<thread_id>{_ID})/settled", OfficeSettleHandler),
    (
        f"/api/review/calibration/(?P<workbook>{_SLUG})/{_EXERCISE}",
        CalibrationHandler,
    ),
    (f"/api/review/items/(?P<item_id>{_ID})/rating", RatingHandler),
    ("/api/review/settings", ReviewSettingsHandler),
    ("/api/review/phrases", PhrasesHandler),
    (f"/api/review/phrases/(?P<phrase_id>{_ID})", PhraseHandler),
    (f"/api/review/items/(?P<item_id>{_ID})", ReviewItemHandler),
    (f"/api/review/items/(?P<item_id>{_ID})/history", ItemHistoryHandler),
    (f"/api/review/items/(?P<item_id>{_ID})/comments", ItemCommentsHandler),
    (f"/api/review/(?P<workbook>{_SLUG})/{_EXERCISE}", ReviewDataHandler),
    (f"/api/review/(?P<workbook>{_SLUG})/{_EXERCISE}/peers", PeersOpenHandler),
    (f"/uploads/(?P<upload_id>{_ID})", UploadHandler),
    (f"/uploads/(?P<upload_id>{_ID})/small", SmallUploadHandler),
    (f"/pins/(?P<pin_id>{_ID})", PinLinkHandler),
    (f"/pins/(?P<pin_id>{_ID})/picture", PinPictureHandler),
    (r"/workbooks/_files/(?P<name>[^/]+)", FigureHandler),
)


def routes(services: Services, voila_static: Sequence[Path] = ()) -> list[Route]:
    """Return our routes, in the order in which they are tried.

    Parameters
    ----------
    services : Services
        What the handlers ask.
    voila_static : sequence of pathlib.Path
        Where Voila's front-end lies.
    """
    shared = {"services": services}
    bundle = StaticFiles([Path(str(files("cohortbook_widgets").joinpath("static")))])
    ours = {**shared, "files": bundle, "caching": FOREVER}
    voila = {**shared, "files": StaticFiles(voila_static), "caching": A_DAY}
    return [
        *((pattern, handler, dict(shared)) for pattern, handler in ROOM_ROUTES),
        (r"/static/(?P<name>[^/]+)", StaticHandler, ours),
        (r"/voila/static/(?P<name>.+)", StaticHandler, voila),
        *page_routes(services),
    ]
