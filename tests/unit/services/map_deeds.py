"""Acts of the social map, each in a world where it can be done."""

from __future__ import annotations

from typing import TYPE_CHECKING

from meitinker import clock
from meitinker.domain.map_checks import CheckWay
from meitinker.domain.map_corrections import GapAnswer
from meitinker.domain.map_services import MapService
from meitinker.domain.needs import Need, Outcome
from meitinker.domain.providers import Provider
from meitinker.ids import NeedId, RecordId, record_id
from meitinker.services import (
    check_forms,
    map_checks,
    map_choices,
    map_corrections,
    map_editing,
    missing_services,
    referrals,
    thesaurus,
)
from meitinker.services.check_form_answers import LineAnswer, ReturnedForm
from meitinker.services.check_form_lines import EXISTS, FormLine
from meitinker.services.map_choices import ServiceChoice
from meitinker.services.map_corrections import Proposed
from meitinker.services.missing_services import Missed

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.unit.services.world import Deed, World


def _service(world: World) -> RecordId:
    provider = world.make(Provider, name="Buorsoarch")
    return world.make(MapService, provider_id=provider, name="Iten oan hûs")


def _correction(world: World) -> RecordId:
    told = Proposed(field="name", value="Iten mei-inoar")
    return world.do(map_corrections.propose, _service(world), told)().created("map_correction")


def _form(world: World) -> ReturnedForm:
    exists = FormLine(service_id=_service(world), service="", title="", value="", field=EXISTS)
    return ReturnedForm(
        provider="Buorsoarch", answers=(LineAnswer(row=2, line=exists, right=True),)
    )


def _missing(world: World) -> RecordId:
    made = world.do(missing_services.note, Missed(sought="oppas"))()
    return made.created("missing_service")


def _referral(world: World) -> RecordId:
    return world.store.refer(world.person, _service(world))


def _choose(world: World) -> Deed:
    need = NeedId(world.part(Need, what="Warm eten"))
    service = _service(world)
    choice = ServiceChoice(
        service_id=service, outcome=Outcome.SOLVES, reason="Past.", agreement="Belt.", warm=True
    )
    return world.do(map_choices.choose, need, choice)


MAP_DEEDS: dict[str, Callable[[World], Deed]] = {
    "map.add": lambda w: w.do(map_editing.add, Provider(id=record_id(), name="Eetclub")),
    "map.change": lambda w: w.do(map_editing.change, MapService, _service(w), {"name": "Iten"}),
    "map.remove": lambda w: w.do(map_editing.take_away, MapService, _service(w)),
    "map.check": lambda w: w.do(map_checks.note, _service(w), way=CheckWay.PHONE),
    "map.form": lambda w: w.do(check_forms.keep, _form(w)),
    "map.propose": lambda w: w.do(map_corrections.propose, _service(w), Proposed(note="Dicht")),
    "map.answer": lambda w: w.do(map_corrections.accept, _correction(w)),
    "map.missing": lambda w: w.do(missing_services.note, Missed(sought="oppas")),
    "map.missing_answer": lambda w: w.do(
        missing_services.answer, _missing(w), answer=GapAnswer.NOTED
    ),
    "search_word.add": lambda w: w.do(thesaurus.add_word, "prak", service_id=_service(w)),
    "referral.remove": lambda w: w.do(referrals.remove, _referral(w)),
    "service.choose": _choose,
    "referral.contact": lambda w: w.do(referrals.contacted, _referral(w), on=clock.today()),
}
