"""Who has how much in hand, and what of it can be handed on, in words. No Qt here."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from meitinker import clock
from meitinker.domain.people import full_name
from meitinker.i18n import _, ngettext
from ui.viewmodels.parts import Choice, IconText
from ui.viewmodels.requests import clock_line
from ui.viewmodels.tasks import due_words, more_people
from ui.viewmodels.today import Item

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from meitinker.services.open_work import Open, OpenWork
    from meitinker.services.workload import Load

BY_USER, BY_VILLAGE = "user", "village"
"""By what the work is added up."""

MOST = 15
"""Residents that are listed at first, and each time that more are asked for: a row takes 3 ms."""


class LoadLine(msgspec.Struct, frozen=True, kw_only=True):
    """A meitinker or a village in the list, with its bar.

    Attributes:
        key: Id of the user or village; :data:`NOBODY` for what is nobody's.
        title: The name.
        status: How much there is, in words.
        icon_name: Icon before these.
        tint: Its colour.
        late: How much is late.
        soon: How much will be within a week.
        rest: How much more there is.
        most: What the longest bar of the list holds.
    """

    key: str
    title: str
    status: str
    icon_name: str
    tint: str
    late: int
    soon: int
    rest: int
    most: int


NOBODY = "-"


def ways() -> tuple[Choice, ...]:
    """Return by what the work can be looked at."""
    return (Choice(BY_USER, _("Per meitinker")), Choice(BY_VILLAGE, _("Per dorp")))


def legend() -> str:
    """Return what a bar tells."""
    return _("Een balk: vol is te laat, gestreept is binnen een week, open is de rest.")


def lines(loads: Sequence[Load], by: str) -> tuple[LoadLine, ...]:
    """Return the list, the most pressed first."""
    most = max((_all(one) for one in loads), default=0)
    return tuple(_line(one, by, most=most) for one in loads if one.name or _waits(one))


def facts(load: Load) -> tuple[IconText, ...]:
    """Return what there is, a line each."""
    found = [_visits(load), _requests(load), _tasks(load), *_at_office(load)]
    if load.papers:
        words = ngettext("{n} brief of plan wacht.", "{n} brieven en plannen wachten.", load.papers)
        found.append(IconText(words.format(n=load.papers), "mail"))
    return tuple(found)


def name(load: Load, by: str) -> str:
    """Return who or what it is of."""
    nobody = _("Niemand die hier bekend is") if by == BY_USER else _("Geen dorp van ons")
    return load.name or nobody


def residents(work: OpenWork, by: str, *, most: int) -> tuple[Item, ...]:
    """Return the residents of whom anything is open, whose work presses most first."""
    grouped: dict[str, list[Open]] = {}
    for one in work.things:
        grouped.setdefault(one.person_id, []).append(one)
    return tuple(
        _resident(work, person_id, things, by=by)
        for person_id, things in list(grouped.items())[:most]
    )


def further(work: OpenWork, *, most: int) -> str:
    """Return the button that shows more residents, or ""."""
    count = len({one.person_id for one in work.things}) - most
    return more_people(count) if count > 0 else ""


def resident(work: OpenWork, person_id: str) -> str:
    """Return the name of a resident as it is said."""
    person = work.people.get(person_id)
    return (full_name(person) if person else "") or _("Naam onbekend")


def things(work: OpenWork) -> tuple[IconText, ...]:
    """Return what is open of a resident, a line each, with who has it."""
    return tuple(_thing(one, work) for one in work.things)


def request_name(one: Open) -> str:
    """Return what a request is called among the things of its resident."""
    return f"{_('Vraag')}. {_pressing(one)[0]}"


def _line(load: Load, by: str, *, most: int) -> LoadLine:
    late, soon, whole = load.late + load.overdue, load.soon, _all(load)
    words = []
    if late:
        words.append(_("{n} te laat").format(n=late))
    if soon:
        words.append(_("{n} binnen een week").format(n=soon))
    words.append(_("{n} open").format(n=whole) if whole else _("niets open"))
    icon_name, tint = ("alert-circle", "error") if late else ("clock", "muted")
    if not whole:
        icon_name, tint = "circle-check", "success"
    return LoadLine(
        key=load.key or NOBODY,
        title=name(load, by),
        status=" · ".join(words),
        icon_name=icon_name,
        tint=tint,
        late=late,
        soon=soon,
        rest=max(whole - late - soon, 0),
        most=max(most, 1),
    )


def _all(load: Load) -> int:
    return load.visits + load.requests + load.tasks


def _waits(load: Load) -> bool:
    return bool(_all(load) or load.to_check or load.replies or load.papers)


def _visits(load: Load) -> IconText:
    words = ngettext("{n} gesprek is bezig.", "{n} gesprekken zijn bezig.", load.visits)
    return IconText(words.format(n=load.visits), "messages")


def _requests(load: Load) -> IconText:
    words = ngettext("{n} vraag loopt.", "{n} vragen lopen.", load.requests)
    said = [words.format(n=load.requests)]
    if load.late:
        said.append(_("Te laat: {n}.").format(n=load.late))
    if load.soon:
        said.append(_("Binnen een week: {n}.").format(n=load.soon))
    tint = "error" if load.late else "warning" if load.soon else "muted"
    return IconText(" ".join(said), "message-circle", tint)


def _tasks(load: Load) -> IconText:
    words = ngettext("{n} taak staat open.", "{n} taken staan open.", load.tasks)
    said = [words.format(n=load.tasks)]
    if load.overdue:
        said.append(_("Te laat: {n}.").format(n=load.overdue))
    return IconText(" ".join(said), "clipboard-list", "error" if load.overdue else "muted")


def _at_office(load: Load) -> list[IconText]:
    found = []
    if load.to_check:
        words = ngettext(
            "{n} gesprek wacht op de backoffice.",
            "{n} gesprekken wachten op de backoffice.",
            load.to_check,
        )
        found.append(IconText(words.format(n=load.to_check), "clipboard-check"))
    if load.replies:
        words = ngettext(
            "{n} gesprek wacht op antwoord van de meitinker.",
            "{n} gesprekken wachten op antwoord van de meitinker.",
            load.replies,
        )
        found.append(IconText(words.format(n=load.replies), "arrow-back-up"))
    return found


def _resident(work: OpenWork, person_id: str, things: list[Open], *, by: str) -> Item:
    kinds = [one.kind for one in things]
    counted = []
    for kind, words in _counts().items():
        count = kinds.count(kind)
        if count:
            counted.append(words(count))
    pressing, icon_name, tint = _pressing(things[0])
    who = []
    if by == BY_VILLAGE:
        who = sorted({work.users.get(one.user_id, "") for one in things} - {""})
    said = ", ".join(counted)
    return Item(
        key=person_id,
        title=resident(work, person_id),
        status=" · ".join((said, *([pressing] if pressing else []), *who)),
        icon_name=icon_name,
        tint=tint,
        record_id=person_id,
        look=_("Bekijk dossier"),
        verb=_("Verdeel het werk"),
    )


def _counts() -> dict[str, Callable[[int], str]]:
    return {
        "request": lambda n: ngettext("{n} vraag", "{n} vragen", n).format(n=n),
        "visit": lambda n: ngettext("{n} gesprek", "{n} gesprekken", n).format(n=n),
        "task": lambda n: ngettext("{n} taak", "{n} taken", n).format(n=n),
    }


def _thing(one: Open, work: OpenWork) -> IconText:
    pressing, icon_name, tint = _pressing(one)
    what = {
        "request": _("Vraag"),
        "visit": _("Gesprek dat bezig is"),
        "task": _("Taak: {what}").format(what=one.what),
    }[one.kind]
    by = work.users.get(one.user_id) or _("Niemand die hier bekend is")
    return IconText(" · ".join(part for part in (what, pressing, by) if part), icon_name, tint)


def _pressing(one: Open) -> tuple[str, str, str]:
    """Return by when a thing is due in words, with an icon and its colour."""
    if one.running is not None:
        line = clock_line(one.running, clock.now())
        return line.text, line.icon_name, line.tint
    if one.due_on is not None:
        return due_words(one.due_on)
    return "", {"visit": "messages", "request": "message-circle"}.get(one.kind, "clock"), "muted"
