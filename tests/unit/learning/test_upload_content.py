"""What a file is, its content says; what is kept of a picture are its pixels."""

from __future__ import annotations

import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageCms

from cohortbook.learning.errors import (
    UploadDamaged,
    UploadEmpty,
    UploadNotAccepted,
    UploadRefused,
    UploadTooLarge,
)
from cohortbook.learning.upload_content import LONGEST_SIDE, SMALL_SIDE, kept_content

ALL = ("image", "pdf", "text")


def picture(form="PNG", size=(40, 20), mode="RGB", colour="red", **options):
    into = io.BytesIO()
    Image.new(mode, size, colour).save(into, form, **options)
    return into.getvalue()


def opened(content):
    return Image.open(io.BytesIO(content))


@pytest.mark.parametrize(
    ("form", "kept_as"),
    [
        ("PNG", "image/png"),
        ("GIF", "image/png"),
        ("BMP", "image/png"),
        ("JPEG", "image/jpeg"),
        ("WEBP", "image/jpeg"),
    ],
)
def test_pictures_are_kept_in_one_of_two_forms_with_a_small_one(form, kept_as):
    kept = kept_content(picture(form), ["image"])
    assert (kept.media_type, kept.width, kept.height) == (kept_as, 40, 20)
    assert opened(kept.content).size == (40, 20)
    assert opened(kept.small).format == "WEBP"
    red, green, blue = opened(kept.content).convert("RGB").getpixel((20, 10))
    assert red > 240
    assert max(green, blue) < 20


def test_nothing_that_a_camera_wrote_is_kept_and_the_picture_stands_upright():
    exif = Image.Exif()
    exif[0x0112] = 6  # lying on its side
    exif[0x8825] = {1: "N", 2: (52.0, 30.0, 0.0)}
    exif[0x010F] = "A camera of a certain make"
    data = picture("JPEG", exif=exif, comment=b"by Ada")
    kept = kept_content(data, ["image"])
    assert (kept.width, kept.height) == (20, 40)
    for content in (kept.content, kept.small):
        assert not opened(content).getexif()
        assert b"certain make" not in content
        assert b"Ada" not in content


def test_texts_within_a_png_and_its_profile_are_left_out():
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    data = picture("PNG", icc_profile=profile)
    kept = kept_content(data, ["image"])
    assert "icc_profile" in opened(data).info
    assert "icc_profile" not in opened(kept.content).info


def test_what_is_transparent_stays_so():
    kept = kept_content(picture("WEBP", mode="RGBA", colour=(0, 0, 255, 0)), ["image"])
    assert kept.media_type == "image/png"
    assert opened(kept.content).getpixel((1, 1))[3] == 0


def test_large_pictures_are_made_smaller():
    kept = kept_content(picture(size=(LONGEST_SIDE * 2, 100)), ["image"])
    assert (kept.width, kept.height) == (LONGEST_SIDE, 50)
    assert opened(kept.small).width == SMALL_SIDE


def test_a_small_file_of_very_many_pixels_is_not_unpacked():
    with pytest.raises(UploadTooLarge, match="9000 by 9000"):
        kept_content(picture("PNG", size=(9000, 9000), mode="1", colour=0), ["image"])


def test_only_the_first_picture_of_several_is_kept():
    into = io.BytesIO()
    frames = [Image.new("RGB", (8, 8), each) for each in ("red", "blue")]
    frames[0].save(into, "GIF", save_all=True, append_images=frames[1:])
    kept = kept_content(into.getvalue(), ["image"])
    assert getattr(opened(kept.content), "n_frames", 1) == 1


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj", "application/pdf"),
        ("Wer,Wann\nÄda,Montag\n".encode(), "text/plain"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>", "text/plain"),
        (b"<!doctype html><script>alert(1)</script>", "text/plain"),
    ],
)
def test_other_files_are_kept_as_they_are(data, kind):
    kept = kept_content(data, ALL)
    assert (kept.media_type, kept.content, kept.small) == (kind, data, None)


@pytest.mark.parametrize(
    ("data", "accept", "error", "says"),
    [
        (b"", ALL, UploadEmpty, "empty"),
        (b"%PDF-1.7", ["image"], UploadNotAccepted, "This is a PDF"),
        (b"words", ["image", "pdf"], UploadNotAccepted, "a picture or a PDF"),
        (picture(), ["text"], UploadNotAccepted, "This is a picture"),
        (b"MZ\x90\x00\x03\x00\x00", ALL, UploadNotAccepted, "cannot be told"),
        (b"\xff\xfe\xfa", ALL, UploadNotAccepted, "cannot be told"),
        (picture("JPEG", size=(400, 400))[:900], ALL, UploadDamaged, "damaged"),
        (picture("PNG", size=(400, 400))[:60], ALL, UploadDamaged, "damaged"),
    ],
)
def test_everything_else_is_refused_with_the_reason(data, accept, error, says):
    with pytest.raises(error) as refused:
        kept_content(data, accept)
    assert says in str(refused.value)


PIECES = st.sampled_from([picture("PNG"), picture("JPEG"), picture("GIF"), b"%PDF-", b"\x00", b"x"])


@settings(max_examples=300, deadline=None)
@given(st.lists(st.tuples(PIECES, st.integers(0, 90)) | st.binary(max_size=30), max_size=4))
def test_whatever_bytes_come_they_are_kept_or_refused(parts):
    data = b"".join(each if isinstance(each, bytes) else each[0][: each[1]] for each in parts)
    try:
        kept = kept_content(data, ALL)
    except UploadRefused:
        return
    if kept.small is None:
        assert kept.content == data
    else:
        assert opened(kept.content).size == (kept.width, kept.height)
