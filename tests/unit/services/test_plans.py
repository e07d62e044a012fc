"""The plan: previewed, made, printed, kept in a file and handed over."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest

from meitinker import clock
from meitinker.domain.people import AddressForm, Language, Person
from meitinker.domain.plans import Handover, HandoverWay, SignatureWay, SupportPlan
from meitinker.domain.visits import VisitState
from meitinker.errors import InvalidField, NotAllowed, StoreReadOnly
from meitinker.ids import PersonId, RecordId, VisitId
from meitinker.keys import StoreKey
from meitinker.paths import StoreFolder
from meitinker.services import editing, example, opening, people, plans, reading, visits
from meitinker.store import records

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from meitinker.domain.session import Session
    from meitinker.reports.page import Rendered
    from meitinker.store.database import Database


class Village:
    """The example village with one open visit to write in."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self.session: Session = opening.session_of(database)
        listed = visits.listed(database, self.session, state=VisitState.OPEN)
        self.visit = VisitId(RecordId(listed[0].visit_id))
        self.client = PersonId(RecordId(listed[0].person_id))

    def get(self, record: type[records.R], record_id: str) -> records.R:
        with self.database.reading() as connection:
            return records.get(connection, self.session, record, record_id)

    def conclude(self) -> None:
        visits.conclude(self.database, self.session, self.visit)

    def made(self, way: HandoverWay, language: Language | None = None) -> tuple[str, str]:
        changes = plans.make(self.database, self.session, self.visit, way=way, language=language)
        return changes.created("support_plan"), changes.created("handover")

    def pdf(
        self,
        plan: RecordId | None = None,
        *,
        use: plans.Use = plans.Use.SCREEN,
        large: bool | None = None,
    ) -> Rendered:
        return plans.pdf(
            self.database, self.session, self.visit, plan_id=plan, use=use, large=large
        )

    def reads(self) -> list[tuple[str, str]]:
        seen = reading.who_saw(self.database, self.session, self.client)
        return [(str(entry.action), entry.kind) for entry in seen]


@pytest.fixture
def village(tmp_path: Path) -> Iterator[Village]:
    database = example.create(StoreFolder(tmp_path / "store"), StoreKey.new(), persons=20)
    yield Village(database)
    database.close()


def test_a_plan_is_made_of_a_concluded_visit_only(village: Village) -> None:
    with pytest.raises(NotAllowed):
        village.made(HandoverWay.AT_THE_TABLE)
    village.conclude()
    plan, handover = village.made(HandoverWay.AT_THE_TABLE)
    assert village.get(SupportPlan, plan).version == 1
    assert village.get(Handover, handover).handed_over_on == clock.today()


def test_a_plan_that_goes_later_waits_until_its_date_is_told(village: Village) -> None:
    village.conclude()
    waiting = len(plans.unsent(village.database, village.session))
    _plan, handover = village.made(HandoverWay.BRING_LATER)
    assert len(plans.unsent(village.database, village.session)) == waiting + 1
    day = clock.today()
    plans.hand_over(village.database, village.session, RecordId(handover), on=day)
    assert village.get(Handover, handover).handed_over_on == day
    assert len(plans.unsent(village.database, village.session)) == waiting


@pytest.mark.parametrize(
    ("days", "reason"), [(1, "date_in_future"), (-1, "before_made")], ids=["to come", "too early"]
)
def test_a_plan_is_given_between_its_making_and_today(
    village: Village, days: int, reason: str
) -> None:
    village.conclude()
    _plan, handover = village.made(HandoverWay.SEND_LATER)
    wrong: date = clock.today() + timedelta(days=days)
    with pytest.raises(InvalidField) as refused:
        plans.hand_over(village.database, village.session, RecordId(handover), on=wrong)
    assert refused.value.reason == reason


def test_no_plan_is_sent_to_the_dead_but_the_family_may_have_it(village: Village) -> None:
    village.conclude()
    people.register_death(village.database, village.session, village.client, on=clock.today())
    with pytest.raises(NotAllowed):
        village.made(HandoverWay.SEND_LATER)
    assert village.made(HandoverWay.BRING_LATER)


def test_a_plan_can_be_made_in_another_language(village: Village) -> None:
    village.conclude()
    plan, _handover = village.made(HandoverWay.AT_THE_TABLE, Language.ENGLISH)
    assert village.get(SupportPlan, plan).language is Language.ENGLISH
    assert '"language":"en"' in village.get(SupportPlan, plan).content


