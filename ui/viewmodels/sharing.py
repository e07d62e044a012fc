"""What a resident may see of a conversation, one thing at a time. No Qt here.

The first step takes the shareable fields out of every record, by its declaration; the words are
made of those alone. So a field that is not declared shareable cannot get on the screen, whatever
the pages say later.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec

from meitinker.domain.checkpoints import Topic
from meitinker.domain.consents import in_force
from meitinker.domain.kinds import kind_of
from meitinker.domain.needs import Outcome, Step
from meitinker.domain.people import Language
from meitinker.domain.words import name_of
from meitinker.i18n import _, speaking
from ui.viewmodels import life_domains
from ui.viewmodels.dates import day_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from meitinker.domain.checkpoints import Checkpoint
    from meitinker.domain.life_domains import DomainList
    from meitinker.domain.records import Record
    from meitinker.services.visit_files import VisitFile


class SharedText(msgspec.Struct, frozen=True):
    """One text on a page; ``label`` says what it is, or is empty."""

    label: str
    text: str


class Page(msgspec.Struct, frozen=True):
    """One thing to read together."""

    title: str
    parts: tuple[SharedText, ...]


class SharedNeed(msgspec.Struct, frozen=True):
    """A need and what was found for it."""

    need: Mapping[str, Any]
    findings: tuple[Mapping[str, Any], ...]


class SharedVisit(msgspec.Struct, frozen=True, kw_only=True):
    """A conversation with nothing in it that a resident may not see."""

    visit: Mapping[str, Any]
    domain_notes: tuple[Mapping[str, Any], ...]
    scores: tuple[Mapping[str, Any], ...]
    needs: tuple[SharedNeed, ...]
    checkpoints: tuple[Mapping[str, Any], ...]
    agreements: tuple[Mapping[str, Any], ...]
    consents: tuple[Mapping[str, Any], ...]
    life_domains: DomainList


def shareable(record: Record) -> Mapping[str, Any]:
    """Return the fields of ``record`` that are declared shareable."""
    fields = kind_of(type(record)).fields
    return {
        name: getattr(record, name) for name, one in fields.items() if one.held.shared_in(record)
    }


def only_shareable(file: VisitFile) -> SharedVisit:
    """Return a conversation without what a resident may not see."""
    used = file.life_domains
    notes = sorted(file.domain_notes, key=lambda note: life_domains.place_of(note.domain, used))
    return SharedVisit(
        visit=shareable(file.visit),
        domain_notes=_all(notes),
        scores=_all(file.scores),
        needs=tuple(
            SharedNeed(
                shareable(need),
                _all(
                    found
                    for step in Step
                    if (found := file.findings_for(need.id).get(step)) is not None
                ),
            )
            for need in file.needs
        ),
        checkpoints=_all(_in_order(file)),
        agreements=_all(file.agreements),
        consents=_all(in_force(file.consents)),
        life_domains=used,
    )


def language_of(file: VisitFile) -> Language:
    """Return what the plan is in: that of the newest one, or the resident's own language."""
    return file.plans[-1].language if file.plans else file.client.language


def pages(shared: SharedVisit, language: Language = Language.DUTCH) -> tuple[Page, ...]:
    """Return what there is to read together, in the order of the conversation.

    It is in the ``language`` of the plan, whatever the program speaks to the worker: it is the
    resident who reads along.
    """
    with speaking(language):
        found = tuple(page for page in _every_page(shared) if page.parts)
        return found or (Page(_("Er is nog niets om te laten zien."), ()),)


def _every_page(shared: SharedVisit) -> Iterator[Page]:
    yield _one(_("Uw vraag"), shared.visit["question"])
    for note in shared.domain_notes:
        title = life_domains.title_of(note["domain"], shared.life_domains)
        yield _one(title, note["note"])
    for need in shared.needs:
        yield _need(need)
    titles = _topic_titles()
    for one in shared.checkpoints:
        yield _one(titles.get(one["topic"], ""), one.get("note", ""))
    yield Page(_("Wat wij afspreken"), tuple(_agreements(shared.agreements)))
    yield Page(_("Waarvoor wij uw toestemming vroegen"), tuple(_consents(shared.consents)))
    yield _one(_("Wat wij samen besluiten"), shared.visit["conclusion"])


def _in_order(file: VisitFile) -> list[Checkpoint]:
    order = list(Topic)
    return sorted(file.checkpoints, key=lambda one: order.index(one.topic))


def _topic_titles() -> Mapping[Topic, str]:
    """Return what the plan calls what it tells of a topic."""
    return {
        Topic.PERSONAL_PLAN: _("Uw eigen plan"),
        Topic.CARER_NEEDS: _("Hulp voor uw mantelzorger"),
        Topic.OTHER_LAWS: _("Met wie wij samenwerken"),
        Topic.CONTRIBUTION: _("Wat u zelf betaalt"),
        Topic.PGB: _("Zelf hulp kopen met een pgb"),
    }


def _one(title: str, text: str) -> Page:
    return Page(title, _parts(("", text)))


def _need(shared: SharedNeed) -> Page:
    helps = (Outcome.SOLVES, Outcome.HELPS_PARTLY)
    found = (
        (name_of(one["step"]), one["reason"] or name_of(one["outcome"]))
        for one in shared.findings
        if one["outcome"] in helps
    )
    return Page(
        _("Wat u nodig hebt"),
        _parts(
            (_("Wat er nodig is"), shared.need["what"]),
            (_("Wat u wilt bereiken"), shared.need["wished_result"]),
            *found,
        ),
    )


def _agreements(agreements: Iterable[Mapping[str, Any]]) -> Iterator[SharedText]:
    for one in agreements:
        due = one["due_text"] or (day_text(one["due_on"]) if one["due_on"] else "")
        text = " · ".join(part for part in (one["what"].strip(), due) if part)
        if text:
            yield SharedText(one["who"].strip(), text)


def _consents(consents: Iterable[Mapping[str, Any]]) -> Iterator[SharedText]:
    for one in consents:
        about = one["about"].strip()
        answer = name_of(one["answer"])
        yield SharedText(name_of(one["purpose"]), f"{answer} · {about}" if about else answer)


def _parts(*told: tuple[str, str]) -> tuple[SharedText, ...]:
    return tuple(SharedText(label, text.strip()) for label, text in told if text.strip())


def _all(records: Iterable[Record]) -> tuple[Mapping[str, Any], ...]:
    return tuple(shareable(record) for record in records)
