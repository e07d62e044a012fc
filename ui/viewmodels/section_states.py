"""How far each section of a conversation is, in a state and in words; it never blocks anything."""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING

from meitinker.domain.checkpoints import Talked
from meitinker.domain.needs import Outcome, unfinished
from meitinker.domain.people import full_name
from meitinker.domain.visits import LifeDomain
from meitinker.i18n import _, ngettext

if TYPE_CHECKING:
    from collections.abc import Sequence

    from meitinker.domain.agreements import Agreement
    from meitinker.services.visit_files import VisitFile


class SectionState(Enum):
    """How far a section is; it never blocks anything."""

    EMPTY = "empty"
    BUSY = "busy"
    DONE = "done"


def resident_is_present(file: VisitFile) -> bool:
    """Tell whether the resident is noted among those at the table."""
    name = full_name(file.client).casefold()
    return any(a.name.strip().casefold() == name for a in file.attendees)


def _words(state: SectionState, told: str = "") -> tuple[SectionState, str]:
    plain = {
        SectionState.EMPTY: _("Leeg"),
        SectionState.BUSY: _("Bezig"),
        SectionState.DONE: _("Klaar"),
    }[state]
    return state, f"{plain} · {told}" if told else plain


def as_left(state: SectionState, words: str) -> tuple[SectionState, str]:
    """Return how a section was left: nobody is busy with a conversation that is concluded."""
    return state, words.replace(_("Bezig"), _("Deels"), 1) if state is SectionState.BUSY else words


def _all_or_busy(done: Sequence[bool]) -> SectionState:
    if not done:
        return SectionState.EMPTY
    return SectionState.DONE if all(done) else SectionState.BUSY


def attendees(file: VisitFile) -> tuple[SectionState, str]:
    """Return how far who is at the table is."""
    count = sum(1 for a in file.attendees if a.name.strip())
    told = ngettext("{count} persoon", "{count} personen", count).format(count=count)
    known = [bool(a.name.strip() and a.tie.strip()) for a in file.attendees]
    state = _all_or_busy([*known, resident_is_present(file)] if known else [])
    return _words(state, told if count else "")


def question(file: VisitFile) -> tuple[SectionState, str]:
    """Return how far the question is."""
    if file.visit.question.strip():
        return _words(SectionState.DONE)
    return _words(SectionState.BUSY if file.visit.notes.strip() else SectionState.EMPTY)


def spoken_of(file: VisitFile) -> frozenset[LifeDomain]:
    """Return the life domains that something was written of."""
    return frozenset(note.domain for note in file.domain_notes if note.note.strip())


def domains(file: VisitFile) -> tuple[SectionState, str]:
    """Return how far the life domains are."""
    if not file.domain_notes:
        return _words(SectionState.EMPTY)
    written = spoken_of(file)
    listed = {guide.home for guide in file.life_domains.guides}
    told = _("{done} van {count}").format(done=len(written & listed), count=len(listed))
    return _words(SectionState.DONE if listed <= written else SectionState.BUSY, told)


def scores(file: VisitFile) -> tuple[SectionState, str]:
    """Return how far the scores are: of what was spoken of, never of all domains."""
    scored = {one.domain for one in file.scores if one.level is not None}
    if not scored:
        return _words(SectionState.EMPTY)
    asked = spoken_of(file) | scored
    if scored == asked:
        told = ngettext("{count} cijfer", "{count} cijfers", len(scored))
        return _words(SectionState.DONE, told.format(count=len(scored)))
    told = _("{done} van {count}").format(done=len(scored), count=len(asked))
    return _words(SectionState.BUSY, told)


def checks(file: VisitFile) -> tuple[SectionState, str]:
    """Return how far what is not to be forgotten is."""
    here = {c.topic for c in file.checkpoints if c.talked is not Talked.NOT_YET}
    if not here:  # what the dossier knows already was not written down in this conversation
        noted = any(c.note.strip() for c in file.checkpoints)
        return _words(SectionState.BUSY if noted else SectionState.EMPTY)
    answered = (here | file.known) & set(file.topics)
    told = _("{done} van {count}").format(done=len(answered), count=len(file.topics))
    return _words(SectionState.DONE if answered == set(file.topics) else SectionState.BUSY, told)


def consents(file: VisitFile) -> tuple[SectionState, str]:
    """Return how far the consents are."""
    asked = len({one.purpose for one in file.consents})
    told = ngettext("{count} gevraagd", "{count} gevraagd", asked).format(count=asked)
    return (SectionState.DONE, told) if asked else _words(SectionState.EMPTY)


def photos(file: VisitFile) -> tuple[SectionState, str]:
    """Return how far photos and papers is."""
    count = len(file.attachments)
    told = ngettext("{count} bestand", "{count} bestanden", count).format(count=count)
    return (SectionState.DONE, told) if count else _words(SectionState.EMPTY)


def needs(file: VisitFile) -> tuple[SectionState, str]:
    """Return how far the needs are."""
    done = [bool(n.what.strip() and n.wished_result.strip()) for n in file.needs]
    told = ngettext("{count} behoefte", "{count} behoeften", len(done)).format(count=len(done))
    return _words(_all_or_busy(done), told if done else "")


def ladder(file: VisitFile) -> tuple[SectionState, str]:
    """Return how far the ladders of all needs is."""
    if not any(f.outcome is not Outcome.NOT_LOOKED_AT for f in file.findings):
        return _words(SectionState.EMPTY)
    whole = [not unfinished(file.findings_for(need.id).values()) for need in file.needs]
    told = _("{done} van {count}").format(done=sum(whole), count=len(whole))
    return _words(_all_or_busy(whole), told)


def agreements(file: VisitFile) -> tuple[SectionState, str]:
    """Return how far the agreements are."""
    done = [_agreed(one) for one in file.agreements]
    told = ngettext("{count} afspraak", "{count} afspraken", len(done)).format(count=len(done))
    return _words(_all_or_busy(done), told if done else "")


def _agreed(one: Agreement) -> bool:
    when = one.due_on is not None or bool(one.due_text.strip())
    return when and bool(one.who.strip() and one.what.strip())


def closing(file: VisitFile) -> tuple[SectionState, str]:
    """Return how far concluding is."""
    if file.visit.concluded_at is not None:
        return _words(SectionState.DONE)
    begun = bool(file.visit.conclusion.strip() or file.signatures)
    return _words(SectionState.BUSY if begun else SectionState.EMPTY)


def plan(file: VisitFile) -> tuple[SectionState, str]:
    """Return how far the plan is."""
    if not file.plans and file.visit.concluded_at is not None:
        return SectionState.BUSY, _("Nog te geven")
    if not file.plans:
        return SectionState.EMPTY, _("Concept")
    words = _("Versie {number}").format(number=file.plans[-1].version)
    waits = any(h.handed_over_on is None for h in file.handovers)
    if waits:
        return SectionState.BUSY, _("{version} · nog te geven").format(version=words)
    return SectionState.DONE, words
