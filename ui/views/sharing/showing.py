"""Puts the resident's screen in the place of the whole window, and the work back after it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QStackedWidget, QWidget

from meitinker.domain.people import Language
from ui.views.sharing.page import SharingPage

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from meitinker.keys import StoreKey
    from ui.viewmodels.sharing import Page
    from ui.workplace import Workplace


class Showing(QObject):
    """One window and no second one: nothing of the work lies behind or beside it.

    The work is hidden while it lasts, so its keys do nothing and its title is not shown.

    Signals:
        ended: The work is in sight again.
        lockAsked: Ctrl+L on the resident's screen.
    """

    ended = Signal()
    lockAsked = Signal()

    def __init__(
        self,
        workplace: Workplace,
        parent: QObject,
        *,
        unlock: Callable[[str], StoreKey] | None = None,
    ) -> None:
        """Begin with the work in sight; tests pass another ``unlock``."""
        super().__init__(parent)
        self._workplace = workplace
        self._unlock = unlock
        self.page: SharingPage | None = None

    def begin(
        self,
        stack: QStackedWidget,
        pages: Sequence[Page],
        *,
        language: Language = Language.DUTCH,
    ) -> None:
        """Show ``pages``, that are in ``language``, over the whole screen."""
        work = stack.currentWidget()
        if work is None or work is self.page:
            return
        self._put_away(stack)  # a lock that could not save covered it, and was taken away
        state = stack.windowState()
        page = self.page = SharingPage(
            self._workplace, pages, language=language, unlock=self._unlock
        )
        page.left.connect(lambda: self._end(stack, work, state))
        page.lockAsked.connect(self.lockAsked)
        stack.addWidget(page)
        stack.setCurrentWidget(page)
        stack.setWindowState(state | Qt.WindowState.WindowFullScreen)
        page.focus_first()

    def _end(self, stack: QStackedWidget, work: QWidget, state: Qt.WindowState) -> None:
        stack.setCurrentWidget(work)
        self._put_away(stack)
        stack.setWindowState(state)
        self.ended.emit()

    def _put_away(self, stack: QStackedWidget) -> None:
        page, self.page = self.page, None
        if page is not None:
            stack.removeWidget(page)
            page.deleteLater()
