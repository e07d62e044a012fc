"""The list of papers that wait, in words, and the names of their files. No Qt here."""

from __future__ import annotations

from typing import TYPE_CHECKING

from meitinker import clock
from meitinker.domain.plans import HandoverWay
from meitinker.i18n import _, ngettext
from meitinker.services.paper_queue import PaperFile, PaperKind, WaitingPaper
from meitinker.store.visits import UnsentEntry
from ui.viewmodels.dates import day_text
from ui.viewmodels.parts import Line
from ui.viewmodels.people import entry_name
from ui.viewmodels.today import held_words, passed_over_words

if TYPE_CHECKING:
    from collections.abc import Sequence

MOST = 40
"""Papers that are shown at once; those that go first come first."""


def rows(waiting: Sequence[WaitingPaper], *, at_office: bool = False) -> tuple[Line, ...]:
    """Return the oldest papers: whose each is and how it goes, in one sentence.

    Args:
        waiting: The papers, the oldest first.
        at_office: Whether the back office looks, which brings nothing round itself.
    """
    bring = _("De meitinker brengt dit langs") if at_office else _("Moet u nog langsbrengen")
    return tuple(Line(one.key, _row(one, bring=bring)) for one in waiting[:MOST])


def head(count: int) -> str:
    """Return how many papers wait, and how many of them are shown."""
    words = ngettext("{count} brief wacht.", "{count} brieven wachten.", count).format(count=count)
    if count <= MOST:
        return words
    return f"{words} {_('U ziet de oudste {most}.').format(most=MOST)}"


def file_names(files: Sequence[PaperFile]) -> list[str]:
    """Return names for the files that tell nothing about a resident (L10)."""
    return [_file_name(one) for one in files]


def _file_name(one: PaperFile) -> str:
    if one.kind is PaperKind.PLAN:
        return _("ondersteuningsplan-{number}").format(number=one.number)
    return _("ontvangstbrief-{number}").format(number=one.number)


def _row(one: WaitingPaper, *, bring: str) -> str:
    entry = one.entry
    sends = entry.way == HandoverWay.SEND_LATER
    day = clock.local(clock.instant_from(entry.made_at)).date()
    words = _("{name}: {paper} van {day}. {waits}.").format(
        name=entry_name(entry),
        paper=_("plan") if one.kind is PaperKind.PLAN else _("ontvangstbrief"),
        day=day_text(day, with_year=day.year != clock.today().year),
        waits=_("Moet nog op de post") if sends else bring,
    )
    if one.held:
        return f"{words} {held_words(one.kind)}"
    passed_over = isinstance(entry, UnsentEntry) and entry.passed_over
    return f"{words} {passed_over_words()}" if passed_over else words
