"""Batches of visits that were handed over, in words. No Qt here."""

from __future__ import annotations

from typing import TYPE_CHECKING

from meitinker import clock
from meitinker.i18n import _, ngettext
from ui.viewmodels.dates import dates_text, day_text, local_day
from ui.viewmodels.parts import IconText, Line
from ui.viewmodels.visits import said_name

if TYPE_CHECKING:
    from collections.abc import Sequence

    from meitinker.services.import_batches import Batch
    from meitinker.services.reviews import Inbox

_NAMED = 3
"""How many meitinkers of a batch are named."""


def approved(inbox: Inbox) -> tuple[Line, ...]:
    """Return what may be handed over, the longest waiting first: whose it is, and its day."""
    found = []
    for one in inbox.entries:
        day = day_text(local_day(one.visited_on)) if one.visited_on else ""
        by = inbox.names.get(one.user_id, "")
        text = " · ".join(part for part in (said_name(one), day, by) if part)
        found.append(Line(one.visit_id, text))
    return tuple(found)


def nothing(batches: Sequence[Batch]) -> str:
    """Return why there is nothing to hand over, and where that begins."""
    if any(not one.is_undone for one in batches):
        return _("Alles wat is goedgekeurd, is geleverd.")
    return _("Er is nog niets goedgekeurd. Dat doet u bij Gesprekken.")


def title(batch: Batch) -> str:
    """Return what a batch is called."""
    return _("Levering {number}").format(number=batch.number)


def about(batch: Batch) -> tuple[IconText, ...]:
    """Return when it was made, by whom, what is in it, and what became of that."""
    at = clock.local(batch.made_at)
    moment = _("{day} om {time}").format(day=day_text(at.date()), time=f"{at:%H:%M}")
    count = ngettext("{count} gesprek", "{count} gesprekken", batch.visits)
    said = [count.format(count=batch.visits), moment, batch.by or _("een collega")]
    told = [IconText(" · ".join(said), "file-spreadsheet")]
    within = " · ".join(part for part in (_days(batch), _writers(batch)) if part)
    if within:
        told.append(IconText(within, "calendar"))
    if batch.note:
        told.append(IconText(f"“{batch.note}”", "edit"))
    if batch.undone:
        words = ngettext(
            "{count} gesprek hieruit telt niet meer.",
            "{count} gesprekken hieruit tellen niet meer.",
            batch.undone,
        ).format(count=batch.undone)
        if batch.is_undone:
            words = _("Ongedaan gemaakt: deze levering telt niet meer.")
        told.append(IconText(words, "arrow-back-up", "warning"))
    if batch.why:
        told.append(IconText(_("Waarom: {text}").format(text=batch.why), "edit"))
    return tuple(told)


def _days(batch: Batch) -> str:
    """Return from when to when its conversations were held."""
    if batch.first is None or batch.last is None:
        return ""
    if batch.first == batch.last:
        return _("Gesprekken van {days}").format(days=day_text(batch.first))
    return _("Gesprekken van {days}").format(days=dates_text(batch.first, batch.last))


def _writers(batch: Batch) -> str:
    """Return whose conversations these are: a few by name, the others counted."""
    named = batch.writers[:_NAMED]
    others = len(batch.writers) - len(named)
    said = [*named]
    if others:
        said.append(ngettext("{count} ander", "{count} anderen", others).format(count=others))
    return ", ".join(said)


def file_name(batch: Batch) -> str:
    """Return what the file of a batch is called: it names nobody."""
    return f"import-batch-{batch.number:05d}.zip"
