"""The conversation screen in plain things: sections, their state, the ladder, what is missing.

Sections are no steps: any order, nothing required before "Afronden". No Qt here.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from meitinker import clock
from meitinker.domain.checkpoints import Talked, Topic
from meitinker.domain.kinds import KINDS
from meitinker.domain.people import full_name
from meitinker.domain.records import from_values, to_values
from meitinker.domain.requests import PlanOffer
from meitinker.domain.words import name_of
from meitinker.i18n import _
from meitinker.services import visit_missing
from ui.viewmodels import parts, section_states
from ui.viewmodels.dates import day_text
from ui.viewmodels.section_states import SectionState

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from meitinker.domain.needs import Need
    from meitinker.domain.records import Record, Value
    from meitinker.domain.requests import Request
    from meitinker.services.visit_files import VisitFile
    from meitinker.services.visit_missing import Missing

ATTENDEES, QUESTION, DOMAINS, NEEDS = "attendees", "question", "domains", "needs"
LADDER, AGREEMENTS, CLOSING, PLAN = "ladder", "agreements", "closing", "plan"

OFFER = "offer"
"""Begins the field of a spot at the ladder that chooses help: need and service follow."""
CONTACT = "contact"
"""Begins the field of a spot at the ladder that notes a contact: the referral follows."""
SCORES, CHECKS, CONSENTS, PHOTOS = "scores", "checks", "consents", "photos"
SECTIONS = (
    ATTENDEES,
    QUESTION,
    DOMAINS,
    SCORES,
    NEEDS,
    LADDER,
    AGREEMENTS,
    PHOTOS,
    CHECKS,
    CONSENTS,
    CLOSING,
    PLAN,
)

ABOUT_REQUEST = "request"
"""Name of the place in "Niet vergeten" that is about the request."""

_LISTS = {
    "attendee": "attendees",
    "domain_note": "domain_notes",
    "need": "needs",
    "finding": "findings",
    "agreement": "agreements",
    "checkpoint": "checkpoints",
}


class SectionLine(msgspec.Struct, frozen=True):
    """A section in the list: its name, its state, and the state in words."""

    key: str
    title: str
    state: SectionState
    words: str


class MissingLine(msgspec.Struct, frozen=True):
    """Something the law wants: the sentence, the field to go to, and which article wants it."""

    text: str
    section: str
    field: str
    why: str = ""


def title_of(section: str) -> str:
    """Return the name of a section in the language at hand."""
    return {
        ATTENDEES: _("Wie zijn erbij"),
        QUESTION: _("De vraag"),
        DOMAINS: _("Leefgebieden"),
        SCORES: _("Zelfredzaamheid"),
        NEEDS: _("Wat is er nodig"),
        LADDER: _("Ladder"),
        AGREEMENTS: _("Afspraken"),
        PHOTOS: _("Foto’s en papieren"),
        CHECKS: _("Niet vergeten"),
        CONSENTS: _("Toestemming"),
        CLOSING: _("Afronden"),
        PLAN: _("Plan"),
    }[section]


def next_section(section: str, step: int = 1) -> str:
    """Return the section ``step`` further; at the ends it stays."""
    place = SECTIONS.index(section) + step
    return SECTIONS[min(max(place, 0), len(SECTIONS) - 1)]


def field_key(kind: str, record_id: str, field: str) -> str:
    """Return the name of a field on this screen, to come back to it."""
    return field if kind == "visit" else f"{kind}:{record_id}:{field}"


def check_field(topic: Topic) -> str:
    """Return the name of the answer of a checkpoint; its record may still have to be made."""
    return field_key("checkpoint", topic.value, "talked")


def record_at(file: VisitFile, kind: str, key: str) -> str:
    """Return the record behind a field; "" where the first answer still has to make it.

    Fields of which the record is made by the first answer are named by what they ask.
    """
    made: dict[str, Sequence[tuple[str, Record]]] = {
        "checkpoint": [(one.topic.value, one) for one in file.checkpoints],
        "score": [(one.domain.value, one) for one in file.scores],
        "finding": [(f"{one.need_id}:{one.step.value}", one) for one in file.findings],
    }
    if kind not in made:
        return key
    return next((one.id for name, one in made[kind] if name == key), "")


def section_of(kind: str) -> str:
    """Return the section in which records of ``kind`` are typed."""
    return {
        "attendee": ATTENDEES,
        "domain_note": DOMAINS,
        "need": NEEDS,
        "finding": LADDER,
        "agreement": AGREEMENTS,
        "checkpoint": CHECKS,
    }.get(kind, QUESTION)


def with_fields(
    file: VisitFile, kind: str, record_id: str, fields: Mapping[str, Value]
) -> VisitFile:
    """Return the visit with what was just committed in one of its records."""
    if kind == "visit":
        return msgspec.structs.replace(file, visit=_changed(kind, file.visit, fields))
    if kind == "person":
        return msgspec.structs.replace(file, client=_changed(kind, file.client, fields))
    name = _LISTS[kind]
    records = tuple(
        _changed(kind, record, fields) if record.id == record_id else record
        for record in getattr(file, name)
    )
    return msgspec.structs.replace(file, **{name: records})


def section_lines(file: VisitFile) -> tuple[SectionLine, ...]:
    """Return all sections with how far they are."""
    states = {
        ATTENDEES: section_states.attendees(file),
        QUESTION: section_states.question(file),
        DOMAINS: section_states.domains(file),
        NEEDS: section_states.needs(file),
        LADDER: section_states.ladder(file),
        AGREEMENTS: section_states.agreements(file),
        SCORES: section_states.scores(file),
        CHECKS: section_states.checks(file),
        CONSENTS: section_states.consents(file),
        PHOTOS: section_states.photos(file),
        CLOSING: section_states.closing(file),
        PLAN: section_states.plan(file),
    }
    over = file.visit.concluded_at is not None
    told = {
        key: section_states.as_left(*states[key]) if over and key != PLAN else states[key]
        for key in states
    }
    return tuple(SectionLine(key, title_of(key), *told[key]) for key in SECTIONS)


def is_begun(file: VisitFile) -> bool:
    """Tell whether anything was written down in the visit; consents are of the resident."""
    lines = section_lines(file)
    return any(line.state is not SectionState.EMPTY for line in lines if line.key != CONSENTS)


def missing_lines(file: VisitFile) -> tuple[MissingLine, ...]:
    """Return what the law wants and is not there, each with the field to go to.

    First the days that were typed and are no date: what stands there is in no plan.
    """
    return (*_half_days(file), *(_missing_line(one, file) for one in visit_missing.missing(file)))


def rule_of(section: str) -> str:
    """Return in one sentence when a section counts as done, or by what it is measured."""
    return {
        ATTENDEES: _("Klaar als de inwoner erbij staat, en bij iedereen wie het is."),
        QUESTION: _("Klaar als er staat wat de inwoner vertelt."),
        DOMAINS: _("Klaar als bij elk leefgebied iets staat. Overslaan mag ook."),
        SCORES: _("Klaar als alles waar u over sprak een cijfer heeft. Overslaan mag ook."),
        PHOTOS: _("Klaar als er iets is toegevoegd. Overslaan mag ook."),
        CONSENTS: _("Klaar als u toestemming hebt gevraagd waar dat nodig is."),
        CHECKS: _("Klaar als er bij elk punt een antwoord staat."),
        NEEDS: _("Klaar als bij elke behoefte staat wat er nodig is en welk resultaat gewenst is."),
        LADDER: _(
            "Klaar als bij elke behoefte een trede het oplost of alle treden bekeken zijn,"
            " met een reden bij wat niet genoeg is."
        ),
        AGREEMENTS: _("Klaar als bij elke afspraak staat wie wat doet en wanneer."),
        CLOSING: _("De wet (Wmo 2015) zegt wat er in het verslag moet staan."),
    }.get(section, "")


def need_title(need: Need) -> str:
    """Return what a need is called in a list."""
    return _short(need.what) or _("Behoefte {number}, nog zonder woorden").format(
        number=need.position
    )


def need_choices(file: VisitFile) -> tuple[parts.Choice, ...]:
    """Return the needs to choose from, in order."""
    return tuple(parts.Choice(need.id, need_title(need)) for need in file.needs)


def _changed(kind: str, record: Record, fields: Mapping[str, Value]) -> Record:
    return from_values(KINDS[kind].record, {**to_values(record), **fields, "id": record.id})


def resident(file: VisitFile) -> str:
    """Return the resident's name as it is said."""
    return full_name(file.client)


