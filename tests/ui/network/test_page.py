"""The network in the file: drawing and list say the same, keys walk and open, acts are kept."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton, QWidget

from meitinker import clock
from meitinker.domain.households import HouseholdMember
from meitinker.domain.network import Strain, Tie, TieKind, on_day
from meitinker.domain.people import Person
from meitinker.domain.visits import Attendee, Visit
from meitinker.exchange.example_stories import KLASKE, LONG_NAME, PYTRIK, SIETSKE, SJOUKJE, story_id
from meitinker.ids import PersonId, RecordId, VisitId, record_id
from meitinker.services import network, undo
from meitinker.services.network import NewTie
from meitinker.store import records
from meitinker.store.acts import act
from meitinker.store.settings import ScreenSpot
from tests.ui import checklist
from tests.ui.pages import said_of
from ui.theme import THEME_NAMES, Theme, ThemeName, apply
from ui.viewmodels.network import UNASKED, around, lines
from ui.views.network.page import NetworkPage
from ui.widgets.choices import ComboField, RadioGroup
from ui.widgets.ecogram import Ecogram
from ui.widgets.fields import TextField

if TYPE_CHECKING:
    from meitinker.services.network import Network
    from tests.ui.network.conftest import Stage
    from ui.widgets.form_field import FormField


def at(record_id: str) -> ScreenSpot:
    return ScreenSpot(screen="people", record_id=record_id, section="network")


def page(stage: Stage) -> NetworkPage:
    found = [one for one in stage.place.file_view.typed_pages if isinstance(one, NetworkPage)]
    return found[0]


def drawing(stage: Stage) -> Ecogram:
    return page(stage).around.map.ecogram


def ties(stage: Stage, client: str) -> list[Tie]:
    work = stage.place.workplace
    with work.database.reading() as connection:
        return records.find(connection, work.session, Tie, client_id=client)


def field(stage: Stage, name: str) -> FormField:
    page(stage).tie.form.complete()
    return dict(page(stage).tie.form.tied.fields())[f"tie.{name}.{page(stage).tie.form.tie_id}"]


def button(root: QWidget, text: str) -> QPushButton:
    return next(b for b in root.findChildren(QPushButton) if b.text() == text and b.isVisible())


def focused() -> QWidget:
    now = QApplication.focusWidget()
    assert now is not None
    return now


def open_someone(stage: Stage, name: str) -> None:
    wanted = next(b for b in drawing(stage).buttons.values() if b.person.name == name)
    wanted.click()
    stage.settle()
    page(stage).tie.form.complete()  # a busy machine may still be building it


class TestDrawing:
    def test_everyone_is_in_the_drawing_and_in_the_list(self, stage: Stage) -> None:
        stage.open(at(SJOUKJE))
        assert len(drawing(stage).buttons) == 25
        titles = [row.title for row in page(stage).around.list.rows.rows]
        assert len(titles) == 27, "the list also has who was there before"
        for one in drawing(stage).buttons.values():
            assert any(one.person.name in title for title in titles)

    def test_the_form_beside_it_comes_in_a_turn_of_its_own(
        self, stage: Stage, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        stage.open(at(SJOUKJE))
        known, whole = page(stage), page(stage)._network
        assert whole is not None
        shown: list[Network] = []
        monkeypatch.setattr(known.tie, "show_network", shown.append)
        known._show(known._client, (whole, around(whole, ())))
        assert shown == []
        stage.settle()
        assert shown == [whole]

    def test_a_screen_reader_hears_everyone_with_what_is_known(self, stage: Stage) -> None:
        stage.open(at(SJOUKJE))
        whole = QAccessible.queryAccessibleInterface(drawing(stage))
        assert whole.text(QAccessible.Text.Name) == "Tekening van het netwerk"
        assert "25 personen" in whole.text(QAccessible.Text.Description)
        assert whole.childCount() == 25
        heard = {
            whole.child(n).text(QAccessible.Text.Name): whole.child(n).text(
                QAccessible.Text.Description
            )
            for n in range(25)
        }
        assert "Dit is te zwaar." in heard["Hinke Postma, buurvrouw"]
        roles = {whole.child(n).role() for n in range(25)}
        assert roles == {QAccessible.Role.Button}

    def test_arrow_keys_walk_round_and_enter_opens(self, stage: Stage) -> None:
        stage.open(at(SJOUKJE))
        ecogram = drawing(stage)
        order = ecogram.walk()
        order[0].setFocus()
        walked = []
        for _step in order:
            walked.append(focused())
            QTest.keyClick(focused(), Qt.Key.Key_Right)
        assert walked == order
        assert QApplication.focusWidget() is order[0], "round means back to the start"
        QTest.keyClick(order[0], Qt.Key.Key_Left)
        assert QApplication.focusWidget() is order[-1]
        QTest.keyClick(order[-1], Qt.Key.Key_Home)
        QTest.keyClick(order[0], Qt.Key.Key_Return)
        stage.settle()
        assert page(stage).tie.form.tie_id == order[0].person.key
        assert order[0].chosen
        assert page(stage).tie.form.name.isAncestorOf(focused())

    def test_the_main_key_is_done_with_who_was_opened_and_begins_no_conversation(
        self, stage: Stage
    ) -> None:
        stage.open(at(KLASKE))
        open_someone(stage, "Sake Nauta")
        form, key = page(stage).tie.form, page(stage).tie.form.tie_id
        form.name.setFocus()
        stage.place.confirm()
        stage.settle()
        assert not form.isVisible()
        open_someone(stage, "Sake Nauta")
        form.ending.set_value(date(2020, 5, 4))
        form.ending.setFocus()
        stage.place.confirm()
        stage.settle()
        assert {tie.until for tie in ties(stage, KLASKE) if tie.id == key} == {date(2020, 5, 4)}
        assert not stage.went

    def test_only_one_of_them_takes_the_tab(self, stage: Stage) -> None:
        stage.open(at(SJOUKJE))
        ecogram = drawing(stage)
        ecogram.walk()[4].setFocus()
        policy = Qt.FocusPolicy.StrongFocus
        takers = [b for b in ecogram.buttons.values() if b.focusPolicy() == policy]
        assert takers == [ecogram.walk()[4]]

    def test_labels_do_not_overlap_on_the_screen(self, stage: Stage) -> None:
        for size in (100, 125, 150, 200):
            application = QApplication.instance()
            assert isinstance(application, QApplication)
            apply(application, Theme(text_size=size))
            stage.open(at(SJOUKJE))
            boxes = [b.geometry() for b in drawing(stage).buttons.values()]
            for at_one, one in enumerate(boxes):
                assert drawing(stage).rect().contains(one)
                assert not any(one.intersects(other) for other in boxes[at_one + 1 :])

    def test_nobody_yet_says_what_to_do(self, stage: Stage) -> None:
        work = stage.place.workplace
        for tie in ties(stage, KLASKE):
            network.remove(work.database, work.session, tie.id)
        stage.open(at(KLASKE))
        assert page(stage).around.empty.isVisible()
        assert "Voeg iemand toe" in page(stage).around.empty.sentence
        assert not page(stage).around.map.isVisible()
        assert not page(stage).around.paper_button.isVisible()


class TestActs:
    def test_someone_is_added_typed_in_and_drawn(self, stage: Stage) -> None:
        stage.open(at(KLASKE))
        page(stage).around.add_button.click()
        stage.settle()
        name, relation = page(stage).tie.form.name, field(stage, "relation")
        assert name.isAncestorOf(focused())
        assert isinstance(relation, TextField)
        QTest.keyClicks(name.line, "Froukje")
        QTest.keyClicks(relation.line, "nicht")
        near = field(stage, "nearness")
        assert isinstance(near, RadioGroup)
        near.button("1").click()
        strain = field(stage, "strain")
        assert isinstance(strain, RadioGroup)
        strain.button("3").click()
        stage.place.save_now()
        stage.settle()
        kept = next(t for t in ties(stage, KLASKE) if t.name == "Froukje")
        assert (kept.relation, kept.nearness, kept.strain) == ("nicht", 1, Strain.TOO_HEAVY)
        stage.place.file_view._again.timeout.emit()
        stage.settle()
        assert "Froukje" in {b.person.name for b in drawing(stage).buttons.values()}

    def test_who_was_added_is_opened_also_where_an_older_answer_comes_late(
        self, stage: Stage
    ) -> None:
        stage.open(at(KLASKE))
        work, client = stage.place.workplace, PersonId(RecordId(KLASKE))
        older = network.network(work.database, work.session, client)
        added = network.add(work.database, work.session, client)
        page(stage).tie._begin(added)
        page(stage).tie.show_network(older)
        stage.settle()
        form = page(stage).tie.form
        assert form.isVisible()
        assert form.tie_id == added.created("tie")
        assert form.name.isAncestorOf(focused())

    def test_a_daughter_is_a_child_unless_someone_chose_otherwise(self, stage: Stage) -> None:
        stage.open(at(KLASKE))
        page(stage).around.add_button.click()
        stage.settle()
        relation, kind = field(stage, "relation"), field(stage, "kind")
        assert isinstance(relation, TextField)
        assert isinstance(kind, ComboField)
        for said, meant in (("dochter", TieKind.CHILD), ("buurvrouw", TieKind.CHILD)):
            relation.line.setFocus()
            relation.line.selectAll()
            QTest.keyClicks(relation.line, said)
            page(stage).tie.form.name.line.setFocus()
            assert kind.value() == meant, "what was chosen once stays"
        stage.place.save_now()
        stage.settle()
        assert next(t for t in ties(stage, KLASKE) if t.relation == "buurvrouw").kind is meant

    def test_the_list_is_as_high_as_its_rows(self, stage: Stage) -> None:
        heights = {}
        for who in (KLASKE, SJOUKJE):
            stage.open(at(who))
            checklist.settle()
            shown = page(stage).around.list
            rows = sum(shown.sizeHintForRow(row) for row in range(shown.rows.rowCount()))
            heights[who] = (shown.height(), rows)
        assert heights[SJOUKJE][0] == 360, "many scroll"
        assert heights[SJOUKJE][1] > 360
        if heights[KLASKE][1]:
            assert heights[KLASKE][0] <= heights[KLASKE][1] + 2

    def test_whether_one_may_be_called_is_kept_and_can_be_not_asked_again(
        self, stage: Stage
    ) -> None:
        def kept() -> bool | None:
            stage.place.save_now()
            stage.settle()
            (tie,) = (tie for tie in ties(stage, SJOUKJE) if tie.name == "Corrie Haitsma")
            return tie.may_be_called

        stage.open(at(SJOUKJE))
        open_someone(stage, "Corrie Haitsma")
        called = field(stage, "may_be_called")
        assert isinstance(called, RadioGroup)
        assert called.value() == UNASKED
        for answer, expected in (("0", False), ("1", True), (UNASKED, None)):
            called.button(answer).click()
            assert kept() is expected
        open_someone(stage, "Hinke Postma")
        open_someone(stage, "Corrie Haitsma")
        assert called.value() == UNASKED

    def test_a_tie_ends_on_a_day_and_leaves_the_drawing(self, stage: Stage) -> None:
        stage.open(at(KLASKE))
        open_someone(stage, "Sake Nauta")
        page(stage).tie.form.ending.set_value(date(2020, 5, 4))
        button(page(stage).tie.form, "Bewaar de laatste dag").click()
        stage.settle()
        assert "Sake Nauta" not in {b.person.name for b in drawing(stage).buttons.values()}
        row = page(stage).around.list.rows.rows[-1]
        assert row.title.startswith("Sake Nauta")
        assert "4 mei 2020" in row.status

    def test_a_day_before_it_began_is_refused_in_words(self, stage: Stage) -> None:
        stage.open(at(SJOUKJE))
        open_someone(stage, "Marrit Veenstra")
        page(stage).tie.form.ending.set_value(date(2001, 1, 1))
        button(page(stage).tie.form, "Bewaar de laatste dag").click()
        stage.settle()
        assert "van voor het begin" in str(page(stage).tie.form.ending.error)

    def test_removed_by_mistake_comes_back_with_undo(self, stage: Stage) -> None:
        stage.open(at(KLASKE))
        open_someone(stage, "Sake Nauta")
        button(page(stage).tie.form, "Verwijder uit het netwerk").click()
        stage.settle()
        assert not page(stage).tie.form.isVisible()
        assert len(ties(stage, KLASKE)) == 2
        work = stage.place.workplace
        stage.place.refresh(undo.undo(work.database, work.session))
        stage.settle()
        assert "Sake Nauta" in {b.person.name for b in drawing(stage).buttons.values()}

    def test_someone_is_tied_to_the_own_file_and_the_file_opens(self, stage: Stage) -> None:
        stage.open(at(KLASKE))
        open_someone(stage, "Sake Nauta")
        button(page(stage).tie.form, "Koppel aan een dossier").click()
        stage.settle()
        line = page(stage).tie.linking.search.line
        line.selectAll()
        QTest.keyClicks(line, "pytrik hoekstra")
        stage.settle()
        QTest.keyClick(line, Qt.Key.Key_Return)
        stage.settle()
        assert {t.other_id for t in ties(stage, KLASKE)} >= {PYTRIK}
        button(page(stage).tie.form, "Open het dossier").click()
        stage.settle()
        assert stage.place.file_view.person_id == PYTRIK

    def test_a_housemate_is_offered_and_added_without_taking_help_for_granted(
        self, stage: Stage
    ) -> None:
        wife = story_id("pytrik:spouse")
        stage.open(at(wife))
        button(page(stage).around, "Voeg huisgenoot Pytrik Hoekstra toe").click()
        stage.settle()
        (tie,) = [tie for tie in ties(stage, wife) if tie.other_id == PYTRIK]
        assert (tie.kind, tie.nearness, tie.usual_help) == (TieKind.PARTNER, None, False)
        assert page(stage).tie.form.isVisible()

    def test_who_is_added_begins_without_one_answer(self, stage: Stage) -> None:
        stage.open(at(KLASKE))
        before = {tie.id for tie in ties(stage, KLASKE)}
        button(page(stage).around, "Voeg iemand toe").click()
        stage.settle()
        groups = ("nearness", "frequency", "direction", "strain", "may_be_called")
        shown = {name: field(stage, name) for name in groups}
        for one in shown.values():
            assert isinstance(one, RadioGroup)
            chosen = one.value()
            assert chosen is not None
            assert one.button(chosen).accessibleName() == "Niet gevraagd"
        kind = field(stage, "kind")
        assert isinstance(kind, ComboField)
        assert kind.value() is None
        (new,) = [tie for tie in ties(stage, KLASKE) if tie.id not in before]
        empty = Tie(id=new.id, client_id=new.client_id)
        assert new == empty, "nothing that nobody said is kept"
        assert lines((new,))[0].text == "", "and nothing of it is told"

    def test_an_answer_can_be_taken_back(self, stage: Stage) -> None:
        stage.open(at(SJOUKJE))
        open_someone(stage, "Hinke Postma")
        key = page(stage).tie.form.tie_id
        for name in ("nearness", "direction"):
            group = field(stage, name)
            assert isinstance(group, RadioGroup)
            group.button(UNASKED).click()
            group.left.emit()
        stage.settle()
        (kept,) = [tie for tie in ties(stage, SJOUKJE) if tie.id == key]
        assert (kept.nearness, kept.direction) == (None, None)

    def test_who_sat_at_the_table_is_offered_and_added_with_what_was_told(
        self, stage: Stage
    ) -> None:
        work, wife = stage.place.workplace, story_id("pytrik:spouse")
        with act(work.database, work.session, "visit.begin") as begun:
            visit_id = VisitId(record_id())
            visit = Visit(
                id=visit_id, client_id=wife, user_id=work.session.user,
                device_id=work.session.device, started_at=clock.now(),
            )  # fmt: skip
            begun.create(visit)
            begun.create(
                Attendee(id=record_id(), visit_id=visit_id, client_id=wife, name="Anke Vos",
                         tie="dochter")
            )  # fmt: skip
        stage.open(at(wife))
        button(page(stage).around, "Voeg Anke Vos (dochter) toe").click()
        stage.settle()
        (tie,) = [tie for tie in ties(stage, wife) if tie.name == "Anke Vos"]
        assert (tie.relation, tie.kind) == ("dochter", TieKind.CHILD)
        assert page(stage).tie.form.isVisible()
        assert page(stage).around.offers.known.isHidden(), "nobody is offered twice"


class TestThenAndNow:
    def test_two_drawings_keep_everyone_in_place_and_say_what_changed(self, stage: Stage) -> None:
        stage.open(at(SJOUKJE))
        page(stage).around.compare_button.click()
        stage.settle()
        comparing = page(stage).comparing
        assert comparing is not None
        then, now = comparing.then.buttons, comparing.now.buttons
        both = then.keys() & now.keys()
        assert len(both) > 15
        assert {k: then[k].pos() for k in both} == {k: now[k].pos() for k in both}
        words = " ".join(_texts(comparing))
        assert "Anna Kramer (thuishulp) is er niet meer bij." in words
        assert "Sippie Hofstra (bezoekvrijwilliger) is erbij gekomen." in words
        assert comparing.unsure.isHidden(), "everyone in the example says since when"
        comparing.close_button.click()
        assert drawing(stage).isVisible()

    def test_who_counts_on_every_day_for_want_of_a_first_one_is_told(self, stage: Stage) -> None:
        stage.open(at(SJOUKJE))
        work = stage.place.workplace
        friend = NewTie(name="Hiske", kind=TieKind.FRIEND)
        network.add(work.database, work.session, SJOUKJE, friend)
        page(stage).around.compare_button.click()
        stage.settle()
        comparing = page(stage).comparing
        assert comparing is not None
        assert comparing.unsure.isVisible()
        assert comparing.unsure.text().startswith("Van 1 persoon weten we niet sinds wanneer")


class TestFamily:
    def test_one_family_one_plan_shows_the_household_and_logs_it(self, stage: Stage) -> None:
        stage.open(at(PYTRIK))
        words = " ".join(_texts(page(stage).family))
        assert page(stage).family.isVisible()
        assert "Jikke Visser" in words
        assert "Ondersteuningsplan van" in words
        with stage.place.workplace.database.reading() as connection:
            opened = {
                row[0] for row in connection.execute("SELECT record_id FROM read_entry").fetchall()
            }
        assert story_id("pytrik:spouse") in opened

    def test_forty_members_are_there_and_scroll(self, stage: Stage) -> None:
        crowd(stage, 40)
        for width, height in ((1366, 768), (683, 384)):
            stage.window.resize(width, height)
            stage.open(at(PYTRIK))
            family = page(stage).family
            boxes = [card.geometry() for card in family.cards]
            assert len(boxes) == 6
            assert len(family.rest.rows.rows) == 42 - 6
            for place, one in enumerate(boxes):
                assert not any(one.intersects(other) for other in boxes[place + 1 :])
                assert one.right() < family.width()
            assert "Jikke Visser" in " ".join(_texts(family)), "who has a plan stands before"
            assert family.width() <= stage.window.width(), "nothing is pushed out of the pane"
            page(stage).around.add_button.setFocus(Qt.FocusReason.TabFocusReason)
            family.rest.setFocus(Qt.FocusReason.TabFocusReason)
            checklist.settle()
            assert not family.rest.visibleRegion().isEmpty(), "it scrolls into sight"
        offers = page(stage).around.offers
        offers.add.click()
        assert offers.choice.error == "Kies eerst een huisgenoot."
        offers.choice.set_value(str(offers.choice.combo.itemData(3)))
        offers.add.click()
        stage.settle()
        assert len(page(stage).around.list.rows.rows) > 0
        QTest.keyClick(family.rest, Qt.Key.Key_End)
        last = family.rest.current_key
        QTest.keyClick(family.rest, Qt.Key.Key_Return)
        stage.settle()
        assert stage.place.file_view.person_id == last

    def test_who_lives_alone_has_none(self, stage: Stage) -> None:
        stage.open(at(SIETSKE))
        assert not page(stage).family.isVisible()


def crowd(stage: Stage, count: int) -> None:
    """Let many more live with someone, one of them with a name of sixty letters."""
    work = stage.place.workplace
    with work.database.reading() as connection:
        (own,) = records.find(connection, work.session, HouseholdMember, person_id=PYTRIK)
    with act(work.database, work.session, "test.crowd") as acting:
        for number in range(count):
            name = f"Theodora-Wilhelmina van der Werff-Oosterbaan de Vries {number}"
            person = Person(
                id=record_id(), called=f"Kind {number}", surname=name[: 60 if number == 7 else 8]
            )
            acting.create(person)
            acting.create(
                HouseholdMember(
                    id=record_id(),
                    household_id=own.household_id,
                    person_id=PersonId(person.id),
                    tie="kind",
                )
            )


class TestForm:
    """The form is built in bites: no key or click waits for all of it."""

    def test_the_name_is_there_at_once_and_the_rest_shows_what_is_known(self, stage: Stage) -> None:
        stage.open(at(SJOUKJE))
        form = page(stage).tie.form
        wanted = next(b for b in drawing(stage).buttons.values() if b.person.name == "Hinke Postma")
        wanted.click()
        assert form.name.value() == "Hinke Postma"
        assert form.name.isAncestorOf(focused())
        built = len(dict(form.tied.fields()))
        assert built < 13, "the rest is still to come"
        form.complete()
        assert len(dict(form.tied.fields())) == 13
        strain = field(stage, "strain")
        assert isinstance(strain, RadioGroup)
        assert strain.value() == "3"

    def test_another_tie_shown_meanwhile_fills_the_fields_that_come(self, stage: Stage) -> None:
        stage.open(at(SJOUKJE))
        for name in ("Hinke Postma", "Corrie Haitsma"):
            next(b for b in drawing(stage).buttons.values() if b.person.name == name).click()
        page(stage).tie.form.complete()
        near, kept = field(stage, "nearness"), {t.name: t for t in ties(stage, SJOUKJE)}
        assert isinstance(near, RadioGroup)
        assert near.value() == str(kept["Corrie Haitsma"].nearness)


class TestPaper:
    def test_the_paper_is_shown_and_follows_the_wish_for_large_print(self, stage: Stage) -> None:
        stage.open(at(SJOUKJE))
        page(stage).around.paper_button.click()
        stage.settle()
        paper = page(stage).paper
        assert paper is not None
        before = paper.paper.preview.page_count()
        assert "Het netwerk van Sjoukje" in said_of(paper.paper.preview, 1)
        paper.paper.large.box.click()
        stage.settle()
        assert paper.paper.preview.page_count() > before


def _texts(root: QWidget) -> list[str]:
    from PySide6.QtWidgets import QLabel

    return [label.text() for label in root.findChildren(QLabel)]


@pytest.mark.parametrize("theme", THEME_NAMES)
@pytest.mark.parametrize("look", ["now", "form", "compare", "paper"])
def test_every_look_keeps_to_the_checklist(stage: Stage, theme: ThemeName, look: str) -> None:
    application = QApplication.instance()
    assert isinstance(application, QApplication)
    apply(application, Theme(name=theme))
    turn_to(stage, look)
    stage.window.resize(1366, 3200)
    stage.settle()
    assert checklist.faults(stage.window) == []


@pytest.mark.parametrize("look", ["now", "form", "compare", "paper"])
@pytest.mark.parametrize(
    ("size", "width", "height"), [(200, 1366, 768), (100, 683, 384), (100, 1024, 700)]
)
def test_nothing_is_cut_off_large_or_narrow(
    stage: Stage, look: str, size: int, width: int, height: int
) -> None:
    application = QApplication.instance()
    assert isinstance(application, QApplication)
    apply(application, Theme(text_size=size))
    turn_to(stage, look)
    assert checklist.faults_when_large(stage.window, width=width, height=height) == []


def turn_to(stage: Stage, look: str) -> None:
    stage.open(at(LONG_NAME if look in ("now", "form") else SJOUKJE))
    match look:
        case "form":
            next(iter(drawing(stage).buttons.values())).click()
        case "compare":
            page(stage).around.compare_button.click()
        case "paper":
            page(stage).around.paper_button.click()
    stage.settle()


def test_the_network_of_the_service_is_what_is_drawn(stage: Stage) -> None:
    stage.open(at(SJOUKJE))
    work = stage.place.workplace
    whole = network.network(work.database, work.session, PersonId(RecordId(SJOUKJE)))
    today = on_day(whole.ties, clock.today())
    assert set(drawing(stage).buttons) == {tie.id for tie in today}
