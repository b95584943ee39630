"""A closed loop of requests over raw sockets, cheap enough not to be what is measured."""

from __future__ import annotations

import multiprocessing
import socket
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import cycle
from urllib.parse import urlsplit

PROCESSES, CONNECTIONS = 2, 4


@dataclass(frozen=True)
class Rate:
    """How fast a kind of request was answered."""

    per_second: float
    statuses: dict[int, int]
    slowest_ms: float


def get(path: str, **headers: str) -> bytes:
    """Return a GET request as bytes."""
    lines = [f"GET {path} HTTP/1.1", "Host: localhost"]
    lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
    return ("\r\n".join(lines) + "\r\n\r\n").encode()


def post(path: str, body: str, **headers: str) -> bytes:
    """Return a form's POST request as bytes."""
    lines = [
        f"POST {path} HTTP/1.1",
        "Host: localhost",
        "Content-Type: application/x-www-form-urlencoded",
        f"Content-Length: {len(body.encode())}",
    ]
    lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
    return ("\r\n".join(lines) + "\r\n\r\n" + body).encode()


def measure(url: str, requests: Sequence[bytes], *, seconds: float = 0, once: bool = False) -> Rate:
    """Send the requests over and over for so many seconds, or each of them once."""
    shares = [requests[n::PROCESSES] or requests for n in range(PROCESSES)]
    with multiprocessing.get_context("fork").Pool(PROCESSES) as pool:
        begun = time.perf_counter()
        parts = pool.starmap(_loop, [(url, share, seconds, once) for share in shares])
        took = time.perf_counter() - begun
    statuses: dict[int, int] = {}
    for counts, _ in parts:
        for status, count in counts.items():
            statuses[status] = statuses.get(status, 0) + count
    slowest = max(worst for _, worst in parts)
    return Rate(sum(statuses.values()) / took, statuses, slowest * 1000)


def _loop(
    url: str, requests: Sequence[bytes], seconds: float, once: bool
) -> tuple[dict[int, int], float]:
    address = urlsplit(url)
    sockets = [
        socket.create_connection((address.hostname, address.port)) for _ in range(CONNECTIONS)
    ]
    for each in sockets:
        each.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    queue: Iterator[bytes] = iter(requests) if once else cycle(requests)
    until = time.perf_counter() + seconds
    counts: dict[int, int] = {}
    slowest = 0.0
    while once or time.perf_counter() < until:
        batch = [request for _, request in zip(sockets, queue, strict=False)]
        if not batch:
            break
        begun = time.perf_counter()
        for each, request in zip(sockets, batch, strict=False):
            each.sendall(request)
        for each in sockets[: len(batch)]:
            status = _read(each)
            counts[status] = counts.get(status, 0) + 1
            slowest = max(slowest, time.perf_counter() - begun)
    for each in sockets:
        each.close()
    return counts, slowest


def _read(connection: socket.socket) -> int:
    """Read one answer whole and return its status."""
    data = b""
    while b"\r\n\r\n" not in data:
        data += _more(connection)
    head, _, body = data.partition(b"\r\n\r\n")
    status = int(head[9:12])
    length = 0
    for line in head.lower().split(b"\r\n"):
        if line.startswith(b"content-length:"):
            length = int(line[15:])
    if status != 304:
        while len(body) < length:
            body += _more(connection)
    return status


def _more(connection: socket.socket) -> bytes:
    data = connection.recv(262144)
    if not data:
        raise ConnectionError("the server closed the connection")
    return data
