"""The form by which a provider checks the map: what it asks, and what its answers become."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import openpyxl
import pypdfium2 as pdfium
import pytest

from meitinker import clock
from meitinker.domain.map_checks import CheckResult, CheckWay, MapCheck
from meitinker.domain.map_places import MapPhone
from meitinker.domain.map_services import Cost, MapService, Reach, ServiceStatus, WayIn
from meitinker.errors import NotVisible
from meitinker.exchange import tables
from meitinker.exchange.spreadsheets import Sheet, workbook
from meitinker.i18n import LANGUAGES, speaking
from meitinker.ids import record_id
from meitinker.services import (
    check_form_answers,
    check_forms,
    map_corrections,
    map_editing,
    social_map,
    undo,
)
from meitinker.services.check_form_answers import FormProblem, problem_words
from tests.unit.services.test_leaflets import the_map

if TYPE_CHECKING:
    from meitinker.domain.map_corrections import MapCorrection
    from meitinker.ids import RecordId
    from meitinker.services.check_form_answers import ReturnedForm
    from tests.unit.services.test_social_map import Map

__all__ = ["the_map"]

ANSWER, SHOULD, REMARK, KEY = 3, 4, 5, 6


@pytest.fixture
def service(the_map: Map) -> RecordId:
    number = MapPhone(id=record_id(), service_id=record_id(), number="0566123456")
    return the_map.service(
        "Iepen tafel",
        number,
        the_map.area(Reach.REGION),
        the_map.at(the_map.grou),
        description="Samen eten.",
    )


class Form:
    """A form as it went out; a test fills it in as a person does."""

    def __init__(self, the_map: Map) -> None:
        self.use = the_map.use
        data = check_forms.sheet(*the_map.use, the_map.provider)
        sheet = openpyxl.load_workbook(io.BytesIO(data)).worksheets[0]
        rows = [[str(cell or "") for cell in row] for row in sheet.iter_rows(values_only=True)]
        self.heads, self.rows = rows[0], rows[1:]

    def row(self, what: str) -> list[str]:
        return next(row for row in self.rows if row[1] == what)

    def fill(self, what: str, answer: str = "", should: str = "", remark: str = "") -> None:
        self.row(what)[ANSWER : REMARK + 1] = answer, should, remark

    def back(self) -> ReturnedForm:
        rows = tuple(tuple(row) for row in self.rows)
        data = workbook([Sheet("Controleren", tuple(self.heads), rows)])
        return check_form_answers.read(*self.use, tables.read(data))


@pytest.fixture
def form(the_map: Map, service: RecordId) -> Form:
    del service
    return Form(the_map)


def checks(the_map: Map, service: RecordId) -> list[MapCheck]:
    return list(social_map.opened(*the_map.use, service).checks)


def corrections(the_map: Map) -> list[MapCorrection]:
    return [one.correction for one in map_corrections.listed(*the_map.use)]


def test_a_form_asks_what_stands_in_the_map(form: Form) -> None:
    asked = {row[1]: row[2] for row in form.rows}
    assert asked["Naam"] == "Iepen tafel"
    assert asked["Wat het is"] == "Samen eten."
    assert asked["Telefoon"] == "0566123456"
    assert asked["Gebouw"] == "It Doarpshûs"
    assert asked["Website"] == ""
    assert len({row[KEY] for row in form.rows}) == len(form.rows)


def test_a_form_that_was_not_filled_in_says_nothing(form: Form) -> None:
    back = form.back()
    assert (back.answers, back.problems) == ((), ())


def test_all_right_is_a_check_and_nothing_else(the_map: Map, service: RecordId, form: Form) -> None:
    for row in form.rows:
        row[ANSWER] = "Ja"
    check_forms.keep(*the_map.use, form.back())
    (check,) = checks(the_map, service)
    assert (check.way, check.result) == (CheckWay.FORM, CheckResult.RIGHT)
    assert check.checked_on == clock.today()
    assert corrections(the_map) == []


def test_what_is_wrong_becomes_a_proposal_and_the_map_stays(
    the_map: Map, service: RecordId, form: Form
) -> None:
    form.fill("Bestaat nog", "ja", remark="tot de zomer")
    form.fill("Wat het is", "nee", "Samen warm eten.", "met ôfhelje")
    form.fill("Telefoon", "NEE", "0566 65 43 21")
    form.fill("Open", "nee", "donderdag 12 uur")
    check_forms.keep(*the_map.use, form.back())
    file = social_map.opened(*the_map.use, service)
    assert file.service.description == "Samen eten."
    found = {one.field: one for one in corrections(the_map)}
    assert found["description"].value == "Samen warm eten."
    assert found["description"].note == "met ôfhelje"
    assert found["number"].value == "0566 65 43 21"
    assert found[""].note == "Open: donderdag 12 uur"
    assert {one.told_by for one in found.values()} == {"Buorsoarch"}
    (check,) = file.checks
    assert (check.result, check.note) == (CheckResult.MENDED, "tot de zomer")
    map_corrections.accept(*the_map.use, found["description"].id)
    assert social_map.opened(*the_map.use, service).service.description == "Samen warm eten."


def test_rows_that_a_person_takes_over_are_written_at_once_and_the_others_wait(
    the_map: Map, service: RecordId, form: Form
) -> None:
    form.fill("Wat het is", "nee", "Samen warm eten.")
    form.fill("Telefoon", "nee", "0566 65 43 21")
    form.fill("Open", "nee", "donderdag 12 uur")
    back = form.back()
    assert {one.line.field for one in back.fields} == {"description", "number"}
    every = {one.line.field: one.row for one in back.corrections}
    check_forms.keep(*the_map.use, back, taken_over={every["description"], every[""]})
    file = social_map.opened(*the_map.use, service)
    assert file.service.description == "Samen warm eten."
    assert file.numbers[0].number == "0566123456"
    assert {one.field for one in corrections(the_map)} == {"number", ""}
    undo.undo(*the_map.use)
    assert social_map.opened(*the_map.use, service).service.description == "Samen eten."
    assert corrections(the_map) == []


def test_one_word_takes_all_of_it_back(the_map: Map, service: RecordId, form: Form) -> None:
    form.fill("Bestaat nog", "ja")
    form.fill("Naam", "nee", "Eetclub")
    made = check_forms.keep(*the_map.use, form.back())
    assert made.act is not None
    undo.undo(*the_map.use, act_id=made.act)
    assert corrections(the_map) == []
    assert checks(the_map, service) == []


def test_a_service_that_is_gone_is_told(the_map: Map, service: RecordId, form: Form) -> None:
    form.fill("Bestaat nog", "nee")
    check_forms.keep(*the_map.use, form.back())
    file = social_map.opened(*the_map.use, service)
    assert file.checks[0].result is CheckResult.GONE
    assert file.service.status is ServiceStatus.DEFUNCT


def test_faults_alone_are_no_check(the_map: Map, service: RecordId, form: Form) -> None:
    form.fill("Naam", "nee", "Eetclub")
    check_forms.keep(*the_map.use, form.back())
    assert len(corrections(the_map)) == 1
    assert checks(the_map, service) == []


def test_what_cannot_be_used_is_told_by_row_and_the_rest_is_kept(the_map: Map, form: Form) -> None:
    form.fill("Naam", "misschien")
    form.fill("Wat het is", "nee")
    form.fill("E-mail", "nee", "eten@dorp.example")
    form.fill("Wachttijd", "ja")
    form.row("Wachttijd")[KEY] = "iets/anders/hier"
    form.fill("Voor wie", "ja")
    form.row("Voor wie")[2] = "zoals het vroeger was"
    form.rows.append(list(form.row("E-mail")))
    back = form.back()
    problems = {one.problem for one in back.problems}
    assert problems == {
        FormProblem.ANSWER,
        FormProblem.EMPTY,
        FormProblem.GONE,
        FormProblem.CHANGED,
        FormProblem.TWICE,
    }
    assert [one.value for one in back.corrections] == ["eten@dorp.example"]
    by_row = {one.row: one for one in back.problems}
    name = form.rows.index(form.row("Naam")) + 2
    assert problem_words(by_row[name]) == f"Regel {name}, Iepen tafel, Naam: vul ja of nee in."


def test_a_value_that_cannot_be_held_is_read_by_a_person_and_holds_up_no_other(
    the_map: Map, service: RecordId, form: Form
) -> None:
    form.fill("Wat het is", "nee", "Samen warm eten.")
    form.fill("E-mail", "nee", "eten@dorp")
    form.fill("Telefoon", "nee", "onbekend")
    form.fill("Website", "", "example.org/iten")
    back = form.back()
    assert back.problems == ()
    taken = {one.row for one in back.fields}
    check_forms.keep(*the_map.use, back, taken_over=taken)
    file = social_map.opened(*the_map.use, service)
    assert file.service.description == "Samen warm eten."
    assert file.service.url == "https://example.org/iten"
    assert {one.note for one in corrections(the_map)} == {"E-mail: eten@dorp", "Telefoon: onbekend"}


def test_a_row_of_another_sheet_is_told(form: Form) -> None:
    form.fill("Naam", "ja")
    form.row("Naam")[KEY] = "zomaar"
    assert [one.problem for one in form.back().problems] == [FormProblem.KEY]


def test_what_changed_since_the_form_went_out_is_not_overruled(
    the_map: Map, service: RecordId, form: Form
) -> None:
    map_editing.change(*the_map.use, MapService, service, {"description": "Nu ook soep."})
    form.fill("Wat het is", "nee", "Samen warm eten.")
    back = form.back()
    assert [one.problem for one in back.problems] == [FormProblem.CHANGED]
    assert back.corrections == ()


def test_who_writes_over_what_stands_there_is_heard(form: Form) -> None:
    form.row("Wat het is")[2] = "Samen warm eten."
    form.row("Bestaat nog")[2] = "Nee"
    back = form.back()
    assert back.answers == ()
    assert [one.problem for one in back.problems] == [FormProblem.ANSWER, FormProblem.CHANGED]
    assert "kijk wat klopt" in problem_words(back.problems[1])


def test_the_same_again_is_no_correction(form: Form) -> None:
    form.fill("Naam", "", "Iepen tafel")
    form.fill("Wat het is", "nee", "Samen eten.")
    back = form.back()
    assert [(one.line.field, one.right) for one in back.answers] == [("name", True)]
    assert [one.problem for one in back.problems] == [FormProblem.EMPTY]


@pytest.mark.parametrize("more", ["ja", "tot de zomer"])
def test_a_yes_with_words_behind_it_stops_no_service(
    the_map: Map, service: RecordId, form: Form, more: str
) -> None:
    form.fill("Bestaat nog", "ja", more)
    check_forms.keep(*the_map.use, form.back())
    file = social_map.opened(*the_map.use, service)
    assert file.service.status is ServiceStatus.ACTIVE
    assert (file.checks[0].result, file.checks[0].note) == (CheckResult.RIGHT, more)


@pytest.mark.parametrize("code", LANGUAGES)
def test_a_form_in_any_language_is_read(the_map: Map, service: RecordId, code: str) -> None:
    told = {"way_in": WayIn.REGISTRATION, "cost": Cost.FREE}
    map_editing.change(*the_map.use, MapService, service, told)
    with speaking(code):
        form = Form(the_map)
    for row in form.rows:
        row[ANSWER] = "ja"
    back = form.back()
    assert back.problems == ()
    assert len(back.answers) == len(form.rows)


def test_the_file_holds_no_formula(the_map: Map) -> None:
    the_map.service('=cmd|"/c calc"!A0', the_map.area(Reach.REGION), description="@SUM(1+1)")
    data = check_forms.sheet(*the_map.use, the_map.provider)
    cells = [
        c for row in openpyxl.load_workbook(io.BytesIO(data)).worksheets[0].iter_rows() for c in row
    ]
    assert "f" not in {cell.data_type for cell in cells}
    assert '=cmd|"/c calc"!A0' in {cell.value for cell in cells}


def test_frisian_and_signs_come_back_as_they_were_written(the_map: Map, form: Form) -> None:
    form.fill("Naam", "nee", "Ûnder ús: Sjoukje’s tafel – “wâldhûs” 🥣")
    check_forms.keep(*the_map.use, form.back())
    assert corrections(the_map)[0].value == "Ûnder ús: Sjoukje’s tafel – “wâldhûs” 🥣"


def test_on_paper_there_are_boxes_and_what_stands_there(the_map: Map, form: Form) -> None:
    del form
    document = pdfium.PdfDocument(check_forms.paper(*the_map.use, the_map.provider)().data)
    told = " ".join(" ".join(p.get_textpage().get_text_range().split()) for p in document)
    for words in ("Klopt dit nog?", "Buorsoarch", "Iepen tafel", "Samen eten.", "Klopt niet"):
        assert words in told, words
    ticked, filled = told.count("Klopt niet"), told.count("Dit weten wij nog niet.")
    assert ticked + filled >= told.count("Adres") + 8
    assert filled > 0
    assert "Klopt niet Dit weten" not in told, "nothing stands there that could be right"
    assert "Zet een kruisje achter wat er staat." in told, "an open line has no box"
    assert "Weten wij iets nog niet? Vul het dan in." in told


def test_a_provider_without_services_and_one_that_is_not_there(the_map: Map) -> None:
    document = pdfium.PdfDocument(check_forms.paper(*the_map.use, the_map.provider)().data)
    told = document[0].get_textpage().get_text_range()
    assert "Van u staat er nu niets" in told
    assert "kruisje" not in told, "there is nothing to tick"
    with pytest.raises(NotVisible):
        check_forms.paper(*the_map.use, record_id())
