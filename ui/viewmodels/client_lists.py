"""A list of another program's clients in words: its columns, what comes of it. No Qt here."""

from __future__ import annotations

from typing import TYPE_CHECKING

from meitinker.domain.people import full_name
from meitinker.exchange import tables
from meitinker.exchange.client_columns import ClientField
from meitinker.i18n import _, ngettext
from meitinker.services import importing, importing_words
from meitinker.services.import_runs import RowState
from ui.viewmodels.file_lists import MOST_DOUBLES, FileList, ListWords
from ui.viewmodels.parts import IconText, Line

if TYPE_CHECKING:
    from collections.abc import Generator, Sequence
    from pathlib import Path

    from meitinker.domain.session import Session
    from meitinker.exchange.list_columns import Headed
    from meitinker.exchange.tables import Table
    from meitinker.services.import_rows import ClientRow
    from meitinker.services.importing import ChosenList, ImportPreview
    from meitinker.store.database import Database
    from meitinker.store.import_log import Import


class ClientLists(FileList):
    """Lists of clients."""

    section = "lists"
    choosing, deciding = importing.CHOOSING, importing.DECIDING

    def __init__(self) -> None:
        """Begin."""
        super().__init__(importing, importing_words, ClientField)

    def words(self) -> ListWords:
        """Return the sentences of the screen, in the language of now."""
        return ListWords(
            title=_("Lijsten van inwoners"),
            about=_(
                "Hebt u inwoners in een ander programma? Bewaar daar een lijst als CSV of Excel"
                " en kies die hier. U ziet eerst wat ervan komt. Daarna kiest u of het doorgaat."
            ),
            choose=_("Kies een lijst…"),
            which=_("Kies een lijst"),
            kinds=_("Lijsten (*.csv *.txt *.xlsx)"),
            nothing=_("Op dit apparaat is nog geen lijst ingelezen."),
            back=_("Terug naar de lijsten"),
            inside=_("Wat staat er in de lijst?"),
            guessed=_(
                "meitinker raadt wat elke kolom is. Kijk of het klopt. Nog niets is toegevoegd."
            ),
            source=_("Uit welk programma komt de lijst?"),
            source_hint=_("Dit mag leeg blijven. Zo herkent meitinker een volgende lijst."),
            begin=_("Kijk de lijst na"),
            reading=_("De lijst wordt gelezen…"),
            checking=_("De lijst wordt nagekeken…"),
            checked=_("De lijst wordt nagekeken: {done} van {of} rijen."),
            comes=_("Dit komt er van de lijst"),
            adding=_("De inwoners worden toegevoegd…"),
            added=_("De inwoners worden toegevoegd: {done} van {of}."),
            stopped=_("Gestopt. Hieronder ziet u hoeveel inwoners al waren toegevoegd."),
            doubles=_("Waarschijnlijk al bekend"),
            doubles_hint=_("Zij komen niet mee. Is het toch iemand anders? Zet dan een vinkje."),
            wrong=_("Kijk dit na in de lijst"),
            taking=_("De lijst wordt teruggedraaid…"),
            taken=_("De lijst wordt teruggedraaid: {done} van {of} inwoners."),
            taken_back=_("De lijst is teruggedraaid."),
            undo=_("Wilt u deze lijst terugdraaien?"),
            undo_means=_("De inwoners van de lijst gaan weg. Met wie al is gewerkt, blijft."),
            undo_do=_("Draai de lijst terug"),
            undo_keep=_("Laat de lijst staan"),
            kept=_("Het verslag is bewaard. Er staan geen namen in."),
            earlier=_("Lijst van {moment}"),
        )

    def read(self, path: Path, *, sheet: str) -> Table:
        """Return what a file holds; this runs on the lane of files."""
        return tables.read_file(path, sheet=sheet)

    def table(self, content: Table) -> Table:
        """Return the table that was read."""
        return content

    def headed(self, listed: ChosenList) -> Headed:
        """Return the headings and rows."""
        return listed.headed

    def head(self, listed: ChosenList) -> str:
        """Return how many rows there are."""
        count = len(listed.headed.rows)
        return ngettext("Er staat {n} rij in.", "Er staan {n} rijen in.", count).format(n=count)

    def doubles(self, report: ImportPreview) -> tuple[Line, ...]:
        """Return the rows that are probably somebody who is known, to say of: another one."""
        found = [row for row in report.rows if row.state is RowState.DOUBLE]
        return tuple(Line(str(row.number), _double(row)) for row in found[:MOST_DOUBLES])

    def more_doubles(self, report: ImportPreview) -> str:
        """Return that there are more than can be decided on, or ""."""
        count = report.count(RowState.DOUBLE) - MOST_DOUBLES
        if count <= 0:
            return ""
        return ngettext(
            "Nog {n} rij is waarschijnlijk dubbel en komt niet mee. Die staat in het verslag.",
            "Nog {n} rijen zijn waarschijnlijk dubbel en komen niet mee. Die staan in het verslag.",
            count,
        ).format(n=count)

    def problems(self, report: ImportPreview) -> list[IconText]:
        """Return what is wrong with rows, those that cannot come along first."""
        return [
            IconText(words, *_look(row))
            for row in sorted(report.rows, key=lambda one: one.state is not RowState.REFUSED)
            if row.state not in {RowState.DOUBLE, RowState.KNOWN}
            for words in importing_words.lines(report, row)
        ]

    def run(
        self, database: Database, session: Session, report: ImportPreview, chosen: Sequence[str]
    ) -> Generator[tuple[int, int], None, Import]:
        """Bring in the good rows, and the doubles that were chosen."""
        return importing.run(database, session, report, also=frozenset(map(int, chosen)))

    def count(self, report: ImportPreview, chosen: Sequence[str]) -> int:
        """Return how many would come in."""
        return report.count(RowState.GOOD) + len(chosen)

    def add_words(self, count: int) -> str:
        """Return what the button does that brings people in."""
        return ngettext("Voeg {n} inwoner toe", "Voeg {n} inwoners toe", count).format(n=count)

    def added_words(self, done: Import) -> str:
        """Return what came of a list."""
        words = ngettext(
            "{n} inwoner is toegevoegd.", "{n} inwoners zijn toegevoegd.", done.added
        ).format(n=done.added)
        if done.ended:
            return words
        return f"{words} {_('De rest kwam niet mee, want het is gestopt.')}"

    def stayed_words(self, count: int) -> str:
        """Return how many people stayed, and why."""
        return ngettext(
            "{n} inwoner bleef staan, want daar is intussen mee gewerkt.",
            "{n} inwoners bleven staan, want daar is intussen mee gewerkt.",
            count,
        ).format(n=count)


def _double(row: ClientRow) -> str:
    client = row.read.client
    name = (full_name(client.person) if client else "") or _("Naam onbekend")
    best = row.alike[0]
    like = _("rij {row}").format(row=best.row) if best.row else best.name
    return _("Rij {row}: {name} lijkt op {other}. Dit is iemand anders.").format(
        row=row.number, name=name, other=like
    )


def _look(row: ClientRow) -> tuple[str, str]:
    refused = row.state is RowState.REFUSED
    return ("alert-circle", "error") if refused else ("alert-triangle", "warning")
