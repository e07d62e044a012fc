from __future__ import annotations

import io
import random
import re
from pathlib import PureWindowsPath
from typing import TYPE_CHECKING

import pytest
from PIL import Image

from meitinker.domain.attachments import ATTACHMENT
from meitinker.domain.kinds import KINDS
from meitinker.errors import AttachmentRefused
from meitinker.exchange import incoming, pdfs
from tests import files

if TYPE_CHECKING:
    from pathlib import Path


def _picture(form: str, size: tuple[int, int] = (40, 20), **how: object) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", size, "orange").save(out, form, **how)
    return out.getvalue()


def _camera_photo() -> bytes:
    """Return a photo lying on its side, with place, maker and a comment."""
    exif = Image.Exif()
    exif[0x0112] = 6
    exif[0x010F] = "CANARYMAKER"
    exif.get_ifd(0x8825)[2] = (53.0, 5.0, 1.0)
    return _picture("JPEG", exif=exif, comment=b"CANARYCOMMENT")


def _reason(name: str, data: bytes) -> str:
    with pytest.raises(AttachmentRefused) as caught:
        incoming.admitted(name, data)
    return str(caught.value.params["reason"])


def test_a_photo_loses_what_the_camera_wrote_and_stands_upright() -> None:
    before = _camera_photo()
    assert b"CANARYMAKER" in before
    assert b"CANARYCOMMENT" in before
    kept = incoming.admitted("IMG_1.JPG", before)
    assert b"CANARY" not in kept.content
    with Image.open(io.BytesIO(kept.content)) as image:
        assert image.size == (20, 40)
        assert not dict(image.getexif())
        assert "comment" not in image.info
    assert (kept.name, kept.media_type) == ("IMG_1.jpg", "image/jpeg")


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP", "GIF", "BMP", "TIFF"])
def test_large_pictures_become_smaller_and_keep_their_shape(form: str) -> None:
    kept = incoming.admitted("x", _picture(form, (5000, 1000)))
    with Image.open(io.BytesIO(kept.content)) as image:
        assert image.size == (incoming.LONGEST_EDGE, 512)


def test_a_screen_picture_stays_lossless_and_loses_its_texts() -> None:
    from PIL.PngImagePlugin import PngInfo

    told = PngInfo()
    told.add_text("Author", "CANARY")
    kept = incoming.admitted("schermafdruk.png", _picture("PNG", pnginfo=told))
    assert kept.media_type == "image/png"
    assert b"CANARY" not in kept.content


def test_pdf_and_text_stay_as_they_are() -> None:
    pdf = files.pdf()
    assert incoming.admitted("plan.pdf", pdf).content == pdf
    assert incoming.admitted("plan.jpg", pdf).name == "plan.pdf"
    text = "It giet oan, sei hy: ôfpraat.\n".encode()
    assert incoming.admitted("plan", text) == incoming.Admitted("plan.txt", "text/plain", text)


