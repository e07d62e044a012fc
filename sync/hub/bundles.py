"""Bundles at the hub: what a laptop put on a stick is done, and the answer put beside it.

All that is asked goes through the same :class:`sync.hub.handlers.Handlers` as over HTTPS. Reading
a file twice does everything twice, which changes nothing the second time. A file that is older
than the device's last word gets its changes taken in and no more: what it asks was answered since.
"""

from __future__ import annotations

import secrets
from collections import Counter
from functools import partial
from typing import TYPE_CHECKING

import msgspec

from meitinker.domain.attachments import ATTACHMENT
from meitinker.domain.merging import Verdict
from meitinker.errors import (
    BundleDamaged,
    BundleNotOurs,
    DeviceRefused,
    DeviceWiped,
    HubNotOurs,
    HubTooOld,
    ProgramTooOld,
    RequestRefused,
)
from meitinker.i18n import _
from meitinker.store import attachments
from sync import bundle_file, https
from sync.bundle_file import MOST_BYTES, REFUSED, Head
from sync.hub import audit
from sync.hub.handlers import Handlers
from sync.hub.pulling import Pulling
from sync.protocol import Compare, Let, Meet, PaperPart, Pull, Pulled, Push

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from meitinker.domain.records import Value
    from sync.bundle_file import Bundle, BundleWriter, Part
    from sync.hub.accounts import Accounts
    from sync.hub.database import HubDatabase
    from sync.hub.scope import Caller

ANSWER = "antwoord"
"""Ends the name of an answer's file, before the suffix."""


class Done(msgspec.Struct, frozen=True, kw_only=True):
    """What was done for a file.

    Attributes:
        device: Whose it was.
        changes: Changes in it that came in.
        known: Changes in it that were here already.
        turned_down: Changes in it that were not taken; the laptop hears why.
        papers: Attachments of it that are whole here now.
        answer: Where the answer is, or "" where there is none to bring back.
        late: Whether the device was in touch after it made the file.
        refused: Why nothing was done for this device, or "".
    """

    device: str
    changes: int = 0
    known: int = 0
    turned_down: int = 0
    papers: int = 0
    answer: str = ""
    late: bool = False
    refused: str = ""


def answer(database: HubDatabase, accounts: Accounts, source: Path, folder: Path) -> Done:
    """Do what the file at ``source`` asks, and write the answer into ``folder``.

    Raises:
        BundleNotOurs: It is for another hub, or is an answer itself.
        BundleDamaged: It was cut short or altered.
        DeviceRefused: No device of that id was ever taken in here.
        HubBusy: The database does not answer; what was done stays done, and may be done again.
        DiskFull, DiskFailed, StoreReadOnly: The answer could not be written.
    """
    head = bundle_file.head_of(source)
    organisation = _organisation(accounts, head)
    secret = accounts.signing_key(organisation)
    theirs = accounts.device_key(organisation, head.device)
    asked = bundle_file.opened(source, secret=secret, sender=theirs)
    target = _target(folder, source, head)
    told = msgspec.structs.replace(head, answer=True)
    writing = partial(bundle_file.writing, target, told, secret=secret, receiver=theirs)
    try:
        caller, late = accounts.recognise_file(organisation, head.hub, head.device, head.number)
        if late:
            answering = _Answering(database, caller, asked, None)
            answering.take()
            return answering.done(late=True)
        with writing() as writer:
            answering = _Answering(database, caller, asked, writer)
            answering.take()
            answering.tell()
        return answering.done(answer=str(target))
    except (DeviceRefused, DeviceWiped, ProgramTooOld, HubTooOld) as error:
        _status, refusal = https.refusal(error)
        with writing() as writer:
            writer.add(REFUSED, refusal)
        return Done(device=head.device, answer=str(target), refused=type(error).__name__)


def _target(folder: Path, source: Path, head: Head) -> Path:
    """Return where an answer goes: never over the answer for another laptop.

    Laptops give their files one name, and whoever does several at once has one folder for all.
    """
    usual = folder / f"{source.stem} {ANSWER}{bundle_file.SUFFIX}"
    try:
        is_theirs = usual.exists() and bundle_file.head_of(usual).device != head.device
    except BundleDamaged:
        return usual  # a rest of something: it is replaced
    if not is_theirs:
        return usual
    return folder / f"{source.stem} {ANSWER} {head.device[-8:]}{bundle_file.SUFFIX}"


def words(done: Done) -> str:
    """Return what was done, in a sentence and the next step."""
    if done.refused:
        told = _("Dit apparaat hoort er niet meer bij. Breng het antwoord terug: {answer}")
    elif done.late:
        told = _(
            "Dit bestand is ouder dan het laatste contact met dit apparaat. Wat erin stond is"
            " overgenomen. Er is geen antwoord nodig."
        )
    else:
        told = _("Overgenomen. Wijzigingen: {changes}, bestanden: {papers}.")
        if not done.changes and not done.papers:
            again = _("Dit bestand was al ingelezen. Er is niets veranderd.")
            told = again if done.known else _("Er stond niets nieuws op de stick.")
        if done.turned_down:
            told += " " + _("Niet aangenomen: {turned_down}. De laptop vertelt waarom.")
        told += " " + _("Breng het antwoord terug naar de laptop: {answer}")
    return told.format_map(msgspec.structs.asdict(done))


