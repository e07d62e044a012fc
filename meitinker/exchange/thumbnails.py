"""Small pictures of kept photos, for a list: a photo is known at a glance, a name is not."""

from __future__ import annotations

import io

import msgspec

from meitinker.errors import AttachmentDamaged

LARGEST_EDGE = 512
"""Pixels of a small picture's longer side: too few to read a letter that is on a photo."""

_PICTURES = ("JPEG", "PNG")


class Thumbnail(msgspec.Struct, frozen=True):
    """A small picture.

    Attributes:
        width: In pixels.
        height: In pixels.
        pixels: Four bytes each: red, green, blue, and how little shines through.
    """

    width: int
    height: int
    pixels: bytes


def thumbnail(content: bytes, *, edge: int) -> Thumbnail:
    """Return a kept picture with its longer side at most ``edge`` pixels.

    Raises:
        AttachmentDamaged: It cannot be read.
    """
    from PIL import Image, UnidentifiedImageError

    most = min(edge, LARGEST_EDGE)
    try:
        with Image.open(io.BytesIO(content), formats=_PICTURES) as image:
            image.draft("RGB", (most, most))  # unpacks large photos to less
            image.thumbnail((most, most))
            small = image.convert("RGBA")
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, EOFError, MemoryError):
        raise AttachmentDamaged("picture") from None
    return Thumbnail(small.width, small.height, small.tobytes())
