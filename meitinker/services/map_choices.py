"""Help for a need: what of the social map fits it in the resident's village, and what was chosen.

Volunteers are in it as the map knows them: services on the rung of volunteers.
"""

from __future__ import annotations

from itertools import chain, zip_longest
from typing import TYPE_CHECKING

import msgspec

from meitinker.domain import referral_words
from meitinker.domain.agreements import Agreement
from meitinker.domain.map_asking import MatchReason
from meitinker.domain.needs import Finding, Need, Outcome, Rung, Step
from meitinker.domain.organisation import User
from meitinker.domain.people import Language, Person, full_name
from meitinker.domain.referrals import Referral
from meitinker.domain.villages import Village
from meitinker.domain.visits import Visit, VisitState
from meitinker.errors import InvalidField, NotVisible
from meitinker.i18n import language, translation
from meitinker.ids import NeedId, PersonId, RecordId, VillageId, record_id
from meitinker.services import form_drafts, map_search, referrals, social_map
from meitinker.services.editing import writable_visit
from meitinker.services.form_drafts import Form, TypedFields
from meitinker.services.referrals import NewReferral
from meitinker.store import map_search as search_store
from meitinker.store import records, visits
from meitinker.store import social_map as listing
from meitinker.store.acts import act
from meitinker.store.social_map import ServiceFilter

if TYPE_CHECKING:
    from collections.abc import Iterator

    from meitinker.changes import Changes
    from meitinker.domain.session import Session
    from meitinker.services.map_search import FoundService
    from meitinker.store.acts import Act
    from meitinker.store.database import Database
    from meitinker.store.driver import Connection

FORM = Form("service_choice", TypedFields, about=Need)
"""Help that is being chosen for a need."""

MOST = 5
"""Services that are named for a need: more are looked for in the map itself."""

HELPS = (Outcome.SOLVES, Outcome.HELPS_PARTLY)

_BY_OTHER_WORDS = 2
_A_RUNG = 2
_RUNGS = (
    *(Rung.VOLUNTEERS, Rung.GENERAL_PROVISION, Rung.SOCIAL_NETWORK),
    *(Rung.OWN_STRENGTH, Rung.INDIVIDUAL_PROVISION),
)
_STEPS = {
    Rung.OWN_STRENGTH: Step.GENERALLY_USUAL,
    Rung.SOCIAL_NETWORK: Step.NETWORK,
    Rung.VOLUNTEERS: Step.VOLUNTEERS,
    Rung.GENERAL_PROVISION: Step.GENERAL_PROVISION,
    Rung.INDIVIDUAL_PROVISION: Step.INDIVIDUAL_PROVISION,
}


class Offer(msgspec.Struct, frozen=True, kw_only=True):
    """One service that may help.

    Attributes:
        service_id: The service.
        name: What it is called.
        provider: Who offers it, or "".
        phone: Whom to call, or "".
        rung: Where on the ladder it stands, by itself or by its category.
        reason: Why the words of the need lead to it; None where its life domain does.
    """

    service_id: RecordId
    name: str
    provider: str = ""
    phone: str = ""
    rung: Rung | None = None
    reason: MatchReason | None = None


class Offers(msgspec.Struct, frozen=True, kw_only=True):
    """What fits a need.

    Attributes:
        village: Name of the village of the resident, or "" where nobody knows it.
        offers: What fits, the best first.
    """

    village: str = ""
    offers: tuple[Offer, ...] = ()


class ServiceChoice(msgspec.Struct, frozen=True, kw_only=True):
    """A service that a resident goes to.

    Attributes:
        service_id: The service.
        outcome: How far it helps: one of :data:`HELPS`.
        reason: What the plan says of it.
        warm: Whether the meitinker makes the contact.
        agreement: What is agreed about the contact; "" for no agreement.
        note: For the meitinker alone.
    """

    service_id: RecordId
    outcome: Outcome
    reason: str
    warm: bool = False
    agreement: str = ""
    note: str = ""


