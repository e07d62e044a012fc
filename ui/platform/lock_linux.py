"""Screen lock and sleep on Linux: logind on the system bus, screen savers on the session bus.

No desktop speaks all of these, so all are heard: logind's ``Lock`` (``loginctl lock-session``
and most desktops), ``ActiveChanged`` of the freedesktop, GNOME, Cinnamon and MATE screen savers,
and logind's ``PrepareForSleep``. A delay inhibitor makes logind wait with sleeping until the
program has locked.
"""

from __future__ import annotations

import logging
import os
from typing import TYPE_CHECKING, Any, Final, cast

from PySide6.QtCore import SLOT, Slot
from PySide6.QtDBus import QDBus, QDBusConnection, QDBusMessage, QDBusObjectPath, QDBusVariant

from ui.platform.lock import LockWatcher, Watching

if TYPE_CHECKING:
    from PySide6.QtCore import QObject

_log = logging.getLogger(__name__)

_LOGIN: Final = "org.freedesktop.login1"
_LOGIN_PATH: Final = "/org/freedesktop/login1"
_LOGIN_MANAGER: Final = "org.freedesktop.login1.Manager"
_LOGIN_SESSION: Final = "org.freedesktop.login1.Session"
_SAVERS: Final = (
    "org.freedesktop.ScreenSaver",
    "org.gnome.ScreenSaver",
    "org.cinnamon.ScreenSaver",
    "org.mate.ScreenSaver",
)
_PATIENCE: Final = 500  # milliseconds; a bus that hangs must not hold up the start


class LinuxLockWatcher(LockWatcher):
    """Hears logind and the screen savers over D-Bus."""

    def __init__(
        self,
        parent: QObject | None = None,
        *,
        session_bus: QDBusConnection | None = None,
        system_bus: QDBusConnection | None = None,
    ) -> None:
        """Connect to both buses; a bus given instead is for tests."""
        super().__init__(parent)
        self._session = session_bus or QDBusConnection.sessionBus()
        self._system = system_bus or QDBusConnection.systemBus()
        self._inhibitor: Any = None
        self._heard: list[tuple[QDBusConnection, tuple[str, str, str, str], str]] = []
        saver = self._hear_savers()
        login = self._hear_login()
        self._watching = Watching.of(lock=saver or login[0], sleep=login[1])
        if self._watching is not Watching.FULLY:
            _log.info("the desktop is heard in part: %s", self._watching)

    def stop(self) -> None:
        """Disconnect and let the computer sleep without waiting for us."""
        for bus, (service, path, interface, name), slot in self._heard:
            bus.disconnect(service, path, interface, name, self, _slot(slot))
        self._heard.clear()
        self._inhibitor = None
        super().stop()

    def _hear_savers(self) -> bool:
        if not self._session.isConnected():
            return False
        # Without service and path: KDE and others emit from more than one place.
        heard = [
            self._hear(self._session, ("", "", saver, "ActiveChanged"), "saver_changed(bool)")
            for saver in _SAVERS
        ]
        known = self._ask(
            self._session,
            ("org.freedesktop.DBus", "/org/freedesktop/DBus", "org.freedesktop.DBus"),
            "ListNames",
        )
        names = known[0] if known else []
        return any(heard) and any(saver in names for saver in _SAVERS)

    def _hear_login(self) -> tuple[bool, bool]:
        """Return whether logind's lock and sleep are heard."""
        if not self._system.isConnected():
            return False, False
        session = self._session_path()
        lock = bool(session) and self._hear(
            self._system, (_LOGIN, session, _LOGIN_SESSION, "Lock"), "session_lock()"
        )
        if not self._inhibit():
            return lock, False
        sleep = self._hear(
            self._system,
            (_LOGIN, _LOGIN_PATH, _LOGIN_MANAGER, "PrepareForSleep"),
            "prepare_for_sleep(bool)",
        )
        return lock, sleep

    def _session_path(self) -> str:
        """Return logind's path of this session: locks of other people's are not ours."""
        session = os.environ.get("XDG_SESSION_ID") or self._session_name()
        if not session:
            return ""
        where = (_LOGIN, _LOGIN_PATH, _LOGIN_MANAGER)
        answer = self._ask(self._system, where, "GetSession", session)
        path = answer[0] if answer else ""
        return path.path() if isinstance(path, QDBusObjectPath) else str(path)

    def _session_name(self) -> str:
        """Ask logind for our session; a program started by the user's systemd is not told."""
        where = (_LOGIN, f"{_LOGIN_PATH}/session/auto", "org.freedesktop.DBus.Properties")
        answer = self._ask(self._system, where, "Get", _LOGIN_SESSION, "Id")
        value = answer[0] if answer else ""
        return str(value.variant() if isinstance(value, QDBusVariant) else value)

    def _inhibit(self) -> bool:
        """Take a delay inhibitor anew; its file descriptor is held until we have locked."""
        answer = self._ask(
            self._system,
            (_LOGIN, _LOGIN_PATH, _LOGIN_MANAGER),
            "Inhibit",
            "sleep",
            "meitinker",
            "lock before sleep",
            "delay",
        )
        self._inhibitor = answer[0] if answer else None
        return bool(answer)

    def _hear(self, bus: QDBusConnection, what: tuple[str, str, str, str], slot: str) -> bool:
        service, path, interface, name = what
        heard = bool(bus.connect(service, path, interface, name, self, _slot(slot)))
        if heard:
            self._heard.append((bus, what, slot))
        return heard

    @staticmethod
    def _ask(
        bus: QDBusConnection, where: tuple[str, str, str], method: str, *values: object
    ) -> list[Any]:
        """Return the answer's values, or an empty list for any kind of failure."""
        call = QDBusMessage.createMethodCall(*where, method)
        call.setArguments(list(values))
        answer = bus.call(call, QDBus.CallMode.Block, _PATIENCE)
        if answer.type() != QDBusMessage.MessageType.ReplyMessage:
            return []
        return list(answer.arguments())

    @Slot()
    def session_lock(self) -> None:
        """Pass on logind's ``Lock``."""
        self.sessionLocked.emit()

    @Slot(bool)
    def saver_changed(self, active: bool) -> None:
        """Pass on a screen saver that came up."""
        if active:
            self.sessionLocked.emit()

    @Slot(bool)
    def prepare_for_sleep(self, starting: bool) -> None:
        """Lock, then let logind go on; take a new inhibitor after waking."""
        if starting:
            self.aboutToSleep.emit()
            self._inhibitor = None  # closes the descriptor: logind waited for this
        else:
            self._inhibit()


def _slot(signature: str) -> bytes:
    # WORKAROUND PySide6 6.11: the stubs ask for bytes, the binding takes only the text.
    return cast("bytes", SLOT(signature))
