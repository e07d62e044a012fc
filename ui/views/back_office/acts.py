"""What can be done with a visit at the back office: a few fields each, and the service."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from meitinker.domain.reviews import Status
from meitinker.i18n import _, ngettext
from meitinker.ids import VisitId
from meitinker.services import handing_work, reviewing
from ui.views.requests.acts import CardAct, day_in, text_in
from ui.widgets.dates import DateField
from ui.widgets.fields import TextArea

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from meitinker.changes import Changes
    from meitinker.domain.reviews import ReviewStep
    from meitinker.domain.session import Session
    from meitinker.ids import RecordId
    from meitinker.services.reviews import ReviewFile
    from ui.widgets.form_field import FormField
    from ui.workplace import Workplace

    Do = Callable[[Workplace, RecordId], Changes]

ASK, SEND_BACK, TAKE_OVER, REPLY = "ask", "send_back", "take_over", "reply"

_OPEN = frozenset({Status.NEW, Status.TO_CHECK, Status.CHANGED})
"""Where a clerk decides."""


def possible(
    file: ReviewFile, session: Session, *, clerk: bool, lacking: int = 0
) -> tuple[CardAct, ...]:
    """Return what can be done with a visit as it stands, the likeliest first.

    Args:
        file: The visit as it is shown; what is decided is decided about this version.
        session: Who asks.
        clerk: Whether the role checks visits; a meitinker only replies.
        lacking: How many lines of the checklist lack something that nobody looked at.
    """
    review = file.review
    if review.clash is not None:
        return ()
    if not clerk:
        return (reply(file.question),) if file.question is not None else ()
    if review.status in _OPEN:
        mine = review.clerk == session.user and review.status is not Status.CHANGED
        decide = approve(file.version, lacking=lacking)
        first = (decide,) if mine else (take_up(), decide)
        last = (*((let_go(),) if mine else ()), take_over())
        return (*first, ask(), send_back(file.version), *last)
    again = _("Ga verder zonder antwoord") if file.question is not None else _("Pak opnieuw op")
    return (take_up(again),)


def take_up(name: str = "") -> CardAct:
    """Take the visit in hand; one that was decided on is looked at again."""
    words = name or _("Pak op")
    return CardAct("take_up", words, "clipboard-check", words, dict, _do_take_up)


def let_go() -> CardAct:
    """Leave it to whoever comes next."""
    return CardAct("let_go", _("Leg terug"), "rotate-2", _("Leg terug"), dict, _do_let_go)


def approve(seen: str, *, lacking: int = 0) -> CardAct:
    """Say that it may be handed over; where something is ``lacking``, why that may be."""
    return CardAct(
        "approve",
        _("Keur goed"),
        "circle-check",
        _("Keur toch goed"),
        partial(_why_approve, lacking),
        partial(_do_approve, seen),
        reviewing.APPROVAL if lacking else None,
    )


def ask() -> CardAct:
    """Ask the meitinker a question."""
    return CardAct(
        ASK,
        _("Stel een vraag"),
        "message-circle",
        _("Stuur de vraag"),
        _question,
        _do_ask,
        reviewing.QUESTION,
    )


def send_back(seen: str) -> CardAct:
    """Return it to the meitinker."""
    return CardAct(
        SEND_BACK,
        _("Stuur terug"),
        "arrow-back-up",
        _("Stuur terug"),
        _why,
        partial(_do_send_back, seen),
        reviewing.RETURN,
    )


def take_over() -> CardAct:
    """Take a complex case over: the file with its open work, and the visit."""
    return CardAct(
        TAKE_OVER,
        _("Neem het dossier over"),
        "users",
        _("Neem het dossier over"),
        _over,
        _do_take_over,
        handing_work.TAKING_OVER,
    )


def reply(to: ReviewStep) -> CardAct:
    """Reply to a question, or hand in again what was returned."""
    return CardAct(
        REPLY,
        _("Antwoord"),
        "message-circle",
        _("Stuur het antwoord"),
        _answer,
        partial(_do_reply, to.id),
        reviewing.REPLY,
    )


def _question() -> dict[str, FormField]:
    return {
        "text": TextArea(
            _("Wat wilt u van de meitinker weten?"),
            hint=_("De meitinker krijgt dit als taak, met de naam van de inwoner."),
            lines=3,
        ),
        "by": DateField(_("Voor welke dag?"), hint=_("Leeg is over een week.")),
    }


def _do_take_up(_fields: Mapping[str, FormField]) -> Do:
    return lambda work, one: reviewing.take_up(work.database, work.session, VisitId(one))


def _do_let_go(_fields: Mapping[str, FormField]) -> Do:
    return lambda work, one: reviewing.let_go(work.database, work.session, VisitId(one))


def _why_approve(lacking: int) -> dict[str, FormField]:
    words = ngettext(
        "Er ontbreekt {count} punt dat niemand heeft nagekeken. Waarom mag het toch door?",
        "Er ontbreken {count} punten die niemand heeft nagekeken. Waarom mag het toch door?",
        lacking,
    )
    hint = _("U kunt de punten ook aanvinken in de lijst. Uw uitleg blijft bij het gesprek staan.")
    return {"why": TextArea(words.format(count=lacking), hint=hint, lines=2)}


def _do_approve(seen: str, fields: Mapping[str, FormField]) -> Do:
    why = text_in(fields, "why") if "why" in fields else ""
    return lambda work, one: reviewing.approve(
        work.database, work.session, VisitId(one), seen=seen, why=why
    )


def _do_ask(fields: Mapping[str, FormField]) -> Do:
    text, by = text_in(fields, "text"), day_in(fields, "by")
    return lambda work, one: reviewing.ask(
        work.database, work.session, VisitId(one), text=text, by=by
    )


def _why() -> dict[str, FormField]:
    return {
        "text": TextArea(
            _("Waarom stuurt u het terug?"),
            hint=_("De meitinker leest dit en vult het gesprek aan."),
            lines=3,
        )
    }


def _do_send_back(seen: str, fields: Mapping[str, FormField]) -> Do:
    why = text_in(fields, "text")
    return lambda work, one: reviewing.send_back(
        work.database, work.session, VisitId(one), why=why, seen=seen
    )


def _over() -> dict[str, FormField]:
    words = TextArea(
        _("Waarom neemt u het dossier over?"),
        hint=_("De meitinker leest dit. Het open werk van dit dossier komt bij u."),
        lines=3,
    )
    return {"text": words}


def _do_take_over(fields: Mapping[str, FormField]) -> Do:
    why = text_in(fields, "text")
    return lambda work, one: handing_work.take_over(
        work.database, work.session, VisitId(one), why=why
    )


def _answer() -> dict[str, FormField]:
    return {"text": TextArea(_("Uw antwoord aan de backoffice"), lines=3)}


def _do_reply(to: RecordId, fields: Mapping[str, FormField]) -> Do:
    text = text_in(fields, "text")
    return lambda work, one: reviewing.reply(
        work.database, work.session, VisitId(one), text=text, to=to
    )
