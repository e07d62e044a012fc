"""Qt's own words (buttons of the file dialog, menus of a text field) in the reader's language."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QLibraryInfo, QTranslator

from meitinker.i18n import DUTCH, _

if TYPE_CHECKING:
    from PySide6.QtCore import QCoreApplication

_CATALOGUES = {DUTCH: "qtbase_nl", "fy": "qtbase_nl", "en": None}
"""Qt speaks no Frisian, and Dutch is nearer to a Frisian reader than English."""


class QtWords:
    """Keeps the translators that are installed, for as long as the program runs."""

    def __init__(self, application: QCoreApplication) -> None:
        """Begin in English, which Qt speaks by itself."""
        self._application = application
        self._installed: tuple[QTranslator, ...] = ()

    def speak(self, language: str) -> bool:
        """Let Qt speak ``language`` from now on; return whether its words were found."""
        for one in self._installed:
            self._application.removeTranslator(one)
        self._installed = ()
        catalogue = _CATALOGUES.get(language)
        if catalogue is None:
            return True
        translator = QTranslator()
        place = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
        if not translator.load(catalogue, place):
            return False
        self._installed = (translator, _Lacking())
        for one in self._installed:
            self._application.installTranslator(one)
        return True


class _Lacking(QTranslator):
    """What Qt's Dutch catalogue lacks of the dialogs for files and for printing."""

    def __init__(self) -> None:
        super().__init__()
        folder, files, pages = "QAbstractFileIconProvider", "QFileDialog", "QPageSetupWidget"
        printer = "QPrintSettingsOutput"
        self._words = {
            (files, "&Look in:"): _("&Zoek in:"),
            (files, "Files of &type:"): _("&Soort bestand:"),
            (folder, "Folder"): _("Map"),
            (folder, "File Folder"): _("Map"),
            (folder, "File"): _("Bestand"),
            (folder, "Drive"): _("Schijf"),
            (pages, "Page &order:"): _("&Volgorde:"),
            (pages, "Pages &per sheet:"): _("Bladzijden &per vel:"),
            (printer, "Double Sided Printing"): _("Op twee kanten afdrukken"),
            (printer, "Off"): _("Uit"),
            (printer, "Long side binding"): _("Omslaan als een boek"),
            (printer, "Short side binding"): _("Omslaan als een kalender"),
            (printer, "Page &Set:"): _("&Bladzijden:"),
        }

    def isEmpty(self) -> bool:
        """Say that there are words, or Qt asks for none."""
        return not self._words

    def translate(
        self, context: str, source_text: str, disambiguation: str | None = None, n: int = -1
    ) -> str:
        """Return a word that the catalogue lacks; nothing lets Qt look in the catalogue."""
        found = self._words.get((context, source_text))
        return found if found is not None else _NOTHING


_NOTHING: str = None  # type: ignore[assignment]  # a null string, which the stubs do not know
