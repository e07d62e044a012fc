"""What is told of a list of clients and of an import batch, in plain sentences.

A sentence names a row, a column and a reason, never what stood in the cell: a report is sent to
whoever keeps the other program, and lies about.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from meitinker.exchange.cells import csv_file
from meitinker.exchange.client_columns import ClientField, wants_consent
from meitinker.i18n import _, ngettext
from meitinker.services import import_words
from meitinker.services.import_runs import RowState

if TYPE_CHECKING:
    from collections.abc import Mapping

    from meitinker.exchange.client_rows import ClientRowProblem
    from meitinker.exchange.import_batch_check import Fault
    from meitinker.services.import_rows import AlikePerson, ClientRow
    from meitinker.services.importing import ChosenList, ImportPreview
    from meitinker.store.import_log import Import


def _reasons() -> Mapping[str, str]:
    return {
        "name_missing": _("Er staat geen naam."),
        "text_too_long": _("Deze tekst is te lang."),
        "text_broken": _("In deze tekst zit een teken dat niet bestaat."),
        "date_unclear": _("Dit is geen datum die het programma begrijpt."),
        "year_two_digits": _("Het jaartal heeft maar twee cijfers. Welke eeuw is het?"),
        "date_in_future": _("Deze datum moet nog komen."),
        "date_too_old": _("Deze datum ligt voor 1900."),
        "bsn_nine_digits": _("Een BSN heeft 9 cijfers."),
        "bsn_wrong": _("Dit BSN klopt niet."),
        "bsn_zero": _("Voor het BSN is een 0 gezet; die was weggevallen."),
        "bsn_real_in_demo": _("In het voorbeelddorp mag geen echt BSN komen."),
        "postcode_wrong": _("Deze postcode klopt niet."),
        "number_is_date": _("Het huisnummer is in de lijst een datum geworden."),
        "village_missing": _("Er staat geen woonplaats en geen postcode."),
        "village_unknown": _("Deze woonplaats is geen dorp van uw organisatie."),
        "village_not_yours": _("Dit dorp is niet van u."),
        "yes_or_no": _("Hier moet ja of nee staan."),
        "phone_no_number": _("Dit telefoonnummer klopt niet. Kijk het na."),
        "email_wrong": _("Dit e-mailadres klopt niet. Het is niet overgenomen."),
    }


def reason(problem: ClientRowProblem) -> str:
    """Return what is wrong, without the row and the column."""
    return _reasons().get(problem.reason, _("Dit klopt niet."))


def column(report: ImportPreview | ChosenList, place: int) -> str:
    """Return what a column is called: its letter in a spreadsheet and its heading."""
    headings = report.headings if hasattr(report, "headings") else report.headed.headings
    return import_words.column(headings, place)


def lines(report: ImportPreview, row: ClientRow) -> list[str]:
    """Return what is told of a row, a sentence each; nothing of one that is simply good."""
    told = [_problem(report, row, problem) for problem in row.read.problems]
    if row.state is RowState.KNOWN:
        told.append(_("Rij {row}: deze inwoner kwam al eerder binnen.").format(row=row.number))
    told += [_alike(row, one) for one in row.alike[:1]]
    return told


def _problem(report: ImportPreview, row: ClientRow, problem: ClientRowProblem) -> str:
    if problem.column < 0:
        return _("Rij {row}: {reason}").format(row=row.number, reason=reason(problem))
    return _("Rij {row}, kolom {column}: {reason}").format(
        row=row.number, column=column(report, problem.column), reason=reason(problem)
    )


def _alike(row: ClientRow, one: AlikePerson) -> str:
    there = (
        _("Rij {row}: deze inwoner staat er waarschijnlijk al."),
        _("Rij {row}: dit lijkt op iemand die er al staat."),
    )
    return import_words.alike(row.number, one, there=there)


def summary(report: ImportPreview) -> list[str]:
    """Return how many rows are in which state, a sentence each."""
    counted = tuple((state, report.count(state)) for state in RowState)
    return [_counted(state, n).format(n=n) for state, n in counted if n]


def _counted(state: RowState, n: int) -> str:
    match state:
        case RowState.GOOD:
            return ngettext("{n} rij is goed.", "{n} rijen zijn goed.", n)
        case RowState.REFUSED:
            return ngettext("{n} rij kan niet mee.", "{n} rijen kunnen niet mee.", n)
        case RowState.KNOWN | RowState.CHANGED:
            return ngettext(
                "{n} rij kwam al eerder binnen.", "{n} rijen kwamen al eerder binnen.", n
            )
        case RowState.DOUBLE:
            return ngettext(
                "{n} rij is waarschijnlijk iemand die er al is.",
                "{n} rijen zijn waarschijnlijk mensen die er al zijn.",
                n,
            )


def notes(listed: ChosenList) -> list[str]:
    """Return what is told of the file and of the columns that are left out, a sentence each."""
    told = import_words.notes(listed.notes)
    for place, heading in enumerate(listed.headed.headings):
        if listed.columns[place] is None and wants_consent(heading):
            told.append(
                _(
                    "Kolom {column} komt niet mee: daarvoor is toestemming van de inwoner nodig."
                ).format(column=column(listed, place))
            )
    return told


def field(one: ClientField) -> str:
    """Return what a column can be, in words."""
    return {
        ClientField.KEY: _("Nummer in het andere programma"),
        ClientField.WHOLE_NAME: _("Hele naam"),
        ClientField.SURNAME: _("Achternaam"),
        ClientField.PREFIX: _("Tussenvoegsel"),
        ClientField.GIVEN_NAMES: _("Voornamen of voorletters"),
        ClientField.CALLED: _("Roepnaam"),
        ClientField.PARTNER_NAME: _("Naam partner"),
        ClientField.ADDRESS_FORM: _("Mevrouw of meneer"),
        ClientField.BORN: _("Geboortedatum"),
        ClientField.BSN: _("BSN"),
        ClientField.STREET: _("Straat"),
        ClientField.NUMBER: _("Huisnummer"),
        ClientField.ADDITION: _("Toevoeging bij het huisnummer"),
        ClientField.STREET_AND_NUMBER: _("Straat en huisnummer"),
        ClientField.POSTCODE: _("Postcode"),
        ClientField.PLACE: _("Woonplaats"),
        ClientField.PHONE: _("Telefoon"),
        ClientField.EMAIL: _("E-mail"),
        ClientField.HIDDEN_HOME: _("Adres is geheim"),
        ClientField.DECEASED: _("Overleden op"),
    }[one]


def report_file(report: ImportPreview) -> bytes:
    """Return the rows that want a look as a CSV file: row, column, reason, what became of it."""
    states = import_words.becomes()
    rows = [
        (row.number, _told_column(report, one), _told_reason(one, row), states[row.state])
        for row in report.rows
        for one in (row.read.problems or ((None,) if lines(report, row) else ()))
    ]
    return csv_file((_("rij"), _("kolom"), _("reden"), _("gevolg")), rows)


def _told_column(report: ImportPreview, problem: ClientRowProblem | None) -> str:
    return column(report, problem.column) if problem and problem.column >= 0 else ""


def _told_reason(problem: ClientRowProblem | None, row: ClientRow) -> str:
    if problem is not None:
        return reason(problem)
    said = _alike(row, row.alike[0]) if row.alike else ""
    return said.partition(": ")[2]


def told(one: Import) -> str:
    """Return what came of a list."""
    added = ngettext("{n} inwoner is toegevoegd.", "{n} inwoners zijn toegevoegd.", one.added)
    came = added.format(n=one.added)
    if not one.ended:
        came = f"{came} {_('De lijst is niet tot het eind gelezen.')}"
    return import_words.told(one, came)


def fault(one: Fault) -> str:
    """Return what does not hold in an import batch."""
    words = {
        "missing": _("{part} ontbreekt."),
        "unknown": _("{part} hoort er niet bij."),
        "changed": _("{part} is veranderd of niet heel."),
        "counts": _("De aantallen kloppen niet met {part}."),
        "content": _("{part} zegt iets anders dan de lijst van de levering."),
        "version": _("{part} is niet de beschrijving van deze versie."),
    }
    return words[one.code].format(part=one.part)
