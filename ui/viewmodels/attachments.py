"""Files of a dossier as they are shown: rows, what came of adding, and where they go. No Qt."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from meitinker import clock
from meitinker.domain.attachments import Sort, sort_of, title_of
from meitinker.domain.consents import (
    ConsentAnswer,
    ConsentPurpose,
    Recipient,
    Whom,
    in_force,
    sharing,
)
from meitinker.domain.words import inside, name_of
from meitinker.i18n import _, ngettext
from ui.viewmodels.dates import day_text
from ui.viewmodels.parts import Choice

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from meitinker.domain.attachments import Attachment
    from meitinker.domain.consents import Consent

PICTURES = "*.jpg *.jpeg *.png *.webp *.gif *.bmp *.tif *.tiff"
"""What the program can read as a picture, as a file chooser wants it."""

_PICTURE_ENDINGS = frozenset({*PICTURES.replace("*.", "").split(), "heic", "heif", "avif"})
"""Also those that will be refused, in words that are about photos."""

FILE_ICONS = {Sort.PHOTO: "photo", Sort.PLAN: "file-text", Sort.PAPER: "paperclip"}
"""What a file looks like in a list, by what it is."""

_MEGABYTE = 1_000_000


class AttachmentLine(msgspec.Struct, frozen=True, kw_only=True):
    """One file in a list; ``removable`` where it may be taken away, ``photo`` for a picture."""

    attachment_id: str
    title: str
    status: str
    icon_name: str
    removable: bool
    photo: bool


class RefusedFile(msgspec.Struct, frozen=True):
    """A file that was not added: its name and the sentence that says why."""

    name: str
    why: str


def line(one: Attachment, *, removable: bool) -> AttachmentLine:
    """Return a file as it stands in a list."""
    sort = sort_of(one.media_type, one.request_id)
    parts = [name_of(sort)]
    if one.added_at is not None:
        at = clock.local(one.added_at)
        moment = _("toegevoegd op {date} om {time}")
        parts.append(moment.format(date=day_text(at.date()), time=f"{at:%H:%M}"))
    size = _("{size} MB").format(size=_megabytes(one.size))
    parts.append(size.replace(" ", "\N{NO-BREAK SPACE}"))
    return AttachmentLine(
        attachment_id=one.id,
        title=title_of(one.name) or name_of(sort),
        status=" · ".join(parts),
        icon_name=FILE_ICONS[sort],
        removable=removable,
        photo=one.media_type.startswith("image/"),
    )


def choices() -> tuple[Choice, ...]:
    """Return what can be added; a copy of an identity document is none of it (L11)."""
    return (
        Choice(Sort.PHOTO, _("Foto van het huis")),
        Choice(Sort.PLAN, _("Persoonlijk plan van de inwoner")),
        Choice(Sort.PAPER, _("Ander papier")),
    )


def title_for(sort: Sort, typed: str, *, on: date | None, number: int, of: int) -> str:
    """Return what a file is called; several at once are numbered, a plan bears its day.

    Args:
        sort: What it is.
        typed: The title that was typed, or "".
        on: The day on which a personal plan came.
        number: Which of the files, from 1.
        of: How many files were chosen together.
    """
    title = typed.strip() or ("" if sort is Sort.PAPER else name_of(sort))
    if sort is Sort.PLAN and on is not None:
        title = _("{title}, gekregen op {day}").format(title=title, day=day_text(on))
    return f"{title} {number}" if title and of > 1 else title


def named(
    chosen: Sort, names: Sequence[str], typed: str, *, on: date | None
) -> tuple[tuple[Sort, str], ...]:
    """Return what each of several files is, and what it is called.

    A file that is no picture is no photo of the house, whatever was chosen for the others.

    Args:
        chosen: What was said that they are.
        names: Their names as they come.
        typed: The title that was typed, or "".
        on: The day on which a personal plan came.
    """
    sorts = [_sort_of(chosen, name) for name in names]
    titles = []
    for place, sort in enumerate(sorts):
        number, of = sorts[: place + 1].count(sort), sorts.count(sort)
        titles.append(title_for(sort, typed, on=on, number=number, of=of))
    return tuple(zip(sorts, titles, strict=True))


def _sort_of(chosen: Sort, name: str) -> Sort:
    picture = name.rpartition(".")[2].lower() in _PICTURE_ENDINGS
    return Sort.PAPER if chosen is Sort.PHOTO and not picture else chosen


def recipients(consents: Iterable[Consent]) -> tuple[Choice, ...]:
    """Return for whom a copy can be made: who has a right to it, and who may have it by consent."""
    return (
        Choice(Whom.RESIDENT, _("De inwoner, of wie voor de inwoner opkomt")),
        Choice(Whom.COLLEAGUE, _("Een collega die de inwoner ook helpt")),
        *(Choice(one.id, _allowed(one)) for one in sharing(consents)),
        Choice(Whom.OTHER, _("Iemand anders")),
    )


def _allowed(one: Consent) -> str:
    """Return with whom a consent lets share, and for what: "huisarts De Vries: overleg met …"."""
    purpose, who = name_of(one.purpose), one.about.strip()
    return f"{who}: {inside(purpose)}" if who else purpose


def recipient(chosen: str) -> Recipient:
    """Return who was chosen from :func:`recipients`."""
    if chosen in {Whom.RESIDENT, Whom.COLLEAGUE, Whom.OTHER}:
        return Recipient(Whom(chosen))
    return Recipient(Whom.OTHER, chosen)


def progress_words(number: int, of: int) -> str:
    """Return which file is being added."""
    return _("Bezig met toevoegen: {number} van {count}").format(number=number, count=of)


def copying_words(done: int, of: int) -> str:
    """Return how far a copy is."""
    return _("Kopie: {done} van {count} bladzijden klaar").format(done=done, count=of)


def done_words(added: int) -> str:
    """Return how many files were added, or "" for none."""
    if not added:
        return ""
    return ngettext("{count} bestand toegevoegd.", "{count} bestanden toegevoegd.", added).format(
        count=added
    )


def stopped_words(added: int, of: int) -> str:
    """Return how far it came when the user stopped it."""
    return _("Gestopt. {added} van {count} toegevoegd.").format(added=added, count=of)


def refused_words(added: int, refused: Sequence[RefusedFile]) -> str:
    """Return which files were not added and why, a line each, after what was added."""
    lines = [
        _("Niet toegevoegd: {name}. {why}").format(name=one.name, why=one.why) for one in refused
    ]
    return "\n".join(part for part in (done_words(added), *lines) if part)


def consent_words(consents: Iterable[Consent]) -> str:
    """Return what the resident said of photos, in one sentence."""
    told = [one for one in in_force(consents) if one.purpose is ConsentPurpose.PHOTOS]
    given = [one for one in told if one.answer is ConsentAnswer.GIVEN]
    if not told:
        return _("Vraag eerst of u een foto mag maken. Schrijf het antwoord op bij Toestemming.")
    if not given:
        return _("De inwoner wil geen foto’s.")
    last = max(given, key=lambda one: one.answered_on)
    words = _("De inwoner vindt foto’s goed, gezegd op {day}.").format(
        day=day_text(last.answered_on)
    )
    about = ", ".join(one.about for one in given if one.about)
    return f"{words} {_('Alleen van: {what}.').format(what=about)}" if last.about else words


def copy_words() -> str:
    """Return what a copy that leaves the program says on its face."""
    day = day_text(clock.today())
    return _("Kopie uit een dossier, {day}. Vertrouwelijk.").format(day=day)


def _megabytes(size: int) -> str:
    return f"{max(size / _MEGABYTE, 0.1):.1f}".replace(".", ",")
