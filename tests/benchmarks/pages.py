"""What the pages cost: queries, bytes, CPU and requests per second, as ratios to a bare view."""

import gzip
import http.client
import os
import time
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import django
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from articles.models import Article
from articles.paging import cursor
from tests.benchmarks import data
from tests.benchmarks.load import press
from tests.serving import ROOT, serve, stop

ROUNDS = 24  # short ones in turn: a busy neighbour slows all pages alike
WARM_UP = 60
CONNECTIONS = 8
TICKS = os.sysconf("SC_CLK_TCK")


def addresses(total):
    """Return the addresses to ask in turn for each page; many, so that no one row is warmer than on a real site."""
    # Odd ones, which lack the tag of half of all: the tutorial's page reads every article that shares a tag.
    some = range(1, total, 2 * max(1, total // 194))
    # Whatever the size, as many articles follow on each: far down, and never the end of the list.
    deep = [f"?before={cursor(Article.objects.newest_first()[total * part // 20])}" for part in range(10, 19)]
    return {
        "bare view": ["/bare/"],
        "article": [f"/article-{number}/" for number in some],
        "home": ["/"],
        "home, deep": [f"/{place}" for place in deep],
        "tag": [f"/tags/tag-{number}/" for number in range(0, data.TAGS, 7)],
        "tag, half of all": ["/tags/big/"],
        "  the same, deep": [f"/tags/big/{place}" for place in deep],
        "tag, rare": ["/tags/rare/"],
        "author": [f"/authors/author-{number}/" for number in range(data.AUTHORS)],
        "topics": ["/tags/"],
        "authors": ["/authors/"],
        "archive, year": [f"/archive/{data.NEWEST.year - 1}/"],
        "archive, month": [f"/archive/{data.NEWEST.year - 1}/12/"],
        "feed": ["/feed/"],
        "feed, half of all": ["/tags/big/feed/"],
        "sitemap file": ["/sitemap-articles-1.xml"],
        "sitemap": ["/sitemap.xml"],
        "tutorial article": [f"/tutorial/article-{number}/" for number in some],
    }


def look(paths):
    """Return the most queries, bytes, gzip bytes and sitemap entries of these addresses, asked in this process."""
    client, queries, sizes, listed = Client(SERVER_NAME="127.0.0.1"), [], [], 0
    for path in paths[:10]:
        with CaptureQueriesContext(connection) as captured:
            response = client.get(path)
        assert response.status_code == 200, f"{path} answers {response.status_code}"
        if path.startswith("/article-"):
            cards = response.content.count(b'<article class="card')
            assert cards > 1, f"{path} shows {cards} related articles: a page without them is no fair measure"
        queries.append(len(captured))
        sizes.append((len(response.content), len(gzip.compress(response.content, 6))))
        listed = max(listed, response.content.count(b"<url>"))
    return max(queries), *max(sizes), listed


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
        start = time.perf_counter()
        for number in range(WARM_UP):
            ask(base, paths[number % len(paths)])
            if time.perf_counter() - start > max(seconds, 1):
                break
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
    print(f"Django {django.get_version()}, {connection.vendor}, one gunicorn worker, {options.seconds:g} s a page")
    first = {}
    for total in options.articles:
        start = time.perf_counter()
        data.grow(total)
        connection.cursor().execute("ANALYZE")
        if connection.vendor == "sqlite":
            connection.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)")
        print(f"\n{total} articles (made in {time.perf_counter() - start:.0f} s)", flush=True)
        pages = addresses(total)
        seen = {name: look(paths) for name, paths in pages.items()}
        connection.close()
        with site(folder, HEALTHBLOG_PAGE_CACHE_MB="0") as (process, plain):
            ask(plain, "/bare/")
            report(seen, measure(plain, worker_of(process), pages, options.seconds), first)
            with site(folder, **({"REDIS_URL": options.redis} if options.redis else {})) as (_process, keeping):
                kept(options, plain, keeping)


@contextmanager
def site(folder, **environment):
    """Serve the site with one worker; yield the process and its address."""
    environment = os.environ | {"PYTHONPATH": str(ROOT)} | environment
    process, base = serve("healthblog.wsgi", environment, folder, "--workers", "1", "--log-level", "warning")
    try:
        yield process, base
    finally:
        stop(process)


def kept(options, plain, keeping):
    """Report what pages cost that are kept: requests per second of one worker, pressed over 8 connections.

    The bare view is asked of the site without the layer, and spared the packing.
    """
    pages = {"article": "/article-0/", "home": "/", "tag": "/tags/tag-0/"}
    for path in pages.values():
        ask(keeping, path)
    measures = {"bare view": (plain, "/bare/", b"200", {"Accept-Encoding": "identity"})}
    measures |= {name: (keeping, path, b"200", {}) for name, path in pages.items()}
    measures["article, 304"] = (keeping, "/article-0/", b"304", {"If-None-Match": "*"})
    rounds = {name: [] for name in measures}
    for _ in range(ROUNDS):
        for name, (base, path, status, headers) in measures.items():
            rounds[name].append(press(base, [path], options.seconds / ROUNDS, CONNECTIONS, status, **headers))
    where = "Redis" if options.redis else "local memory"
    print(f"\nKept pages, {where}, {CONNECTIONS} connections: the middle of {ROUNDS} rounds in turn")
    print(f"{'page':18}{'req/s':>8}{'x bare':>8}{'p50 ms':>9}{'p99 ms':>9}{'p99/p50':>9}")
    bare = [each.rate for each in rounds["bare view"]]
    for name, found in rounds.items():
        ratio = middle([each.rate / other for each, other in zip(found, bare, strict=True)])
        waits = sorted(wait for each in found for wait in each.waits)
        half, most = waits[len(waits) // 2], waits[int(len(waits) * 0.99)]
        rate = middle([each.rate for each in found])
        print(f"{name:18}{rate:8.0f}{ratio:8.2f}{half:9.2f}{most:9.2f}{most / half:9.1f}", flush=True)


def middle(numbers):
    return sorted(numbers)[len(numbers) // 2]


def report(seen, measured, first):
    """Print what each page costs; `first` holds, and at the first size is given, what the same page cost then.

    Against the bare view of the same minutes, and by the entry for a sitemap, so that equal pages are compared.
    """
    bare_cpu, bare_rate = measured["bare view"]
    columns = {"queries": 8, "bytes": 9, "gzip": 8, "CPU ms": 9, "x bare ": 8, "req/s": 8, "x bare": 8, "x first": 9}
    print(f"{'page':18}" + "".join(f"{name.strip():>{width}}" for name, width in columns.items()))
    for name, (queries, size, packed, listed) in seen.items():
        milliseconds, rate = measured[name]
        cost = milliseconds / bare_cpu / max(listed, 1)
        kind = name, listed > 0  # an index of sitemaps is no sitemap
        print(
            f"{name:18}{queries:8}{size:9}{packed:8}{milliseconds:9.2f}{milliseconds / bare_cpu:8.1f}"
            f"{rate:8.0f}{rate / bare_rate:8.2f}{cost / first.setdefault(kind, cost):9.2f}"
        )
    share = measured["article"][0] / measured["tutorial article"][0]
    print(f"The article page takes {share:.2f} of the CPU of the tutorial's.", flush=True)
