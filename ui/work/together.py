"""Answers that are shown at once: one paint for what was asked together."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any, TypeVar

from ui.work.turns import in_a_later_turn

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import TracebackType

    from PySide6.QtWidgets import QWidget

    from meitinker.errors import MeitinkerError
    from ui.work.tasks import Ahead

T = TypeVar("T")


class Together:
    """Holds answers back until all that was asked within its ``with`` block are there.

    A screen that shows each answer by itself paints as many times, and what is read first jumps
    down as the rest comes in. Each is filled in a turn of its own, so that no key waits for all;
    the screen is painted after the last.
    """

    def __init__(self, screen: QWidget, *, then: Callable[[], None]) -> None:
        """Show answers on ``screen``, in the order in which they were asked; do ``then`` after."""
        self._screen = screen
        self._then = then
        self._asked: list[Callable[[], None] | None] = []
        self._along: list[Callable[[], None]] = []
        self._missing = 1  # the block itself: an answer may be there before the next is asked
        self._told = False

    def __enter__(self) -> Together:
        """Begin to ask."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """All was asked; where all was answered as well it is shown now."""
        self._arrived()

    def show(
        self,
        reading: Ahead[T],
        done: Callable[[T], None],
        failed: Callable[[MeitinkerError], None],
    ) -> None:
        """Show what is read, or that it cannot be; the others wait for either."""
        place = len(self._asked)
        self._asked.append(None)
        self._missing += 1

        def take(tell: Callable[[Any], None], answer: object) -> None:
            self._asked[place] = partial(tell, answer)
            self._arrived()

        reading.hand_over(self._screen, done=partial(take, done), failed=partial(take, failed))

    def along(self, done: Callable[[T], None]) -> Callable[[T], None]:
        """Return what takes an answer that is shown with the others if it is there in time."""

        def take(answer: T) -> None:
            if self._told:
                done(answer)
            else:
                self._along.append(partial(done, answer))

        return take

    def _arrived(self) -> None:
        self._missing -= 1
        if self._missing:
            return
        self._told = True
        self._fill([show for show in (*self._asked, *self._along) if show is not None])

    def _fill(self, waiting: list[Callable[[], None]]) -> None:
        """Fill the first that waits, and the others in the turns after this one."""
        self._screen.setUpdatesEnabled(False)
        try:
            if waiting:
                waiting.pop(0)()
        except BaseException:
            self._screen.setUpdatesEnabled(True)
            raise
        if waiting:
            in_a_later_turn(self._screen, partial(self._fill, waiting))
            return
        self._screen.setUpdatesEnabled(True)
        self._then()
