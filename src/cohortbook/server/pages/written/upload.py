"""Files: pictures to be seen, others to be fetched."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from markupsafe import Markup

from cohortbook.server.words import t

if TYPE_CHECKING:
    from cohortbook.workbook.exercise import ExerciseDefinition

_PICTURE = Markup(
    '<a class="cb-upload__picture" href="/uploads/{id}" target="_blank" rel="noopener">'
    '<img src="/uploads/{id}/small" alt="{alt}" loading="lazy"{size}></a>'
)
_FILE = Markup('<a class="cb-upload__file" href="/uploads/{id}" download>{name}</a>')


def upload_html(_: ExerciseDefinition, value: Any, __: Mapping[str, str]) -> str:
    """Write each file with what its group says that it shows."""
    figures = Markup().join(
        Markup("<li><figure>{}{}</figure></li>").format(_shown(each), _caption(each))
        for each in value
    )
    return str(Markup('<ul class="cb-uploads">{}</ul>').format(figures))


def _shown(file: Mapping[str, Any]) -> Markup:
    if not file["type"].startswith("image/"):
        return _FILE.format(id=file["id"], name=file["name"])
    size = Markup("")
    if file["width"] and file["height"]:
        size = Markup(' width="{}" height="{}"').format(file["width"], file["height"])
    alt = file["caption"] or t("review.upload.picture", name=file["name"])
    return _PICTURE.format(id=file["id"], alt=alt, size=size)


def _caption(file: Mapping[str, Any]) -> Markup:
    if not file["caption"]:
        return Markup("")
    return Markup("<figcaption>{}</figcaption>").format(file["caption"])
