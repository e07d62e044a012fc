"""Wires that are cut, and servers that are not ours."""

from __future__ import annotations

import contextlib
import re
import socket
import ssl
import threading
from typing import TYPE_CHECKING, Self

if TYPE_CHECKING:
    from collections.abc import Callable

_PIECE = 1 << 16


class CuttingProxy:
    """Passes bytes on, and cuts one connection after so many of one way.

    Attributes:
        cut_after: Bytes of the watched way that still pass on the watched connection; -1: all.
        upwards: Whether what the laptop sends is watched, or what the hub answers.
        passed: Bytes that passed on the last connection, up and down.
    """

    def __init__(self, port: int) -> None:
        """Stand before the hub at ``port``."""
        self._target = port
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.address = f"https://127.0.0.1:{self._listener.getsockname()[1]}"
        self.cut_after = -1
        self.upwards = True
        self.skip = 1
        self.passed = [0, 0]
        self._sockets: list[socket.socket] = []
        self._threads = [threading.Thread(target=self._accept)]
        self._threads[0].start()

    def arm(self, cut_after: int, *, upwards: bool, skip: int = 1) -> None:
        """Cut the connection that comes after ``skip`` others."""
        self.cut_after, self.upwards, self.skip = cut_after, upwards, skip

    def __enter__(self) -> Self:
        """Return this proxy."""
        return self

    def __exit__(self, *_: object) -> None:
        """Stop listening, and hang up."""
        _stop(self._listener, self._threads, self._sockets)

    def _accept(self) -> None:
        while True:
            try:
                near, _ = self._listener.accept()
            except OSError:
                return
            far = socket.create_connection(("127.0.0.1", self._target))
            self._sockets += [near, far]
            watched = self.skip == 0
            self.skip -= 1
            self.passed = passed = [0, 0]
            for up in (True, False):
                ends = (near, far) if up else (far, near)
                limit = self.cut_after if watched and up == self.upwards else -1
                threading.Thread(target=_pump, args=(*ends, limit, passed, up), daemon=True).start()


def _pump(
    source: socket.socket, target: socket.socket, limit: int, passed: list[int], up: bool
) -> None:
    with contextlib.suppress(OSError):
        while data := source.recv(_PIECE):
            if limit >= 0 and passed[not up] + len(data) > limit:
                target.sendall(data[: limit - passed[not up]])
                break
            passed[not up] += len(data)
            target.sendall(data)
    for one in (source, target):
        with contextlib.suppress(OSError):
            one.shutdown(socket.SHUT_RDWR)


def _stop(
    listener: socket.socket, threads: list[threading.Thread], sockets: list[socket.socket]
) -> None:
    listener.shutdown(socket.SHUT_RDWR)  # closing alone leaves who waits there waiting
    threads[0].join()
    listener.close()
    for one in sockets:
        with contextlib.suppress(OSError):
            one.shutdown(socket.SHUT_RDWR)
    for thread in threads[1:]:
        thread.join()
    for one in sockets:
        one.close()


class OtherServer:
    """Shows an authority to whoever looks, and answers everything else with ``answer``.

    Attributes:
        heard: Requests that came in, head and all, but for those that only looked.
    """

    def __init__(self, shown: bytes, answer: bytes = b"{}") -> None:
        """Listen; the certificate is given to :meth:`present`."""
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.address = f"https://127.0.0.1:{self._listener.getsockname()[1]}"
        self.shown = shown
        self._answer = answer
        self.heard: list[bytes] = []
        self._context: Callable[[], ssl.SSLContext] | None = None
        self._threads = [threading.Thread(target=self._accept)]
        self._threads[0].start()

    def present(self, context: ssl.SSLContext) -> None:
        """Present the certificate of ``context`` from now on."""
        self._context = lambda: context

    def __enter__(self) -> Self:
        """Return this server."""
        return self

    def __exit__(self, *_: object) -> None:
        """Stop listening, and hang up."""
        _stop(self._listener, self._threads, [])

    def _accept(self) -> None:
        while True:
            try:
                plain, _ = self._listener.accept()
            except OSError:
                return
            serving = threading.Thread(target=self._serve, args=(plain,))
            self._threads.append(serving)
            serving.start()

    def _serve(self, plain: socket.socket) -> None:
        assert self._context is not None
        with (
            plain,
            contextlib.suppress(OSError),
            self._context().wrap_socket(plain, server_side=True) as wrapped,
        ):
            request = b""
            while not _is_whole(request):
                piece = wrapped.recv(_PIECE)
                if not piece:
                    return
                request += piece
            looks = request.startswith(b"GET /v1/authority ")
            if not looks:
                self.heard.append(request)
            body = self.shown if looks else self._answer
            head = f"HTTP/1.1 200 OK\r\nconnection: close\r\ncontent-length: {len(body)}\r\n"
            wrapped.sendall(f"{head}\r\n".encode() + body)


def _is_whole(request: bytes) -> bool:
    head, end, body = request.partition(b"\r\n\r\n")
    size = re.search(rb"content-length: (\d+)", head.lower())
    return bool(end) and len(body) >= (int(size[1]) if size else 0)
