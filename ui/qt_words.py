"""Qt's own words (buttons of the file dialog, menus of a text field) in the reader's language."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QLibraryInfo, QTranslator

from meitinker.i18n import DUTCH

if TYPE_CHECKING:
    from PySide6.QtCore import QCoreApplication

_CATALOGUES = {DUTCH: "qtbase_nl", "fy": "qtbase_nl", "en": None}
"""Qt speaks no Frisian, and Dutch is nearer to a Frisian reader than English."""


class QtWords:
    """Keeps the one translator that is installed, for as long as the program runs."""

    def __init__(self, application: QCoreApplication) -> None:
        """Begin in English, which Qt speaks by itself."""
        self._application = application
        self._installed: QTranslator | None = None

    def speak(self, language: str) -> bool:
        """Let Qt speak ``language`` from now on; return whether its words were found."""
        if self._installed is not None:
            self._application.removeTranslator(self._installed)
            self._installed = None
        catalogue = _CATALOGUES.get(language)
        if catalogue is None:
            return True
        translator = QTranslator()
        place = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
        if not translator.load(catalogue, place):
            return False
        self._application.installTranslator(translator)
        self._installed = translator
        return True
