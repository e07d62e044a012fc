"""What is dropped on a list of files, or pasted into it: files, or a picture without a file."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QBuffer, QByteArray, QIODevice
from PySide6.QtGui import QImage, QImageWriter

from meitinker.services import attaching

if TYPE_CHECKING:
    from PySide6.QtCore import QMimeData

    from meitinker.changes import Changes
    from meitinker.services.attaching import Coming
    from ui.workplace import Workplace

_DRAWN = 4_000_000
"""Pixels up to which a pasted picture is taken for one of a screen, and kept without loss."""

_QUALITY = 92


class Pasted(NamedTuple):
    """A picture that was copied elsewhere and never was a file of its own."""

    name: str
    image: QImage


Brought = Path | Pasted


def brought(told: QMimeData, *, name: str) -> tuple[Brought, ...]:
    """Return what ``told`` holds that can be added: files of this computer, else one picture.

    A web address is no file: nothing is fetched.

    Args:
        told: What is dropped, or lies on the clipboard.
        name: What a picture without a file is called.
    """
    files = [Path(one.toLocalFile()) for one in told.urls() if one.isLocalFile()]
    if files:
        return tuple(files)
    image = told.imageData() if told.hasImage() else None
    return (Pasted(name, image),) if isinstance(image, QImage) and not image.isNull() else ()


def holds_any(told: QMimeData) -> bool:
    """Tell, without unpacking anything, whether ``told`` holds what can be added."""
    return told.hasImage() or any(one.isLocalFile() for one in told.urls())


def keep(workplace: Workplace, coming: Coming, one: Brought) -> Changes:
    """Add one thing to its dossier; runs on the lane for files.

    Raises:
        MeitinkerError: As :func:`meitinker.services.attaching.attach`.
    """
    work = workplace
    if isinstance(one, Path):
        return attaching.attach_file(work.database, work.session, coming, path=one)
    data, name = _packed(one.image), one.name
    return attaching.attach(work.database, work.session, coming, name=name, data=data)


def _packed(image: QImage) -> bytes:
    """Return a picture as the bytes of a file, in memory."""
    drawn = image.hasAlphaChannel() or image.width() * image.height() <= _DRAWN
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    # A photo without loss would be larger than a file may be.
    writer = QImageWriter(buffer, QByteArray(b"PNG" if drawn else b"JPG"))
    writer.setQuality(-1 if drawn else _QUALITY)
    writer.write(image)
    return bytes(buffer.data().data())
