"""Keeps a form as it is typed, for the record it is about, and brings it back after a kill."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Generic

import msgspec

from meitinker.changes import NOTHING
from meitinker.i18n import _
from meitinker.services import editing, form_drafts
from meitinker.services.form_drafts import T, TypedFields
from meitinker.store.lanes import Priority
from ui.widgets.bars import MessageBar
from ui.widgets.scrolling import lay_out_now
from ui.widgets.typed import parts_of, show_parts, show_typed, typed_in

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from PySide6.QtWidgets import QWidget

    from meitinker.changes import Change, Changes
    from meitinker.services.form_drafts import Form
    from ui.forms.keeping import Keeping
    from ui.widgets.autosave import Autosave, Done, Failed, Fields
    from ui.widgets.form_field import FormField
    from ui.widgets.typed import Parts


class FormKeeping(Generic[T]):
    """One form of a screen: kept by its :class:`Keeping`, with all that is typed there.

    Attributes:
        changes: Whether it begins with what is saved: the bar offers that and no empty form.
    """

    def __init__(
        self,
        keeping: Keeping,
        form: Form[T],
        *,
        typed: Callable[[], T],
        show: Callable[[T], None],
        quiet_for: QWidget | None = None,
        changes: bool = False,
    ) -> None:
        """Begin about nothing.

        Args:
            keeping: Which is flushed when the screen is left, and tells how saving stands.
            form: The form.
            typed: Returns what stands in the fields.
            show: Shows what was typed before, or an empty form.
            quiet_for: The widget it is all about, where that tells by itself and needs no bar.
            changes: Whether it begins with what is saved: the bar offers that and no empty form.
        """
        self._keeping = keeping
        self.changes = changes
        self._form = form
        self._typed = typed
        self._show = show
        self._about: str | None = None
        self._touched = False
        self._quiet_for = quiet_for

    @cached_property
    def bar(self) -> MessageBar:
        """Tells that what stands in the form was typed before; the owner gives it its place."""
        bar = MessageBar()
        bar.acted.connect(self._empty)
        return bar

    @property
    def touched(self) -> bool:
        """Whether something stands in the form that is not saved."""
        return self._touched

    def watch(self, *fields: FormField) -> None:
        """Keep the form when one of these is typed in, at once when it is left."""
        for field in fields:
            field.edited.connect(self.keep)
            field.left.connect(lambda: self._saver().flush())

    def begin(self, about: str = "", *, then: Callable[[], None] | None = None) -> None:
        """Be about a record; what was typed about it before comes back.

        Args:
            about: The record; "" for a form that is about none.
            then: Called once the form shows what was typed before, if anything was.
        """
        if about == self._about:
            if then is not None:
                then()
            return
        if self._about is not None:
            self._saver().flush()
            self._show(self._form.holds())
            self._quieten()
        nothing = self._form.kind is not None and not about
        self._about, self._touched = None if nothing else about, False
        if nothing:
            return
        work = self._keeping.workplace

        def come_back(typed: T | None) -> None:
            self._come_back(about, typed)
            if then is not None:
                then()

        # On the writing lane: what was typed a moment ago is there by then.
        work.tasks.write(
            self._quiet_for or self.bar,
            lambda: form_drafts.read(work.database, work.session, self._form, about=about),
            done=come_back,
        )

    def take(self, about: str, *, touched: bool) -> None:
        """Be about a record whose form is shown already; what was typed of another is kept.

        Args:
            about: The record, or the key of the form.
            touched: Whether something stands in the form that is not saved.
        """
        if self._about is not None and about != self._about:
            self._saver().flush()
        self._about, self._touched = about, touched

    def keep(self) -> None:
        """Keep the form as it stands now."""
        self._touched = True
        self._put(self._typed())

    def settle(self) -> None:
        """Take in that what was typed, or some of it, is saved elsewhere now."""
        typed = self._typed()
        self._put(typed)
        self._saver().flush()
        if typed.empty:
            self._end()

    def rest(self) -> None:
        """Be about nothing until it begins again; what was typed is kept."""
        if self._about is not None:
            self._saver().flush()
        self._about = None
        self._end()

    def leave(self) -> None:
        """Forget the form: the user left it on purpose."""
        self._end()
        self._forget()

    def saved(self) -> None:
        """Begin anew: the act that saved the form forgot it."""
        self._end()
        if (self._about or "") in self._saver().unsaved():
            self._forget()  # typed while the act was under way, and no longer in sight

    def _end(self) -> None:
        self._touched = False
        self._quieten()

    def _quieten(self) -> None:
        if self._quiet_for is None:
            self.bar.clear()

    def _forget(self) -> None:
        self._put(self._form.holds())
        self._saver().flush()

    def _put(self, typed: T) -> None:
        if self._about is not None:
            self._saver().put(self._about, msgspec.json.encode(typed).decode())

    def _saver(self) -> Autosave:
        return self._keeping.of("form", self._form.name, save=self._save)

    def _save(self, fields: Fields, done: Done, failed: Failed) -> None:
        work, form = self._keeping.workplace, self._form

        def keep() -> Changes:
            changed: list[Change] = []
            for about, text in fields.items():
                typed = msgspec.json.decode(str(text), type=form.holds)
                kept = form_drafts.keep(work.database, work.session, form, typed, about=about)
                changed += kept.items
            return msgspec.structs.replace(NOTHING, items=tuple(changed))

        def kept(_changes: Changes) -> None:
            self._keeping.formKept.emit()
            done()

        work.tasks.write(self._keeping, keep, done=kept, failed=failed, urgency=Priority.TYPING)

    def _come_back(self, about: str, typed: T | None) -> None:
        if typed is None or about != self._about or self._touched:
            return
        self._touched = True
        self._show(typed)
        if self._quiet_for is None:
            words = _("Dit had u al ingevuld. Het is bewaard.")
            action = _("Zet terug") if self.changes else _("Leegmaken")
            self.bar.tell("uitleg", words, action=action)
        lay_out_now()  # what stands below would be squeezed for a frame

    def _empty(self) -> None:
        self._show(self._form.holds())
        self.leave()


class FieldsKeeping(FormKeeping[TypedFields]):
    """A form that is nothing but fields, each kept by its name."""

    def __init__(
        self,
        keeping: Keeping,
        form: Form[TypedFields],
        fields: Mapping[str, FormField],
        *,
        shown: Callable[[bool], None] | None = None,
        quiet_for: QWidget | None = None,
        changes: bool = False,
    ) -> None:
        """Take what stands in the fields now for how the form begins.

        Args:
            keeping: As in :class:`FormKeeping`.
            form: The form.
            fields: What is typed in, by the names under which it is kept.
            shown: Called when other text was shown: True where it was typed before.
            quiet_for: As in :class:`FormKeeping`.
            changes: As in :class:`FormKeeping`.
        """
        self._fields = fields
        self._shown = shown
        self._begun: dict[str, Parts] = {}
        self.begins()
        super().__init__(
            keeping,
            form,
            typed=self._read,
            show=self._show_fields,
            quiet_for=quiet_for,
            changes=changes,
        )
        self.watch(*fields.values())

    def begins(self, *names: str) -> None:
        """Take what stands in the fields now for how the form begins: it is nobody's typing.

        With ``names`` of those fields only, which came later than the others.
        """
        known = {name: parts for name, parts in self._begun.items() if name in self._fields}
        late = names or self._fields
        self._begun = {**known, **{name: parts_of(self._fields[name]) for name in late}}

    def empty(self) -> None:
        """Show the form as it began: what was typed in it is saved elsewhere, or gone."""
        self._show_fields(TypedFields())

    def _read(self) -> TypedFields:
        return TypedFields(fields=typed_in(self._fields, self._begun))

    def _show_fields(self, typed: TypedFields) -> None:
        show_typed(self._fields, self._begun, typed.fields)
        if self._shown is not None:
            self._shown(not typed.empty)


class HalfKeeping(FormKeeping[TypedFields]):
    """A field of a record in which half a day or postcode stands: kept until it is a value."""

    def __init__(
        self,
        keeping: Keeping,
        kind: str,
        name: str,
        *,
        field: FormField,
        problem: Callable[[], str | None],
    ) -> None:
        """Watch ``field``, in which ``name`` of a record is typed.

        Args:
            keeping: As in :class:`FormKeeping`.
            kind: The kind of the record.
            name: The field of the record.
            field: What it is typed in.
            problem: Returns why what stands there is no value, or None where it is one.
        """

        def typed() -> TypedFields:
            return TypedFields(fields={name: parts_of(field)} if problem() else {})

        def show(found: TypedFields) -> None:
            if not found.empty:
                show_parts(field, found.fields.get(name, ()))
                field.set_error(problem())

        form = editing.half(kind, name)
        super().__init__(keeping, form, typed=typed, show=show, quiet_for=field)
        self.watch(field)


class EntryKeeping:
    """The fields of a list's entries: a new one, or one that is changed; each is kept apart.

    Attributes:
        bars: Tell that what stands there was typed before; the owner gives them their place.
    """

    def __init__(
        self,
        keeping: Keeping,
        fields: Mapping[str, FormField],
        *,
        new: Form[TypedFields],
        change: Form[TypedFields],
        shown: Callable[[bool], None] | None = None,
    ) -> None:
        """Begin with neither.

        Args:
            keeping: As in :class:`FormKeeping`.
            fields: As in :class:`FieldsKeeping`.
            new: The form of a new entry.
            change: The form of one that is there.
            shown: As in :class:`FieldsKeeping`.
        """
        self._workplace = keeping.workplace
        self._forms = new, change
        self._new = FieldsKeeping(keeping, new, fields, shown=shown)
        self._change = FieldsKeeping(keeping, change, fields, shown=shown, changes=True)
        self._at = self._new
        self.bars = self._new.bar, self._change.bar

    def come_back(
        self, entries: Iterable[str], change: Callable[[str], None], *, about: str = ""
    ) -> None:
        """Have the entry changed that was being changed when the program ended, if any was.

        Not where a new one was typed after it.
        """
        work, (new, changed) = self._workplace, self._forms
        forms = {"": (new, about), **{entry: (changed, entry) for entry in entries}}

        def show(entry: str | None) -> None:
            if entry and self._at is self._new:
                change(entry)

        work.tasks.read(
            self.bars[0],
            lambda: form_drafts.newest(work.database, work.session, forms),
            done=show,
        )

    def begin_new(self, fill: Callable[[], None], *, about: str = "") -> None:
        """Fill the fields for a new entry; what was typed of one before comes back."""
        self._turn(self._new, fill, about)

    def begin_change(self, entry: str, fill: Callable[[], None]) -> None:
        """Fill the fields with an entry; what was changed of it and not saved comes back."""
        self._turn(self._change, fill, entry)

    def saved(self) -> None:
        """Take in that the act kept what was typed."""
        self._at.saved()

    def leave(self) -> None:
        """Forget what was typed: the user left it on purpose."""
        self._at.leave()

    def _turn(self, to: FieldsKeeping, fill: Callable[[], None], about: str) -> None:
        for one in (self._new, self._change):
            one.rest()
        fill()
        to.begins()
        self._at = to
        to.begin(about)
