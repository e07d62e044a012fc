"""The commands about people, as an administrator types them."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from click.testing import CliRunner
from sqlalchemy import select, update

from meitinker import clock
from meitinker.cli.commands import commands
from meitinker.exchange import tables
from sync import invitation, signing
from sync.hub.home import DSN_VARIABLE, HubHome
from sync.hub.tables import AUDIT, DEVICE, USER
from sync.protocol import Enrol

if TYPE_CHECKING:
    from pathlib import Path


def _run(home: Path, *words: str, code: int = 0) -> str:
    done = CliRunner().invoke(commands, ["hub", words[0], "--folder", str(home), *words[1:]])
    assert done.exit_code == code, (done.output, done.exception)
    assert "Traceback" not in done.output
    return done.stdout


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Lend the folder of a hub with one meitinker, of Grou."""
    monkeypatch.setenv(DSN_VARIABLE, "")
    folder = tmp_path / "hub"
    _run(folder, "init", "--name", "Stichting", "--address", "127.0.0.1:8443")
    _enrol(
        folder,
        "d1",
        json.loads(_run(folder, "invite", "--name", "Sietske", "--village", "Grou", "--json")),
    )
    return folder


def _enrol(folder: Path, device: str, line: dict[str, str]) -> None:
    asked = Enrol(
        code=invitation.read(line["invitation"]).code,
        device=device,
        user="u1",
        name="Sietske",
        signing_key=signing.public(bytes(32)),
    )
    with HubHome(folder).opened() as opened:
        (of,) = [one.organisation for one in _organisations(opened)]
        opened.accounts.enrol(of, asked)


def _organisations(opened: Any) -> list[Any]:
    from sync.hub import register

    return register.organisations(opened.database)


def _user(home: Path) -> dict[str, Any]:
    (found,) = json.loads(_run(home, "users", "--json"))
    assert isinstance(found, dict)
    return found


def test_users_are_listed_and_changed(home: Path) -> None:
    assert "Sietske" in _run(home, "users")
    before = _user(home)
    assert (before["role"], len(before["villages"]), before["state"]) == ("meitinker", 1, "active")
    _run(home, "user", "u1", "--role", "coordinator", "--village", "Grou", "--village", "Wergea")
    after = _user(home)
    assert (after["role"], len(after["villages"])) == ("coordinator", 2)
    _run(home, "user", "u1", "--everywhere")
    assert (_user(home)["everywhere"], _user(home)["villages"]) == (True, [])
    _run(home, "user", "u1", "--until", "2020-01-31")
    assert (_user(home)["state"], _user(home)["valid_until"]) == ("over", "2020-01-31")
    _run(home, "user", "u1", "--always")
    assert _user(home)["state"] == "active"
    _run(home, "user", "u1", "--end")
    assert _user(home)["state"] == "ended"
    _run(home, "user", "u1", "--again")
    assert _user(home)["state"] == "active"


@pytest.mark.parametrize(
    "words",
    [
        ("user", "u1"),
        ("user", "nobody", "--end"),
        ("user", "u1", "--end", "--again"),
        ("user", "u1", "--village", "Wergea", "--everywhere"),
        ("user", "u1", "--until", "2030-01-01", "--always"),
        ("user", "u1", "--from", "2030-12-31", "--until", "2030-01-01"),
        (
            "user",
            "u1",
            "--village",
            "Wergea",
            "--role",
            "coordinator",
            "--from",
            "9999-12-31",
            "--until",
            "2026-01-01",
        ),
        ("user", "u1", "--village", "Nergens"),
        ("user", "u1", "--role", "boss"),
        ("user", "u1", "--until", "gisteren"),
        ("withdraw", "nothing"),
        ("rights", "review.doc"),
        ("lease", "-1"),
        ("audit", "--organisation", "Anders"),
    ],
)
def test_what_is_typed_wrongly_is_said_and_changes_nothing(
    home: Path, words: tuple[str, ...]
) -> None:
    before = _user(home)
    _run(home, *words, code=2)
    assert _user(home) == before


def test_a_day_that_is_not_said_stays(home: Path) -> None:
    _run(home, "user", "u1", "--from", "2026-01-01")
    _run(home, "user", "u1", "--until", "2031-06-30")
    assert (_user(home)["valid_from"], _user(home)["valid_until"]) == ("2026-01-01", "2031-06-30")
    _run(home, "user", "u1", "--until", "2025-12-31", code=2)  # before the first that stands
    assert _user(home)["valid_until"] == "2031-06-30"


