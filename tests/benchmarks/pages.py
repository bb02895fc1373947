"""What the pages cost: queries, bytes, CPU and requests per second, as ratios to a bare view."""

import gzip
import http.client
import os
import time
from pathlib import Path
from urllib.parse import urlsplit

import django
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.benchmarks import data
from tests.serving import ROOT, serve, stop

ROUNDS = 24  # short ones in turn: a busy neighbour slows all pages alike
WARM_UP = 60
TICKS = os.sysconf("SC_CLK_TCK")


def addresses(total):
    """Return the addresses to ask in turn for each page; many, so that no one row is warmer than on a real site."""
    some = range(0, total, max(1, total // 97))
    return {
        "bare view": ["/bare/"],
        "article": [f"/article-{number}/" for number in some],
        "home": ["/"],
        "tag": [f"/tags/tag-{number}/" for number in range(0, data.TAGS, 7)],
        "tutorial article": [f"/tutorial/article-{number}/" for number in some],
    }


def look(paths):
    """Return the most queries, the bytes and the gzip bytes of these addresses, asked in this process."""
    client, queries, sizes = Client(SERVER_NAME="127.0.0.1"), [], []
    for path in paths[:10]:
        with CaptureQueriesContext(connection) as captured:
            response = client.get(path)
        assert response.status_code == 200, f"{path} answers {response.status_code}"
        if path.startswith("/article-"):
            cards = response.content.count(b'<article class="card')
            assert cards > 1, f"{path} shows {cards} related articles: a page without them is no fair measure"
        queries.append(len(captured))
        sizes.append((len(response.content), len(gzip.compress(response.content, 6))))
    return max(queries), *max(sizes)


def cpu(pid):
    """Return the CPU seconds, of the program and of the kernel for it, that a process has used."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / TICKS


def worker_of(process):
    return int(Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split()[0])


def ask(base, path):
    server = http.client.HTTPConnection(urlsplit(base).netloc, timeout=30)
    server.request("GET", path)
    response = server.getresponse()
    response.read()
    assert response.status == 200, f"{path} answers {response.status}"
    server.close()


def measure(base, pid, pages, seconds):
    """Return (CPU ms per request, requests per second) of each page, asked in rounds so that all share the weather."""
    spent = {name: [0, 0.0, 0.0] for name in pages}
    for paths in pages.values():
        for number in range(WARM_UP):
            ask(base, paths[number % len(paths)])
    for _ in range(ROUNDS):
        for name, paths in pages.items():
            asked, busy, start = 0, cpu(pid), time.perf_counter()
            while time.perf_counter() - start < seconds / ROUNDS:
                ask(base, paths[asked % len(paths)])
                asked += 1
            spent[name][0] += asked
            spent[name][1] += cpu(pid) - busy
            spent[name][2] += time.perf_counter() - start
    return {name: (1000 * busy / asked, asked / wall) for name, (asked, busy, wall) in spent.items()}


def run(options, folder):
    print(f"Django {django.get_version()}, SQLite, one gunicorn worker, no cache, {options.seconds:g} s a page")
    for total in options.articles:
        start = time.perf_counter()
        data.grow(total)
        connection.cursor().execute("ANALYZE")
        connection.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)")
        print(f"\n{total} articles (made in {time.perf_counter() - start:.0f} s)", flush=True)
        pages = addresses(total)
        seen = {name: look(paths) for name, paths in pages.items()}
        connection.close()
        environment = os.environ | {"PYTHONPATH": str(ROOT)}
        process, base = serve("healthblog.wsgi", environment, folder, "--workers", "1", "--log-level", "warning")
        try:
            ask(base, "/bare/")
            report(seen, measure(base, worker_of(process), pages, options.seconds))
        finally:
            stop(process)


def report(seen, measured):
    bare_cpu, bare_rate = measured["bare view"]
    print(f"{'page':18}{'queries':>8}{'bytes':>9}{'gzip':>8}{'CPU ms':>9}{'x bare':>8}{'req/s':>8}{'x bare':>8}")
    for name, (queries, size, packed) in seen.items():
        milliseconds, rate = measured[name]
        print(
            f"{name:18}{queries:8}{size:9}{packed:8}{milliseconds:9.2f}{milliseconds / bare_cpu:8.1f}"
            f"{rate:8.0f}{rate / bare_rate:8.2f}"
        )
    share = measured["article"][0] / measured["tutorial article"][0]
    print(f"The article page takes {share:.2f} of the CPU of the tutorial's.", flush=True)
