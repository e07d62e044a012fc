"""Visits at the back office in words: the inbox, where one stands, its checklist. No Qt here."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from meitinker import clock
from meitinker.domain.checkpoints import Topic
from meitinker.domain.kinds import KINDS
from meitinker.domain.reviews import Clash, Status, StepKind
from meitinker.domain.visit_versions import Way
from meitinker.domain.words import name_of
from meitinker.i18n import _, ngettext
from ui.viewmodels.dates import day_text, local_day
from ui.viewmodels.field_words import field_name, thing_name, value_words
from ui.viewmodels.parts import Choice, IconText
from ui.viewmodels.visits import said_name

if TYPE_CHECKING:
    from collections.abc import Mapping

    from meitinker.domain.reviews import Review, ReviewReply, ReviewStep
    from meitinker.domain.visit_versions import VisitDifference
    from meitinker.ids import UserId
    from meitinker.services.review_checklist import CheckLine
    from meitinker.services.review_compare import ComparedVisit
    from meitinker.services.reviews import Inbox, ReviewFile
    from meitinker.store.reviews import ReviewEntry

ORDER = (
    Status.NEW,
    Status.TO_CHECK,
    Status.CHANGED,
    Status.QUESTION_OUT,
    Status.RETURNED,
    Status.APPROVED,
    Status.IMPORTED,
)
"""In the order of the work: what waits for the back office comes first."""

_LOOKS = {
    Status.NEW: ("mail", "info"),
    Status.TO_CHECK: ("list-check", "info"),
    Status.CHANGED: ("alert-triangle", "warning"),
    Status.QUESTION_OUT: ("message-circle", "muted"),
    Status.RETURNED: ("arrow-back-up", "muted"),
    Status.APPROVED: ("circle-check", "success"),
    Status.IMPORTED: ("clipboard-check", "success"),
}


class InboxLine(msgspec.Struct, frozen=True):
    """One visit in the inbox.

    Attributes:
        key: Id of the visit.
        name: Name of the resident as it is said.
        status: What the row says below the name.
        icon_name: Icon of how it stands.
        tint: Its colour.
        stands: How it stands, in words.
        who: Who held it, who has it in hand, its number: a line each.
    """

    key: str
    name: str
    status: str
    icon_name: str
    tint: str
    stands: str
    who: tuple[str, ...]


class Tick(msgspec.Struct, frozen=True):
    """One line of the checklist: its code and words, what is wrong, who looked, if it counts."""

    item: str
    name: str
    wrong: str
    by: str
    ticked: bool


def choices(counts: Mapping[Status, int]) -> list[Choice]:
    """Return where visits stand, each with how many, as answers; all of them first."""
    every = _("Alle gesprekken ({count})").format(count=sum(counts.values()))
    return [
        Choice("", every),
        *(Choice(one.value, f"{name_of(one)} ({counts.get(one, 0)})") for one in ORDER),
    ]


def first_status(counts: Mapping[Status, int]) -> str:
    """Return where to look first: the first kind of work that is there, or all."""
    return next((one.value for one in ORDER[:3] if counts.get(one, 0)), "")


def lines(inbox: Inbox, *, of_one_kind: bool = False) -> tuple[InboxLine, ...]:
    """Return the rows of the inbox; where all stand alike, a row says whose it is instead."""
    return tuple(_line(one, inbox.names, alike=of_one_kind) for one in inbox.entries)


def head(inbox: Inbox) -> str:
    """Return how much waits for the back office, in a sentence."""
    waiting = waiting_words(inbox.counts) or _("Er wacht niets op de backoffice.")
    return " ".join(words for words in (waiting, ready_words(inbox.counts)) if words)


def waiting_words(counts: Mapping[Status, int]) -> str:
    """Return how many visits wait for the back office, in a sentence; "" where none does."""
    waiting = sum(counts.get(one, 0) for one in ORDER[:3])
    words = ngettext(
        "Er wacht {count} gesprek op de backoffice.",
        "Er wachten {count} gesprekken op de backoffice.",
        waiting,
    )
    return words.format(count=waiting) if waiting else ""


def ready_words(counts: Mapping[Status, int]) -> str:
    """Return how many visits may be handed over, in a sentence; "" where none may."""
    ready = counts.get(Status.APPROVED, 0)
    words = ngettext(
        "{count} gesprek kan mee met een levering.",
        "{count} gesprekken kunnen mee met een levering.",
        ready,
    )
    return words.format(count=ready) if ready else ""


def about(file: ReviewFile) -> str:
    """Return when the conversation was and who held it."""
    day = file.visit.visit.visited_on
    by = file.names.get(file.visit.visit.user_id, "")
    held = _("Gesprek van {name}").format(name=by) if by else ""
    return " · ".join(part for part in (day_text(day) if day else "", held) if part)


def standing(file: ReviewFile) -> IconText:
    """Return where a visit stands, in a sentence or two: also what comes next."""
    review = file.review
    icon_name, tint = _LOOKS[review.status]
    if review.clash is not None:
        return IconText(name_of(review.clash) + ".", "alert-triangle", "warning")
    words = _stands(file)
    if review.imported is not None:
        words = _("{status}, importnummer {number}").format(
            status=words, number=review.imported.number
        )
    clerk = file.names.get(review.clerk, "")
    if clerk and review.status in {Status.TO_CHECK, Status.CHANGED}:
        return IconText(_("{status}. {name} heeft het opgepakt.").format(status=words, name=clerk),
                    icon_name, tint)  # fmt: skip
    return IconText(f"{words}.", icon_name, tint)


def said_between(file: ReviewFile) -> tuple[IconText, ...]:
    """Return what was asked or said last, and the answer to it: nobody looks for it far below."""
    asked = file.question if file.answer is None else file.review.last
    told = [IconText(f"“{asked.text}”", "message-circle", "muted")] if asked is not None else []
    if file.answer is not None:
        words = _("Antwoord van {name}: “{text}”")
        by = _by(file.answer.user_id, file.names)
        told.append(IconText(words.format(name=by, text=file.answer.text), "messages", "success"))
    return tuple(told)


def standing_for_meitinker(file: ReviewFile, reader: UserId) -> IconText:
    """Return what the back office says of a visit: to who held it, or to who reads along."""
    review = file.review
    icon_name, tint = _LOOKS[review.status]
    if file.answer is not None:
        by, answered = file.answer.user_id, _("U hebt de backoffice geantwoord.")
        if by != reader:
            answered = _("{name} heeft de backoffice geantwoord.").format(name=_by(by, file.names))
        return IconText(answered, "circle-check", "success")
    words = {
        Status.QUESTION_OUT: _("De backoffice heeft een vraag."),
        Status.RETURNED: _("De backoffice stuurde dit gesprek terug."),
    }.get(review.status)
    if words is not None:
        return IconText(words, "message-circle", "warning")
    if review.imported is None:
        return IconText(name_of(review.status) + ".", icon_name, tint)
    number = review.imported.number
    said = _("De backoffice heeft dit gesprek geleverd, met importnummer {number}.")
    if review.status is Status.CHANGED:
        said = _("Dit gesprek is veranderd na de levering. Het importnummer is {number}.")
    return IconText(said.format(number=number), icon_name, tint)


def ends(review: Review, names: Mapping[str, str]) -> list[Choice]:
    """Return what people said apart, to choose from."""
    return [Choice(one.id, step_words(one, names)) for one in review.ends]


def ticks(found: tuple[CheckLine, ...], names: Mapping[str, str]) -> tuple[Tick, ...]:
    """Return the lines of the checklist."""
    return tuple(_tick(one, names) for one in found)


def story(file: ReviewFile) -> tuple[IconText, ...]:
    """Return what happened, newest first: steps of clerks and replies of the meitinker."""
    told = [(one.at, one.id, _step_line(one, file.names)) for one in file.steps]
    told += [(one.at, one.id, _reply_line(one, file.names)) for one in file.replies]
    return tuple(line for _at, _id, line in sorted(told, key=lambda one: one[:2], reverse=True))


def needs(file: ReviewFile) -> tuple[str, ...]:
    """Return the needs of a visit, each with its wished result."""
    return tuple(
        _("{need}. Gewenst: {result}").format(need=one.what.rstrip("."), result=one.wished_result)
        if one.wished_result
        else one.what
        for one in file.visit.needs
    )


def compared_head(compared: ComparedVisit) -> str:
    """Return since when the visit is compared."""
    day = day_text(clock.local(compared.since.at).date())
    what = name_of(compared.since.what).lower()
    words = _("Veranderd sinds het op {day} is {what}")
    return words.format(day=day, what=what)


def differences(compared: ComparedVisit) -> tuple[IconText, ...]:
    """Return what differs, a line each."""
    return tuple(_difference(one, compared.words) for one in compared.differences)


def step_words(step: ReviewStep, names: Mapping[str, str]) -> str:
    """Return what a clerk did, who it was and when."""
    return " · ".join((name_of(step.what), _by(step.user_id, names), _moment(step)))


def _stands(file: ReviewFile) -> str:
    """Return the status with what belongs to it; its last sentence has no full stop yet."""
    review = file.review
    by = file.names.get(file.visit.visit.user_id) or _("de meitinker")
    if review.status is Status.NEW:
        return _("Nieuw. Niemand heeft dit gesprek nog opgepakt")
    if review.status is Status.TO_CHECK and review.replied:
        return _("{name} heeft geantwoord").format(name=by)
    if review.status is Status.APPROVED:
        return _("Goedgekeurd. Het gesprek kan nu mee met een levering")
    asks = {
        Status.QUESTION_OUT: _("U wacht op antwoord van {name}"),
        Status.RETURNED: _("Teruggestuurd naar {name}"),
    }.get(review.status)
    if asks is None:
        return name_of(review.status)
    asks = asks.format(name=by)
    if file.due_on is None:
        return asks
    return _("{what}, tot en met {day}").format(what=asks, day=day_text(file.due_on))


def _line(one: ReviewEntry, names: Mapping[str, str], *, alike: bool) -> InboxLine:
    status = Status(one.status)
    icon_name, tint = _LOOKS[status]
    words = [_("Haast")] if one.urgent else []
    words += [] if alike else [name_of(status)]
    if one.visited_on:
        words.append(day_text(local_day(one.visited_on), with_year=False))
    words += [names[one.user_id]] if alike and one.user_id in names else []
    if one.clash:
        icon_name, tint = "alert-triangle", "warning"
    elif one.urgent:
        icon_name, tint = "bell", "warning"
    who = names.get(one.user_id, "")
    clerk = names.get(one.clerk, "")
    day = day_text(local_day(one.visited_on)) if one.visited_on else ""
    held = _("Gesprek van {name}").format(name=who) if who else ""
    said = [" · ".join(part for part in (held, day) if part)]
    said += [_("Opgepakt door {name}").format(name=clerk)] if clerk else []
    said += [_("Importnummer {number}").format(number=one.number)] if one.number else []
    stands = name_of(Clash(one.clash)) if one.clash else name_of(status)
    return InboxLine(
        one.visit_id, said_name(one), " · ".join(words), icon_name, tint, stands, tuple(said)
    )


def _tick(one: CheckLine, names: Mapping[str, str]) -> Tick:
    wrong = ""
    of_needs = [each for each in one.missing if each.record_id is not None]
    if of_needs and one.item in _OF_NEEDS:
        wrong = ngettext(
            "Ontbreekt bij {count} behoefte.", "Ontbreekt bij {count} behoeften.", len(of_needs)
        ).format(count=len(of_needs))
    elif one.missing:
        wrong = _("Ontbreekt.")
    by = ""
    if one.tick is not None:
        day = day_text(clock.local(one.tick.at).date(), with_year=False)
        words = _("Bekeken door {name} op {day}.")
        if one.stale:
            words = _("Bekeken door {name} op {day}. Daarna is het gesprek veranderd.")
        by = words.format(name=names.get(one.tick.user_id) or _("een collega"), day=day)
    return Tick(one.item, _item(one.item), wrong, by, one.tick is not None and not one.stale)


_OF_NEEDS = frozenset({"what", "wished_result", "ladder"})


def _item(item: str) -> str:
    if item in set(Topic):
        return name_of(Topic(item))
    return {
        "request": _("De vraag waarmee het begon"),
        "plan_offer": _("Verteld dat de inwoner zelf een plan mag maken"),
        "question": _("De vraag in de woorden van de inwoner"),
        "attendees": _("Wie er bij het gesprek waren"),
        "domains": _("Hoe het gaat op de leefgebieden"),
        "needs": _("Wat er nodig is"),
        "what": _("Elke behoefte is beschreven"),
        "wished_result": _("Het gewenste resultaat bij elke behoefte"),
        "ladder": _("De ladder is af bij elke behoefte"),
        "agreements": _("Wat er is afgesproken"),
        "conclusion": _("De uitkomst"),
        "plan": _("Het ondersteuningsplan is gemaakt"),
        "plan_given": _("Het plan is bij de inwoner"),
    }[item]


def _step_line(step: ReviewStep, names: Mapping[str, str]) -> IconText:
    icon_name, tint = {
        StepKind.APPROVED: ("circle-check", "success"),
        StepKind.ASKED: ("message-circle", "info"),
        StepKind.RETURNED: ("arrow-back-up", "warning"),
    }.get(step.what, ("circle-dot", "muted"))
    words = step_words(step, names)
    return IconText(f"{words}\n“{step.text}”" if step.text else words, icon_name, tint)


def _reply_line(reply: ReviewReply, names: Mapping[str, str]) -> IconText:
    words = " · ".join((_("Antwoord"), _by(reply.user_id, names), _moment(reply)))
    return IconText(f"{words}\n“{reply.text}”", "message-circle", "success")


def _by(user_id: str, names: Mapping[str, str]) -> str:
    return names.get(user_id) or _("Een collega")


def _moment(one: ReviewStep | ReviewReply) -> str:
    at = clock.local(one.at)
    return _("{day} om {time}").format(day=day_text(at.date()), time=f"{at:%H:%M}")


def _difference(one: VisitDifference, words: Mapping[str, str]) -> IconText:
    if one.way is not Way.CHANGED:
        thing = thing_name(one.kind) or _("Gegeven")
        about = words.get(one.record_id, "")
        added = one.way is Way.ADDED
        told = _("Nieuw: {thing}") if added else _("Weg: {thing}")
        text = told.format(thing=thing)
        return IconText(f"{text}: {about}" if about else text, "plus" if added else "trash")
    declared = KINDS[one.kind].fields[one.field].type
    before, after = (value_words(each, declared) for each in (one.before, one.after))
    name = field_name(one.kind, one.field)
    said = _("{name}: van “{before}” naar “{after}”")
    return IconText(said.format(name=name, before=before, after=after), "edit")
