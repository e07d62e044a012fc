"""The desktop, from its first window to an open store and back.

Locking ends the process that held decrypted data and replaces it with a fresh one that shows the
unlock page. The screen, cursor and drafts are in the store, so nothing is lost.
"""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, Qt, QTimer, QtMsgType, qInstallMessageHandler
from PySide6.QtWidgets import QApplication, QStackedWidget

from meitinker import i18n, log, paths
from meitinker.errors import MeitinkerError, StoreError
from meitinker.i18n import _
from ui import theme
from ui.starting import first_look
from ui.starting.collecting import Collector
from ui.starting.entrance import Entrance
from ui.starting.qt_words import QtWords
from ui.starting.warming import AFTER_FIRST_PAINT, work_at

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtGui import QCloseEvent

    from meitinker.options import Options
    from ui.starting.entering import OpenStore
    from ui.starting.preferences import Preferences
    from ui.starting.workroom import Workroom
    from ui.widgets.dialogs import Dialog

_REASON = "MEITINKER_LOCKED"
_GEOMETRY = "MEITINKER_WINDOW"
_BEHIND = "MEITINKER_BEHIND"
_SMALLEST = (680, 420)
_USUAL = (1366, 768)
_FRAME = (16, 48)
"""At most how many pixels the window frame takes; its size is known only once it is shown."""

_FRAMED = ("xcb", "wayland", "windows", "cocoa")
"""Platforms on which windows have a frame."""

_ANSWER_WITHIN = 5_000
"""Milliseconds that closing waits for the last save before it asks whether to keep waiting."""

_TURN = 0.00005
"""Switch interval of the interpreter in seconds; Python's default is a hundred times this.

Every call into Qt releases the GIL and may wait this long for a working lane to give it back."""

_QT_KINDS = {
    QtMsgType.QtDebugMsg: "debug",
    QtMsgType.QtInfoMsg: "info",
    QtMsgType.QtWarningMsg: "warning",
    QtMsgType.QtCriticalMsg: "critical",
    QtMsgType.QtFatalMsg: "fatal",
}


def run(options: Options, *, attend: Callable[[Desktop], None] | None = None) -> int:
    """Show the program until its window is closed; return the exit code.

    Args:
        options: How to start.
        attend: Called with the desktop once it is shown; the tour plays from there.
    """
    put_windows_first()
    with suppress(StoreError):  # else an icon would open nothing; the first page can say why
        paths.make_private(paths.home())
    running = log.start(paths.home() / "log" / "meitinker.log")
    look = first_look.read()
    i18n.set_language(look.language)
    application = QApplication([*sys.argv[:1], *theme.PLAIN])
    application.setApplicationName("meitinker")  # screen readers say it; else "__main__.py"
    qInstallMessageHandler(lambda kind, _where, text: log.qt_message(_QT_KINDS[kind], text))
    theme.apply(application, first_look.theme_of(look), plain=True)
    desktop = Desktop(application, options)
    desktop.start(reason=os.environ.pop(_REASON, ""))
    QTimer.singleShot(AFTER_FIRST_PAINT, partial(_collect, application, desktop.entrance))
    if attend is not None:
        attend(desktop)
    try:
        return int(application.exec())
    finally:
        desktop.end()
        qInstallMessageHandler(None)
        running.stop()


def _collect(application: QApplication, entrance: Entrance) -> None:
    """Start collecting garbage; modules loaded after unlocking are exempted as well."""
    collector = Collector(application)
    entrance.opened.connect(lambda _store: collector.leave_out())


def put_windows_first() -> None:
    """Let no lane hold the GIL against the GUI thread for longer than :data:`_TURN`."""
    sys.setswitchinterval(_TURN)


def replace_process(environment: dict[str, str]) -> None:
    """Replace this process by a fresh one; on Windows, start that one and exit."""
    frozen = getattr(sys, "frozen", False)
    command = [sys.executable, *(sys.argv[1:] if frozen else sys.orig_argv[1:])]
    os.environ.update(environment)
    sys.stdout.flush()
    sys.stderr.flush()
    if os.name == "posix":
        os.execv(sys.executable, command)  # noqa: S606 - our own command line, no shell
    import subprocess

    subprocess.Popen(command, close_fds=True)  # noqa: S603 - likewise
    os._exit(0)


