"""The commands about people, as an administrator types them."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from click.testing import CliRunner
from sqlalchemy import update

from meitinker import clock
from meitinker.cli.commands import commands
from meitinker.exchange import tables
from sync import invitation, signing
from sync.hub.home import DSN_VARIABLE, HubHome
from sync.hub.tables import AUDIT
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
    line = json.loads(_run(folder, "invite", "--name", "Sietske", "--village", "Grou", "--json"))
    asked = Enrol(
        code=invitation.read(line["invitation"]).code,
        device="d1",
        user="u1",
        name="Sietske",
        signing_key=signing.public(bytes(32)),
    )
    with HubHome(folder).opened() as opened:
        (of,) = [one.organisation for one in _organisations(opened)]
        opened.accounts.enrol(of, asked)
    return folder


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


@pytest.mark.promise("L20")
def test_l20_open_invitations_are_listed_and_one_is_withdrawn(home: Path) -> None:
    assert _run(home, "invitations") == ""  # what took a device in is not open
    _run(home, "invite", "--name", "Jelle", "--village", "Wergea", "--village", "grou")
    later = clock.now() + timedelta(seconds=1)
    with clock.running(lambda: later):  # the oldest first, however fast the machine
        _run(home, "invite", "--name", "", "--user", "u1")
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
        assert dict(zip(heading.cells, row.cells, strict=True))["name"] == "Sietske"
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
        now = json.loads(_run(home, "audit", "--keep-years", "5", "--json"))
    assert [one["event"] for one in now["rows"]] == ["forgotten"]
    assert now["head"]["number"] == before["head"]["number"] + 1
    _run(home, "audit")
    _run(home, "audit", "--keep-years", "0", code=2)
