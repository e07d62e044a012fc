"""A directory or list of services that comes into the social map, in words. No Qt here."""

from __future__ import annotations

from typing import TYPE_CHECKING

from meitinker.domain.map_places import MapLocation
from meitinker.exchange import map_lists
from meitinker.exchange.map_columns import MapField
from meitinker.i18n import _, ngettext
from meitinker.services import map_importing, map_importing_words
from meitinker.services.import_runs import RowState
from meitinker.services.map_import_report import KEPT_OUT
from meitinker.services.map_updates import Why
from ui.viewmodels import map_differences
from ui.viewmodels.file_lists import MOST_DOUBLES, MOST_TOLD, FileList, ListWords, Sides
from ui.viewmodels.parts import IconText

if TYPE_CHECKING:
    from collections.abc import Generator, Iterator, Sequence
    from pathlib import Path

    from meitinker.domain.session import Session
    from meitinker.exchange.list_columns import Headed
    from meitinker.exchange.map_lists import ChosenFile, ReadList
    from meitinker.exchange.tables import Table
    from meitinker.services.map_import_report import DirectoryPreview, ServiceRow
    from meitinker.services.map_updates import Difference, Update
    from meitinker.store.database import Database
    from meitinker.store.import_log import Import

_DOUBLE, _THEIRS = "double:", "theirs:"


