"""What an uploaded file is, by its content alone, and the form in which it is kept."""

from __future__ import annotations

import io
import warnings
from collections.abc import Collection
from contextlib import suppress
from dataclasses import dataclass

from PIL import Image, ImageCms, ImageOps, UnidentifiedImageError

from cohortbook.learning.errors import (
    UploadDamaged,
    UploadEmpty,
    UploadNotAccepted,
    UploadTooLarge,
)

# Decoders of formats that nobody takes screenshots in are not reached by strangers' bytes.
_FORMATS = ("PNG", "JPEG", "WEBP", "GIF", "BMP")
# Formats in which letters and lines stay sharp.
_LOSSLESS = frozenset({"PNG", "GIF", "BMP"})

MOST_PIXELS = 60_000_000
LONGEST_SIDE = 2560  # pixels
SMALL_SIDE = 640  # pixels

_PDF = b"%PDF-"
# Control characters that texts do hold: tabulator, line feed, form feed, carriage return.
_NOT_IN_TEXTS = bytes(set(range(32)) - {9, 10, 12, 13})

_NAMES = {"image": "a picture", "pdf": "a PDF", "text": "a text"}


@dataclass(frozen=True, slots=True)
class KeptContent:
    """A file as it is kept.

    Parameters
    ----------
    media_type : str
        One of ``image/png``, ``image/jpeg``, ``application/pdf``, ``text/plain``.
    content : bytes
        All of it; of a picture, made anew from its pixels.
    width, height : int or None
        Of a picture, in pixels.
    small : bytes or None
        Of a picture, a small one as WebP.
    """

    media_type: str
    content: bytes
    width: int | None = None
    height: int | None = None
    small: bytes | None = None


def kept_content(data: bytes, accept: Collection[str]) -> KeptContent:
    """Find out what a file is and bring it into the form in which it is kept.

    Parameters
    ----------
    data : bytes
        As it was uploaded. What it is called plays no part.
    accept : collection of {"image", "pdf", "text"}
        What may be kept.

    Returns
    -------
    KeptContent
        Of pictures without anything that a camera wrote beside the pixels, such as
        where it was; turned upright; at most 2560 pixels wide and high.

    Raises
    ------
    UploadRefused
        When it is empty, damaged, of no known sort, or of one that is not accepted.
    """
    if not data:
        raise UploadEmpty
    sort = _sort_of(data)
    if sort not in accept:
        what = f"This is {_NAMES[sort]}" if sort else "What this file is cannot be told"
        known = " or ".join(name for each, name in _NAMES.items() if each in accept)
        msg = f"{what}."
        raise UploadNotAccepted(msg, mend=f"What is accepted: {known}.")
    if sort == "image":
        return _picture(data)
    return KeptContent("application/pdf" if sort == "pdf" else "text/plain", data)


def _sort_of(data: bytes) -> str | None:
    if data.startswith(_PDF):
        return "pdf"
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        with suppress(UnidentifiedImageError, OSError, ValueError, Image.DecompressionBombError):
            Image.open(io.BytesIO(data), formats=_FORMATS)
            return "image"
    if data.translate(None, _NOT_IN_TEXTS) != data:
        return None
    with suppress(UnicodeDecodeError):
        data.decode("utf-8-sig")
        return "text"
    return None


def _picture(data: bytes) -> KeptContent:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            opened = Image.open(io.BytesIO(data), formats=_FORMATS)
            if opened.width * opened.height > MOST_PIXELS:
                msg = f"The picture is {opened.width} by {opened.height} pixels large."
                raise UploadTooLarge(msg)
            lossless = opened.format in _LOSSLESS
            picture = _pixels(opened)
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError) as error:
        raise UploadDamaged from error
    picture.thumbnail((LONGEST_SIDE, LONGEST_SIDE), Image.Resampling.LANCZOS)
    small = picture.copy()
    small.thumbnail((SMALL_SIDE, SMALL_SIDE), Image.Resampling.LANCZOS)
    lossless = lossless or picture.mode == "RGBA"
    return KeptContent(
        media_type="image/png" if lossless else "image/jpeg",
        content=_encoded(picture, "PNG") if lossless else _encoded(picture, "JPEG", quality=88),
        width=picture.width,
        height=picture.height,
        small=_encoded(small, "WEBP", quality=80),
    )


def _pixels(opened: Image.Image) -> Image.Image:
    """Return the first frame, upright, in the colours of screens, and nothing else."""
    profile = opened.info.get("icc_profile")
    upright = ImageOps.exif_transpose(opened)
    mode = "RGBA" if upright.has_transparency_data else "RGB"
    picture = upright.convert(mode)
    if profile and upright.mode in {"RGB", "RGBA"}:
        # What the profile is worth, its reader decides; without it colours are paler at worst.
        with suppress(ImageCms.PyCMSError, OSError):
            converted = ImageCms.profileToProfile(
                picture, io.BytesIO(profile), ImageCms.createProfile("sRGB"), outputMode=mode
            )
            picture = converted or picture
    picture.info.clear()
    return picture


def _encoded(picture: Image.Image, form: str, **options: int) -> bytes:
    into = io.BytesIO()
    picture.save(into, form, **options)
    return into.getvalue()
