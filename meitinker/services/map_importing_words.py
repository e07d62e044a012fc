"""What is told of a directory that is brought in: which file, row and column, and why.

Never what stood in a cell: a report is sent to whoever keeps the directory, and lies about. The
same thing in many rows is one sentence with their numbers.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from meitinker.exchange import map_lists
from meitinker.exchange.cells import csv_file
from meitinker.exchange.hsds_source import PLAIN, Problem
from meitinker.exchange.map_columns import MapField
from meitinker.i18n import _, ngettext
from meitinker.services import import_words
from meitinker.services.import_runs import RowState
from meitinker.services.map_updates import Why

if TYPE_CHECKING:
    from collections.abc import Mapping

    from meitinker.exchange.map_lists import ChosenFile
    from meitinker.services.map_doubles import AlikeService
    from meitinker.services.map_import_report import DirectoryPreview, ProblemGroup, ServiceRow
    from meitinker.store.import_log import Import

_MOST_ROWS = 8
"""Row numbers in a sentence; the report file has all of them."""


def _reasons() -> Mapping[str, str]:
    return {**_of_the_file(), **_of_cells(), **_of_things()}


def _of_the_file() -> Mapping[str, str]:
    return {
        "id_missing": _("Er staat geen id. De rij gaat wel mee."),
        "id_no_uuid": _("Het id is geen UUID, zoals de standaard wil. De rij gaat wel mee."),
        "id_twice": _("Dit id staat er al. Alleen de eerste rij telt."),
        "value_missing": _("De standaard wil hier iets, maar er staat niets."),
        "column_unknown": _("Deze kolom kent de standaard niet. Hij komt niet mee."),
        "table_left_out": _("Hiervoor heeft de sociale kaart geen plek. Dit komt niet mee."),
        "points_nowhere": _("Hier wordt iets genoemd dat niet in het bestand staat."),
    }


def _of_cells() -> Mapping[str, str]:
    return {
        "value_wrong": _("Hier staat iets wat geen tekst is. Het komt niet mee."),
        "word_unknown": _("Dit woord kent de standaard hier niet. Het komt niet mee."),
        "number_wrong": _("Dit is geen getal. Het komt niet mee."),
        "date_wrong": _("Dit is geen datum. Hij komt niet mee."),
        "time_wrong": _("Dit is geen tijd. Hij komt niet mee."),
        "email_wrong": _("Dit e-mailadres klopt niet. Het is niet overgenomen."),
        "email_parted": _(
            "Hier staan meer e-mailadressen of woorden bij elkaar. De adressen komen mee."
        ),
        "link_wrong": _("Dit is geen webadres. Het komt niet mee."),
        "html_removed": _("In de tekst stonden opmaakcodes. Die zijn weggehaald."),
        "turns_removed": _("In de tekst stonden onzichtbare tekens. Die zijn weggehaald."),
        "text_cut": _("De tekst is te lang. Alleen het begin komt mee."),
        "ages_wrong": _("Deze leeftijd kan niet. Hij komt niet mee."),
        "amount_wrong": _("Dit bedrag kan niet. Het komt niet mee."),
        "point_wrong": _("Deze plek op de kaart bestaat niet. Hij komt niet mee."),
        "ends_before_begins": _("De einddatum ligt voor de begindatum. Hij komt niet mee."),
    }


def _of_things() -> Mapping[str, str]:
    return {
        "name_missing": _("Er staat geen naam."),
        "provider_missing": _("Er staat niet wie dit aanbiedt. De rij kan niet mee."),
        "provider_unknown": _("De aanbieder staat niet in het bestand. De rij kan niet mee."),
        "provider_circle": _(
            "Deze aanbieder hoort via andere bij zichzelf. Die laatste stap komt niet mee."
        ),
        "phone_no_number": _("Dit telefoonnummer klopt niet. Kijk het na."),
        "phone_parted": _("Hier staan meer nummers of woorden bij elkaar. Ze zijn uit elkaar."),
        "hours_broken": _("Deze openingstijden kunnen niet. Ze komen niet mee."),
        "hours_missing": _("Hier staan geen tijden. Deze rij komt niet mee."),
        "hours_unclear": _("Deze openingstijden zijn niet duidelijk. Ze staan bij de tekst."),
        "location_empty": _("Deze plek heeft geen naam en geen adres. Ze komt niet mee."),
        "address_more": _("Deze plek heeft nog een adres. Alleen het eerste komt mee."),
        "area_empty": _("Er staat niet welk gebied. Het komt niet mee."),
        "area_elsewhere": _("Dit gebied kent uw organisatie niet. Het telt als elders."),
        "term_unknown": _("Deze rubriek kent het programma niet. Ze komt mee met haar naam."),
    }


def reason(code: str) -> str:
    """Return what is wrong, without the row and the column."""
    return _reasons().get(code, _("Dit klopt niet."))


def summary(report: DirectoryPreview) -> list[str]:
    """Return how many services are in which state, a sentence each."""
    counted = ((state, report.count(state)) for state in RowState)
    return [_counted(state, n).format(n=n) for state, n in counted if n]


def _counted(state: RowState, n: int) -> str:
    match state:
        case RowState.GOOD:
            return ngettext("{n} dienst is nieuw.", "{n} diensten zijn nieuw.", n)
        case RowState.REFUSED:
            return ngettext("{n} dienst kan niet mee.", "{n} diensten kunnen niet mee.", n)
        case RowState.CHANGED:
            return ngettext("{n} dienst is veranderd.", "{n} diensten zijn veranderd.", n)
        case RowState.KNOWN:
            return ngettext("{n} dienst is hetzelfde.", "{n} diensten zijn hetzelfde.", n)
        case RowState.DOUBLE:
            return ngettext(
                "{n} dienst staat er waarschijnlijk al.",
                "{n} diensten staan er waarschijnlijk al.",
                n,
            )


def gone(report: DirectoryPreview) -> str:
    """Return how many services came before and are in the file no more, or ""."""
    count = len(report.gone)
    return (
        ngettext(
            "{n} dienst staat niet meer in het bestand. Die blijft, tenzij u kiest.",
            "{n} diensten staan niet meer in het bestand. Die blijven, tenzij u kiest.",
            count,
        ).format(n=count)
        if count
        else ""
    )


def problems(report: DirectoryPreview) -> list[str]:
    """Return what is wrong, a sentence for each thing with the rows where it is."""
    return [_group(report, group) for group in report.groups()]


def _group(report: DirectoryPreview, group: ProblemGroup) -> str:
    place = where(report, Problem(group.table, group.rows[0], group.column, group.reason))
    rows = [str(row) for row in group.rows if row]
    if not rows:
        return _("{where}: {reason}").format(where=place, reason=reason(group.reason))
    told = ", ".join(rows[:_MOST_ROWS])
    if len(rows) > _MOST_ROWS:
        told = _("{rows} en nog {n}").format(rows=told, n=len(rows) - _MOST_ROWS)
    words = ngettext("{where}, rij {rows}: {reason}", "{where}, rijen {rows}: {reason}", len(rows))
    return words.format(where=place, rows=told, reason=reason(group.reason))


def where(report: DirectoryPreview, problem: Problem) -> str:
    """Return where something is wrong: the file or table, and the column."""
    source = report.listed.found.source
    if report.listed.headed is not None or source is None or source.version == PLAIN:
        return _of_list(report.listed, problem)
    file = source.files.get(problem.table) or problem.table
    return f"{file}, {problem.column}" if problem.column else file


def _of_list(listed: ChosenFile, problem: Problem) -> str:
    place = map_lists.place_of(listed, problem)
    if place < 0 or listed.headed is None:
        return _("De lijst")
    return _("Kolom {column}").format(column=column(listed, place))


def column(listed: ChosenFile, place: int) -> str:
    """Return what a column of a list is called: its letter in a spreadsheet and its heading."""
    return import_words.column(listed.headed.headings if listed.headed else (), place)


def alike(row: ServiceRow) -> list[str]:
    """Return which services a row is like, a sentence each."""
    return [_alike(row, one) for one in row.alike]


def lines(row: ServiceRow) -> list[str]:
    """Return what is told of a row of a service beside what is wrong in it, a sentence each."""
    return [*alike(row), *asked(row)]


def asked(row: ServiceRow) -> list[str]:
    """Return that a person is to choose about a row, or nothing."""
    fields = row.update.asked if row.update is not None else ()
    if not fields:
        return []
    changed = any(one.why is Why.CHANGED for one in fields)
    words = (
        _("Rij {row}: hier is intussen iets veranderd. Dat blijft staan, tenzij u kiest.")
        if changed
        else _("Rij {row}: dit is hier nagekeken. Wat er staat, blijft, tenzij u kiest.")
    )
    return [words.format(row=row.number)]


def _alike(row: ServiceRow, one: AlikeService) -> str:
    there = (
        _("Rij {row}: deze dienst staat er waarschijnlijk al."),
        _("Rij {row}: dit lijkt op een dienst die er al staat."),
    )
    return import_words.alike(row.number, one, there=there)


def notes(listed: ChosenFile) -> list[str]:
    """Return what is told of the file as a whole, a sentence each."""
    source = listed.found.source
    table = listed.found.table
    found = import_words.notes(source.notes if source else (table.notes if table else ()))
    if source and source.unknown:
        found.append(
            _("Niet gelezen, want het hoort niet bij de standaard: {files}.").format(
                files=", ".join(source.unknown[:_MOST_ROWS])
            )
        )
    return found


def field(one: MapField) -> str:
    """Return what a column can be, in words."""
    return {
        MapField.KEY: _("Nummer in het andere programma"),
        MapField.NAME: _("Naam van de dienst"),
        MapField.OTHER_NAME: _("Andere naam"),
        MapField.PROVIDER: _("Aanbieder"),
        MapField.DESCRIPTION: _("Wat het is"),
        MapField.FOR_WHOM: _("Voor wie"),
        MapField.WAY_IN: _("Hoe u zich aanmeldt"),
        MapField.COST: _("Kosten"),
        MapField.WAIT: _("Wachttijd"),
        MapField.CATEGORY: _("Rubriek"),
        MapField.KEYWORDS: _("Zoekwoorden"),
        MapField.AREA: _("Gebied"),
        MapField.PHONE: _("Telefoon"),
        MapField.EMAIL: _("E-mail"),
        MapField.WEBSITE: _("Website"),
        MapField.CONTACT: _("Contactpersoon"),
        MapField.LOCATION: _("Naam van de plek"),
        MapField.STREET: _("Straat en huisnummer"),
        MapField.NUMBER: _("Huisnummer"),
        MapField.POSTCODE: _("Postcode"),
        MapField.PLACE: _("Woonplaats"),
        MapField.HOURS: _("Openingstijden"),
        MapField.MINIMUM_AGE: _("Leeftijd vanaf"),
        MapField.MAXIMUM_AGE: _("Leeftijd tot en met"),
        MapField.LANGUAGE: _("Talen"),
        MapField.CHAMBER_NUMBER: _("KvK-nummer"),
    }[one]


def report_file(report: DirectoryPreview) -> bytes:
    """Return all that is to be told as a CSV file: where, row, what, what becomes of the row."""
    states = {**import_words.becomes(), RowState.KNOWN: _("hetzelfde")}
    of_row = {row.number: states[row.state] for row in report.rows}
    rows: list[tuple[str | int, ...]] = [
        (
            where(report, one),
            one.number or "",
            reason(one.reason),
            of_row.get(one.number, "") if one.table == "service" else "",
        )
        for one in report.problems
    ]
    rows += [
        ("", row.number, told.partition(": ")[2], states[row.state])
        for row in report.rows
        for told in lines(row)
    ]
    return csv_file((_("waar"), _("rij"), _("reden"), _("gevolg")), rows)


def told(one: Import) -> str:
    """Return what came of a directory, or of taking it back."""
    return import_words.told(one, came(one))


def came(one: Import) -> str:
    """Return what came of a directory when it was brought in."""
    words = ngettext(
        "{n} dienst is toegevoegd.", "{n} diensten zijn toegevoegd.", one.added
    ).format(n=one.added)
    if one.changed:
        changed = ngettext("{n} is bijgewerkt.", "{n} zijn bijgewerkt.", one.changed)
        words = f"{words} {changed.format(n=one.changed)}"
    return words if one.ended else f"{words} {_('Het bestand is niet tot het eind gelezen.')}"