@pytest.mark.parametrize(
    ("form", "language", "line"),
    [
        (AddressForm.MEVROUW, Language.DUTCH, "Mevrouw A. de Vries"),
        (AddressForm.MEVROUW, Language.FRISIAN, "Mefrou A. de Vries"),
        (AddressForm.MEVROUW, Language.ENGLISH, "Ms A. de Vries"),
        (AddressForm.MENEER, Language.DUTCH, "De heer A. de Vries"),
        (AddressForm.MENEER, Language.FRISIAN, "De hear A. de Vries"),
        (AddressForm.MENEER, Language.ENGLISH, "Mr A. de Vries"),
        (AddressForm.NEUTRAL, Language.ENGLISH, "A. de Vries"),
    ],
)
def test_the_address_speaks_the_language_of_the_letter(
    village: Village, form: AddressForm, language: Language, line: str
) -> None:
    fields = {
        "address_form": form.value, "given_names": "Anna", "prefix": "de", "surname": "Vries",
        "partner_name": "",
    }  # fmt: skip
    editing.save(
        village.database, village.session, kind="person", record_id=village.client, fields=fields
    )
    village.conclude()
    plan, _handover = village.made(HandoverWay.AT_THE_TABLE, language)
    content = village.get(SupportPlan, plan).content
    assert f'"addressee":{{"name":["{line}"]' in content


def test_a_plan_stays_as_it_was_made(village: Village) -> None:
    village.conclude()
    plan, _handover = village.made(HandoverWay.AT_THE_TABLE)
    before = village.pdf(RecordId(plan))
    editing.save(
        village.database,
        village.session,
        kind="person",
        record_id=village.client,
        fields={"surname": "Anders"},
    )
    after = village.pdf(RecordId(plan))
    assert village.get(Person, village.client).surname == "Anders"
    assert after.pages == before.pages
    assert "Anders" not in village.get(SupportPlan, plan).content


def test_large_print_takes_more_pages(village: Village) -> None:
    village.conclude()
    plan, _handover = village.made(HandoverWay.AT_THE_TABLE)
    small = village.pdf(RecordId(plan), large=False)
    large = village.pdf(RecordId(plan), large=True)
    assert large.pages > small.pages


@pytest.mark.promise("L19")
def test_l19_paper_and_file_are_logged_and_looking_again_is_not(village: Village) -> None:
    village.conclude()
    plan = RecordId(village.made(HandoverWay.AT_THE_TABLE)[0])
    before = village.reads()
    village.pdf(plan)
    assert village.reads() == before
    village.pdf(plan, use=plans.Use.PAPER)
    village.pdf(plan, use=plans.Use.FILE)
    assert village.reads()[len(before) :] == [
        ("print", "support_plan"),
        ("export", "support_plan"),
    ]


@pytest.mark.promise("L19")
def test_l19_a_concept_on_paper_is_logged_as_the_visit(village: Village) -> None:
    before = village.reads()
    village.pdf(use=plans.Use.PAPER)
    village.pdf(use=plans.Use.FILE)
    assert village.reads()[len(before) :] == [("print", "visit"), ("export", "visit")]


def test_what_could_not_be_logged_does_not_leave_the_screen(
    village: Village, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_args: object, **_named: object) -> None:
        raise StoreReadOnly("no log")

    village.conclude()
    plan = RecordId(village.made(HandoverWay.AT_THE_TABLE)[0])
    monkeypatch.setattr(reading, "printed", refuse)
    monkeypatch.setattr(reading, "exported", refuse)
    for made in (None, plan):
        assert village.pdf(made).pages
        for use in (plans.Use.PAPER, plans.Use.FILE):
            with pytest.raises(StoreReadOnly):
                village.pdf(made, use=use)


class TestTextHash:
    """The hash under a signature is of the text, not of who signed or when it is printed."""

    def hashed(self, village: Village) -> str:
        return plans.text_hash(village.database, village.session, village.visit)

    def test_another_word_is_another_hash(self, village: Village) -> None:
        before = self.hashed(village)
        editing.save(
            village.database,
            village.session,
            kind="visit",
            record_id=village.visit,
            fields={"conclusion": "Iets anders."},
        )
        assert self.hashed(village) != before

    def test_a_signature_does_not_change_it(self, village: Village) -> None:
        before = self.hashed(village)
        visits.sign(
            village.database,
            village.session,
            village.visit,
            way=SignatureWay.SPOKEN,
            name="Akke",
            text_hash=before,
        )
        assert self.hashed(village) == before

    def test_tomorrow_it_is_the_same(self, village: Village) -> None:
        before = self.hashed(village)
        later = clock.now() + timedelta(days=1)
        with clock.running(lambda: later):
            assert self.hashed(village) == before
