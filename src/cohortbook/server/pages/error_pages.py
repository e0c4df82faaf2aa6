"""The pages that say, calmly, that something did not work."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from cohortbook.server.pages.rendering import render
from cohortbook.server.words import t

if TYPE_CHECKING:
    from cohortbook.server.pages.frame import Frame

RETRY_SECONDS = 10
SPOKEN_OF = frozenset({400, 403, 404, 500})


@dataclass(frozen=True, slots=True)
class ErrorWords:
    """What an error page says."""

    eyebrow: str
    title: str
    text: str
    detail: str | None
    reference: str | None


def error_words(status: int, detail: str | None, reference: str | None) -> ErrorWords:
    """Choose the words for a status; those not foreseen speak as 400 or 500 do."""
    known = status if status in SPOKEN_OF else 400 if status < 500 else 500
    return ErrorWords(
        eyebrow=t(f"error.{known}.eyebrow"),
        title=t(f"error.{known}.title"),
        text=t(f"error.{known}.text"),
        detail=detail,
        reference=reference,
    )


def closed_page(frame: Frame) -> str:
    """Render the page for a workbook that is not open to the reader's group now."""
    words = ErrorWords(
        eyebrow=t("error.closed.eyebrow"),
        title=t("error.closed.title"),
        text=t("error.closed.text"),
        detail=None,
        reference=None,
    )
    return render("error.html", {"frame": frame, "title": words.title, "error": words})


def error_page(
    status: int, frame: Frame, *, detail: str | None = None, reference: str | None = None
) -> str:
    """Render the page for an HTTP status.

    Parameters
    ----------
    status : int
        400 or more. 503 gives the page that waits and tries again; send it
        with ``Retry-After: RETRY_SECONDS``.
    frame : Frame
        What surrounds the page.
    detail : str, optional
        The sentence of a typed error, if one is at hand.
    reference : str, optional
        What finds this error in the log.
    """
    if status == 503:
        return render(
            "busy.html",
            {"frame": frame, "title": t("error.busy.title"), "retry_seconds": RETRY_SECONDS},
        )
    words = error_words(status, detail, reference)
    return render("error.html", {"frame": frame, "title": words.title, "error": words})
