"""F21, L27, L30, A26: a hub's backup and export, on both databases, and putting them back."""

from __future__ import annotations

import base64
import hashlib
import json
from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING, Any

import msgspec
import pytest
from click.testing import CliRunner
from sqlalchemy import create_engine, select, text, update

from meitinker import clock, paths
from meitinker.cli.commands import commands
from meitinker.domain.session import Role
from meitinker.errors import (
    BackupDamaged,
    BackupError,
    BundleDamaged,
    BundleNotOurs,
    DeviceRefused,
    DeviceWiped,
    InvitationRefused,
    StoreExists,
    StoreInUse,
    StoreMissing,
)
from sync import invitation, signing, versions
from sync.hub import (
    audit,
    bundles,
    checking,
    dump,
    keeping,
    presence,
    putting_back,
    register,
    replaying,
    sealed_file,
    users,
)
from sync.hub.accounts import Invited
from sync.hub.home import DSN_VARIABLE, HubHome
from sync.hub.tables import CHANGE, INVITATION, RECORD, USER
from sync.protocol import Enrol, Meet
from tests.sync.hub.served import HubProcess, Village, new_home
from tests.sync.hub.test_papers import _paper, _record, _send
from tests.unit.sync.hub.bench import GROU, WERGEA

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime
    from pathlib import Path

WAYS = ["sqlite, no wire", "postgres, no wire"]
HELLO = Meet(newest=versions.NEWEST, oldest=versions.OLDEST)


def _lived(village: Village) -> None:
    """Let an organisation have people, phones, an attachment and something that waits."""
    a = village.laptop("a", GROU)
    paper = _paper(100_000)
    a.push(a.person("p1", GROU), a.phone("t1", "p1"), _record(a, paper), a.phone("t9", "nobody"))
    _send(a.handlers, paper)


def _told(sums: dict[str, dump.Sum]) -> dict[str, dump.Sum]:
    """Leave out the organisation itself: putting back gives it a new epoch."""
    return {name: one for name, one in sums.items() if name != "hub_organisation"}