class LookedFor(msgspec.Struct, frozen=True, kw_only=True):
    """For whom one looks in the map.

    Attributes:
        resident: Their name.
        village_id: The village of their file.
        visit_id: The conversation in which help can be chosen, or "".
        language: In which they read.
        large_print: Whether they read large letters.
    """

    resident: str
    village_id: VillageId | None = None
    visit_id: str = ""
    language: Language = Language.DUTCH
    large_print: bool = False


def home(database: Database, session: Session, person_id: str, *, visit_id: str = "") -> LookedFor:
    """Return for whom one looks, of a file or conversation that is open.

    Args:
        database: The store.
        session: Who is asking.
        person_id: The resident.
        visit_id: The conversation at hand, or "".

    Raises:
        NotVisible: It is not this session's to see.
    """
    with database.reading() as connection:
        person = records.get(connection, session, Person, records.resolve(connection, person_id))
        visit = records.known(connection, session, Visit, RecordId(visit_id)) if visit_id else None
    writes = (
        visit is not None and visit.state is VisitState.OPEN and visit.device_id == session.device
    )
    return LookedFor(
        resident=full_name(person),
        village_id=person.village_id,
        visit_id=visit_id if writes else "",
        language=person.language,
        large_print=person.large_print,
    )


def fitting(
    database: Database, session: Session, need_id: RecordId, *, also: str = "", most: int = MOST
) -> Offers:
    """Return what fits a need in the village of its resident.

    First what the words of the need lead to within its life domain, then what they lead to at
    all, then what there is in that domain: volunteers before provisions.

    Args:
        database: The store.
        session: Who is asking.
        need_id: The need.
        also: A service that was found elsewhere and stands in front; "" for none.
        most: How many at the most.

    Raises:
        NotVisible: The need is not this session's to see.
    """
    with database.reading() as connection:
        need = records.get(connection, session, Need, need_id)
        client = records.get(
            connection, session, Person, records.resolve(connection, need.client_id)
        )
        village = records.known(connection, session, Village, client.village_id)
    here = ServiceFilter(village_id=client.village_id)
    likely = dict(_by_words(database, session, need, here))
    with database.reading() as connection:
        by_domain = _by_domain(connection, session, need, here)
        order = dict.fromkeys((*((also,) if also else ()), *likely, *by_domain))
        offers = [_offer(connection, session, one, likely.get(one)) for one in [*order][:most]]
    return Offers(
        village=village.name if village else "", offers=tuple(one for one in offers if one)
    )


def choose(database: Database, session: Session, need_id: NeedId, choice: ServiceChoice) -> Changes:
    """Put a service on the ladder of a need, agree on the contact, and refer the resident to it.

    What the step said already stays in front of it.

    Raises:
        InvalidField: It is not said how far it helps (``outcome``, ``outcome_missing``), or it was
            chosen for this need before (``service_id``, ``chosen_already``).
        NotVisible: Need or service is not there.
        NotAllowed: Another device writes the visit.
    """
    if choice.outcome not in HELPS:
        raise InvalidField("outcome", "outcome_missing")
    with database.reading() as connection:
        need = records.get(connection, session, Need, need_id)
        rung = social_map.file_in(connection, session, choice.service_id).facets.rung
        held = records.find(connection, session, Referral, need_id=need_id)
    if any(one.service_id == choice.service_id for one in held):
        raise InvalidField("service_id", "chosen_already")
    writable_visit(database, session, need.visit_id)
    with act(database, session, "service.choose") as work:
        _find(work, need, _STEPS[rung or Rung.GENERAL_PROVISION], choice)
        if choice.agreement.strip():
            _agree(work, need, choice)
        referrals.add(
            work,
            need.client_id,
            NewReferral(
                service_id=choice.service_id,
                warm=choice.warm,
                need_id=need_id,
                visit_id=need.visit_id,
                note=choice.note,
            ),
        )
        form_drafts.drop(work.transaction, FORM, about=need_id)
    return work.changes


