"""A tiny logind and screen saver on the session bus, told what to play over the bus itself."""

from __future__ import annotations

import os
import sys
from typing import Any

from jeepney import (
    DBusAddress,
    HeaderFields,
    MessageType,
    new_error,
    new_method_return,
    new_signal,
)
from jeepney.bus_messages import message_bus
from jeepney.io.blocking import open_dbus_connection

LOGIN = "org.freedesktop.login1"
MANAGER = "org.freedesktop.login1.Manager"
SESSION = "org.freedesktop.login1.Session"
PATH = "/org/freedesktop/login1"
OURS = f"{PATH}/session/_37"
OTHERS = f"{PATH}/session/_38"
SAVER = "org.gnome.ScreenSaver"

SIGNALS: dict[str, tuple[str, str, str, str | None, tuple[object, ...]]] = {
    "lock": (OURS, SESSION, "Lock", None, ()),
    "other-lock": (OTHERS, SESSION, "Lock", None, ()),
    "sleep": (PATH, MANAGER, "PrepareForSleep", "b", (True,)),
    "wake": (PATH, MANAGER, "PrepareForSleep", "b", (False,)),
    "saver-on": ("/saver", SAVER, "ActiveChanged", "b", (True,)),
    "saver-off": ("/saver", SAVER, "ActiveChanged", "b", (False,)),
}


class Desktop:
    """Answers what a watcher asks of logind, and plays signals."""

    def __init__(self) -> None:
        self.bus = open_dbus_connection("SESSION", enable_fds=True)
        for name in (LOGIN, SAVER):
            self.bus.send_and_get_reply(message_bus.RequestName(name))
        self.pipes: list[int] = []

    def serve(self) -> None:
        while True:
            asked = self.bus.receive()
            if asked.header.message_type is MessageType.method_call:
                self.bus.send(self.answer(asked))

    def answer(self, asked: Any) -> Any:
        member = asked.header.fields[HeaderFields.member]
        if member == "GetSession" and asked.body == ("7",):
            return new_method_return(asked, "o", (OURS,))
        if member == "Get" and asked.header.fields[HeaderFields.path] == f"{PATH}/session/auto":
            return new_method_return(asked, "v", (("s", "7"),))
        if member == "Inhibit":
            return new_method_return(asked, "h", (self.inhibitor(),))
        if member == "Held":
            return new_method_return(asked, "b", (self.held(),))
        if member == "Inhibits":
            return new_method_return(asked, "u", (len(self.pipes),))
        if member == "Play":
            self.play(asked.body[0])
            return new_method_return(asked)
        return new_error(asked, "org.freedesktop.DBus.Error.UnknownMethod")

    def inhibitor(self) -> Any:
        read, write = os.pipe()
        os.set_blocking(read, False)
        self.pipes.append(read)
        return os.fdopen(write, "wb", buffering=0)

    def held(self) -> bool:
        """Tell whether the watcher still holds its end of the last pipe."""
        try:
            return os.read(self.pipes[-1], 1) != b""
        except BlockingIOError:
            return True

    def play(self, step: str) -> None:
        path, interface, member, signature, body = SIGNALS[step]
        self.bus.send(new_signal(DBusAddress(path, interface=interface), member, signature, body))


if __name__ == "__main__":
    desktop = Desktop()
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    desktop.serve()
