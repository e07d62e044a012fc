"""Files that people add: which kinds come in, and in what form.

What a file is follows from its bytes, never from its name. Pictures are made anew, so that
nothing of the camera comes along: place, time, maker, thumbnail. PDF and plain text stay as they
are, where the program can show them. Everything else is refused. A copy that goes out says on
its face that it is one.
"""

from __future__ import annotations

import io
import re
import unicodedata
from typing import TYPE_CHECKING

import msgspec

import resources
from meitinker.errors import AttachmentDamaged, AttachmentRefused
from meitinker.exchange import pdfs

if TYPE_CHECKING:
    from collections.abc import Generator

    from PIL.Image import Image

    from meitinker.exchange.pdfs import Share

LARGEST = 25 * 1024 * 1024
"""Bytes of a file that is let in."""

LONGEST_EDGE = 2560
"""Pixels of a picture's longer side: enough to read a letter from a photo at A4."""

MOST_PIXELS = 60_000_000
"""A picture that says to be larger is not unpacked (decompression bomb)."""

JPEG_QUALITY = 85

_PICTURES = ("JPEG", "PNG", "WEBP", "GIF", "BMP", "TIFF")
_LOSSLESS = frozenset({"PNG", "GIF", "BMP"})
_PICTURE_SUFFIXES = frozenset(
    {"jpg", "jpeg", "png", "webp", "gif", "bmp", "tif", "tiff", "heic", "heif", "avif"}
)
_HEIC = frozenset({b"ftypheic", b"ftypheix", b"ftyphevc", b"ftypmif1", b"ftypmsf1"})
"""How a photo of an iPhone begins, unless it was told to make JPEG."""

_SUFFIX = {
    "image/jpeg": ".jpg",
    "image/png": ".png",
    "application/pdf": ".pdf",
    "text/plain": ".txt",
}
_STEM_LONGEST = 80
_FONT = ("noto_sans", "NotoSans_400Regular.ttf")
_STRIP_SHARE, _LEAST_LETTERS = 50, 10
"""Letters on the strip of a copy: by the width of the picture, in pixels, and never smaller."""
_NAMELESS = "bijlage"
_FORBIDDEN = re.compile(r'[<>:"|?*]')
_UNSEEN = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
_RESERVED = re.compile(r"(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³]|conin\$|conout\$)", re.IGNORECASE)
_TEXT_CONTROLS = frozenset("\t\n\r\f")


class Admitted(msgspec.Struct, frozen=True):
    """A file as it is kept.

    Attributes:
        name: To be shown; holds no path, no control or direction signs, and a suffix that
            tells the truth.
        media_type: What it is.
        content: Its bytes.
    """

    name: str
    media_type: str
    content: bytes


def admitted(name: str, data: bytes, *, title: str = "") -> Admitted:
    """Return what is kept of the file ``name`` that holds ``data``.

    Args:
        name: As it was called where it came from.
        data: The file.
        title: What it is called from now on; its own name where none is given.

    Raises:
        AttachmentRefused: Params: ``reason`` (``too_large``, ``pixels``, ``empty``,
            ``not_an_image``, ``heic``, ``pdf``, ``kind``).
    """
    # An ending of its own, so that "d.d. 3 nov" keeps its last part and "a/b" its first.
    shown = re.sub(r"[/\\]", "-", title.strip()) + ".-" if title.strip() else name
    if not data:
        raise AttachmentRefused("empty", reason="empty")
    if len(data) > LARGEST:
        raise AttachmentRefused("too large", reason="too_large")
    if data.startswith(b"%PDF-"):
        pdfs.require_shown(data)
        return _named(shown, "application/pdf", data)
    picture = _picture(data)
    if picture is not None:
        return _named(shown, *picture)
    if data[4:12] in _HEIC:
        raise AttachmentRefused("heic", reason="heic")
    if name.rpartition(".")[2].lower() in _PICTURE_SUFFIXES:
        raise AttachmentRefused("not an image", reason="not_an_image")
    if _is_text(data):
        return _named(shown, "text/plain", data)
    raise AttachmentRefused("kind", reason="kind")


def marked(file: Admitted, words: str) -> Generator[Share, None, bytes]:
    """Return a copy of a kept file that says ``words`` on its face, in bites.

    Yields:
        How many pages are done, and how many there are; a picture is done at once.

    Raises:
        AttachmentDamaged: It cannot be read.
    """
    if file.media_type == "application/pdf":
        return (yield from pdfs.marked(file.content, words))
    if file.media_type == "text/plain":
        return f"{words}\n\n".encode() + file.content
    return _marked_picture(file.content, words)


