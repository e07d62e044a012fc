"""The floor under a push: a server that only writes down what comes, durably, over the same TLS.

``python -m tests.bench.floor_hub FOLDER`` says where it listens. No merge, no check, no seal: a
post of records becomes rows of an encrypted file in one commit, as those of the hub do.
"""

from __future__ import annotations

import asyncio
import secrets
import socket
import sys
from pathlib import Path
from typing import Any

import msgspec
from uvicorn import Config, Server

from meitinker.store import driver
from sync import wire
from sync.hub.certificates import Certificates
from sync.hub.serving import server_context
from sync.protocol import Settled

HERE = ("127.0.0.1",)


class Posted(msgspec.Struct, frozen=True):
    """Whole records."""

    records: tuple[Settled, ...]


def main(folder: Path) -> None:
    """Serve until told to stop."""
    certificates = Certificates(folder)
    certificates.create(HERE)
    context = server_context(certificates)
    connection = driver.connect(folder / "floor.db", secrets.token_bytes(32))
    connection.execute("CREATE TABLE record (id TEXT PRIMARY KEY, kind TEXT, body BLOB)")

    def keep(body: bytes) -> None:
        told = wire.unpacked(body, Posted)
        connection.execute("BEGIN IMMEDIATE")
        connection.executemany(
            "INSERT INTO record VALUES (?, ?, ?)",
            [(one.record_id, one.kind, msgspec.json.encode(one)) for one in told.records],
        )
        connection.execute("COMMIT")

    async def app(_scope: Any, receive: Any, send: Any) -> None:
        body, more = b"", True
        while more:
            message = await receive()
            body += message.get("body", b"")
            more = message.get("more_body", False)
        await asyncio.to_thread(keep, body)
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": b"{}"})

    listener = socket.create_server((*HERE, 0))
    # as the hub: the second piece of an answer does not wait until the first is acknowledged
    listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    print(f"https://127.0.0.1:{listener.getsockname()[1]}", flush=True)  # noqa: T201  (how a hub that serves tells its address)
    config = Config(
        app,
        lifespan="off",
        log_config=None,
        access_log=False,
        ssl_context_factory=lambda _config, _usual: context,
    )
    asyncio.run(Server(config).serve(sockets=[listener]))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