def _by_words(
    database: Database, session: Session, need: Need, here: ServiceFilter
) -> Iterator[tuple[str, MatchReason | None]]:
    """Yield what the words of a need lead to: first within its life domain, then at all."""
    known = set()
    within = msgspec.structs.replace(here, life_domain=need.domain)
    asked = [(text, within, MOST) for text in (need.what, need.wished_result)]
    if need.domain is not None:
        asked.append((need.what, here, _BY_OTHER_WORDS))
    for text, wanted, most in asked:
        if not text.strip():
            continue
        answer = map_search.found(database, session, text, wanted, most=most)
        for one in answer.found or _near(database, answer.nearest, here):
            if one.line.service_id not in known:
                known.add(one.line.service_id)
                yield one.line.service_id, one.reason


def _near(
    database: Database, nearest: tuple[FoundService, ...], here: ServiceFilter
) -> list[FoundService]:
    """Return of what comes closest that which serves the village."""
    with database.reading() as connection:
        ids = [one.line.service_id for one in nearest]
        serving = search_store.wanted_of(connection, ids, here)
    return [one for one in nearest if one.line.service_id in serving]


def _by_domain(
    connection: Connection, session: Session, need: Need, here: ServiceFilter
) -> tuple[str, ...]:
    """Return some of what there is in the life domain of a need, of each rung in turn."""
    if need.domain is None:
        return ()
    found = []
    for rung in _RUNGS:
        wanted = msgspec.structs.replace(here, life_domain=need.domain, rung=rung)
        asked = social_map.complete(connection, session, wanted)
        lines = listing.page(connection, session, asked, most=_A_RUNG)
        found.append([one.service_id for one in lines])
    return tuple(one for one in chain.from_iterable(zip_longest(*found)) if one)


def _offer(
    connection: Connection, session: Session, service_id: str, reason: MatchReason | None
) -> Offer | None:
    try:
        file = social_map.file_in(connection, session, service_id)
    except NotVisible:  # taken away meanwhile
        return None
    return Offer(
        service_id=file.service.id,
        name=file.service.name,
        provider=file.provider.name if file.provider else "",
        phone=next((one.number for one in file.numbers if one.number), ""),
        rung=file.facets.rung,
        reason=reason,
    )


def _find(work: Act, need: Need, step: Step, choice: ServiceChoice) -> None:
    connection, session = work.transaction.connection, work.session
    told = choice.reason.strip()
    known = records.find(connection, session, Finding, need_id=need.id, step=step.value)
    if known:
        reason = _after(known[0].reason, told)
        work.edit(Finding, known[0].id, {"outcome": choice.outcome, "reason": reason})
        return
    work.create(
        Finding(
            id=record_id(),
            need_id=NeedId(need.id),
            visit_id=need.visit_id,
            client_id=need.client_id,
            step=step,
            outcome=choice.outcome,
            reason=told,
        )
    )


def _after(before: str, told: str) -> str:
    """Return both texts, each once."""
    return before if told in before else "\n".join(part for part in (before.strip(), told) if part)


def _agree(work: Act, need: Need, choice: ServiceChoice) -> None:
    """Agree on who makes the contact; what is the user's own becomes a task of theirs."""
    connection, session = work.transaction.connection, work.session
    work.create(
        Agreement(
            id=record_id(),
            visit_id=need.visit_id,
            client_id=need.client_id,
            need_id=NeedId(need.id),
            who=_who(connection, session, need.client_id, warm=choice.warm),
            what=choice.agreement.strip(),
            position=visits.next_position(connection, session, Agreement, need.visit_id),
        )
    )


def _who(connection: Connection, session: Session, client_id: PersonId, *, warm: bool) -> str:
    if warm:
        users = records.find(connection, session, User, id=session.user)
        named = next((one.name or one.title for one in users), "")
        return named or referral_words.us(translation(language()))
    client = records.get(connection, session, Person, records.resolve(connection, client_id))
    return full_name(client)
