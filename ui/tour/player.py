"""Sits in the program's own process and follows the story, a step at a time.

A chapter is a generator: what it yields is awaited (a condition that must come true), and what
raises fails the tour. Steps are told to the director as lines of JSON.
"""

from __future__ import annotations

import os
import sys
import time
from typing import TYPE_CHECKING

import msgspec
from PySide6.QtCore import QObject, QTimer

from meitinker.log import crashed
from ui.tour import hands, pictures, progress

if TYPE_CHECKING:
    from collections.abc import Callable, Generator
    from pathlib import Path

    Chapter = Callable[["Stage"], Generator["Wait", None, None]]

_TURN = 10
"""Milliseconds between two looks at the screen."""


class Wait(msgspec.Struct, frozen=True):
    """Something that must come true within a while.

    Attributes:
        what: Said when it does not.
        true: The condition.
        seconds: How long it may take.
    """

    what: str
    true: Callable[[], bool]
    seconds: float = 40.0


class Stage:
    """What a chapter plays on: the folder, the numbering, and the lines to the director."""

    def __init__(self, out: Path) -> None:
        """Go on where the last process of the tour ended."""
        self.out = out
        self._words = out / "words.json"
        self.progress = progress.read(out)

    def step(self, words: str, *, picture: str = "") -> None:
        """Tell that a step was done, with a picture of how it looks."""
        name = ""
        if picture:
            self.progress.pictures += 1
            name = f"{self.progress.pictures:02d}-{picture}.png"
            pictures.take(self.out / name)
            self._keep_words(picture)
            self.keep()
        self.say("step", words=words, picture=name)

    def note(self, name: str, value: str) -> None:
        """Remember something for a later chapter, maybe in another process."""
        self.progress.notes[name] = value
        self.keep()

    def noted(self, name: str) -> str:
        """Return what an earlier chapter remembered."""
        return self.progress.notes[name]

    def require(self, true: bool, what: str) -> None:
        """Fail the tour unless something holds.

        Raises:
            AssertionError: It does not.
        """
        if not true:
            raise AssertionError(what)

    def keep(self) -> None:
        """Write down how far the story is."""
        progress.keep(self.out, self.progress)

    def say(self, what: str, **more: str | int | float) -> None:
        """Tell the director something, as one line."""
        line = msgspec.json.encode({"what": what, "at": time.monotonic(), **more}).decode()
        sys.stdout.write(f"@tour {line}\n")
        sys.stdout.flush()

    def _keep_words(self, picture: str) -> None:
        """Write beside the pictures what can be read on each: so a guide sees that one is old."""
        told: dict[str, list[str]] = {}
        if self._words.exists():
            told = msgspec.json.decode(self._words.read_bytes(), type=dict[str, list[str]])
        told[picture] = sorted({text for text in hands.texts() if text})
        self._words.write_bytes(msgspec.json.format(msgspec.json.encode(told), indent=2))

    def ask_to_be_killed(self) -> None:
        """Tell the director to end this process the hard way."""
        self.say("kill", pid=os.getpid())


def until(text: str, *, seconds: float = 40.0) -> Wait:
    """Wait until ``text`` can be read."""
    return Wait(f"to read {text!r}", lambda: hands.sees(text), seconds)


def the_end() -> Wait:
    """Wait for this process to end; the story goes on in the next one.

    Nothing is looked for meanwhile: the window goes a moment before its process.
    """
    return Wait("this process to end", lambda: False, 60.0)


def a_look(seconds: float = 1.0) -> Wait:
    """Wait as long as a person looks at what changed."""
    begun = time.monotonic()
    return Wait("a look", lambda: time.monotonic() - begun > seconds)


def gone(text: str) -> Wait:
    """Wait until ``text`` can no longer be read."""
    return Wait(f"{text!r} to be gone", lambda: not hands.sees(text))


def pressable(text: str, *, seconds: float = 40.0) -> Wait:
    """Wait until a button called ``text`` is there and can be pressed."""

    def there() -> bool:
        try:
            return hands.button(text).isEnabled()
        except hands.NotFound:
            return False

    return Wait(f"{text!r} to be pressable", there, seconds)


class Player(QObject):
    """Plays the chapters from the one at hand on, until the process ends."""

    def __init__(self, stage: Stage, chapters: tuple[Chapter, ...], parent: QObject) -> None:
        """Begin when the event loop turns."""
        super().__init__(parent)
        self._stage = stage
        self._chapters = chapters
        self._story: Generator[Wait, None, None] | None = None
        self._wait: Wait | None = None
        self._since = 0.0
        self._within = False
        self._timer = QTimer(self)
        self._timer.setInterval(_TURN)
        self._timer.timeout.connect(self._turn)
        self._timer.start()

    def _turn(self) -> None:
        if self._within:
            return  # dragging the mouse turns the event loop within a step
        try:
            if self._waiting():
                return
            self._go_on()
        except (AssertionError, hands.NotFound, RuntimeError, KeyError, ValueError) as error:
            self._fail(f"{type(error).__name__}: {error}")

    def _waiting(self) -> bool:
        if self._wait is None:
            return False
        if self._wait.true():
            self._wait = None
            return False
        if time.monotonic() - self._since > self._wait.seconds:
            raise AssertionError(f"waited in vain {self._wait.what}")
        return True

    def _go_on(self) -> None:
        if self._story is None and not self._next_chapter():
            return
        story = self._story
        if story is None:
            return
        self._timer.stop()  # a dialog inside a step must not run the next step within it
        QTimer.singleShot(0, self._timer, self._timer.start)
        self._within = True
        try:
            self._wait = next(story, None)
        finally:
            self._within = False
        self._since = time.monotonic()
        if self._wait is None:
            self._story = None

    def _next_chapter(self) -> bool:
        number = self._stage.progress.chapter
        if number >= len(self._chapters):
            self._timer.stop()
            self._stage.say("end")
            hands.window().close()
            return False
        self._stage.progress.chapter = number + 1
        self._stage.keep()
        self._story = self._chapters[number](self._stage)
        return True

    def _fail(self, why: str) -> None:
        self._timer.stop()
        seen = ""
        try:
            seen = " | ".join(hands.texts())[:4000]
            pictures.take(self._stage.out / "failed.png")
        except hands.NotFound as error:  # without a window there is still a failure to tell
            crashed("tour", error)
        self._stage.say("fail", why=why, seen=seen)
        os._exit(3)
