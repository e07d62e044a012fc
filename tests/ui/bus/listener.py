"""Reads the program over the accessibility bus, as a screen reader does, and prints it as JSON.

Runs with the system's own Python, whose ``gi`` knows the bus: ``listener.py COMMAND…`` starts the
command, unlocks the example village, ticks a box in the form that opens, and tells what it met.
"""

from __future__ import annotations

import json
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import gi

gi.require_version("Atspi", "2.0")

from gi.repository import Atspi, GLib  # noqa: E402  # which version must be said first

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

PASSPHRASE = "samen aan de keukentafel"
BOX = "Papieren in grote letters"
PATIENCE = 120
"""Seconds after which all of it is given up, so that it ends by itself."""

STOPS = {"text", "password text", "push button", "check box", "radio button", "combo box"}
"""Roles of what a person operates."""


class Screen:
    """What the program shows on the bus."""

    def __init__(self, program: subprocess.Popen[bytes]) -> None:
        self._program = program
        self._context = GLib.MainContext.default()
        self.announced: list[str] = []
        self._listener = Atspi.EventListener.new(
            lambda event: self.announced.append(str(event.any_data))
        )
        self._listener.register("object:announcement")

    def until(self, found: Callable[[], Any]) -> Any:
        """Return what ``found`` returns, once that is something."""
        while True:
            try:
                answer = found()
            except GLib.Error:
                answer = None  # it went while it was read
            if answer:
                return answer
            if self._program.poll() is not None:
                raise SystemExit("the program ended")
            self._context.iteration(True)

    def settle(self) -> None:
        """Take in everything that was sent before the last answer: a bus keeps the order."""
        while self._context.pending():
            self._context.iteration(False)

    def application(self) -> Any:
        """Return the program's root, or None while it is not there."""
        desktop = Atspi.get_desktop(0)
        for number in range(desktop.get_child_count()):
            child = desktop.get_child_at_index(number)
            if child is not None and child.get_process_id() == self._program.pid:
                return child
        return None

    def shown(self) -> Iterator[Any]:
        """Yield what is in sight."""
        root = self.application()
        for node in _walk(root) if root is not None else ():
            if node.get_state_set().contains(Atspi.StateType.SHOWING):
                yield node

    def find(self, role: str, name: str) -> Any:
        """Return what is called ``name`` and can be used, or None."""
        for node in self.shown():
            if node.get_role_name() != role or not (node.get_name() or "").startswith(name):
                continue
            if node.get_state_set().contains(Atspi.StateType.ENABLED):
                return node
        return None

    def every(self, role: str) -> list[Any]:
        """Return what has a role."""
        return [node for node in self.shown() if node.get_role_name() == role]

    def stops(self) -> list[dict[str, str]]:
        """Return what a person operates, with role, name, label and description."""
        return [
            {
                "role": node.get_role_name(),
                "name": node.get_name() or "",
                "label": _label(node),
                "description": node.get_description() or "",
            }
            for node in self.shown()
            if node.get_role_name() in STOPS
        ]


def _walk(node: Any) -> Iterator[Any]:
    yield node
    for number in range(node.get_child_count()):
        child = node.get_child_at_index(number)
        if child is not None:
            yield from _walk(child)


def _label(node: Any) -> str:
    for relation in node.get_relation_set():
        if relation.get_relation_type() == Atspi.RelationType.LABELLED_BY:
            return relation.get_target(0).get_name() or ""
    return ""


def read(screen: Screen) -> dict[str, Any]:
    """Unlock, tick the box, and return what was met on the way."""
    button = screen.until(lambda: screen.find("push button", "Openen"))
    told: dict[str, Any] = {"name": screen.until(lambda: screen.application().get_name())}
    told["unlock"] = screen.until(screen.stops)
    field = screen.until(lambda: screen.every("password text"))[0]
    Atspi.EditableText.set_text_contents(field, PASSPHRASE)
    Atspi.Action.do_action(button, 0)
    # By its words, because a program that fell silent names no box.
    screen.until(lambda: screen.find("label", BOX))
    told["work"] = screen.until(screen.stops)
    Atspi.Action.do_action(screen.until(lambda: screen.every("check box"))[-1], 0)
    told["kept"] = screen.until(lambda: screen.find("label", "Bewaard om")).get_name()
    screen.settle()
    told["announced"] = screen.announced
    return told


def give_up() -> None:
    """End all of it when something never comes."""
    raise SystemExit("it never came")


def main() -> None:
    Atspi.init()
    Atspi.set_timeout(5_000, 20_000)  # a busy machine answers late
    program = subprocess.Popen(sys.argv[1:])
    try:
        screen = Screen(program)
        GLib.timeout_add(50, lambda: True)  # so that waiting looks again
        GLib.timeout_add_seconds(PATIENCE, give_up)
        sys.stdout.write(json.dumps(read(screen)))
    finally:
        program.terminate()
        program.wait()


if __name__ == "__main__":
    main()