@pytest.mark.promise("A20")
def test_a20_a_picture_that_says_to_be_huge_is_not_unpacked(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def unpacked(*_: object) -> None:
        raise AssertionError

    huge = _picture("PNG", (9000, 8000))
    monkeypatch.setattr(Image.Image, "load", unpacked)
    assert _reason("x.png", huge) == "pixels"


def test_a_picture_beyond_pillows_own_limit_is_refused_too() -> None:
    header = bytearray(_picture("BMP"))
    header[18:26] = (60_000).to_bytes(4, "little") * 2
    assert _reason("x.bmp", bytes(header)) == "pixels"


def test_too_large_empty_and_unknown_files_are_refused() -> None:
    assert _reason("x.txt", b"a" * (incoming.LARGEST + 1)) == "too_large"
    assert _reason("x.txt", b"") == "empty"
    assert _reason("foto.heic", b"\x00\x00\x00 ftypheic") == "heic"
    assert _reason("foto.heic", b"\x00\x01") == "not_an_image"
    assert _reason("brief.docx", b"PK\x03\x04") == "kind"
    assert _reason("run.txt", b"MZ\x00\x01") == "kind"
    assert _reason("foto.jpg", b"just text") == "not_an_image"


def test_a_pdf_that_cannot_be_shown_is_refused() -> None:
    whole = files.pdf(pages=2)
    assert _reason("a.pdf", whole[:200]) == "pdf"
    assert _reason("a.pdf", b"%PDF-1.7 nothing") == "pdf"
    assert _reason("a.pdf", files.pdf(passphrase="geheim")) == "pdf"
    assert _reason("a.pdf", files.pdf(pages=pdfs.MOST_PAGES + 1)) == "too_large"


@pytest.mark.promise("A20")
def test_a20_a_pdf_with_a_page_as_slender_as_a_line_is_refused() -> None:
    assert _reason("a.pdf", files.slender_pdf()) == "too_large"


def test_a_photo_of_20_megabytes_becomes_one_that_travels() -> None:
    heavy = files.heavy_photo()
    assert 15_000_000 < len(heavy) < incoming.LARGEST
    kept = incoming.admitted("IMG.jpg", heavy)
    assert len(kept.content) < 5_000_000


def test_a_damaged_picture_is_refused_in_words() -> None:
    for form in ("JPEG", "PNG", "GIF", "TIFF", "WEBP"):
        whole = _picture(form, (300, 300))
        assert _reason("x", whole[: len(whole) // 2]) == "not_an_image"


def test_mangled_pictures_never_raise_anything_else() -> None:
    dice = random.Random(7)  # noqa: S311 - a test repeats its chance, it keeps no secret
    for form in ("JPEG", "PNG", "GIF", "TIFF", "WEBP", "BMP"):
        whole = _picture(form, (60, 60))
        for _ in range(40):
            data = bytearray(whole)
            for _ in range(dice.randint(1, 12)):
                data[dice.randrange(8, len(data))] = dice.randrange(256)
            try:
                kept = incoming.admitted("x.png", bytes(data))
            except AttachmentRefused:
                continue
            assert kept.media_type in ("image/png", "image/jpeg")


@pytest.mark.promise("A6")
@pytest.mark.parametrize(
    ("hostile", "shown"),
    [
        ("../../etc/passwd", "passwd.pdf"),
        ("C:\\Users\\x\\plan.pdf", "plan.pdf"),
        ("con", "_con.pdf"),
        ("LPT1.txt", "_LPT1.pdf"),
        ("com¹.pdf", "_com¹.pdf"),
        ("nul .x.pdf", "_nul .x.pdf"),
        ("foto\u202efdp.exe", "fotofdp.pdf"),
        ("a\x00b\nc.pdf", "abc.pdf"),
        ('a<b>:"|?*.pdf', "a_b______.pdf"),
        ("...", "bijlage.pdf"),
        ("", "bijlage.pdf"),
        ("dot. .pdf", "dot.pdf"),
        ("plan.pdf.exe", "plan.pdf.pdf"),
        ("é.pdf", "é.pdf"),
        ("x" * 300 + ".pdf", "x" * 80 + ".pdf"),
    ],
)
def test_a6_hostile_names_become_harmless(hostile: str, shown: str) -> None:
    assert incoming.shown_name(hostile, ".pdf") == shown


@pytest.mark.promise("A6")
@pytest.mark.parametrize("cleaned", [True, False])
def test_a6_control_a_name_as_it_came_leads_out_or_is_a_device(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, cleaned: bool
) -> None:
    folder = tmp_path / "stick"
    out, device = "../../etc/passwd", "con"
    if cleaned:
        out, device = (incoming.shown_name(one, ".pdf") for one in (out, device))
    assert (folder / out).resolve().is_relative_to(folder) is cleaned
    assert PureWindowsPath(device).is_reserved() is not cleaned
    monkeypatch.setattr(incoming, "_RESERVED", re.compile("(?!)"))
    assert PureWindowsPath(incoming.shown_name("con", ".pdf")).is_reserved()


@pytest.mark.promise("L11")
def test_l11_nothing_can_be_kept_as_a_copy_of_an_identity_document() -> None:
    """A file has no purpose or sort to choose, and no other kind holds a file."""
    assert set(ATTACHMENT.fields) == {
        "client_id",
        "visit_id",
        "request_id",
        "name",
        "media_type",
        "size",
        "file",
        "key",
        "added_at",
    }
    assert [k.name for k in KINDS.values() if {"file", "media_type"} & set(k.fields)] == [
        "attachment"
    ]