def _short(text: str) -> str:
    words = text.split()
    return " ".join(words[:8]) + ("…" if len(words) > 8 else "")


def _half_days(file: VisitFile) -> Iterator[MissingLine]:
    why = _("Zo komt de dag niet in het plan.")
    if file.visit.id in file.half_days:
        yield MissingLine(_("Kijk de dag van het gesprek na."), ATTENDEES, "visited_on", why)
    for one in file.agreements:
        if one.id in file.half_days:
            what = _short(one.what) or one.who.strip() or str(one.position)
            text = _("Kijk de datum na bij de afspraak: {what}").format(what=what)
            yield MissingLine(text, AGREEMENTS, field_key("agreement", one.id, "due_on"), why)


def _missing_line(one: Missing, file: VisitFile) -> MissingLine:
    text, section, field = _missing_words(one, file)
    law, _space, article = one.ground.partition(" art. ")
    why = _("Dit vraagt de wet: {law}, artikel {article}.").format(law=law, article=article)
    return MissingLine(text, section, field, why)


def _missing_words(one: Missing, file: VisitFile) -> tuple[str, str, str]:
    need = next((n for n in file.needs if n.id == one.record_id), None)
    name = need_title(need) if need else ""
    whole = {
        "request": (_("Bij dit gesprek hoort nog geen vraag."), CHECKS, ABOUT_REQUEST),
        "plan_offer": (_("Vertel dat de inwoner zelf een plan mag maken."), CHECKS, ABOUT_REQUEST),
        "question": (_("Schrijf de vraag van de inwoner op."), QUESTION, "question"),
        "attendees": (_("Schrijf op wie er bij het gesprek zijn."), ATTENDEES, ""),
        "domains": (_("Schrijf bij een leefgebied op hoe het gaat."), DOMAINS, ""),
        "needs": (_("Schrijf op wat er nodig is."), NEEDS, ""),
        "agreements": (_("Schrijf op wat u afspreekt."), AGREEMENTS, ""),
        "conclusion": (_("Schrijf op wat de uitkomst is."), CLOSING, "conclusion"),
    }
    if one.what in whole:
        return whole[one.what]
    if one.what in set(Topic):
        return _missing_topic(Topic(one.what), file)
    if one.what == "what":
        number = need.position if need else 0
        text = _("Schrijf op wat er nodig is bij behoefte {number}.").format(number=number)
        return text, NEEDS, field_key("need", str(one.record_id), "what")
    if one.what == "wished_result":
        text = _("Schrijf op welk resultaat gewenst is bij: {need}").format(need=name)
        return text, NEEDS, field_key("need", str(one.record_id), "wished_result")
    text = _("Maak de ladder af bij: {need}").format(need=name)
    return text, LADDER, field_key("need", str(one.record_id), "ladder")