def test_all_that_is_said_of_a_user_becomes_so_at_once(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Cut off halfway, neither the wider reach nor the other role holds."""
    from sync.hub import access

    def cut(*_told: object) -> None:
        raise KeyboardInterrupt

    before = _user(home)
    monkeypatch.setattr(access, "set_villages", cut)
    _run(home, "user", "u1", "--role", "coordinator", "--everywhere", code=1)
    assert _user(home) == before


@pytest.mark.parametrize(
    "words",
    [
        ("--name", "Jelle"),
        ("--name", " ", "--village", "Grou"),
        ("--name", "Jelle", "--village", "Grou", "--everywhere"),
        ("--user", "nobody"),
        ("--user", "u1", "--everywhere"),
        ("--user", "u1", "--role", "administrator"),
    ],
)
def test_an_invitation_that_cannot_be_meant_is_not_made(home: Path, words: tuple[str, ...]) -> None:
    _run(home, "invite", *words, code=2)
    assert _run(home, "invitations") == ""


def test_an_administrator_needs_no_village_and_who_was_ended_no_device(home: Path) -> None:
    _run(home, "invite", "--name", "Anneke", "--role", "administrator")
    (line,) = _run(home, "invitations").splitlines()
    assert line.split("\t")[2:5] == ["Anneke", "administrator", "-"]
    _run(home, "user", "u1", "--end")
    _run(home, "invite", "--user", "u1", code=2)


@pytest.mark.promise("L24")
def test_l24_a_right_is_as_old_as_it_is_whatever_device_came_since(home: Path) -> None:
    """Another laptop gives nobody a right, and an old first day makes no right older."""

    def since() -> str:
        (right,) = json.loads(_run(home, "rights"))["rights"]
        return str(right["since"])

    first = since()
    later = clock.now() + timedelta(days=3)
    with clock.running(lambda: later):
        _enrol(home, "d2", json.loads(_run(home, "invite", "--user", "u1", "--json")))
        assert since() == first
        _run(home, "user", "u1", "--from", "2026-01-01")
        assert since() == clock.instant_text(later)


@pytest.mark.promise("L20")
def test_l20_an_export_is_told_before_it_leaves(
    home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from sync.hub import dump

    def cut(*_told: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(dump, "verify", cut)
    _run(home, "export", str(tmp_path / "all.jsonl"), code=1)
    told = json.loads(_run(home, "audit", "--json"))
    assert [one["event"] for one in told["rows"]][-1] == "exported"


@pytest.mark.parametrize("command", ["backup", "export", "rights"])
def test_a_file_that_is_there_or_lies_nowhere_is_said_in_words(
    home: Path, tmp_path: Path, command: str
) -> None:
    there = tmp_path / "there.json"
    there.write_text("mine")
    for file, said in ((there, "Er is al een bestand"), (tmp_path / "no" / "x.json", "map is er")):
        done = CliRunner().invoke(commands, ["hub", command, "--folder", str(home), str(file)])
        assert (done.exit_code, said in done.stderr) == (2, True), done.output
    assert there.read_text() == "mine"


@pytest.mark.promise("F25")
def test_f25_what_a_wipe_costs_is_said_and_names_move_no_cursor(home: Path) -> None:
    with HubHome(home).opened() as opened, opened.database.engine.begin() as connection:
        connection.execute(update(DEVICE).values(label="x\x1b[2J\ry"))
        connection.execute(update(USER).values(name="Sie\x1b]0;t\tske"))
    asked = ["hub", "wipe", "--folder", str(home), "d1"]
    done = CliRunner().invoke(commands, asked, input="n\n")
    assert "gaat verloren" in done.stderr
    for told in (done.stderr, _run(home, "devices"), _run(home, "users")):
        assert "\x1b" not in told
    assert len(_run(home, "users").split("\t")) == 8


@pytest.mark.promise("F25")
@pytest.mark.parametrize(
    ("typed", "wiped"),
    [("", False), (" ", False), ("n", False), ("jammer", False), ("j", True), (" Ja ", True)],
)
def test_f25_nothing_but_a_yes_wipes(home: Path, typed: str, wiped: bool) -> None:
    asked = ["hub", "wipe", "--folder", str(home), "d1"]
    done = CliRunner().invoke(commands, asked, input=f"{typed}\n")
    assert (done.exit_code == 0) is wiped, done.output
    with HubHome(home).opened() as opened, opened.database.engine.connect() as connection:
        told = connection.execute(select(DEVICE.c.wipe_at)).scalar_one()
    assert bool(told) is wiped


def test_reach_is_told_by_the_names_of_villages(home: Path) -> None:
    told = _run(home, "user", "u1", "--village", "Wergea", "--village", "Grou").split("\t")
    assert told[4] == "Grou, Wergea"
    assert _run(home, "users").split("\t")[4] == "Grou, Wergea"
    assert _run(home, "devices").split("\t")[4] == "Grou, Wergea"
    _run(home, "user", "u1", "--everywhere")
    assert _run(home, "users").split("\t")[4] == "everywhere"


@pytest.mark.parametrize("name", ["", "  ", "Stichting", " stichting "])
def test_an_organisation_has_a_name_of_its_own(home: Path, name: str) -> None:
    _run(home, "init", "--name", name, code=2)
    with HubHome(home).opened() as opened:
        assert [one.name for one in _organisations(opened)] == ["Stichting"]


def test_a_hub_without_a_name_is_not_made(tmp_path: Path) -> None:
    _run(tmp_path / "new", "init", "--name", " ", "--address", "127.0.0.1:8443", code=2)
    assert not (tmp_path / "new").exists()


@pytest.mark.promise("L20")
def test_l20_open_invitations_are_listed_and_one_is_withdrawn(home: Path) -> None:
    assert _run(home, "invitations") == ""  # what took a device in is not open
    _run(home, "invite", "--name", "Jelle", "--village", "Wergea", "--village", "grou")
    later = clock.now() + timedelta(seconds=1)
    with clock.running(lambda: later):  # the oldest first, however fast the machine
        _run(home, "invite", "--user", "u")
    first, second = (line.split("\t") for line in _run(home, "invitations").splitlines())
    assert first[1:5] == ["-", "Jelle", "meitinker", "Grou, Wergea"]
    assert second[1:5] == ["u1", "Sietske", "meitinker", "Grou"]
    told = json.loads(_run(home, "invitations", "--json"))
    assert [one["invitation"][:12] for one in told] == [first[0], second[0]]
    assert first[5] == told[0]["until"] > clock.instant_text(clock.now())
    _run(home, "withdraw", "", code=2)  # which of the two is not said
    _run(home, "withdraw", first[0])
    assert [one["name"] for one in json.loads(_run(home, "invitations", "--json"))] == ["Sietske"]
    _run(home, "withdraw", first[0], code=2)
    last = json.loads(_run(home, "audit", "--json"))["rows"][-1]
    assert (last["event"], last["about"]) == ("withdrawn", told[0]["invitation"])


@pytest.mark.promise("L24")
@pytest.mark.parametrize("ending", ["json", "csv", "xlsx"])
def test_l24_the_yearly_review_is_a_file_that_opens(
    home: Path, tmp_path: Path, ending: str
) -> None:
    file = tmp_path / f"review.{ending}"
    _run(home, "rights", str(file))
    if ending == "json":
        told = json.loads(file.read_text())
        assert [one["name"] for one in told["rights"]] == ["Sietske"]
        assert told["rights"][0]["since"] <= clock.instant_text(clock.now())
        assert told["roles"]
    else:
        heading, row = tables.read_file(file).rows
        assert dict(zip(heading.cells, row.cells, strict=True))["naam"] == "Sietske"
    _run(home, "rights", str(file), code=2)
    assert json.loads(_run(home, "rights"))["organisation"] == "Stichting"


@pytest.mark.promise("L20", "L22")
def test_l20_l22_the_audit_is_told_and_says_when_it_does_not_hold(
    home: Path, tmp_path: Path
) -> None:
    _run(home, "export", str(tmp_path / "all.jsonl"))
    told = json.loads(_run(home, "audit", "--json"))
    assert [one["event"] for one in told["rows"]] == ["invited", "enrolled", "exported"]
    assert told["head"]["number"] == 3
    *_rows, head = _run(home, "audit", "--last", "1").splitlines()
    assert head == f"3\t{told['head']['digest']}"
    with HubHome(home).opened() as opened, opened.database.engine.begin() as connection:
        connection.execute(update(AUDIT).where(AUDIT.c.number == 2).values(actor="d2"))
    _run(home, "audit", code=1)


def test_the_lease_is_told_and_set(home: Path) -> None:
    assert _run(home, "lease").strip() == "14"
    assert _run(home, "lease", "7").strip() == "7"
    assert _run(home, "lease").strip() == "7"


@pytest.mark.promise("L21")
def test_l21_the_audit_lets_go_of_what_was_kept_long_enough(home: Path) -> None:
    before = json.loads(_run(home, "audit", "--json"))
    assert json.loads(_run(home, "audit", "--keep-years", "1", "--json")) == before
    later = clock.now() + timedelta(days=2000)
    with clock.running(lambda: later):
        assert json.loads(_run(home, "audit", "--keep-years", "5", "--json")) == before
        with HubHome(home).opened() as opened, opened.database.engine.begin() as connection:
            connection.execute(update(DEVICE).values(met_at=clock.instant_text(later)))
        now = json.loads(_run(home, "audit", "--keep-years", "5", "--json"))
    assert [one["event"] for one in now["rows"]] == ["forgotten"]
    assert now["head"]["number"] == before["head"]["number"] + 1
    _run(home, "audit")
    _run(home, "audit", "--keep-years", "0", code=2)
