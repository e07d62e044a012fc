"""The conversation screen in plain things: sections, their state, the ladder, what is missing.

Sections are no steps: any order, nothing required before "Afronden". No Qt here.
"""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING

import msgspec

from meitinker import clock
from meitinker.domain.checkpoints import Talked, Topic
from meitinker.domain.kinds import KINDS
from meitinker.domain.needs import RUNG_OF, Outcome, Rung, Step, reached, unexplained, unfinished
from meitinker.domain.people import full_name
from meitinker.domain.records import from_values, to_values
from meitinker.domain.requests import PlanOffer
from meitinker.domain.visits import LifeDomain
from meitinker.domain.words import name_of
from meitinker.i18n import _, ngettext
from meitinker.services import visit_missing
from ui.viewmodels import parts
from ui.viewmodels.dates import day_text

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from meitinker.domain.agreements import Agreement
    from meitinker.domain.needs import Finding, Need
    from meitinker.domain.records import Record, Value
    from meitinker.domain.requests import Request
    from meitinker.ids import RecordId
    from meitinker.services.visit_files import VisitFile
    from meitinker.services.visit_missing import Missing

ATTENDEES, QUESTION, DOMAINS, NEEDS = "attendees", "question", "domains", "needs"
LADDER, AGREEMENTS, CLOSING, PLAN = "ladder", "agreements", "closing", "plan"
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


class State(Enum):
    """How far a section is; it never blocks anything."""

    EMPTY = "empty"
    BUSY = "busy"
    DONE = "done"


class SectionLine(msgspec.Struct, frozen=True):
    """A section in the list: its name, its state, and the state in words."""

    key: str
    title: str
    state: State
    words: str


class MissingLine(msgspec.Struct, frozen=True):
    """Something the law wants: the sentence, and the field to go to."""

    text: str
    section: str
    field: str


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
    name = _LISTS[kind]
    records = tuple(
        _changed(kind, record, fields) if record.id == record_id else record
        for record in getattr(file, name)
    )
    return msgspec.structs.replace(file, **{name: records})


def section_lines(file: VisitFile) -> tuple[SectionLine, ...]:
    """Return all sections with how far they are."""
    states = {
        ATTENDEES: _attendees(file),
        QUESTION: _question(file),
        DOMAINS: _domains(file),
        NEEDS: _needs(file),
        LADDER: _ladder(file),
        AGREEMENTS: _agreements(file),
        SCORES: _scores(file),
        CHECKS: _checks(file),
        CONSENTS: _consents(file),
        PHOTOS: _photos(file),
        CLOSING: _closing(file),
        PLAN: _plan(file),
    }
    over = file.visit.concluded_at is not None
    told = {key: _as_left(*states[key]) if over and key != PLAN else states[key] for key in states}
    return tuple(SectionLine(key, title_of(key), *told[key]) for key in SECTIONS)


def is_begun(file: VisitFile) -> bool:
    """Tell whether anything was written down in the visit; consents are of the resident."""
    lines = section_lines(file)
    return any(line.state is not State.EMPTY for line in lines if line.key != CONSENTS)


def missing_lines(file: VisitFile) -> tuple[MissingLine, ...]:
    """Return what the law wants and is not there, each with the field to go to."""
    return tuple(_missing_line(one, file) for one in visit_missing.missing(file))