@pytest.mark.promise("L30")
@pytest.mark.parametrize("village", WAYS, indirect=True)
def test_l30_an_export_into_an_empty_hub_adds_up_to_the_same(
    village: Village, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _lived(village)
    before = dump.sums(village.database, village.organisation)
    keeping.export(village.opened, tmp_path / "all.jsonl", village.organisation)
    monkeypatch.setenv(DSN_VARIABLE, "")
    empty = new_home(tmp_path / "empty")
    with empty.opened() as opened:
        told = keeping.take_in(opened, tmp_path / "all.jsonl", accounts=True)
        assert told == (village.organisation,)
        after = dump.sums(opened.database, village.organisation)
        assert _told(after) == _told(before)
        assert {"hub_change", "hub_record", "hub_waiting", "hub_paper_part"} <= set(after)
        assert all(one.holds for one in checking.check(opened.database))
        (found,) = register.organisations(opened.database)
        assert found.epoch != village.listed.epoch
        with opened.database.writing(village.organisation) as (connection, _end):
            connection.execute(update(RECORD).values(position=7))
        assert _told(dump.sums(opened.database, village.organisation)) != _told(before)


def test_an_export_can_be_read_by_anyone(served: Village, tmp_path: Path) -> None:
    _lived(served)
    other = Village(served.opened)
    keeping.export(served.opened, tmp_path / "all.jsonl", served.organisation)
    lines = [json.loads(one) for one in (tmp_path / "all.jsonl").read_text().splitlines()]
    people = [one["row"] for one in lines if one.get("table") == "hub_record"]
    assert {"p1", "t1"} <= {one["record_id"] for one in people}
    assert "Proefstra" in {one["fields"].get("last_name") for one in people}
    assert other.organisation not in (tmp_path / "all.jsonl").read_text()


@pytest.fixture
def lived(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> HubHome:
    """Lend a hub of its own, with one organisation that has something in it."""
    monkeypatch.setenv(DSN_VARIABLE, "")
    home = new_home(tmp_path / "hub")
    with home.opened() as opened:
        _lived(Village(opened))
    return home


def _backup(home: HubHome, file: Path) -> Path:
    with home.opened() as opened:
        keeping.backup(opened, file)
    return file


@pytest.mark.promise("F21", "L27")
def test_f21_a_hub_that_went_back_is_seen_and_loses_nothing_that_laptops_have(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(DSN_VARIABLE, "")
    home = new_home(tmp_path / "hub")
    file = tmp_path / "backup"
    with HubProcess(home.root) as process, home.opened() as opened:
        village = Village(opened, process.address)
        a = village.laptop("a", GROU)
        early, late = a.person("p1", GROU), a.phone("t1", "p1")
        a.push(early)
        _backup(home, file)
        a.push(late)
        before = a.handlers.meet(HELLO)
        village.close()
    assert keeping.restore(home.root, file, replace=True)
    with HubProcess(home.root) as process:
        line = a.line(process.address)
        after = line.meet(HELLO)
        assert (after.hub, after.end) == (before.hub, before.end - 1)
        assert after.epoch != before.epoch
        a.handlers = line
        assert [one.position for one in a.push(early, late).receipts] == [3, 4]
        a.hang_up()


@pytest.mark.promise("L27")
def test_l27_a_backup_makes_the_hub_anew_on_another_machine(lived: HubHome, tmp_path: Path) -> None:
    file = _backup(lived, tmp_path / "backup")
    with pytest.raises(StoreMissing):
        keeping.restore(tmp_path / "new", file)
    (tmp_path / "new").mkdir()
    (tmp_path / "new" / "hub.keys").write_bytes((lived.root / "hub.keys").read_bytes())
    keeping.restore(tmp_path / "new", file)
    with lived.opened() as old, HubHome(tmp_path / "new").opened() as new:
        assert new.certificates.pins() == old.certificates.pins()
        assert new.settings == old.settings
        (organisation,) = register.organisations(old.database)
        sums = [dump.sums(one.database, organisation.organisation) for one in (old, new)]
        assert _told(sums[0]) == _told(sums[1])
    with pytest.raises(StoreExists):
        keeping.restore(tmp_path / "new", file)


@pytest.mark.promise("L27")
def test_l27_a_trial_of_a_backup_stays_out_of_the_postgresql_that_serves(
    postgres: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv(DSN_VARIABLE, raising=False)
    engine = create_engine(postgres, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text("CREATE DATABASE tried"))
    serving, trial = tmp_path / "hub", tmp_path / "trial"
    dsn = postgres.replace("/postgres?", "/tried?")
    _run(serving, "init", "--name", "Stichting", "--address", "hub.example:443", "--dsn", dsn)
    _run(serving, "backup", str(tmp_path / "backup"))
    with HubHome(serving).opened() as opened:
        epoch = register.organisations(opened.database)[0].epoch
        trial.mkdir()
        (trial / "hub.keys").write_bytes((serving / "hub.keys").read_bytes())
        with presence.serving(opened):
            told = _run(trial, "restore", "--replace", str(tmp_path / "backup"))
        assert "MEITINKER_HUB_DSN" in told
        assert register.organisations(opened.database)[0].epoch == epoch, "left as it was"
    assert HubHome(trial).exists
    _run(serving, "init", "--name", "Na de reservekopie")
    assert len(_json(trial, "check")) == 1
    assert len(_json(serving, "check")) == 2
    with engine.connect() as connection:
        connection.execute(text("DROP DATABASE tried WITH (FORCE)"))
    engine.dispose()


@pytest.mark.promise("A26")
def test_a26_a_backup_tells_nothing_and_opens_whole_or_not(lived: HubHome, tmp_path: Path) -> None:
    data = _backup(lived, tmp_path / "backup").read_bytes()
    assert b"Proefstra" not in data
    assert b"hub_record" not in data
    spoiled = [data[:-1], data[: len(data) // 2], data + b"x", data[:60]]
    spoiled += [
        data[:at] + bytes([data[at] ^ 1]) + data[at + 1 :]
        for at in (30, 60, len(data) // 2, len(data) - 5)
    ]
    for one in spoiled:
        (tmp_path / "spoiled").write_bytes(one)
        with pytest.raises(BackupDamaged):
            keeping.restore(lived.root, tmp_path / "spoiled", replace=True)
    other = new_home(tmp_path / "other")
    with pytest.raises(BackupDamaged):
        keeping.restore(other.root, tmp_path / "backup")
    with lived.opened() as opened:
        assert all(one.holds for one in checking.check(opened.database))
        with pytest.raises(BackupError):
            keeping.backup(opened, tmp_path / "backup")


def _forged(folder: Path) -> Path:
    """Write what somebody without keys can: an export that calls itself a backup."""
    organisation = "01a20000-0000-7000-8000-000000000000"
    settings = json.dumps({"host": "evil.example", "port": 443, "dsn": ""})
    content = base64.b64encode(settings.encode()).decode()
    rows = [
        ("file", {"name": "hub.json", "content": content}),
        ("hub_organisation", {"organisation": organisation, "hub": "h", "name": "Proef"}),
        ("hub_user", {"organisation": organisation, "user": "u", "name": "mallory"}),
    ]
    return _export(folder / "hub.backup", organisation, rows)


def _export(file: Path, organisation: str, rows: list[tuple[str, dict[str, Any]]]) -> Path:
    lines = [(name, json.dumps({"table": name, "row": row}).encode() + b"\n") for name, row in rows]
    sums = {name: {"count": 1, "digest": hashlib.sha256(line).hexdigest()} for name, line in lines}
    head = {"form": 1, "made_at": "", "program": "", "organisations": [organisation]}
    foot = json.dumps({"sums": sums}, separators=(",", ":")).encode()
    told = b"".join(line for _name, line in lines)
    file.write_bytes(json.dumps(head).encode() + b"\n" + told + foot + b"\n")
    return file


@pytest.mark.promise("A26")
def test_a26_what_nobody_sealed_is_no_backup(lived: HubHome, tmp_path: Path) -> None:
    forged, new = _forged(tmp_path), tmp_path / "new"
    new.mkdir()
    (new / "hub.keys").write_bytes((lived.root / "hub.keys").read_bytes())
    for folder in (new, lived.root):
        with pytest.raises(BackupDamaged):
            keeping.restore(folder, forged, replace=True)
    assert [one.name for one in new.iterdir()] == ["hub.keys"]
    with lived.opened() as opened, pytest.raises(BackupDamaged):
        keeping.take_in(opened, forged, accounts=True)


@pytest.mark.promise("A26")
def test_a26_control_as_lines_it_would_be_taken(lived: HubHome, tmp_path: Path) -> None:
    """Show that the forged file is well made: only the seal keeps it out."""
    proven = dump.verify(sealed_file.lines(_forged(tmp_path)))
    assert proven.files["hub.json"].startswith(b'{"host": "evil.example"')
    HubHome(tmp_path / "new").begin_from(proven.files)
    assert (tmp_path / "new" / "hub.json").exists()


@pytest.mark.promise("A26")
def test_a26_an_export_brings_nobody_in_unless_that_is_said(lived: HubHome, tmp_path: Path) -> None:
    with lived.opened() as opened:
        (one,) = register.organisations(opened.database)
        keeping.export(opened, tmp_path / "all", one.organisation)
    for accounts in (False, True):
        other = new_home(tmp_path / f"other-{accounts}")
        with other.opened() as opened:
            keeping.take_in(opened, tmp_path / "all", accounts=accounts)
            assert bool(register.devices(opened.database, one.organisation)) == accounts
            assert checking.check(opened.database)[0].holds
            with opened.database.reading() as connection:
                assert bool(connection.execute(select(USER)).all()) == accounts


@pytest.mark.promise("A26")
@pytest.mark.parametrize("village", WAYS, indirect=True)
def test_a26_what_changes_between_two_readings_changes_nothing(
    village: Village, tmp_path: Path
) -> None:
    _lived(village)
    keeping.export(village.opened, tmp_path / "all", village.organisation)
    before = dump.sums(village.database, village.organisation)
    proven = dump.verify(sealed_file.lines(tmp_path / "all"))
    keeping.export(village.opened, tmp_path / "more", village.organisation)
    text = (tmp_path / "more").read_text().replace("Proefstra", "Anderstra")
    (tmp_path / "more").write_text(text)
    lines = sealed_file.lines(tmp_path / "more")
    with pytest.raises(BackupDamaged):
        putting_back.put_back(village.database, lines, proven=proven, replace=True)
    assert dump.sums(village.database, village.organisation) == before


def test_a_row_of_an_organisation_that_is_not_named_is_refused(
    lived: HubHome, tmp_path: Path
) -> None:
    rows = [("hub_organisation", {"organisation": "another", "hub": "h"})]
    with lived.opened() as opened, pytest.raises(BackupDamaged):
        keeping.take_in(opened, _export(tmp_path / "export", "one", rows))


@pytest.fixture(params=["sqlite", "postgres"])
def quiet(
    request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[HubHome]:
    """Lend a hub that nobody serves, on either database."""
    monkeypatch.setenv(DSN_VARIABLE, "")
    if request.param == "sqlite":
        yield new_home(tmp_path / "quiet")
        return
    postgres: str = request.getfixturevalue("postgres")
    engine = create_engine(postgres, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text("CREATE DATABASE quiet"))
    monkeypatch.setenv(DSN_VARIABLE, postgres.replace("/postgres?", "/quiet?"))
    yield new_home(tmp_path / "quiet")
    with engine.connect() as connection:
        connection.execute(text("DROP DATABASE quiet WITH (FORCE)"))
    engine.dispose()


@pytest.mark.promise("L27")
def test_l27_who_is_shut_out_stays_so_and_open_invitations_end(
    quiet: HubHome, tmp_path: Path
) -> None:
    with quiet.opened() as opened:
        village = Village(opened)
        lost, kept = village.laptop("lost", GROU), village.laptop("kept", GROU)
        code = opened.accounts.invite(village.organisation, Invited(name="late", villages=(GROU,)))
        keeping.backup(opened, tmp_path / "backup")
        opened.accounts.revoke(village.organisation, lost.caller.device, wipe=True)
    keeping.restore(quiet.root, tmp_path / "backup", replace=True)
    with quiet.opened() as opened:
        found = register.devices(opened.database, village.organisation)
        shut = {one.device for one in found if one.revoked_at and one.wipe_at}
        assert shut == {lost.caller.device}
        assert kept.caller.device in {one.device for one in found}
        key = signing.public(signing.new_key())
        asked = Enrol(code=code, device="d", user="u", name="n", signing_key=key)
        for back in (timedelta(), timedelta(days=1)):
            with (
                clock.running(partial(_after, clock.now(), -back)),
                pytest.raises(InvitationRefused),
            ):
                opened.accounts.enrol(village.organisation, asked)


def _after(moment: datetime, ahead: timedelta) -> datetime:
    return moment + ahead


class Rights:
    """An organisation whose rights were narrowed after a backup was made."""

    def __init__(self, home: HubHome, folder: Path) -> None:
        """Make a backup and an export; take rights away, and let another laptop come and go."""
        self.home = home
        with home.opened() as opened:
            village = Village(opened)
            kept = village.laptop("kept", GROU, WERGEA)
            self.organisation, self.user = village.organisation, kept.caller.user
            kept.push(kept.person("p1", GROU))
            keeping.backup(opened, folder / "backup")
            keeping.export(opened, folder / "export", self.organisation)
            kept.push(kept.person("p2", GROU))
            kept.pull()
            database = opened.database
            users.change(
                database, self.organisation, self.user, users.Changed(role=Role.COORDINATOR)
            )
            users.change(database, self.organisation, self.user, users.Changed(villages=(GROU,)))
            users.set_lease(database, self.organisation, 3)
            late = village.laptop("late", GROU)
            self.late = late.caller.device
            opened.accounts.revoke(self.organisation, self.late, wipe=True)

    def standing(self) -> tuple[str, tuple[str, ...], int]:
        """Return the role and the villages of who was narrowed, and the lease."""
        with self.home.opened() as opened:
            found = {one.user: one for one in users.listed(opened.database, self.organisation)}
            one = found[self.user]
            return one.role, one.villages, users.lease(opened.database, self.organisation)

    def is_told_to_wipe(self) -> bool:
        """Tell whether the laptop that came after the backup still hears that it must go."""
        with self.home.opened() as opened:
            try:
                opened.accounts.recognise_file(self.organisation, "a hub", self.late, 1 << 60)
            except DeviceWiped:
                return True
            except DeviceRefused:
                return False
        raise AssertionError("it was let in")


NARROW = ("coordinator", (GROU,), 3)


@pytest.fixture
def narrowed(quiet: HubHome, tmp_path: Path) -> Rights:
    return Rights(quiet, tmp_path)


@pytest.mark.promise("F21", "L24", "F25")
def test_f21_l24_f25_what_is_put_back_gives_nobody_back_what_was_taken_since(
    narrowed: Rights, tmp_path: Path
) -> None:
    keeping.restore(narrowed.home.root, tmp_path / "backup", replace=True)
    assert narrowed.standing() == NARROW
    assert narrowed.is_told_to_wipe()
    with narrowed.home.opened() as opened:
        (found,) = checking.check(opened.database)
        assert found.problems == ()


@pytest.mark.promise("F21", "A26")
def test_f21_a26_an_export_without_accounts_leaves_those_that_are_there(
    narrowed: Rights, tmp_path: Path
) -> None:
    with narrowed.home.opened() as opened:
        keeping.take_in(opened, tmp_path / "export", replace=True)
    assert narrowed.standing() == NARROW
    assert narrowed.is_told_to_wipe()


@pytest.mark.promise("F21", "F25")
def test_f21_f25_with_the_accounts_of_an_export_who_is_shut_out_hears_so_still(
    narrowed: Rights, tmp_path: Path
) -> None:
    with narrowed.home.opened() as opened:
        keeping.take_in(opened, tmp_path / "export", replace=True, accounts=True)
    role, villages, _lease = narrowed.standing()
    assert (role, villages) == ("meitinker", (GROU, WERGEA)), "that was asked for"
    assert narrowed.is_told_to_wipe()


@pytest.mark.promise("F21", "L24")
def test_f21_control_accounts_of_then_give_back_what_was_taken(
    narrowed: Rights, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(putting_back, "_ACCOUNTS", frozenset())
    monkeypatch.setattr(putting_back, "_shut_out", lambda *_told: [])
    keeping.restore(narrowed.home.root, tmp_path / "backup", replace=True)
    role, villages, _lease = narrowed.standing()
    assert (role, villages) == ("meitinker", (GROU, WERGEA))
    assert not narrowed.is_told_to_wipe()


@pytest.mark.promise("L20", "F21")
def test_l20_f21_the_audit_goes_on_and_tells_that_the_hub_was_put_back(
    narrowed: Rights, tmp_path: Path
) -> None:
    with narrowed.home.opened() as opened:
        before = list(audit.rows(opened.database, narrowed.organisation))
    keeping.restore(narrowed.home.root, tmp_path / "backup", replace=True)
    with narrowed.home.opened() as opened:
        after = list(audit.rows(opened.database, narrowed.organisation))
        assert audit.verify(opened.database, narrowed.organisation).broken == ()
    assert after[: len(before)] == before
    assert [one.event for one in after[len(before) :]] == ["put_back"]


@pytest.mark.promise("F21")
def test_f21_a_server_that_notices_an_end_late_is_in_nobodys_way(
    quiet: HubHome, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sqlalchemy.Connection.invalidate", lambda *_told: None)
    with quiet.opened() as opened, quiet.opened() as other:
        with presence.serving(opened):
            pass
        with presence.alone(other):
            pass


@pytest.mark.promise("F21")
def test_f21_a_hub_that_serves_is_not_put_back(quiet: HubHome, tmp_path: Path) -> None:
    with quiet.opened() as opened:
        keeping.backup(opened, tmp_path / "backup")
        shared = opened.database.engine.dialect.name == "postgresql"
        # the same database from another machine, where that is possible
        other = msgspec.structs.replace(opened, folder=tmp_path) if shared else opened
        with presence.serving(opened), presence.serving(other):
            with pytest.raises(StoreInUse):
                keeping.restore(quiet.root, tmp_path / "backup", replace=True)
            with pytest.raises(StoreInUse), presence.alone(other):
                pass
        with presence.alone(opened), pytest.raises(StoreInUse), presence.serving(other):
            pass
        with presence.alone(other):
            pass


_SPOILS = {
    "position": "UPDATE hub_change SET position = 99 WHERE organisation = :o AND position = 5",
    "end": 'UPDATE hub_organisation SET "end" = 99 WHERE organisation = :o',
    "part": "DELETE FROM hub_paper_part WHERE organisation = :o",
    "gone": "DELETE FROM hub_record WHERE organisation = :o AND record_id = 't1'",
    "kind of a change": "UPDATE hub_change SET kind = 'x' WHERE organisation = :o AND position = 4",
    "device of a change": "UPDATE hub_change SET device = 'x' WHERE organisation = :o",
    "took": "UPDATE hub_change SET took = '[]' WHERE organisation = :o AND position = 4",
    "lost": """UPDATE hub_change SET lost = '[["x",[]]]' WHERE organisation = :o""",
    "reason": "UPDATE hub_change SET reason = 'x' WHERE organisation = :o AND position = 4",
    "dossier of a change": "UPDATE hub_change SET dossier = '' WHERE organisation = :o",
    "dossier of a record": "UPDATE hub_record SET dossier = '' WHERE organisation = :o"
    " AND record_id = 't1'",
    "kind of a record": "UPDATE hub_record SET kind = 'address' WHERE organisation = :o"
    " AND record_id = 't1'",
    "village": "UPDATE hub_dossier SET village = 'x' WHERE organisation = :o",
    "root": "UPDATE hub_dossier SET root = 'x' WHERE organisation = :o",
    "no dossier": "DELETE FROM hub_dossier WHERE organisation = :o",
    "another dossier": "INSERT INTO hub_dossier (organisation, dossier) VALUES (:o, 'x')",
    "holding of nothing": "UPDATE hub_holding SET dossier = 'x' WHERE organisation = :o",
    "holding to come": "UPDATE hub_holding SET since = 99 WHERE organisation = :o",
}


@pytest.mark.parametrize("village", WAYS, indirect=True)
@pytest.mark.parametrize("spoil", ["body", "fields", *sorted(_SPOILS)])
def test_a_check_sees_what_does_not_hold(village: Village, spoil: str) -> None:
    _lived(village)
    assert _found(village).holds
    opened, sealed = village.database.sealing.open, village.database.sealing.seal
    with village.database.writing(village.organisation) as (connection, _end):
        own = {"o": village.organisation}
        if spoil == "body":
            row = connection.execute(
                text("SELECT body FROM hub_change WHERE organisation = :o AND position = 3"), own
            ).scalar_one()
            connection.execute(
                update(CHANGE)
                .where(CHANGE.c.organisation == village.organisation, CHANGE.c.position == 3)
                .values(body=sealed(opened(row).replace(b"Proefstra", b"Anderstra")))
            )
        elif spoil == "fields":
            connection.execute(
                update(RECORD)
                .where(RECORD.c.organisation == village.organisation, RECORD.c.record_id == "p1")
                .values(fields=sealed(msgspec.json.encode({"last_name": "Anderstra"})))
            )
        else:
            connection.execute(text(_SPOILS[spoil]), own)
    assert not _found(village).holds


@pytest.mark.parametrize("village", WAYS, indirect=True)
def test_a_check_holds_whatever_fits_in_memory(
    village: Village, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Join and move dossiers and let words clash, with one record in memory at a time."""
    _lived(village)
    a, office = village.laptop("b", GROU), village.laptop("far", everywhere=True)
    two, moved = a.person("p2", GROU), a.person("p3", GROU)
    a.push(two, a.merge("m1", "p2", "p1"), moved, a.phone("t3", "p3"))
    base = {"village_id": moved.change_id}
    for one in (WERGEA, GROU):
        office.push(office.change("person", "p3", operation="edit", base=base, village_id=one))
    for name in ("Eerste", "Tweede"):
        told = {"last_name": two.change_id}
        a.push(a.change("person", "p2", operation="edit", base=told, last_name=name))
    whole = _found(village)
    monkeypatch.setattr(replaying, "MOST_IN_MEMORY", 1)
    assert whole == _found(village)
    assert whole.holds, whole.problems


def _found(village: Village) -> checking.Found:
    found = checking.check(village.database)
    return next(one for one in found if one.organisation == village.organisation)


def _run(home: Path, *words: str, code: int = 0) -> str:
    done = CliRunner().invoke(commands, ["hub", words[0], "--folder", str(home), *words[1:]])
    assert done.exit_code == code, (done.output, done.exception)
    assert "Traceback" not in done.output
    return done.stdout


def _said(home: Path, *words: str) -> str:
    """Return what a command that ends with 1 says."""
    done = CliRunner().invoke(commands, ["hub", words[0], "--folder", str(home), *words[1:]])
    assert done.exit_code == 1, (done.output, done.exception)
    return done.stderr


def _json(home: Path, *words: str) -> Any:
    return json.loads(_run(home, *words, "--json"))


@pytest.mark.promise("F25")
def test_an_administrator_does_all_of_it_from_a_terminal(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(DSN_VARIABLE, "")
    home = tmp_path / "hub"
    _run(home, "init", "--name", "Stichting", code=2)
    made = _json(home, "init", "--name", "Stichting", "--address", "127.0.0.1:8443")
    told = _json(home, "invite", "--name", "Sietske", "--village", "Grou")
    invited = invitation.read(told["invitation"])
    assert invited.address == "https://127.0.0.1:8443"
    assert list(invited.pins) == made["pins"] == _json(home, "certificates")["pins"]
    _run(home, "invite", "--name", "Sietske", "--village", "Nergenshuizen", code=2)
    _run(home, "invite", "--name", "Sietske", code=2)
    assert (
        "\u2588"
        in CliRunner()
        .invoke(commands, ["hub", "invite", "--folder", str(home), "--name", "W", "--everywhere"])
        .output
    )
    with HubHome(home).opened() as opened:
        village = Village(opened)
        device = village.laptop("laptop", GROU).caller.device
        name = village.listed.name
    _run(home, "devices", code=2)  # there are two organisations now
    own = ("--organisation", name)
    listed = _json(home, "devices", *own)
    assert [one["name"] for one in listed] == ["office", "laptop"]
    assert json.loads(_run(home, "devices", *own, device))["holds"] == []
    _run(home, "revoke", *own, "nobody", "--yes", code=2)
    _run(home, "revoke", *own, device, code=1)  # nobody answered
    _run(home, "revoke", *own, device, "--yes")
    _run(home, "wipe", *own, device, "--yes")
    (one,) = (one for one in _json(home, "devices", *own) if one["device"] == device)
    assert one["revoked_at"]
    assert one["wipe_at"]
    assert all(one["holds"] for one in _json(home, "check"))
    (tmp_path / f"backup{paths.UNFINISHED}").write_bytes(b"of one that a power cut ended")
    _run(home, "backup", str(tmp_path / "backup"))
    _run(home, "backup", str(tmp_path / "backup"), code=2)
    _run(home, "export", *own, str(tmp_path / "export"))
    assert "Met --replace" in _said(home, "restore", str(tmp_path / "backup"))
    _run(home, "restore", "--with-accounts", str(tmp_path / "export"), code=2)
    _run(home, "restore", "--replace", str(tmp_path / "export"), code=1)
    taken = ("restore", "--replace", "--from-export", "--with-accounts", str(tmp_path / "export"))
    assert len(_json(home, *taken)["organisations"]) == 1
    with HubHome(home).opened() as opened, presence.serving(opened):
        assert (
            "De hub draait nog."
            in CliRunner()
            .invoke(commands, ["hub", "restore", "--folder", str(home), str(tmp_path / "backup")])
            .output
        )
    assert len(_json(home, "restore", "--replace", str(tmp_path / "backup"))["organisations"]) == 2
    with HubHome(home).opened() as opened, opened.database.engine.begin() as connection:
        connection.execute(update(RECORD).values(position=99, fields=b"{}"))
    assert "niet in orde" in _run(home, "check", code=1)
    assert "meitinker hub init" in _said(tmp_path / "nowhere", "serve")
    _run(home, "serve", "--listen", "127.0.0.1:99999", code=2)
    _run(home, "serve", "--listen", "0.0.0.0:0", "--plain", code=2)


def test_an_invitation_says_for_whom_it_is_and_a_wrong_village_which_is_near(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(DSN_VARIABLE, "")
    home = tmp_path / "hub"
    _run(home, "init", "--name", "Stichting", "--address", "127.0.0.1:8443")
    words = ["hub", "invite", "--folder", str(home), "--name", "Sietske", "--village"]
    wrong = CliRunner().invoke(commands, [*words, "gruo"])
    assert "Dit dorp is er niet: gruo. Grou?" in wrong.stderr
    done = CliRunner().invoke(commands, [*words, "grou"])
    assert "Voor Sietske." in done.stderr
    assert invitation.read(done.stdout).port == 8443


def test_a_coordinator_is_invited_like_anyone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(DSN_VARIABLE, "")
    home = tmp_path / "hub"
    _run(home, "init", "--name", "Stichting", "--address", "127.0.0.1:8443")
    _run(home, "invite", "--name", "Sietske", "--village", "Grou", "--role", "coordinator")
    with HubHome(home).opened() as opened, opened.database.reading() as connection:
        assert [one.role for one in connection.execute(select(INVITATION))] == ["coordinator"]


def test_a_database_that_does_not_answer_is_said_in_words(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(DSN_VARIABLE, "postgresql://nobody@127.0.0.1:1/none")
    _run(tmp_path / "hub", "init", "--name", "S", "--address", "hub.example.org", code=1)
    monkeypatch.setenv(DSN_VARIABLE, "")
    assert _json(tmp_path / "hub", "init", "--name", "S")["organisation"]


def test_a_stick_that_cannot_be_read_is_told_as_the_hub_sees_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """At the hub nobody wonders whether a file was made for this laptop."""
    monkeypatch.setenv(DSN_VARIABLE, "")
    home, file = tmp_path / "hub", tmp_path / "naar.meitinker"
    _run(home, "init", "--name", "Stichting", "--address", "127.0.0.1:8443")
    file.write_bytes(b"no such file")
    done = CliRunner().invoke(commands, ["hub", "bundle", "--folder", str(home), str(file)])
    assert done.exit_code == 1
    assert "niet voor deze hub gemaakt" in done.stderr
    assert str(file) in done.stderr


def test_a_file_that_cannot_be_read_keeps_no_other_up(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A stick that comes again holds the answer of last time, before the new file by name."""
    errors: dict[str, Exception] = {
        "a": BundleDamaged("cut short"),
        "b": BundleNotOurs("an answer", reason="answer"),
        "c": BundleNotOurs("for another hub", reason="hub"),
        "d": DeviceRefused("not known here"),
    }

    def answer(_database: object, _accounts: object, file: Path, _folder: Path) -> bundles.Done:
        if file.name in errors:
            raise errors[file.name]
        return bundles.Done(device="one", changes=3, answer="antwoord")

    monkeypatch.setenv(DSN_VARIABLE, "")
    monkeypatch.setattr(bundles, "answer", answer)
    home, files = tmp_path / "hub", [tmp_path / name for name in "abcde"]
    _run(home, "init", "--name", "Stichting", "--address", "127.0.0.1:8443")
    for file in files:
        file.touch()
    asked = ["hub", "bundle", "--folder", str(home), *map(str, files)]
    done = CliRunner().invoke(commands, asked)
    assert done.exit_code == 1
    assert "Wijzigingen: 3" in done.stdout
    assert [str(file) in done.stderr for file in files] == [True, True, True, True, False]
    told = CliRunner().invoke(commands, [*asked, "--json"])
    assert [one["device"] for one in json.loads(told.stdout)] == ["one"]
    _run(home, "bundle", str(files[-1]))