class _Window(QStackedWidget):
    """The program's one window; ``may_close`` is asked before it closes."""

    def __init__(self, may_close: Callable[[], bool]) -> None:
        super().__init__()
        self._may_close = may_close

    def closeEvent(self, event: QCloseEvent) -> None:
        event.setAccepted(self._may_close())


class Desktop:
    """One window: the entrance while the store is closed, then the work."""

    def __init__(
        self,
        application: QApplication,
        options: Options,
        *,
        replace: Callable[[dict[str, str]], None] = replace_process,
    ) -> None:
        """Make the window; tests pass another ``replace``."""
        self.application = application
        self._options = options
        self._replace = replace
        self._workroom: Workroom | None = None
        self._preferences: Preferences | None = None
        self._opening: OpenStore | None = None
        self._leaving = self._left = False
        self._late = QTimer(application)
        self._late.setSingleShot(True)
        self._late.setInterval(_ANSWER_WITHIN)
        self._late.timeout.connect(self._ask_to_wait)
        self._waiting: Dialog | None = None
        self._words = QtWords(application)
        self._words.speak(i18n.language())
        self.window = _Window(self._may_close)
        self.window.setWindowTitle("meitinker")
        self.window.setMinimumSize(*_SMALLEST)
        self._take_place(os.environ.pop(_BEHIND, ""))
        self.entrance = Entrance(self.window, options)
        self.entrance.opened.connect(self._opened)

    def start(self, *, reason: str = "") -> None:
        """Show the first page."""
        self.entrance.show_first(reason)
        self.window.show()

    def end(self) -> None:
        """Close the store and delete the example village."""
        self._late.stop()
        if self._workroom is not None:
            self._workroom.close()
            self._workroom = None
        self.entrance.throw_away()
        if self._opening is not None:
            self._opening.database.close()
            self._opening = None

    def _opened(self, store: OpenStore) -> None:
        """Start working once the modules for it are loaded."""
        self._opening = store
        at = store.last.screen if store.last is not None else ""
        self.entrance.load_first(work_at(at), then=self._begin_work)

    def _begin_work(self) -> None:
        import msgspec

        from ui.starting.workroom import Workroom
        from ui.work.tasks import Tasks
        from ui.workplace import Workplace

        store, self._opening = self._opening, None
        if store is None:
            return  # closed meanwhile
        session = store.session
        if self._options.demo and self._options.role is not None:
            session = msgspec.structs.replace(session, role=self._options.role)
        workplace = Workplace(
            database=store.database,
            session=session,
            tasks=Tasks(self.window),
            preferences=self.preferences,
            demo=self._options.demo,
        )
        self._workroom = Workroom(self, workplace, last=store.last)
        self._workroom.show()

    @property
    def preferences(self) -> Preferences:
        """What was chosen on the settings screen; read when a store is open."""
        if self._preferences is None:
            from ui.starting import preferences

            self._preferences = preferences.load()
        return self._preferences

    def show_preferences(self, chosen: Preferences) -> None:
        """Apply a new look or language at once, and keep it."""
        from ui.starting import preferences

        preferences.save(chosen)
        self._preferences = chosen
        if self._workroom is None:
            self._take_on(chosen)
        else:
            self._workroom.redraw(partial(self._take_on, chosen))

    def _take_on(self, chosen: Preferences) -> None:
        i18n.set_language(chosen.language)
        self._words.speak(chosen.language)
        theme.apply(self.application, first_look.theme_of(chosen))

    def relaunch(self, reason: str) -> None:
        """Replace this process by one that shows the unlock page; the store is closed."""
        # The resident's screen fills all of it, without a frame; the work does not.
        whole = self.window.isFullScreen()
        at = self.window.normalGeometry() if whole else self.window.geometry()
        numbers = (at.x(), at.y(), at.width(), at.height(), int(self.window.isMaximized()))
        geometry = ",".join(map(str, numbers))
        behind = ""
        if self.window.isMinimized():
            behind = "minimised"
        elif self.application.activeWindow() is None:
            behind = "yes"
        passed_on = self.entrance.passed_on()
        self._replace({_REASON: reason, _GEOMETRY: geometry, _BEHIND: behind, **passed_on})

    def _may_close(self) -> bool:
        """Keep what was typed before the window closes; the window is closed again after it."""
        if self._workroom is None or self._left:
            self._remember_size()
            return True
        if not self._leaving:
            self._leaving = True
            self._late.start()
            self._workroom.window.leave(self._close_after)
        return False

    def _ask_to_wait(self) -> None:
        """Ask what to do when nothing answers: no fault may keep the window open for ever."""
        from ui.widgets.dialogs import Dialog

        words = _(
            "Het programma wacht op de schijf. Sluit u nu, dan kan uw laatste tekst weg zijn."
        )
        self._waiting = Dialog(_("Bewaren duurt lang"), self.window, text=words)
        self._waiting.add_verb(_("Nog even wachten"), key="wait")
        self._waiting.add_verb(_("Sluiten zonder te wachten"), key="close", kind="gevaar")
        self._waiting.finished.connect(self._waited)
        self._waiting.fit()
        self._waiting.open()

    def _waited(self) -> None:
        question, self._waiting = self._waiting, None
        if question is None:
            return  # the answer came while it was asked
        question.deleteLater()
        if question.chosen == "close":
            self._leaving, self._left = False, True
            self.window.close()
        else:
            self._late.start()

    def _stop_waiting(self) -> None:
        self._late.stop()
        question, self._waiting = self._waiting, None
        if question is not None:
            question.reject()
            question.deleteLater()

    def _close_after(self, safe: bool) -> None:
        from ui.widgets.dialogs import confirm

        self._stop_waiting()
        if not self._leaving:
            return  # too late: it was closed without this answer
        self._left = safe or confirm(
            _("Uw laatste tekst is nog niet bewaard"),
            self.window,
            consequence=_("Sluit u het programma nu, dan is die tekst weg."),
            do=_("Sluiten zonder bewaren"),
            keep=_("Terug naar mijn tekst"),
        )
        self._leaving = False
        if self._left:
            self.window.close()

    def _take_usual_size(self) -> None:
        """Take a usual size, or the whole of a screen that has no room for it and its frame."""
        room = self.window.screen().availableGeometry()
        frame = _FRAME if self.application.platformName() in _FRAMED else (0, 0)
        width, height = room.width() - frame[0], room.height() - frame[1]
        self.window.resize(min(_USUAL[0], width), min(_USUAL[1], height))
        small = width < _USUAL[0] or height < _USUAL[1]
        if (small and frame != (0, 0)) or first_look.read().maximised:
            self.window.setWindowState(Qt.WindowState.WindowMaximized)

    def _remember_size(self) -> None:
        """Keep whether the window filled the screen; one that cannot be kept is no loss."""
        largest = self.window.isMaximized()
        if largest == first_look.read().maximised:
            return
        import msgspec

        from ui.starting import preferences

        with suppress(MeitinkerError):
            preferences.save(msgspec.structs.replace(self.preferences, maximised=largest))

    def _take_place(self, behind: str) -> None:
        """Take a place; one that locked ``behind`` another program takes no keyboard from it."""
        if behind:  # before a state, at which Qt makes the window that is to know
            self.window.setAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)
        self._place_window()
        if behind == "minimised":
            self.window.setWindowState(self.window.windowState() | Qt.WindowState.WindowMinimized)

    def _place_window(self) -> None:
        """Take the place the window had before the lock, else a usual size on this screen."""
        try:
            x, y, width, height, largest = map(int, os.environ.pop(_GEOMETRY, "").split(","))
        except ValueError:
            self._take_usual_size()
            return
        place = QRect(x, y, width, height)
        if any(screen.geometry().intersects(place) for screen in self.application.screens()):
            self.window.setGeometry(place)
        if largest:
            self.window.setWindowState(Qt.WindowState.WindowMaximized)
