"""Make the store that stays in this folder for a layout: once, when its release is made.

    python -m tests.upgrades.make_store

It is a backup of the program itself, so that old backups are proven along with old stores. It
holds no one's data, and its recovery code lies beside it. A released one is never made again.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from meitinker import clock, ids
from meitinker.domain.attachments import Attachment
from meitinker.domain.map_checks import MapCheck
from meitinker.domain.map_services import MapService
from meitinker.domain.merging import Verdict
from meitinker.domain.organisation import Organisation
from meitinker.domain.people import Person, PersonMerge, Phone
from meitinker.domain.providers import Provider
from meitinker.domain.search_words import SearchWord
from meitinker.domain.visits import Visit
from meitinker.services import backups, reading
from meitinker.store import (
    attachments,
    backup,
    drafts,
    fills,
    hub_facts,
    journal,
    migrations,
    sent,
    settings,
)
from meitinker.store.acts import act
from meitinker.store.fills import Filled, FillPart
from meitinker.store.hub_facts import ReadPosition
from meitinker.store.sent import HubAnswer
from sync import following
from tests import stores
from tests.stores import TestStore

FOLDER = Path(__file__).resolve().parent


def fill(store: TestStore) -> None:
    """Write one of everything that the layout keeps apart."""
    database, session = store.database, store.session
    with act(database, session, "organisation.add") as work:
        work.create(Organisation(id=session.organisation, name="Proefdorp"))
    person, double = store.person("Proef"), store.person("Proev")
    visit = store.visit(person, "Wat is er nodig?")
    with act(database, session, "phone.add") as work:
        phone = work.create(Phone(id=ids.record_id(), person_id=person, number="0566 000 000"))
    with act(database, session, "phone.remove") as work:
        work.delete(Phone, phone)
    with act(database, session, "person.merge") as work:
        merge = PersonMerge(
            id=ids.record_id(), from_id=double, into_id=person, merged_at=clock.now()
        )
        work.create(merge, operation="merge")
    with act(database, session, "map.add") as work:
        provider = work.create(Provider(id=ids.record_id(), name="Buorsoarch Proef"))
        service = work.create(
            MapService(id=ids.record_id(), provider_id=provider, name="Iten oan hûs")
        )
        work.create(
            SearchWord(
                id=ids.record_id(),
                user_id=session.user,
                at=clock.now(),
                said="prakje",
                service_id=service,
            )
        )
        work.create(
            MapCheck(
                id=ids.record_id(),
                service_id=service,
                user_id=session.user,
                checked_on=clock.today(),
            )
        )
    kept = attachments.keep(database, b"een bijlage")
    with act(database, session, "attachment.add") as work:
        work.create(
            Attachment(
                id=ids.record_id(),
                client_id=person,
                name="bijlage.txt",
                file=kept.file,
                key=kept.key,
                size=kept.size,
            )
        )
    drafts.save(database, session, Visit, visit, {"notes": "verzegeld"})
    drafts.seal_all(database, session)
    drafts.save(database, session, Visit, visit, {"notes": "nog niet verzegeld"})
    fill_from_hub(store)
    reading.opened(database, session, Person, person)


def fill_from_hub(store: TestStore) -> None:
    """Write what only an exchange with a hub leaves."""
    change = ids.change_id()
    came = Filled(
        kind="person",
        record_id=ids.record_id(),
        fields={"surname": "Vulling"},
        versions={"surname": change},
    )
    part = FillPart(dossier=came.record_id, position=7, records=(came,))
    fills.fill(store.database, store.session, [part], following.decide)
    with store.database.transaction() as work:
        first = journal.unsent(work.connection, most=1)[0].header.change_id
        answer = HubAnswer(change_id=first, verdict=Verdict.APPLIED, position=1)
        sent.keep(work, [answer], at=clock.instant_text(clock.now()))
        settings.put(work, hub_facts.READING, ReadPosition(epoch="proef", position=7))


def make(folder: Path) -> Path:
    """Write the store of the present layout and its recovery code into ``folder``."""
    target = folder / f"layout-{migrations.LATEST:04d}{backup.SUFFIX}"
    with (
        tempfile.TemporaryDirectory() as workplace,
        stores.guarded(Path(workplace) / "store") as one,
    ):
        fill(one.store)
        backups.make(one.store.database, target)
        target.with_suffix(".code").write_text(one.code + "\n", encoding="ascii")
    return target


if __name__ == "__main__":
    sys.stdout.write(f"{make(FOLDER).name}\n")