class MapLists(FileList):
    """Directories of HSDS, and lists of services."""

    section = "map-in"
    choosing, deciding = map_importing.CHOOSING, map_importing.DECIDING
    beside = True
    icon_name = "map-pin"

    def __init__(self) -> None:
        """Begin."""
        super().__init__(map_importing, map_importing_words, MapField)

    def words(self) -> ListWords:
        """Return the sentences of the screen, in the language of now."""
        return ListWords(
            title=_("Diensten uit een bestand"),
            about=_about(),
            choose=_("Kies een bestand…"),
            which=_("Kies een bestand met diensten"),
            kinds=_("Diensten (*.json *.zip *.csv *.txt *.xlsx)"),
            nothing=_("Op dit apparaat is nog geen bestand ingelezen."),
            back=_("Terug naar de bestanden"),
            inside=_("Wat staat er in het bestand?"),
            guessed=_(
                "Kijk of het klopt. Van een lijst raadt meitinker wat elke kolom is."
                " Nog niets is toegevoegd."
            ),
            source=_("Uit welk programma komt het bestand?"),
            source_hint=_(
                "Schrijf elke keer hetzelfde. Dan weet meitinker wat al eerder kwam, en werkt"
                " dat bij."
            ),
            begin=_("Kijk het bestand na"),
            reading=_("Het bestand wordt gelezen…"),
            checking=_("Het bestand wordt nagekeken…"),
            checked=_("Het bestand wordt nagekeken: {done} van {of}."),
            comes=_("Dit komt er van het bestand"),
            adding=_("De diensten worden toegevoegd…"),
            added=_("De diensten worden toegevoegd: {done} van {of}."),
            stopped=_("Gestopt. Hieronder ziet u wat al was toegevoegd."),
            doubles=_("Kies zelf"),
            doubles_hint=_("Wat hier staat, blijft zo. Zet een vinkje als u het anders wilt."),
            wrong=_("Kijk dit na in het bestand"),
            taking=_("Het bestand wordt teruggedraaid…"),
            taken=_("Het bestand wordt teruggedraaid: {done} van {of}."),
            taken_back=_("Het bestand is teruggedraaid."),
            undo=_("Wilt u dit bestand terugdraaien?"),
            undo_means=_undo_means(),
            undo_do=_("Draai het bestand terug"),
            undo_keep=_("Laat het staan"),
            kept=_("Het verslag is bewaard. Er staat niets in uit de cellen zelf."),
            earlier=_("Bestand van {moment}"),
        )

    def read(self, path: Path, *, sheet: str) -> ReadList:
        """Return what a file holds; this runs on the lane of files."""
        return map_lists.read_file(path, sheet=sheet)

    def table(self, content: ReadList) -> Table | None:
        """Return the table that was read, or None for a directory of HSDS."""
        return content.table

    def headed(self, listed: ChosenFile) -> Headed | None:
        """Return the headings and rows of a list."""
        return listed.headed

    def layout(self, listed: ChosenFile) -> str:
        """Return the headings of a list; a directory has none, so only the very file is known."""
        source = listed.found.source
        return source.hash if source is not None and not listed.headed else super().layout(listed)

    def summary(self, report: DirectoryPreview) -> tuple[IconText, ...]:
        """Return what would come of the file, and what is in it no more."""
        gone = map_importing_words.gone(report)
        return (*super().summary(report), *((IconText(gone, "ban", "warning"),) if gone else ()))

    def head(self, listed: ChosenFile) -> str:
        """Return how much stands in a file."""
        if listed.headed is not None:
            count = len(listed.headed.rows)
            return ngettext("Er staat {n} rij in.", "Er staan {n} rijen in.", count).format(n=count)
        source = listed.found.source
        count = len(source.tables.get("service", ())) if source is not None else 0
        return ngettext(
            "Dit is een HSDS-bestand met {n} dienst. Hierin hoeft u niets te kiezen.",
            "Dit is een HSDS-bestand met {n} diensten. Hierin hoeft u niets te kiezen.",
            count,
        ).format(n=count)

    def doubles(self, report: DirectoryPreview) -> tuple[Sides, ...]:
        """Return what a person decides: both sides, likely doubles, and what is there no more."""
        questions = [each for each in _questions(report) if each[1].why is not Why.GONE]
        asked = [_asked(update, one, report) for update, one in questions]
        found = [
            _double(report, place, row)
            for place, row in enumerate(report.rows)
            if row.state is RowState.DOUBLE
        ]
        stops = [_stops(update, one, report) for update in report.gone for one in update.asked]
        return (*asked, *found, *stops)[:MOST_DOUBLES]

    def more_doubles(self, report: DirectoryPreview) -> str:
        """Return that there are more than can be decided on, or ""."""
        count = report.count(RowState.DOUBLE) + sum(1 for _one in _questions(report)) - MOST_DOUBLES
        if count <= 0:
            return ""
        return ngettext(
            "Er is nog {n} keuze. Daar blijft wat hier staat. Lees het bestand daarna opnieuw in.",
            "Er zijn nog {n} keuzes. Daar blijft wat hier staat. Lees het bestand daarna opnieuw"
            " in.",
            count,
        ).format(n=count)

    def news(self, report: DirectoryPreview) -> tuple[IconText, ...]:
        """Return what is new and what follows the file, a line each."""
        return tuple(_news(report))[:MOST_TOLD]

    def more_news(self, report: DirectoryPreview) -> str:
        """Return that more is new or different than is shown, or ""."""
        count = sum(1 for _one in _news(report))
        if count <= MOST_TOLD:
            return ""
        return _("U ziet er {most} van de {count}.").format(most=MOST_TOLD, count=count)

    def problems(self, report: DirectoryPreview) -> list[IconText]:
        """Return what is wrong, the same of many rows together, what keeps rows out first."""
        looks = [
            ("alert-circle", "error") if one.reason in KEPT_OUT else ("alert-triangle", "warning")
            for one in report.groups()
        ]
        told = zip(map_importing_words.problems(report), looks, strict=True)
        return [IconText(words, *look) for words, look in told]

    def run(
        self, database: Database, session: Session, report: DirectoryPreview, chosen: Sequence[str]
    ) -> Generator[tuple[int, int], None, Import]:
        """Bring in the good services, update what came before, and do what was chosen."""
        theirs = [key.removeprefix(_THEIRS) for key in chosen if key.startswith(_THEIRS)]
        return map_importing.run(
            database,
            session,
            report,
            also=frozenset(
                int(key.removeprefix(_DOUBLE)) for key in chosen if key.startswith(_DOUBLE)
            ),
            theirs=frozenset((one[:36], one[37:]) for one in theirs),
        )

    def count(self, report: DirectoryPreview, chosen: Sequence[str]) -> int:
        """Return how many would come in or change."""
        followed = {key[len(_THEIRS) :][:36] for key in chosen if key.startswith(_THEIRS)}
        changed = {
            one.record_id for one in report.updates() if len(one.asked) < len(one.differences)
        }
        doubles = sum(1 for key in chosen if key.startswith(_DOUBLE))
        return report.count(RowState.GOOD) + doubles + len(followed | changed)

    def add_words(self, count: int) -> str:
        """Return what the button does that brings services in."""
        return ngettext("Neem {n} wijziging over", "Neem {n} wijzigingen over", count).format(
            n=count
        )

    def added_words(self, done: Import) -> str:
        """Return what came of a file."""
        return map_importing_words.came(done)

    def stayed_words(self, count: int) -> str:
        """Return how many services stayed, and why."""
        return ngettext(
            "{n} dienst bleef staan, want die is intussen gebruikt of veranderd.",
            "{n} diensten bleven staan, want die zijn intussen gebruikt of veranderd.",
            count,
        ).format(n=count)