def rule_of(section: str) -> str:
    """Return in one sentence when a section counts as done, or by what it is measured."""
    return {
        ATTENDEES: _("Klaar als de inwoner erbij staat, en bij iedereen wie het is."),
        QUESTION: _("Klaar als er staat wat de inwoner vertelt."),
        DOMAINS: _("Klaar als bij elk leefgebied iets staat."),
        SCORES: _("Klaar als elk leefgebied een cijfer heeft. Overslaan mag ook."),
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
    words = need.what.split()
    short = " ".join(words[:8]) + ("…" if len(words) > 8 else "")
    return short or _("Behoefte {number}, nog zonder woorden").format(number=need.position)


def need_choices(file: VisitFile) -> tuple[parts.Choice, ...]:
    """Return the needs to choose from, in order."""
    return tuple(parts.Choice(need.id, need_title(need)) for need in file.needs)


def steps_of(rung: int) -> tuple[Step, ...]:
    """Return the law's steps on a rung, lowest first."""
    return tuple(step for step in Step if RUNG_OF[step] == rung)


def step_words(finding: Finding | None) -> str:
    """Return what is known of a step in one line: outcome and reason."""
    if finding is None:
        return name_of(Outcome.NOT_LOOKED_AT)
    reason = " ".join(finding.reason.split())
    outcome = name_of(finding.outcome)
    return f"{outcome}: {reason}" if reason else outcome


def step_tone(finding: Finding | None, *, wanted: bool) -> tuple[str, str]:
    """Return icon and colour of a step; ``wanted`` where its reason is still asked."""
    if wanted:
        return "alert-triangle", "warning"
    outcome = finding.outcome if finding else Outcome.NOT_LOOKED_AT
    return {
        Outcome.NOT_LOOKED_AT: ("circle-dashed", "muted"),
        Outcome.SOLVES: ("circle-check", "success"),
        Outcome.HELPS_PARTLY: ("circle-dot", "info"),
        Outcome.NOT_ENOUGH: ("minus", "muted"),
        Outcome.NOT_PRESENT: ("x", "muted"),
    }[outcome]


def skipped_steps(file: VisitFile, need_id: RecordId) -> tuple[Step, ...]:
    """Return the lower steps of a need that still ask for a reason."""
    return unexplained(file.findings_for(need_id).values())


def rungs(file: VisitFile, need_id: RecordId | None) -> tuple[parts.Rung, ...]:
    """Return the ladder of one need, or an untouched one."""
    findings = file.findings_for(need_id) if need_id else {}
    asked = set(unexplained(findings.values()))
    top = reached(findings.values())
    return tuple(_rung(rung, findings, asked, chosen=rung == top) for rung in Rung)


def resident(file: VisitFile) -> str:
    """Return the resident's name as it is said."""
    return full_name(file.client)


def resident_is_present(file: VisitFile) -> bool:
    """Tell whether the resident is noted among those at the table."""
    name = resident(file).casefold()
    return any(a.name.strip().casefold() == name for a in file.attendees)


def _rung(
    rung: Rung, findings: Mapping[Step, Finding], asked: set[Step], *, chosen: bool
) -> parts.Rung:
    steps = steps_of(rung)
    known = [findings[s] for s in steps if s in findings]
    looked = [f for f in known if f.outcome is not Outcome.NOT_LOOKED_AT]
    if any(step in asked for step in steps):
        return _shown(rung, _("Waarom is dit niet genoeg?"), "alert-triangle", "warning", chosen)
    helps = any(f.outcome in _BEST[:2] for f in looked)
    if looked and not helps and len(looked) < len(steps):
        words = _("{done} van {count} bekeken").format(done=len(looked), count=len(steps))
        return _shown(rung, words, "progress", "info", chosen)
    best = min(looked, key=lambda f: _BEST.index(f.outcome), default=None)
    if best is None:
        return _shown(rung, name_of(Outcome.NOT_LOOKED_AT), "", "", chosen)
    words = " ".join(best.reason.split()) if best.outcome in _BEST[:2] else ""
    icon, tone = step_tone(best, wanted=False)
    return _shown(rung, _shortened(words) or name_of(best.outcome), icon, tone, chosen)


def _shown(rung: Rung, words: str, icon: str, tone: str, chosen: bool) -> parts.Rung:
    return parts.Rung(int(rung), name_of(rung), words, icon=icon, tone=tone, chosen=chosen)


_BEST = (Outcome.SOLVES, Outcome.HELPS_PARTLY, Outcome.NOT_ENOUGH, Outcome.NOT_PRESENT)


def _shortened(text: str, most: int = 64) -> str:
    return text if len(text) <= most else text[: most - 1].rsplit(" ", 1)[0] + "…"


def _changed(kind: str, record: Record, fields: Mapping[str, Value]) -> Record:
    return from_values(KINDS[kind].record, {**to_values(record), **fields, "id": record.id})


def _words(state: State, told: str = "") -> tuple[State, str]:
    plain = {State.EMPTY: _("Leeg"), State.BUSY: _("Bezig"), State.DONE: _("Klaar")}[state]
    return state, f"{plain} · {told}" if told else plain


def _as_left(state: State, words: str) -> tuple[State, str]:
    """Return how a section was left: nobody is busy with a conversation that is concluded."""
    return state, words.replace(_("Bezig"), _("Deels"), 1) if state is State.BUSY else words


def _all_or_busy(done: Sequence[bool]) -> State:
    if not done:
        return State.EMPTY
    return State.DONE if all(done) else State.BUSY


def _attendees(file: VisitFile) -> tuple[State, str]:
    count = sum(1 for a in file.attendees if a.name.strip())
    told = ngettext("{count} persoon", "{count} personen", count).format(count=count)
    known = [bool(a.name.strip() and a.tie.strip()) for a in file.attendees]
    state = _all_or_busy([*known, resident_is_present(file)] if known else [])
    return _words(state, told if count else "")


def _question(file: VisitFile) -> tuple[State, str]:
    if file.visit.question.strip():
        return _words(State.DONE)
    return _words(State.BUSY if file.visit.notes.strip() else State.EMPTY)


def _domains(file: VisitFile) -> tuple[State, str]:
    if not file.domain_notes:
        return _words(State.EMPTY)
    written = {note.domain for note in file.domain_notes if note.note.strip()}
    listed = {guide.home for guide in file.life_domains.guides}
    told = _("{done} van {count}").format(done=len(written & listed), count=len(listed))
    return _words(State.DONE if listed <= written else State.BUSY, told)


def _scores(file: VisitFile) -> tuple[State, str]:
    scored = sum(1 for one in file.scores if one.level is not None)
    told = _("{done} van {count}").format(done=scored, count=len(LifeDomain))
    if not scored:
        return _words(State.EMPTY)
    return _words(State.DONE if scored == len(LifeDomain) else State.BUSY, told)


def _checks(file: VisitFile) -> tuple[State, str]:
    here = {c.topic for c in file.checkpoints if c.talked is not Talked.NOT_YET}
    if not here:  # what the dossier knows already was not written down in this conversation
        return _words(State.EMPTY)
    answered = (here | file.known) & set(file.topics)
    told = _("{done} van {count}").format(done=len(answered), count=len(file.topics))
    return _words(State.DONE if answered == set(file.topics) else State.BUSY, told)


def _consents(file: VisitFile) -> tuple[State, str]:
    asked = len({one.purpose for one in file.consents})
    told = ngettext("{count} gevraagd", "{count} gevraagd", asked).format(count=asked)
    return (State.DONE, told) if asked else _words(State.EMPTY)


def _photos(file: VisitFile) -> tuple[State, str]:
    count = len(file.attachments)
    told = ngettext("{count} bestand", "{count} bestanden", count).format(count=count)
    return (State.DONE, told) if count else _words(State.EMPTY)


def _needs(file: VisitFile) -> tuple[State, str]:
    done = [bool(n.what.strip() and n.wished_result.strip()) for n in file.needs]
    told = ngettext("{count} behoefte", "{count} behoeften", len(done)).format(count=len(done))
    return _words(_all_or_busy(done), told if done else "")


def _ladder(file: VisitFile) -> tuple[State, str]:
    if not any(f.outcome is not Outcome.NOT_LOOKED_AT for f in file.findings):
        return _words(State.EMPTY)
    whole = [not unfinished(file.findings_for(need.id).values()) for need in file.needs]
    told = _("{done} van {count}").format(done=sum(whole), count=len(whole))
    return _words(_all_or_busy(whole), told)


def _agreements(file: VisitFile) -> tuple[State, str]:
    done = [_agreed(one) for one in file.agreements]
    told = ngettext("{count} afspraak", "{count} afspraken", len(done)).format(count=len(done))
    return _words(_all_or_busy(done), told if done else "")


def _agreed(one: Agreement) -> bool:
    when = one.due_on is not None or bool(one.due_text.strip())
    return when and bool(one.who.strip() and one.what.strip())


def _closing(file: VisitFile) -> tuple[State, str]:
    if file.visit.concluded_at is not None:
        return _words(State.DONE)
    begun = bool(file.visit.conclusion.strip() or file.signatures)
    return _words(State.BUSY if begun else State.EMPTY)


def _plan(file: VisitFile) -> tuple[State, str]:
    if not file.plans and file.visit.concluded_at is not None:
        return State.BUSY, _("Nog te geven")
    if not file.plans:
        return State.EMPTY, _("Concept")
    words = _("Versie {number}").format(number=file.plans[-1].version)
    waits = any(h.handed_over_on is None for h in file.handovers)
    if waits:
        return State.BUSY, _("{version} · nog te geven").format(version=words)
    return State.DONE, words


def _missing_line(one: Missing, file: VisitFile) -> MissingLine:
    text, section, field = _missing_words(one, file)
    # Short, and never broken in two: it stands behind each line.
    ground = one.ground.removeprefix("Wmo 2015 ").replace(" ", "\N{NO-BREAK SPACE}")
    return MissingLine(f"{text} ({ground})", section, field)


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
