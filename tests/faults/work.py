"""The program's services on a real store: what a day at kitchen tables does to the disk.

A save is the autosave of the notes of a visit; sealing, indexing, adding a person, attachments,
backups and restores are the real ones. What a new process must know (the recovery code) lies
beside the watched folder, as the printed code lies beside the laptop.
"""

from __future__ import annotations

import importlib
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from meitinker.domain.attachments import Attachment
from meitinker.domain.people import Person
from meitinker.domain.visits import Visit
from meitinker.ids import PersonId, RecordId
from meitinker.keys import KeyCost, KeyFile, Stretch
from meitinker.paths import StoreFolder
from meitinker.services import attaching, backups, checking, editing, opening, people, visits
from meitinker.services.attaching import Coming
from meitinker.store import database, driver, indexing, records, restoring

if TYPE_CHECKING:
    from meitinker.domain.session import Session

# Here, before the forks: every child would otherwise spend its time importing.
driver.use_with_sqlite_utils()
for name in ("sqlite_utils.migrations", "keyring", "zxcvbn", "nacl.pwhash", "nacl.bindings", "PIL"):
    importlib.import_module(name)

CHEAP = KeyCost(device=Stretch(8192, 1), alone=Stretch(8192, 1), floor=0)
PASSPHRASE = "zeven paarse klompen op zolder"
PEOPLE = 4


class Subject:
    """One store of a worker with a few people and a visit to each."""

    def __init__(self, folder: Path) -> None:
        """Work in ``folder``."""
        self._folder = StoreFolder(folder)
        self._beside = folder.parent / "beside.json"
        self._db: database.Database | None = None

    @property
    def _open(self) -> database.Database:
        if self._db is None:
            raise RuntimeError("not open")
        return self._db

    def _session(self) -> Session:
        return opening.session_of(self._open)

    def _code(self) -> str:
        return str(json.loads(self._beside.read_text(encoding="utf-8"))["code"])

    def do_create(self) -> dict[str, Any]:
        """Make the store, its people and their visits."""
        owner = opening.FirstUser(name="T. Werker", villages=("Jirnsum",))
        self._db, code = opening.create(
            self._folder, PASSPHRASE, owner, accept_without_keyring=True, cost=CHEAP
        )
        self._beside.write_text(json.dumps({"code": code.text}), encoding="utf-8")
        session = self._session()
        for number in range(PEOPLE):
            added = people.add(
                self._open, session, people.NewPerson(surname=f"Proef{number}", place="Jirnsum")
            )
            visits.begin(self._open, session, PersonId(added.created("person")))
        return {}

    def do_open(self, recover: bool = False) -> dict[str, Any]:
        """Start as the program does: finish a restore, find the key, open."""
        if self._db is not None:
            self._db.close()
        restoring.finish_interrupted(self._folder)
        key = KeyFile.unlock_with_recovery(self._folder.root, self._code())
        self._db = database.Database.open(self._folder, key, recover=recover)
        return {"recovering": self._db.recovering, "commits": self._db.saved.commits}

    def do_checkpoint_every(self, pages: int) -> dict[str, Any]:
        """Checkpoint sooner than the program does."""
        with self._open.transaction() as work:
            connection = work.connection
        connection.execute(f"PRAGMA wal_autocheckpoint = {pages:d}")
        return {}

    def _visits(self) -> list[Visit]:
        with self._open.reading() as connection:
            return list(records.find(connection, self._session(), Visit))

    def _attachments(self) -> list[Attachment]:
        with self._open.reading() as connection:
            return list(records.find(connection, self._session(), Attachment))

    def do_save(self, key: int, text: str) -> dict[str, Any]:
        """Type in the notes of a visit; every few saves the sitting ends and is indexed."""
        visit = self._visits()[int(key) % PEOPLE]
        editing.save(
            self._open,
            self._session(),
            kind="visit",
            record_id=RecordId(visit.id),
            fields={"notes": text},
        )
        return {"key": int(key) % PEOPLE, "text": text}

    def do_seal(self) -> dict[str, Any]:
        """Leave the sitting and index what was typed."""
        editing.seal(self._open, self._session())
        indexing.index_some(self._open)
        return {}

    def do_person(self, name: str) -> dict[str, Any]:
        """Add a person."""
        people.add(self._open, self._session(), people.NewPerson(surname=name, place="Jirnsum"))
        return {"name": name}

    def do_attach(self, name: str, text: str) -> dict[str, Any]:
        """Attach a text file to the first dossier."""
        coming = Coming(client_id=self._visits()[0].client_id)
        attaching.attach(self._open, self._session(), coming, name=name, data=text.encode())
        return {"name": name, "text": text}

    def do_backup(self) -> dict[str, Any]:
        """Make a backup on the device."""
        return {"file": backups.make(self._open).name}

    def do_restore(self, file: str) -> dict[str, Any]:
        """Put a backup back over the store."""
        source = self._folder.backups / file
        backups.restore_with_code(source, self._folder, self._code(), replace=True)
        return {}

    def do_rekey(self) -> dict[str, Any]:
        """Set another passphrase with the recovery code, as after a forgotten one."""
        key = KeyFile.unlock_with_recovery(self._folder.root, self._code())
        KeyFile.reset_passphrase(
            self._folder.root, key, new=PASSPHRASE + " 2", accept_without_keyring=True, cost=CHEAP
        )
        return {}

    def do_unlock(self, number: int) -> dict[str, Any]:
        """Open the key file with the first or the second passphrase."""
        passphrase = PASSPHRASE if number == 1 else PASSPHRASE + " 2"
        KeyFile.unlock(self._folder.root, passphrase)
        return {}

    def do_read(self) -> dict[str, Any]:
        """Return the notes, the names, the attachments and what ``meitinker check`` finds."""
        session = self._session()
        with self._open.reading() as connection:
            names = sorted(p.surname for p in records.find(connection, session, Person))
        attached = self._attachments()
        files = {}
        if not self._open.recovering:
            # As in tests/faults/ground.py: the cipher's check reads past the log.
            apart = driver.connect(self._folder.database, self._open.key.sub(b"db"))
            with driver.translated():
                apart.execute("PRAGMA wal_checkpoint(TRUNCATE)")
                apart.close()
            for one in attached:
                _row, content = attaching.opened(self._open, session, RecordId(one.id))
                files[one.name] = content.decode()
        report = checking.check(self._open)
        # A file whose row never came is swept by check and harms nobody.
        problems = [p for p in report.problems if not p.startswith("orphans")]
        saves = {str(n): visit.notes for n, visit in enumerate(self._visits()) if visit.notes}
        return {"saves": saves, "problems": problems, "names": names, "files": files}

    def do_drafts(self) -> dict[str, Any]:
        """Return how many records were being typed in when the program ended."""
        return {"drafts": len(editing.interrupted(self._open))}

    def do_close(self) -> dict[str, Any]:
        """Close the store."""
        self._open.close()
        self._db = None
        return {}
