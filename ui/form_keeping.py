"""Keeps a form as it is typed, for the record it is about, and brings it back after a kill."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Generic

import msgspec

from meitinker.i18n import _
from meitinker.services import form_drafts
from meitinker.services.form_drafts import T
from meitinker.store.lanes import Urgency
from ui.widgets.bars import MessageBar

if TYPE_CHECKING:
    from collections.abc import Callable

    from meitinker.services.form_drafts import Form
    from ui.keeping import Keeping
    from ui.widgets.autosave import Autosave, Done, Failed, Fields
    from ui.widgets.form_field import FormField


class FormKeeping(Generic[T]):
    """One form of a conversation or a file: kept by its :class:`Keeping`, with all that is typed.

    Attributes:
        bar: Tells that what stands in the form was typed before; the owner gives it its place.
    """

    def __init__(
        self,
        keeping: Keeping,
        form: Form[T],
        *,
        typed: Callable[[], T],
        show: Callable[[T], None],
    ) -> None:
        """Begin about nothing.

        Args:
            keeping: Which is flushed when the screen is left, and tells how saving stands.
            form: The form.
            typed: Returns what stands in the fields.
            show: Shows what was typed before, or an empty form.
        """
        self._keeping = keeping
        self._form = form
        self._typed = typed
        self._show = show
        self._about = ""
        self._touched = False
        self.bar = MessageBar()
        self.bar.acted.connect(self._empty)

    @property
    def touched(self) -> bool:
        """Whether something stands in the form that is not saved."""
        return self._touched

    def watch(self, *fields: FormField) -> None:
        """Keep the form when one of these is typed in, at once when it is left."""
        for field in fields:
            field.edited.connect(self._edited)
            field.left.connect(lambda: self._saver().flush())

    def begin(self, about: str) -> None:
        """Be about a record; what was typed about it before comes back."""
        if about == self._about:
            return
        if self._about:
            self._saver().flush()
            self._show(self._form.holds())
            self.bar.clear()
        self._about, self._touched = about, False
        if not about:
            return
        work = self._keeping.workplace
        # On the writing lane: what was typed a moment ago is there by then.
        work.tasks.write(
            self.bar,
            lambda: form_drafts.read(work.database, work.session, self._form, about=about),
            done=partial(self._come_back, about),
        )

    def leave(self) -> None:
        """Forget the form: the user left it on purpose."""
        self._end()
        self._forget()

    def saved(self) -> None:
        """Begin anew: the act that saved the form forgot it."""
        self._end()
        if self._about in self._saver().unsaved():
            self._forget()  # typed while the act was under way, and no longer in sight

    def _end(self) -> None:
        self._touched = False
        self.bar.clear()

    def _forget(self) -> None:
        self._put(self._form.holds())
        self._saver().flush()

    def _edited(self) -> None:
        self._touched = True
        self._put(self._typed())

    def _put(self, typed: T) -> None:
        self._saver().put(self._about, msgspec.json.encode(typed).decode())

    def _saver(self) -> Autosave:
        return self._keeping.of("form", self._form.name, save=self._save)

    def _save(self, fields: Fields, done: Done, failed: Failed) -> None:
        work, form = self._keeping.workplace, self._form

        def keep() -> None:
            for about, text in fields.items():
                typed = msgspec.json.decode(str(text), type=form.holds)
                form_drafts.keep(work.database, work.session, form, typed, about=about)

        def kept(_nothing: None) -> None:
            self._keeping.formKept.emit()
            done()

        work.tasks.write(self._keeping, keep, done=kept, failed=failed, urgency=Urgency.TYPING)

    def _come_back(self, about: str, typed: T | None) -> None:
        if typed is None or about != self._about or self._touched:
            return
        self._touched = True
        self._show(typed)
        words = _("Dit had u al ingevuld. Het is bewaard.")
        self.bar.tell("uitleg", words, action=_("Leegmaken"))

    def _empty(self) -> None:
        self._show(self._form.holds())
        self.leave()