def _about() -> str:
    return _(
        "Hebt u diensten in een ander programma? Kies hier een bestand: HSDS (JSON of zip),"
        " CSV of Excel. U ziet eerst wat ervan komt. Daarna kiest u of het doorgaat."
    )


def _undo_means() -> str:
    return _(
        "Wat nieuw was, gaat weg. Wat is bijgewerkt, wordt weer zoals het was."
        " Bij uw collega’s ook. Wat daarna is gebruikt of veranderd, blijft."
    )


def _questions(report: DirectoryPreview) -> Iterator[tuple[Update, Difference]]:
    for update in report.updates():
        for one in update.asked:
            yield update, one


def _asked(update: Update, one: Difference, report: DirectoryPreview) -> Sides:
    here, there = map_differences.sides(update, one, report.names)
    words = _("{thing}. {field}. {why} Neem het bestand over.").format(
        thing=map_differences.title(update),
        field=map_differences.label(update, one),
        why=map_differences.why(one),
    )
    return Sides(f"{_THEIRS}{update.record_id}.{one.field}", words, here, there)


def _stops(update: Update, one: Difference, report: DirectoryPreview) -> Sides:
    here, _there = map_differences.sides(update, one, report.names)
    words = _("{name} staat niet meer in het bestand. Deze dienst bestaat niet meer.")
    told = words.format(name=update.name)
    return Sides(f"{_THEIRS}{update.record_id}.{one.field}", told, here, (_("Staat er niet in."),))


def _double(report: DirectoryPreview, place: int, row: ServiceRow) -> Sides:
    offer, best = row.offer, row.alike[0]
    shared = report.providers.get(offer.provider)
    provider = str(getattr(shared.record, "name", "")) if shared is not None else ""
    places = [
        record.place
        for key in offer.locations
        if isinstance(record := report.locations[key].record, MapLocation)
    ]
    like = _("rij {row}").format(row=best.row) if best.row else best.name
    words = _("Rij {row}: {name} lijkt op {other}. Dit is iets anders: voeg het toe.")
    return Sides(
        f"{_DOUBLE}{place}",
        words.format(row=row.number, name=offer.name, other=like),
        _told(best.name, best.provider, *best.places),
        _told(offer.name, provider, *places),
    )


def _told(*parts: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(part for part in parts if part))


def _news(report: DirectoryPreview) -> Iterator[IconText]:
    for row in report.rows:
        if row.state is RowState.GOOD:
            words = _("Rij {row}: {name} is nieuw.")
            yield IconText(words.format(row=row.number, name=row.offer.name), "plus", "success")
    for update in report.updates():
        for one in update.differences:
            if not one.why:
                words = map_differences.line(update, one, report.names)
                yield IconText(f"{map_differences.title(update)}. {words}", "edit", "info")
