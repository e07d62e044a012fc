"""The samples of docs/hub.md for nginx: tried with nginx where there is one, read in any case."""

from __future__ import annotations

import re
import shutil
import socket
import subprocess
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from sync import versions
from sync.hub.home import DSN_VARIABLE
from sync.protocol import Meet
from tests.house.tree import ROOT
from tests.sync.hub.served import HubProcess, Village, looking, new_home
from tests.unit.sync.hub.bench import GROU

if TYPE_CHECKING:
    from collections.abc import Iterator

DOCS = (ROOT / "docs" / "hub.md").read_text()
LAPTOPS, HUB = "8443", "8444"
MODULE = Path("lib/nginx/modules/ngx_stream_module.so")


def _samples() -> dict[str, str]:
    blocks = re.findall(r"```\n(.*?)```", DOCS, re.DOTALL)
    return {
        "stream": next(one for one in blocks if one.startswith("stream {")),
        "http": next(one for one in blocks if one.startswith("server {")),
    }


@pytest.mark.parametrize("sample", ["stream", "http"])
def test_the_proxy_and_the_hub_do_not_listen_at_one_place(sample: str) -> None:
    text = _samples()[sample]
    assert re.findall(r"listen (\d+)", text) == [LAPTOPS]
    assert re.findall(r"proxy_pass (?:http://)?127\.0\.0\.1:(\d+);", text) == [HUB]
    assert f"--listen 127.0.0.1:{HUB}`" in DOCS
    with socket.create_server(("127.0.0.1", 0)) as hub, pytest.raises(OSError, match="in use"):
        socket.create_server(("0.0.0.0", hub.getsockname()[1]))  # noqa: S104  (what the page warns against)


def test_the_proxy_that_encrypts_names_the_caller_itself() -> None:
    text = _samples()["http"]
    assert "proxy_set_header X-Forwarded-For $remote_addr;" in text
    assert "proxy_add_x_forwarded_for" not in text
    assert re.search(r"ssl_protocols TLSv1\.2 TLSv1\.3;", text)


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as one:
        return int(one.getsockname()[1])


def _configuration(sample: str, hub: HubProcess, folder: Path, port: int) -> str:
    """Return a whole configuration around a sample, at ports and in folders of this test."""
    text = _samples()[sample].replace(f"listen {LAPTOPS}", f"listen 127.0.0.1:{port}")
    text = text.replace(f"127.0.0.1:{HUB}", f"127.0.0.1:{hub.port}")
    text = text.replace("/var/lib/meitinker-hub", str(hub.errors.parent))
    places = "".join(
        f"{name}_temp_path {folder}/{name};\n"
        for name in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    if sample == "http":
        text = f"http {{\naccess_log off;\n{places}{text}\n}}"
    head = f"daemon off;\npid {folder}/pid;\nerror_log {folder}/error.log;\nevents {{}}\n"
    module = _module()
    loads = f"load_module {module};\n" if sample == "stream" and module.exists() else ""
    return loads + head + text


def _module() -> Path:
    nginx = shutil.which("nginx")
    assert nginx
    return Path(nginx).parent.parent / MODULE


def _passes_streams() -> bool:
    """Tell whether nginx does so itself, or by a module that is there."""
    told = subprocess.run(["nginx", "-V"], capture_output=True, text=True, check=True).stderr
    return _module().exists() or "--with-stream" in told.split()


@contextmanager
def _nginx(configuration: str, folder: Path, port: int) -> Iterator[str]:
    file = folder / "nginx.conf"
    file.write_text(configuration)
    process = subprocess.Popen(["nginx", "-p", str(folder), "-e", "stderr", "-c", str(file)])
    try:
        while process.poll() is None and not _listens(port):
            pass
        assert process.poll() is None
        yield f"https://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait()


def _listens(port: int) -> bool:
    try:
        socket.create_connection(("127.0.0.1", port), timeout=1).close()
    except OSError:
        return False
    return True


@pytest.mark.skipif(not shutil.which("nginx"), reason="no nginx here (Debian: nginx)")
@pytest.mark.parametrize("sample", ["stream", "http"])
def test_a_laptop_works_through_nginx_as_the_sample_says(
    sample: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if sample == "stream" and not _passes_streams():
        pytest.skip("this nginx passes no streams on (Debian: libnginx-mod-stream)")
    monkeypatch.setenv(DSN_VARIABLE, "")
    home = new_home(tmp_path / "hub")
    options = ("--plain",) if sample == "http" else ()
    port = _free_port()
    with HubProcess(home.root, *options) as process, home.opened() as opened:
        told = _configuration(sample, process, tmp_path, port)
        with _nginx(told, tmp_path, port) as address:
            village = Village(opened, address)
            a = village.laptop("a", GROU)
            person = a.change("person", "p1", last_name="x" * 15_000, village_id=GROU)
            assert a.push(person).receipts[0].position == 3
            b = village.laptop("b", GROU)
            b.pull()
            assert "p1" in b.records
            assert a.handlers.meet(Meet(newest=versions.NEWEST, oldest=versions.OLDEST)).end == 3
            with looking(address) as client:
                near = {"x-forwarded-for": "127.0.0.1"}
                assert client.get("/metrics", headers=near).status_code == 404
            village.close()
