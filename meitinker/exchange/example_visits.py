"""The conversations of the example village: what people ask, and what came of it."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

import msgspec

from meitinker.domain.agreements import Agreement
from meitinker.domain.needs import Finding, Need, Outcome, Step
from meitinker.domain.people import AddressForm
from meitinker.domain.plans import Handover, HandoverWay, PlanRemark, Stance, SupportPlan
from meitinker.domain.visits import Attendee, DomainNote, LifeDomain, Visit, VisitState
from meitinker.exchange import example_source as source
from meitinker.ids import NeedId, PersonId, VisitId

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from meitinker.domain.records import Record
    from meitinker.exchange.example_people import Resident
    from meitinker.exchange.example_source import Dice, HelpTheme, LadderReason

_LONGEST = 60
"""Most visits that chance gives one person; the busiest one is set by name."""
_REMARKED_EVERY = 4
"""One in so many plans that were given bears a remark of its resident."""

_STILL_OPEN_DAYS = 20
_STILL_TO_HAND_OVER_DAYS = 14
_NONE = Outcome.NOT_PRESENT
_REACHED = (0, 1, 1, 3, 4, 5, 5, 6, 7, 7)  # places in Step: where help was found
_REACHED_BY_PEOPLE = (0, 3, 4, 4, 5, 5, 5, 6, 6)  # nothing in a shop helps against grief
_HELPING = {Outcome.SOLVES, Outcome.HELPS_PARTLY}
_NOT_FOR = {
    AddressForm.MEVROUW: ("mijn vrouw", "zonder haar"),
    AddressForm.MENEER: ("mijn man",),
}
_ONLY_TOGETHER = ("partner", "huisgenoot", "kinderen in huis", "bij u in huis")
_ONLY_ALONE = ("u woont alleen",)
_CARER_THEME, _GRIEF_THEME = "mantelzorger moe", "rouw"


class Writer(msgspec.Struct, frozen=True, kw_only=True):
    """Who held the conversations, and on which device."""

    user_id: str
    device_id: str


class _Talk(msgspec.Struct, frozen=True, kw_only=True):
    """One visit being told: who it is about and the words that vary within it."""

    visit: Visit
    resident: Resident
    theme: HelpTheme
    words: dict[str, str]

    @property
    def keys(self) -> tuple[VisitId, PersonId]:
        return VisitId(self.visit.id), PersonId(self.resident.person.id)


class Visits:
    """Draws the visits of one person after another."""

    def __init__(self, dice: Dice, writer: Writer, *, need_share: float) -> None:
        """Take who writes, and in which share of the visits a need is worked out."""
        self._dice = dice
        self._writer = writer
        self._need_share = need_share
        self._numbers = 0

    def how_many(self) -> int:
        """Return a number of visits: often none or one, seldom dozens."""
        if self._dice.chance() < 0.25:
            return 0
        return min(_LONGEST, int(self._dice.pareto(1.6)))

    def of(self, resident: Resident, count: int) -> Iterator[Record]:
        """Yield ``count`` visits with all that belongs to them, the oldest first."""
        dice = self._dice
        last = resident.person.deceased_on or dice.today
        ago = (dice.today - last).days
        span = 90 + min(2_000, count * 60)
        days = sorted(dice.days_ago(ago + 1, ago + span) for _ in range(count))
        fitting = _fitting(resident)
        usual = dice.some_of(fitting, min(2, len(fitting)))
        relative = dice.one_of(source.situations().relative)
        for turn, day in enumerate(days):
            theme = dice.one_of(usual if dice.chance() < 0.75 else fitting)
            recent = (dice.today - day).days <= _STILL_OPEN_DAYS
            is_open = turn == count - 1 and recent and ago == 0 and dice.chance() < 0.3
            yield from self._visit(resident, theme, day=day, relative=relative, is_open=is_open)

    def next_number(self) -> int:
        """Return the next number of a plan."""
        self._numbers += 1
        return self._numbers

    def plan(
        self, visit: Visit, resident: Resident, *, way: HandoverWay, handed_over_on: date | None
    ) -> Iterator[Record]:
        """Yield a plan and its way to the resident; who stores it fills in its content."""
        day = visit.visited_on or self._dice.today
        plan = SupportPlan(
            id=self._dice.id_on(day),
            visit_id=VisitId(visit.id),
            client_id=PersonId(resident.person.id),
            number=self.next_number(),
            version=1,
            made_at=visit.concluded_at or source.instant(day, 15),
            language=resident.person.language,
        )
        yield plan
        yield Handover(
            id=self._dice.id_on(day),
            plan_id=plan.id,
            client_id=plan.client_id,
            way=way,
            handed_over_on=handed_over_on,
        )
        if handed_over_on is not None and plan.number % _REMARKED_EVERY == 0:
            yield PlanRemark(
                id=source.fixed_id(f"plan_remark:{plan.number}"),
                plan_id=plan.id,
                client_id=plan.client_id,
                stance=Stance.AGREES,
                text="Zo hebben wij het afgesproken.",
                said_on=handed_over_on,
            )

    def _visit(
        self, resident: Resident, theme: HelpTheme, *, day: date, relative: str, is_open: bool
    ) -> Iterator[Record]:
        dice, said = self._dice, source.situations()
        day = source.working_day(day)
        hour = dice.between(8, 14)
        words = {"naaste": relative, "dag": dice.one_of(said.weekday)}
        notes = " ".join(
            (dice.one_of(said.opening), dice.one_of(theme.notes), dice.one_of(said.closing))
        )
        started = source.instant(day, hour, minute=5 * dice.between(0, 11))
        conclusion = "" if is_open else _told(dice.one_of(theme.conclusion), words)
        visit = Visit(
            id=dice.id_on(day),
            client_id=PersonId(resident.person.id),
            device_id=self._writer.device_id,
            user_id=self._writer.user_id,
            state=VisitState.OPEN if is_open else VisitState.CONCLUDED,
            visited_on=day,
            started_at=started,
            concluded_at=None if is_open else started + timedelta(minutes=dice.between(35, 110)),
            question=_told(dice.one_of(_for_form(theme.question, resident)), words),
            notes=_told(notes, words),
            conclusion=conclusion,
        )
        yield visit
        talk = _Talk(visit=visit, resident=resident, theme=theme, words=words)
        yield from self._table(talk)
        if dice.chance() < self._need_share:
            yield from self._need(talk)
        if dice.chance() < 0.45:
            yield self._agreement(talk)
        if not is_open and dice.chance() < 0.4:
            yield from self._plan_of(talk)

    def _table(self, talk: _Talk) -> Iterator[Record]:
        dice, (visit_id, client_id) = self._dice, talk.keys
        day = talk.visit.visited_on or dice.today
        if dice.chance() < 0.3:
            tie = talk.words["naaste"]
            prefix, surname = dice.one_of(source.names().surnames)
            name = " ".join(p for p in (prefix, surname) if p)
            yield Attendee(
                id=dice.id_on(day), visit_id=visit_id, client_id=client_id, name=name, tie=tie
            )
        others = [t for t in _fitting(talk.resident) if t.domain is not talk.theme.domain]
        told = {talk.theme.domain: talk.theme}
        for other in dice.some_of(others, min(dice.between(0, 2), len(others))):
            told.setdefault(other.domain, other)
        for domain, theme in told.items():
            yield self._domain_note(talk, domain, dice.one_of(theme.note))

    def _domain_note(self, talk: _Talk, domain: LifeDomain, note: str) -> DomainNote:
        visit_id, client_id = talk.keys
        return DomainNote(
            id=self._dice.id_on(talk.visit.visited_on or self._dice.today),
            visit_id=visit_id,
            client_id=client_id,
            domain=domain,
            note=_told(note, talk.words),
        )

    def _need(self, talk: _Talk) -> Iterator[Record]:
        dice, (visit_id, client_id) = self._dice, talk.keys
        day = talk.visit.visited_on or dice.today
        what, result = dice.one_of(list(zip(talk.theme.need, talk.theme.result, strict=True)))
        need = Need(
            id=dice.id_on(day),
            visit_id=visit_id,
            client_id=client_id,
            what=_told(what, talk.words),
            wished_result=_told(result, talk.words),
            domain=talk.theme.domain,
        )
        yield need
        for step, reason in self._climb(talk):
            yield Finding(
                id=dice.id_on(day),
                need_id=NeedId(need.id),
                visit_id=visit_id,
                client_id=client_id,
                step=step,
                outcome=reason.outcome,
                reason=_told(reason.text, talk.words),
            )

    def _climb(self, talk: _Talk) -> Iterator[tuple[Step, LadderReason]]:
        """Walk up the ladder to where help is; every step passed over has its reason."""
        steps = list(Step)
        material = talk.theme.material
        reached = self._dice.one_of(_REACHED if material else _REACHED_BY_PEOPLE)
        for turn, step in enumerate(steps[: reached + 1]):
            fitting = [
                r
                for r in source.ladder()[step]
                if (r.outcome is not Outcome.SOLVES if turn < reached else r.outcome in _HELPING)
                and _goes_with(r.text, talk.resident)
                and (material or step is not Step.GENERALLY_USUAL or r.outcome is _NONE)
            ]
            if fitting:
                yield step, self._dice.one_of(fitting)

    def _agreement(self, talk: _Talk) -> Agreement:
        dice, (visit_id, client_id) = self._dice, talk.keys
        day = talk.visit.visited_on or dice.today
        who, what = dice.one_of(talk.theme.agreement)
        spoken = dice.chance() < 0.15
        return Agreement(
            id=dice.id_on(day),
            visit_id=visit_id,
            client_id=client_id,
            who=_told(who, talk.words),
            what=_told(what, talk.words),
            due_on=None if spoken else source.working_day(day + timedelta(dice.between(7, 40))),
            due_text=dice.one_of(
                ("na de vakantie", "zo snel als het kan", "in de loop van de maand")
            )
            if spoken
            else "",
        )

    def _plan_of(self, talk: _Talk) -> Iterator[Record]:
        dice, day = self._dice, talk.visit.visited_on or self._dice.today
        way = dice.one_of(list(HandoverWay))
        later = day if way is HandoverWay.AT_THE_TABLE else day + timedelta(dice.between(2, 12))
        recent = (dice.today - day).days < _STILL_TO_HAND_OVER_DAYS
        waits = way is not HandoverWay.AT_THE_TABLE and recent
        yield from self.plan(
            talk.visit,
            talk.resident,
            way=way,
            handed_over_on=None if waits else min(later, dice.today),
        )


def _fitting(resident: Resident) -> list[HelpTheme]:
    never = _GRIEF_THEME if resident.couple else _CARER_THEME
    return [
        t for t in source.themes() if t.ages[0] <= resident.age <= t.ages[1] and t.theme != never
    ]


def _for_form(texts: Sequence[str], resident: Resident) -> list[str]:
    never = _NOT_FOR.get(resident.person.address_form, ())
    return [t for t in texts if not any(words in t.casefold() for words in never)]


def _goes_with(text: str, resident: Resident) -> bool:
    never = _ONLY_ALONE if resident.couple else _ONLY_TOGETHER
    return not any(words in text.casefold() for words in never)


def _told(text: str, words: dict[str, str]) -> str:
    """Fill in who and when; a name in capitals begins a sentence."""
    if "{" not in text:
        return text
    relative = words["naaste"]
    text = text.replace("{naaste}", relative).replace("{Naaste}", relative.capitalize())
    return text.replace("{dag}", words["dag"])