def _organisation(accounts: Accounts, head: Head) -> str:
    if head.answer:
        raise BundleNotOurs("an answer, not a question", reason="answer")
    try:
        return accounts.organisation_of(head.hub)
    except HubNotOurs as error:
        raise BundleNotOurs("for another hub", reason="hub") from error


class _Answering:
    """Does what one bundle asks, and writes the answers where somebody still waits for them."""

    def __init__(
        self, database: HubDatabase, caller: Caller, asked: Bundle, writer: BundleWriter | None
    ) -> None:
        self._database = database
        self._caller = caller
        self._handlers = Handlers(database, caller)
        self._asked = asked
        self._writer = writer
        self._named: dict[str, int] = {}
        self._verdicts: Counter[Verdict] = Counter()
        self._whole = 0

    def take(self) -> None:
        """Take in what the device made."""
        for part in self._all("meet"):
            self._say("meet", self._handlers.meet(self._asked.read(part, Meet)))
        for part in self._all("push"):
            told = self._asked.read(part, Push)
            pushed = self._handlers.push(told)
            self._say("push", pushed)
            self._verdicts.update(one.verdict for one in pushed.receipts)
        self._take_papers()

    def tell(self) -> None:
        """Tell the device what is new for it."""
        for part in self._all("let_go"):
            self._handlers.let_go(self._asked.read(part, Let))
        for part in self._all("compare"):
            told = self._asked.read(part, Compare)
            self._say("compare", self._handlers.compare(told))
        for part in self._all("pull"):
            self._pull(self._asked.read(part, Pull))
        for part in self._all("fetch_paper"):
            wanted = self._asked.read(part, PaperPart)
            self._named[wanted.name] = wanted.size
        for name, size in self._named.items():
            self._add_paper(name, size)

    def done(self, *, answer: str = "", late: bool = False) -> Done:
        """Return what was done."""
        known = self._verdicts[Verdict.DUPLICATE]
        turned_down = self._verdicts[Verdict.REFUSED]
        return Done(
            device=self._caller.device,
            changes=self._verdicts.total() - known - turned_down,
            known=known,
            turned_down=turned_down,
            papers=self._whole,
            answer=answer,
            late=late,
        )

    def _say(self, name: str, message: object) -> None:
        if self._writer is not None:
            self._writer.add(name, message)

    def _fits(self) -> bool:
        return self._writer is not None and self._writer.size < MOST_BYTES

    def _all(self, name: str) -> Iterator[Part]:
        return (part for part in self._asked.parts if part.name.partition(" ")[0] == name)

    def _take_papers(self) -> None:
        """Keep the attachments; one that is not within reach holds up no other."""
        for part in self._all("send_paper"):
            told = self._asked.read(part, PaperPart)
            try:
                held = self._handlers.send_paper(told)
            except RequestRefused:
                continue
            if held.whole and told.offset + len(told.part) == told.size:
                self._say(f"send_paper {told.name}", held)
                self._whole += 1

    def _pull(self, asked: Pull) -> None:
        """Add all that is new, answer after answer, as one offer: it arrives whole or not."""
        self._say("from", asked.cursor)
        offer, more = secrets.token_hex(4), True
        while more and self._fits():
            with self._handlers.working() as (connection, end, caller):
                pulling = Pulling(connection, self._database.sealing, caller, offer=offer)
                found = pulling.answer(asked, end)
                audit.note_pull(connection, caller, len(found.fills))
            self._say("pull", found)
            self._note_papers(found)
            asked, more = msgspec.structs.replace(asked, cursor=found.cursor), found.more

    def _note_papers(self, found: Pulled) -> None:
        for fill in found.fills:
            for one in fill.records:
                self._note(one.kind, one.fields)
        for place in found.places:
            if place.change is not None:
                self._note(place.change.kind, place.change.fields)

    def _note(self, kind: str, fields: Mapping[str, Value]) -> None:
        name, size = str(fields.get("file") or ""), fields.get("size")
        if kind == ATTACHMENT.name and attachments.is_name(name) and isinstance(size, int):
            self._named[name] = attachments.kept_size(size)

    def _add_paper(self, name: str, size: int) -> None:
        offset = 0
        while offset < size and self._fits():
            try:
                asked = PaperPart(name=name, offset=offset, size=size)
                part = self._handlers.fetch_paper(asked)
            except RequestRefused:
                return
            if not part.part:
                return  # who added it has not sent it yet
            self._say(f"fetch_paper {name} {offset}", part)
            offset += len(part.part)
