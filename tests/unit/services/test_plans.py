"""The plan: previewed, made, printed, kept in a file and handed over."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

import msgspec
import pytest

from meitinker import clock
from meitinker.domain.addresses import Address
from meitinker.domain.agreements import Agreement
from meitinker.domain.applications import Application
from meitinker.domain.appointments import Appointment
from meitinker.domain.checkpoints import Talked, Topic
from meitinker.domain.consents import Consent, ConsentAnswer, ConsentPurpose
from meitinker.domain.needs import Outcome, Step
from meitinker.domain.network import Direction, Frequency, Strain, Tie, TieKind
from meitinker.domain.organisation import User
from meitinker.domain.people import AddressForm, Language, Person, full_name
from meitinker.domain.plans import Handover, HandoverWay, SignatureWay, Stance, SupportPlan
from meitinker.domain.requests import Request, RequestState
from meitinker.domain.visits import Visit, VisitState
from meitinker.errors import InvalidField, NotAllowed, StoreReadOnly
from meitinker.i18n import translation
from meitinker.ids import NeedId, PersonId, RecordId, VisitId, record_id
from meitinker.services import (
    checkpoints,
    consents,
    editing,
    network,
    opening,
    people,
    plan_drawing,
    plan_remarks,
    plan_words,
    plans,
    reading,
    visit_request,
    visits,
)
from meitinker.services.consents import Said
from meitinker.services.network import NewTie
from meitinker.store import records
from meitinker.store.acts import act
from tests import readings, stores
from tests.stores import Clock

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
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

    def made(
        self,
        way: HandoverWay,
        language: Language | None = None,
        news: str = "",
        *,
        drawing: bool = False,
    ) -> tuple[str, str]:
        changes = plans.make(
            self.database,
            self.session,
            self.visit,
            way=way,
            language=language,
            drawing=drawing,
            news=news,
        )
        return changes.created("support_plan"), changes.created("handover")

    def pdf(
        self,
        plan: RecordId | None = None,
        *,
        use: plans.Use = plans.Use.SCREEN,
        large: bool | None = None,
        remarks: bool = False,
    ) -> Rendered:
        return plans.pdf(
            self.database,
            self.session,
            self.visit,
            plan_id=plan,
            use=use,
            paper=plans.Paper(large=large, remarks=remarks),
        )()

    def reads(self) -> list[tuple[str, str]]:
        seen = readings.of_client(self.database, self.client)
        return [(str(entry.action), entry.kind) for entry in seen]


@pytest.fixture
def village(tmp_path: Path) -> Iterator[Village]:
    with stores.village(tmp_path / "store", persons=20) as database:
        yield Village(database)


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
    with pytest.raises(InvalidField) as refused:
        village.made(HandoverWay.SEND_LATER)
    assert refused.value.reason == "no_post_deceased"
    assert village.made(HandoverWay.BRING_LATER)


def test_a_plan_for_a_secret_address_is_not_posted(village: Village) -> None:
    village.conclude()
    people.set_secret_address(village.database, village.session, village.client, secret=True)
    with pytest.raises(InvalidField) as refused:
        village.made(HandoverWay.SEND_LATER)
    assert refused.value.reason == "no_post_secret"
    assert village.made(HandoverWay.BRING_LATER)


@pytest.mark.parametrize("dies", [True, False], ids=["who died", "a secret address"])
def test_what_was_for_the_post_and_may_not_go_is_brought(village: Village, dies: bool) -> None:
    database, session = village.database, village.session
    village.conclude()
    _plan, handover = village.made(HandoverWay.SEND_LATER)

    def way() -> str:
        entries = plans.unsent(database, session)
        return next(one.way for one in entries if one.handover_id == handover)

    assert way() == HandoverWay.SEND_LATER
    if dies:
        people.register_death(database, session, village.client, on=clock.today())
    else:
        people.set_secret_address(database, session, village.client, secret=True)
    assert way() == HandoverWay.BRING_LATER
    plans.hand_over(database, session, RecordId(handover), on=clock.today())
    assert village.get(Handover, handover).way is HandoverWay.BRING_LATER


def test_what_was_posted_before_a_death_was_posted(village: Village) -> None:
    village.conclude()
    _plan, handover = village.made(HandoverWay.SEND_LATER)
    posted = clock.today()
    with clock.running(Clock(clock.instant_text(clock.now() + timedelta(days=3)))):
        people.register_death(village.database, village.session, village.client, on=clock.today())
        plans.hand_over(village.database, village.session, RecordId(handover), on=posted)
    assert village.get(Handover, handover).way is HandoverWay.SEND_LATER


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

    def test_no_day_and_nothing_around_it_changes_what_was_agreed(self, village: Village) -> None:
        """With a request (its seven days go by), an appointment that comes and one that went."""
        database, session = village.database, village.session
        with act(database, session, "test.question") as work:
            work.edit(Visit, RecordId(village.visit), {"request_id": None, "question": "Trap."})
        made = visit_request.take(database, session, village.visit)
        before, letter = self.hashed(village), text_of(village.pdf())
        soon = clock.now() + timedelta(days=4)
        with act(database, session, "test.add") as work:
            work.create(
                Appointment(id=record_id(), client_id=village.client, user_id=session.user,
                            starts_at=soon)
            )  # fmt: skip
            work.create(Tie(id=record_id(), client_id=village.client, name="Anneke", carer=True))
            work.edit(User, session.user, {"phone": "06 99 99 99 99"})
            work.edit(Person, village.client, {"surname": "Anders", "language": Language.ENGLISH})
        for days in range(9):
            later = clock.now() + timedelta(days=days)
            with clock.running(Clock(clock.instant_text(later))):
                assert self.hashed(village) == before
        assert text_of(village.pdf()) != letter, "the letter itself did change"
        assert village.get(Request, made.created("request")).state is RequestState.OPEN

    def test_every_part_that_was_agreed_on_counts(self, village: Village) -> None:
        database, session, visit = village.database, village.session, village.visit
        seen = {self.hashed(village)}
        need = visits.add_need(database, session, visit, what="lopen").created("need")
        acts: tuple[Callable[[], object], ...] = (
            lambda: visits.find_step(
                database, session, NeedId(need), step=Step.CARER, outcome=Outcome.SOLVES
            ),
            lambda: visits.add_agreement(database, session, visit),
            lambda: checkpoints.answer(
                database, session, visit, topic=Topic.PGB, talked=Talked.TALKED, note="U koopt."
            ),
        )
        for one in acts:
            one()
            now = self.hashed(village)
            assert now not in seen
            seen.add(now)


def text_of(rendered: Rendered) -> str:
    """Return the text of a PDF as one reads it."""
    import pypdfium2

    document = pypdfium2.PdfDocument(rendered.data)
    pages = [page.get_textpage().get_text_range() for page in document]
    document.close()
    return " ".join(" ".join(pages).split())


class TestVersions:
    """After concluding only a new version can say more; the old one stays as it was."""

    def test_a_new_version_says_what_is_new(self, village: Village) -> None:
        village.conclude()
        first = RecordId(village.made(HandoverWay.AT_THE_TABLE)[0])
        as_made = text_of(village.pdf(first))
        with act(village.database, village.session, "test.edit") as work:
            work.edit(User, village.session.user, {"phone": "06 99 99 99 99"})
        editing.save(
            village.database, village.session, kind="person", record_id=village.client,
            fields={"surname": "Anders"},
        )  # fmt: skip
        second = RecordId(village.made(HandoverWay.SEND_LATER, news="U krijgt een traplift.")[0])
        assert village.get(SupportPlan, second).version == 2
        text = text_of(village.pdf(second))
        assert "Dit is versie 2 van uw plan." in text
        assert "U krijgt een traplift." in text
        assert "Deze stukken zijn veranderd: Hebt u vragen?" in text
        assert text_of(village.pdf(first)) == as_made

    def test_what_was_new_before_stays(self, village: Village) -> None:
        village.conclude()
        village.made(HandoverWay.AT_THE_TABLE)
        village.made(HandoverWay.AT_THE_TABLE, news="U krijgt een traplift.")
        third = RecordId(village.made(HandoverWay.AT_THE_TABLE, news="De lift werkt.")[0])
        text = text_of(village.pdf(third))
        assert text.index("De lift werkt.") < text.index("Dit was nieuw in versie 2")
        assert "U krijgt een traplift." in text

    def test_a_version_after_one_that_was_not_kept_tells_the_news_only(
        self, village: Village
    ) -> None:
        village.conclude()
        first = village.made(HandoverWay.AT_THE_TABLE)[0]
        with act(village.database, village.session, "test.bare", undoable=False) as work:
            bare = msgspec.structs.replace(
                village.get(SupportPlan, first), id=record_id(), version=2, content=""
            )
            work.create(bare)
        third = RecordId(village.made(HandoverWay.AT_THE_TABLE, news="De lift werkt.")[0])
        text = text_of(village.pdf(third))
        assert "Dit is versie 3 van uw plan." in text
        assert "Deze stukken zijn veranderd" not in text

    def test_a_new_version_without_news_is_refused(self, village: Village) -> None:
        village.conclude()
        village.made(HandoverWay.AT_THE_TABLE)
        with pytest.raises(InvalidField) as refused:
            village.made(HandoverWay.AT_THE_TABLE, news=" ")
        assert (refused.value.field, refused.value.reason) == ("news", "news_missing")


class TestRemarks:
    """What the resident says stands beside the plan, and beside every later version."""

    def said(self, village: Village, plan: RecordId, text: str, **told: Stance) -> None:
        stance = told.get("stance", Stance.DISAGREES)
        plan_remarks.add(village.database, village.session, plan, stance=stance, text=text)

    def test_they_are_printed_on_request_only(self, village: Village) -> None:
        village.conclude()
        plan = RecordId(village.made(HandoverWay.AT_THE_TABLE)[0])
        before = text_of(village.pdf(plan))
        self.said(village, plan, "Mijn zus helpt ook.")
        assert text_of(village.pdf(plan)) == before
        text = text_of(village.pdf(plan, remarks=True))
        assert "U bent het niet eens met het plan. Mijn zus helpt ook." in text

    def test_a_later_version_has_those_of_the_earlier(self, village: Village) -> None:
        village.conclude()
        first = RecordId(village.made(HandoverWay.AT_THE_TABLE)[0])
        self.said(village, first, "Mijn zus helpt ook.")
        second = RecordId(village.made(HandoverWay.AT_THE_TABLE, news="Uw zus staat erbij.")[0])
        self.said(village, second, "Nu klopt het.", stance=Stance.AGREES)
        later, earlier = (text_of(village.pdf(plan, remarks=True)) for plan in (second, first))
        assert later.index("Mijn zus helpt ook.") < later.index("Nu klopt het.")
        assert "Mijn zus helpt ook." in earlier
        assert "Nu klopt het." not in earlier

    @pytest.mark.parametrize(
        ("days", "reason"), [(1, "date_in_future"), (-1, "before_made")], ids=["to come", "early"]
    )
    def test_they_are_of_a_day_since_the_plan_was_made(
        self, village: Village, days: int, reason: str
    ) -> None:
        village.conclude()
        plan = RecordId(village.made(HandoverWay.AT_THE_TABLE)[0])
        wrong = clock.today() + timedelta(days=days)
        with pytest.raises(InvalidField) as refused:
            plan_remarks.add(village.database, village.session, plan, stance=Stance.SEEN, on=wrong)
        assert refused.value.reason == reason

    def test_of_a_plan_that_a_clock_ahead_dated_later_they_are_of_today(
        self, village: Village
    ) -> None:
        village.conclude()
        plan = RecordId(village.made(HandoverWay.AT_THE_TABLE)[0])
        with clock.running(Clock(clock.instant_text(clock.now() - timedelta(days=2)))):
            plan_remarks.add(village.database, village.session, plan, stance=Stance.SEEN)
            told = plan_remarks.of_visit(village.database, village.session, village.visit)
            assert told[-1][1].said_on == clock.today()


class TestInFull:
    """What stands in the plan and not in the visit: people around, appointments, decisions."""

    def test_letters_d_f_and_g_of_the_law_are_told(self, village: Village) -> None:
        """Wmo 2015 art. 2.3.2 lid 4 with lid 8: of what was talked about it has to tell."""
        for topic in Topic:
            checkpoints.answer(
                village.database, village.session, village.visit,
                topic=topic, talked=Talked.TALKED, note=f"Besproken: {topic.value}.",
            )  # fmt: skip
        text = text_of(village.pdf())
        assert "Hulp voor uw mantelzorger Besproken: carer_needs." in text
        assert "Met wie wij samenwerken Besproken: other_laws." in text
        assert "Wat u zelf betaalt Besproken: contribution." in text
        assert "Zelf hulp kopen met een pgb Besproken: pgb." in text
        for own in (Topic.SAFETY, Topic.IDENTITY, Topic.CLIENT_SUPPORT):
            assert f"Besproken: {own.value}" not in text

    def test_who_helps_is_told_without_what_is_not_theirs_to_read(self, village: Village) -> None:
        ties = (
            Tie(id=record_id(), client_id=village.client, name="Anneke", relation="dochter",
                does="Doet de was", carer=True, strain=Strain.TOO_HEAVY),
            Tie(id=record_id(), client_id=village.client, name="Sjoerd", relation="neef"),
            Tie(id=record_id(), client_id=village.client, name="Jikke", relation="echtgenote",
                does="Heeft dementie", direction=Direction.RECEIVES),
        )  # fmt: skip
        (helper,) = plan_words.helpers(ties, translation("nl"))
        assert helper.name == "Anneke (dochter)"
        assert helper.text == "Is uw mantelzorger. Doet de was."

    def test_the_next_meeting_and_the_decision_are_told(self, village: Village) -> None:
        tomorrow = clock.now() + timedelta(days=1)
        with act(village.database, village.session, "test.add") as work:
            work.create(
                Appointment(id=record_id(), client_id=village.client,
                            user_id=village.session.user, starts_at=tomorrow)
            )  # fmt: skip
        before = text_of(village.pdf())
        assert "zien wij elkaar weer." in before
        assert "bezwaar" not in before
        with act(village.database, village.session, "test.add") as work:
            work.create(
                Application(id=record_id(), client_id=village.client, visit_id=village.visit,
                            received_on=clock.today())
            )  # fmt: skip
        after = text_of(village.pdf())
        assert "deed u een aanvraag." in after
        assert "Dan kunt u bezwaar maken." in after


class TestConsents:
    """What was allowed stands in the plan, with how to take it back."""

    def said(self, village: Village, answer: ConsentAnswer) -> None:
        consents.note(
            village.database,
            village.session,
            village.client,
            purpose=ConsentPurpose.DEBT,
            answer=answer,
            said=Said(about="de bewindvoerder"),
        )

    def forget(self, village: Village) -> None:
        """Take away what the example says of the resident."""
        with act(village.database, village.session, "test.consents") as work:
            for one in consents.of_person(village.database, village.session, village.client):
                work.delete(Consent, one.id)

    def paper(self, village: Village) -> str:
        return text_of(village.pdf(RecordId(village.made(HandoverWay.AT_THE_TABLE)[0])))

    @pytest.mark.promise("L8")
    def test_l8_what_was_allowed_for_what_and_how_to_take_it_back(self, village: Village) -> None:
        self.said(village, ConsentAnswer.GIVEN)
        village.conclude()
        text = self.paper(village)
        assert "Uw toestemming" in text
        assert "Gegevens over schulden (de bewindvoerder): u vond dit goed op" in text
        assert "U mag een toestemming altijd weer intrekken." in text

    def test_a_no_stands_there_and_cannot_be_taken_back(self, village: Village) -> None:
        self.forget(village)
        self.said(village, ConsentAnswer.REFUSED)
        village.conclude()
        text = self.paper(village)
        assert "Gegevens over schulden (de bewindvoerder): u wilt dit niet." in text
        assert "altijd weer intrekken" not in text

    def test_who_was_asked_nothing_reads_nothing_of_it(self, village: Village) -> None:
        self.forget(village)
        village.conclude()
        assert "Uw toestemming" not in self.paper(village)


class TestDrawing:
    """The network goes along as a drawing where the resident wants it, and stays as it was."""

    def around(self, village: Village) -> tuple[RecordId, RecordId]:
        """Give the resident a carer and a neighbour, and nobody else."""
        whole = network.network(village.database, village.session, village.client)
        for tie in whole.ties:
            network.remove(village.database, village.session, tie.id)
        ties = (
            Tie(id=record_id(), client_id=village.client, name="Anneke", relation="dochter",
                kind=TieKind.CHILD, does="Doet de was", carer=True, strain=Strain.TOO_HEAVY,
                phone="06 11 22 33 44", may_be_called=True),
            Tie(id=record_id(), client_id=village.client, name="Sake Nauta", relation="buurman",
                kind=TieKind.NEIGHBOUR, frequency=Frequency.WEEKLY),
        )  # fmt: skip
        with act(village.database, village.session, "test.ties") as work:
            for tie in ties:
                work.create(tie)
        return RecordId(ties[0].id), RecordId(ties[1].id)

    def made(self, village: Village, language: Language | None = None) -> RecordId:
        village.conclude()
        way = HandoverWay.AT_THE_TABLE
        return RecordId(village.made(way, language, drawing=True)[0])

    def test_it_goes_along_only_when_asked_for(self, village: Village) -> None:
        self.around(village)
        village.conclude()
        bare = RecordId(village.made(HandoverWay.AT_THE_TABLE)[0])
        drawn = RecordId(village.made(HandoverWay.AT_THE_TABLE, news="Tekening.", drawing=True)[0])
        assert not plan_drawing.has_drawing(village.get(SupportPlan, bare))
        assert plan_drawing.has_drawing(village.get(SupportPlan, drawn))
        assert "Sake Nauta" not in text_of(village.pdf(bare))
        text = text_of(village.pdf(drawn))
        for said in ("De mensen om u heen", "Zo leest u de tekening", "Sake Nauta (buurman)",
                     "Achter deze brief zit een tekening"):  # fmt: skip
            assert said in text, said
        assert "Deze stukken zijn veranderd: De mensen om u heen" in text
        assert "Van 1 persoon weten we niet sinds wanneer die erbij is." in text

    def test_a_version_stays_what_it_was_when_the_network_changes(self, village: Village) -> None:
        carer, neighbour = self.around(village)
        plan = self.made(village)
        before = {large: text_of(village.pdf(plan, large=large)) for large in (False, True)}
        network.remove(village.database, village.session, neighbour)
        network.end(village.database, village.session, carer, on=clock.today())
        network.add(village.database, village.session, village.client, NewTie(name="Froukje"))
        after = {large: text_of(village.pdf(plan, large=large)) for large in (False, True)}
        assert after == before
        assert "Sake Nauta (buurman)" in after[True]

    def test_nothing_is_in_it_that_is_not_the_residents_to_read(self, village: Village) -> None:
        self.around(village)
        kept = village.get(SupportPlan, self.made(village)).content
        text = text_of(village.pdf())
        for secret in ("06 11 22 33 44", "zwaar", "gebeld"):
            assert secret not in text
        decoded = msgspec.json.decode(kept, type=plan_words.Content)
        assert decoded.network is not None
        assert {one.look.strain for one in decoded.network.people} == {Strain.NOT_ASKED}
        assert "06 11 22 33 44" not in kept

    def test_a_secret_address_is_not_in_it(self, village: Village) -> None:
        carer, _neighbour = self.around(village)
        with act(village.database, village.session, "test.address") as work:
            for address in people.file_of(
                village.database, village.session, RecordId(village.client)
            ).addresses:
                work.delete(Address, RecordId(address.id))
            work.create(
                Address(id=record_id(), person_id=village.client, street="Molenpad",
                        number="7", postcode="9001 AB", place="Grou")
            )  # fmt: skip
            work.edit(Tie, carer, {"does": "Past op Molenpad 7"})
        open_plan = plans.Paper(drawing=True)
        assert "Molenpad 7" in self.draft(village, open_plan)
        people.set_secret_address(village.database, village.session, village.client, secret=True)
        hidden = self.draft(village, open_plan)
        assert "Molenpad" not in hidden
        assert "Past op (geheim adres)" in hidden

    def test_a_secret_address_of_someone_around_is_not_in_it(self, village: Village) -> None:
        carer, _neighbour = self.around(village)
        other = Person(id=record_id(), called="Anneke", secret_address=True)
        with act(village.database, village.session, "test.other") as work:
            work.create(other)
            work.create(
                Address(id=record_id(), person_id=PersonId(other.id), street="Slûswei",
                        number="31", postcode="8401 CD", place="Gorredijk")
            )  # fmt: skip
            work.edit(Tie, carer, {"does": "Vangt op, Sluswei 31 of slûswei 31 (8401cd)"})
        open_plan = plans.Paper(drawing=True)
        assert "slûswei 31" in self.draft(village, open_plan)
        network.link(village.database, village.session, carer, PersonId(other.id))
        hidden = self.draft(village, open_plan)
        assert "slûswei 31" not in hidden
        assert "8401cd" not in hidden
        assert "(geheim adres)" in hidden

    def draft(self, village: Village, paper: plans.Paper) -> str:
        return text_of(plans.pdf(village.database, village.session, village.visit, paper=paper)())

    @pytest.mark.parametrize(
        ("language", "said"),
        [
            (Language.DUTCH, "De mensen om u heen"),
            (Language.FRISIAN, "De minsken om jo hinne"),
            (Language.ENGLISH, "The people around you"),
        ],
    )
    def test_it_speaks_the_language_of_the_plan(
        self, village: Village, language: Language, said: str
    ) -> None:
        self.around(village)
        plan = self.made(village, language)
        for large in (False, True):
            assert said in text_of(village.pdf(plan, large=large))

    def test_without_anyone_there_is_nothing_to_draw(self, village: Village) -> None:
        self.around(village)
        assert plan_drawing.drawable(village.database, village.session, village.visit)
        for tie in network.network(village.database, village.session, village.client).ties:
            network.remove(village.database, village.session, tie.id)
        assert not plan_drawing.drawable(village.database, village.session, village.visit)
        plan = self.made(village)
        assert not plan_drawing.has_drawing(village.get(SupportPlan, plan))


def test_the_letter_says_u_where_the_resident_does_what_was_agreed(village: Village) -> None:
    use = village.database, village.session
    name = full_name(village.get(Person, village.client))
    for who in (name, "Aukje"):
        made = visits.add_agreement(*use, village.visit).created("agreement")
        with act(*use, "test.agree") as work:
            work.edit(Agreement, made, {"who": who, "what": "Belt de huisarts."})
    text = " ".join(text_of(village.pdf()).split())
    assert "Wie: u." in text
    assert "Wie: Aukje." in text