def shown_name(name: str, suffix: str) -> str:
    """Return ``name`` fit to be shown and to name a copy on any system, ending in ``suffix``."""
    last = re.split(r"[/\\]", unicodedata.normalize("NFC", name))[-1]
    seen = "".join(sign for sign in last if unicodedata.category(sign) not in _UNSEEN)
    stem = _FORBIDDEN.sub("_", seen).rpartition(".")[0] or seen
    stem = " ".join(_FORBIDDEN.sub("_", stem).split()).strip(". ")[:_STEM_LONGEST].strip(". ")
    if _RESERVED.fullmatch(stem.partition(".")[0].strip()):
        stem = f"_{stem}"
    return f"{stem or _NAMELESS}{suffix}"


def suffix_of(media_type: str) -> str:
    """Return the suffix that goes with a media type; a plain ``.bin`` for one unknown."""
    return _SUFFIX.get(media_type, ".bin")


def _named(name: str, media_type: str, content: bytes) -> Admitted:
    return Admitted(shown_name(name, _SUFFIX[media_type]), media_type, content)


def _is_text(data: bytes) -> bool:
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return all(sign >= " " or sign in _TEXT_CONTROLS for sign in text)


def _picture(data: bytes) -> tuple[str, bytes] | None:
    """Return the media type and bytes of a picture made anew, or None: not a picture.

    Raises:
        AttachmentRefused: It is a picture, and too large or damaged.
    """
    from PIL import Image, UnidentifiedImageError

    too_large = (Image.DecompressionBombError, Image.DecompressionBombWarning)
    try:
        with Image.open(io.BytesIO(data), formats=_PICTURES) as image:
            if image.width * image.height > MOST_PIXELS:
                raise AttachmentRefused("pixels", reason="pixels")
            return _made_anew(image)
    except UnidentifiedImageError:
        return None
    except too_large:
        raise AttachmentRefused("pixels", reason="pixels") from None
    except (OSError, SyntaxError, ValueError, EOFError, KeyError, IndexError, MemoryError):
        # What the decoders raise on damaged or hostile files; its text may quote the file.
        raise AttachmentRefused("damaged", reason="not_an_image") from None


def _made_anew(image: Image) -> tuple[str, bytes]:
    from PIL import ImageOps

    lossless = image.format in _LOSSLESS
    if not lossless:
        image.draft("RGB", (LONGEST_EDGE, LONGEST_EDGE))  # unpacks large photos to less
    upright = ImageOps.exif_transpose(image)
    upright.thumbnail((LONGEST_EDGE, LONGEST_EDGE))
    plain = upright.convert("RGBA" if lossless and upright.has_transparency_data else "RGB")
    plain.info.clear()  # comments and profiles would be written again
    out = io.BytesIO()
    if lossless:
        plain.save(out, "PNG", optimize=True)
        return "image/png", out.getvalue()
    plain.save(out, "JPEG", quality=JPEG_QUALITY, optimize=True)
    return "image/jpeg", out.getvalue()


def _marked_picture(content: bytes, words: str) -> bytes:
    """Return a picture with a white strip below it that bears ``words``."""
    from PIL import Image, ImageDraw, ImageFont, UnidentifiedImageError

    try:
        with Image.open(io.BytesIO(content), formats=_PICTURES) as image:
            form, picture = image.format or "PNG", image.convert("RGBA")
    except (UnidentifiedImageError, OSError):
        raise AttachmentDamaged("picture") from None
    letters = max(picture.width // _STRIP_SHARE, _LEAST_LETTERS)
    font = ImageFont.truetype(str(resources.path("third_party", *_FONT)), letters)
    width = max(picture.width, round(font.getlength(words)) + 2 * letters)
    whole = Image.new("RGB", (width, picture.height + 2 * letters), "white")
    whole.paste(picture, ((width - picture.width) // 2, 0), picture)
    where = (width / 2, picture.height + letters)
    ImageDraw.Draw(whole).text(where, words, fill="black", font=font, anchor="mm")
    out = io.BytesIO()
    whole.save(out, form, quality=JPEG_QUALITY)
    return out.getvalue()
