"""What can be given to a meitinker: a task, a request, a whole file; a few fields each."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from meitinker.i18n import _
from meitinker.ids import PersonId, RecordId
from meitinker.services import handing_work
from ui.viewmodels import workload as said
from ui.viewmodels.parts import Choice
from ui.views.requests.acts import CardAct, day_in, text_in
from ui.widgets.choices import ComboField
from ui.widgets.dates import DateField
from ui.widgets.fields import TextArea, TextField

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from meitinker.changes import Changes
    from meitinker.domain.organisation import User
    from meitinker.services.open_work import OpenWork
    from ui.widgets.form_field import FormField
    from ui.workplace import Workplace

    Do = Callable[[Workplace, RecordId], Changes]


def possible(work: OpenWork, colleagues: Sequence[User]) -> tuple[CardAct, ...]:
    """Return what can be given of a resident, the likeliest first; each is about the resident.

    Args:
        work: What is open of one resident.
        colleagues: To whom it can be given.
    """
    whose = {one.user_id: work.users.get(one.user_id, "") for one in work.things if one.user_id}
    file = (give_file(whose, colleagues),) if whose else ()
    return (*file, *_requests(work, colleagues), give_task(colleagues))


def give_file(whose: Mapping[str, str], colleagues: Sequence[User]) -> CardAct:
    """Give all the open work of who has it; ``whose`` are their names by id."""
    return CardAct(
        "file",
        _("Geef het dossier"),
        "users",
        _("Geef het dossier"),
        partial(_file_fields, whose, colleagues),
        partial(_do_give_file, next(iter(whose))),
        handing_work.GIVING_FILE,
    )


def give_task(colleagues: Sequence[User]) -> CardAct:
    """Give something to do."""
    return CardAct(
        "task",
        _("Geef een taak"),
        "clipboard-list",
        _("Geef de taak"),
        partial(_task_fields, colleagues),
        _do_give_task,
        handing_work.GIVING_TASK,
    )


def _requests(work: OpenWork, colleagues: Sequence[User]) -> Iterable[CardAct]:
    asked = [one for one in work.things if one.kind == "request"]
    for one in asked:
        # With one there is nothing to tell apart.
        name = _("Geef de vraag")
        if len(asked) > 1:
            name = f"{name}: {said.request_name(one)}"
        yield CardAct(
            f"request:{one.record_id}",
            name,
            "message-circle",
            _("Geef de vraag"),
            partial(_whom_fields, colleagues),
            partial(_do_give_request, RecordId(one.record_id)),
            handing_work.GIVING_REQUEST,
            one.record_id,
        )


def whom(label: str, colleagues: Iterable[User]) -> ComboField:
    """Return the question for a colleague."""
    known = [Choice(str(one.id), one.name) for one in colleagues]
    return ComboField(label, known, placeholder=_("Kies een collega"))


def chosen_in(fields: Mapping[str, FormField], name: str) -> RecordId:
    """Return the id that is chosen in a field, or one of nobody."""
    field = fields.get(name)
    return RecordId((field.value() if isinstance(field, ComboField) else None) or "")


def _whom_fields(colleagues: Sequence[User]) -> dict[str, FormField]:
    return {"to": whom(_("Aan wie?"), colleagues)}


def _file_fields(whose: Mapping[str, str], colleagues: Sequence[User]) -> dict[str, FormField]:
    fields: dict[str, FormField] = {}
    if len(whose) > 1:
        nobody = _("Niemand die hier bekend is")
        known = [Choice(key, name or nobody) for key, name in whose.items()]
        of = fields["of"] = ComboField(_("Wiens werk?"), known)
        of.set_value(known[0].key)
    note = TextArea(
        _("Wat moet uw collega weten?"),
        hint=_("Dit staat bij de overdracht in het dossier. Het mag leeg blijven."),
        lines=3,
    )
    return {**fields, "to": whom(_("Aan wie?"), colleagues), "note": note}


def _task_fields(colleagues: Sequence[User]) -> dict[str, FormField]:
    return {
        "to": whom(_("Aan wie?"), colleagues),
        "what": TextField(_("Wat moet er gebeuren?")),
        "due_on": DateField(_("Voor welke dag?"), hint=_("Dit mag leeg blijven.")),
    }


def _do_give_file(only: str, fields: Mapping[str, FormField]) -> Do:
    of = chosen_in(fields, "of") or RecordId(only)
    to, note = chosen_in(fields, "to"), text_in(fields, "note")
    return lambda work, one: handing_work.give_file(
        work.database, work.session, PersonId(one), of=of, to=to, note=note
    )


def _do_give_task(fields: Mapping[str, FormField]) -> Do:
    to, what, due = chosen_in(fields, "to"), text_in(fields, "what"), day_in(fields, "due_on")
    return lambda work, one: handing_work.give_task(
        work.database, work.session, PersonId(one), to=to, what=what, due_on=due
    )


def _do_give_request(request_id: RecordId, fields: Mapping[str, FormField]) -> Do:
    to = chosen_in(fields, "to")
    return lambda work, _one: handing_work.give_request(
        work.database, work.session, request_id, to=to
    )
