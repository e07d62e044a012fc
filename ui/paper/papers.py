"""Papers out of the program: to a printer, or to a file the user chooses.

Pages are drawn from memory; nothing is written to a temporary file (A7). What the printer's own
queue keeps is out of our hands: :func:`spool_warning` says so.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QSizeF, Qt
from PySide6.QtGui import QImage, QPageSize, QPainter
from PySide6.QtWidgets import QWidget

from meitinker import paths
from meitinker.errors import PrintFailed
from meitinker.exchange.pdfs import ALONE, load
from meitinker.i18n import _, ngettext
from ui.paper.file_places import ask_folder, ask_where, free

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtPrintSupport import QPrinter

    from meitinker.reports.page import Press, Rendered

_POINTS_PER_INCH = 72
_SHARP_ENOUGH = 300
"""Dots per inch at which pages are drawn: text is sharp and an A4 page takes 35 MB at most."""


def pressed(press: Press) -> Rendered:
    """Lay out a paper on a lane, and load there what shows it."""
    made = press()
    load()
    return made


def spool_warning() -> str:
    """Return what a user must know about the queue of a printer."""
    return _(
        "De printer bewaart soms zelf een kopie. Gebruik een printer die u vertrouwt,"
        " en haal het papier meteen op."
    )


def print_pdf(pdf: bytes, parent: QWidget) -> str:
    """Ask for a printer and print ``pdf``; return a sentence on how it went, "" when cancelled.

    Raises:
        PrintFailed: There is no printer, or it refused.
    """
    return print_pdfs([pdf], parent)


def print_pdfs(pdfs: Sequence[bytes], parent: QWidget) -> str:
    """Ask once for a printer and print each of ``pdfs`` by itself, so that each can be stapled.

    Raises:
        PrintFailed: There is no printer, or it refused.
    """
    from PySide6.QtPrintSupport import QPrintDialog, QPrinter, QPrinterInfo

    if not QPrinterInfo.availablePrinterNames():
        raise PrintFailed("no printer")
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
    printer.setDocName("meitinker")
    dialog = QPrintDialog(printer, parent)
    if dialog.exec() != QPrintDialog.DialogCode.Accepted:
        return ""
    for pdf in pdfs:
        draw_on(printer, pdf)
    return f"{_('Naar de printer gestuurd.')} {spool_warning()}"


def draw_on(printer: QPrinter, pdf: bytes) -> None:
    """Draw every page of ``pdf`` on ``printer``, at its true size.

    Raises:
        PrintFailed: The printer refused.
    """
    import pypdfium2

    printer.setFullPage(True)
    with ALONE:
        document = pypdfium2.PdfDocument(pdf)
        painter = QPainter()
        try:
            if not painter.begin(printer):
                raise PrintFailed("the printer refused")
            for number in range(len(document)):
                if number and not printer.newPage():
                    raise PrintFailed("the printer refused a page")
                _draw_page(painter, printer, document[number])
        finally:
            painter.end()
            document.close()


def _draw_page(painter: QPainter, printer: QPrinter, page: object) -> None:
    import pypdfium2

    if not isinstance(page, pypdfium2.PdfPage):
        raise TypeError("a page of pypdfium2 is needed")
    dots = min(printer.resolution(), _SHARP_ENOUGH)
    bitmap = page.render(scale=dots / _POINTS_PER_INCH, rev_byteorder=True)
    picture = QImage(
        bitmap.buffer,
        bitmap.width,
        bitmap.height,
        bitmap.stride,
        QImage.Format.Format_RGB888,
    )
    width, height = page.get_size()
    points = QSizeF(width, height) * (printer.resolution() / _POINTS_PER_INCH)
    target = picture.scaled(
        points.toSize(),
        Qt.AspectRatioMode.IgnoreAspectRatio,
        Qt.TransformationMode.SmoothTransformation,
    )
    painter.drawImage(0, 0, target)


def save_pdf(pdf: bytes, parent: QWidget, *, name: str) -> str:
    """Ask where to keep ``pdf`` and write it there; return a sentence, "" when cancelled.

    Args:
        pdf: The document.
        parent: Over which the dialog stands.
        name: Suggested name without ending; never a resident's name.

    Raises:
        DiskFull, DiskFailed, StoreReadOnly: It was not written.
    """
    chosen = ask_where(
        parent, _("Bewaar als PDF"), name=f"{name}.pdf", kind=_("PDF-bestand (*.pdf)")
    )
    if chosen is None:
        return ""
    paths.write_durably(chosen, pdf)
    return kept_in_clear()


def kept_in_clear() -> str:
    """Return what a user must know about a file that was saved outside the program."""
    return _("Bewaard. Let op: dit bestand is niet versleuteld.")


def where_for_copy(parent: QWidget, *, ending: str) -> Path | None:
    """Ask where a copy of a file goes; None when cancelled.

    The name that is suggested tells nothing of whose it is; ``ending`` says what it is.
    """
    name = f"{_('kopie')}{ending}"
    path = ask_where(parent, _("Bewaar een kopie"), name=name, kind=f"(*{ending})")
    if path is None or path.suffix == ending:
        return path
    return free(path.with_name(path.name + ending))


def save_pdfs(files: Sequence[tuple[str, bytes]], parent: QWidget) -> str:
    """Ask for a folder and write every file there; return a sentence, "" when cancelled.

    Args:
        files: Names without ending, never a resident's, and the documents. What is there
            already stays: a file of the same name gets a number.
        parent: Over which the dialog stands.

    Raises:
        DiskFull, DiskFailed, StoreReadOnly: One was not written; those before it are there.
    """
    folder = ask_folder(parent, _("Kies een map voor de brieven"))
    if folder is None:
        return ""
    for name, pdf in files:
        paths.write_durably(free(folder / f"{name}.pdf"), pdf)
    kept = ngettext("{count} bestand bewaard.", "{count} bestanden bewaard.", len(files))
    warning = _("Let op: deze bestanden zijn niet versleuteld.")
    return f"{kept.format(count=len(files))} {warning}"