def _missing_topic(topic: Topic, file: VisitFile) -> tuple[str, str, str]:
    talked = any(c.topic is topic and c.talked is Talked.TALKED for c in file.checkpoints)
    if talked:  # and there is nothing of it yet that the plan could tell
        text = _("Schrijf op wat hierover in het plan komt: {question}")
        return text.format(question=name_of(topic)), CHECKS, _note_of(topic)
    text = _("Niet vergeten: {question}")
    return text.format(question=name_of(topic)), CHECKS, check_field(topic)


def request_words(file: VisitFile) -> str:
    """Return from which request a conversation followed, or that there is none yet."""
    if file.request is None:
        return _(
            "Bij dit gesprek hoort nog geen vraag. Dan is er geen dag waarop de zes weken beginnen,"
            " en geen brief met de bevestiging."
        )
    return _("Dit gesprek hoort bij de vraag van {day}.").format(day=_day_of(file.request))


def follow_words(request: Request) -> str:
    """Return what the button says that ties a conversation to a request that waits."""
    return _("Hoort bij de vraag van {day}").format(day=_day_of(request))


def plan_choices() -> tuple[parts.Choice, ...]:
    """Return what may have become of a plan of the resident's own."""
    return tuple(parts.Choice(one.value, name_of(one)) for one in PlanOffer)


def _day_of(request: Request) -> str:
    return day_text(clock.local(request.received_at).date())


def _note_of(topic: Topic) -> str:
    return field_key("checkpoint", topic.value, "note")
