"""Ask a server over several connections at once, with as little work on this side as Python allows."""

import selectors
import socket
import time
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import cycle
from urllib.parse import urlsplit

BUFFER = 1 << 20


@dataclass
class Pressed:
    """What was answered in so many seconds of wall time; `waits` are the answers' milliseconds, rising."""

    seconds: float
    waits: list[float]

    @property
    def rate(self) -> float:
        return len(self.waits) / self.seconds

    def wait(self, share: float) -> float:
        return self.waits[min(int(len(self.waits) * share), len(self.waits) - 1)]


def request(host: str, path: str, headers: dict[str, str]) -> bytes:
    lines = [f"GET {path} HTTP/1.1", f"Host: {host}", "Connection: close"]
    lines += [f"{name}: {value}" for name, value in headers.items()]
    return "\r\n".join([*lines, "", ""]).encode()


def press(base: str, paths: Sequence[str], seconds: float, at_once: int, expected=b"200", **headers: str) -> Pressed:
    """Ask the paths in turn, a new connection each, `at_once` of them open; raise AssertionError for another status."""
    host = urlsplit(base).netloc
    address = (host.rpartition(":")[0], int(host.rpartition(":")[2]))
    asked = cycle([request(host, path, {"Accept-Encoding": "gzip"} | headers) for path in paths])
    waiting, waits, selector = {}, [], selectors.DefaultSelector()
    start = time.perf_counter()

    def begin():
        connection = socket.create_connection(address)
        waiting[connection] = (time.perf_counter(), b"")
        connection.sendall(next(asked))
        selector.register(connection, selectors.EVENT_READ)

    for _ in range(at_once):
        begin()
    while waiting:
        for key, _events in selector.select():
            began, head = waiting[key.fileobj]
            data = key.fileobj.recv(BUFFER)
            if data:
                waiting[key.fileobj] = (began, head or data[:16])
                continue
            assert head[9:12] == expected, f"{head!r} where {expected!r} was expected"
            waits.append(1000 * (time.perf_counter() - began))
            selector.unregister(key.fileobj)
            key.fileobj.close()
            del waiting[key.fileobj]
            if time.perf_counter() - start < seconds:
                begin()
    selector.close()
    return Pressed(time.perf_counter() - start, sorted(waits))
