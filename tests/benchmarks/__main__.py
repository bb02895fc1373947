"""Run one benchmark on a database and media folder of its own, which go away with it."""

import argparse
import importlib
import os
import sys
import tempfile
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import django
import psycopg
from django.core.management import call_command
from django.db import connections

from tests.serving import clean_environment

DATABASE = "a PostgreSQL server, as postgres://user@host/name: a database of its own is made there and dropped again"


def numbers(text):
    found = [int(part) for part in text.split(",")]
    if not found or found != sorted(found) or not all(1 <= number <= 1_000_000 for number in found):
        raise argparse.ArgumentTypeError("write rising numbers of articles, such as 1000,10000")
    return found


def topics(text):
    if not 1 <= int(text) <= 400:
        raise argparse.ArgumentTypeError("write a number from 1 to 400")
    return int(text)


def parser():
    top = argparse.ArgumentParser(
        prog="python -m tests.benchmarks",
        description="Measure the site beside a bare Django view under the same gunicorn, in one run.",
    )
    commands = top.add_subparsers(dest="command", title="benchmarks", metavar="NAME")
    pages = commands.add_parser(
        "pages",
        help="queries, bytes, CPU and requests per second of each kind of page, and how they grow with the blog",
        description="Per page: queries, bytes, gzip bytes, CPU ms per request and requests per second of one gunicorn "
        "worker asked one request at a time, and the last two as ratios to a bare Django view of 30 kB; then the CPU "
        "ratio over that at the first number of articles, of a sitemap file by the entry. Beside them "
        "the article page as a tutorial would write it (generic DetailView, django-taggit's similar_objects()), on the "
        "same rows. Then the same pages as they are kept: requests per second over 8 connections, and waits.",
    )
    pages.add_argument("--articles", type=numbers, default=[1000, 10_000], help="how many (default: 1000,10000)")
    pages.add_argument("--seconds", type=float, default=6.0, help="how long to ask each page (default: 6)")
    pages.add_argument("--database", metavar="URL", help=DATABASE)
    pages.add_argument("--redis", metavar="URL", help="a Redis that the kept pages lie in, as redis://host:6379/15")
    related = commands.add_parser(
        "related",
        help="rank the related articles of a corpus",
        description="Save the articles of CORPUS.jsonl one by one as an editor would, then write, a line for each, its "
        '{"id": …, "related": [ids, best first, at most 10]}, the threshold off. A line of the corpus holds id, title, '
        "excerpt, html, tags (a list) and published (a date with time).",
    )
    related.add_argument("corpus", type=Path, metavar="CORPUS.jsonl")
    related.add_argument("--rankings", type=Path, required=True, metavar="OUT.jsonl", help="where to write the lists")
    related.add_argument("--rebuild", action="store_true", help="rebuild all lists at the end, as after a bulk import")
    related.add_argument("--database", metavar="URL", help=DATABASE)
    speed = commands.add_parser(
        "related-speed",
        help="what related articles cost: a reader's page, a save, a rebuild, the index on disk",
        description="At each number of realistic articles: CPU and wall ms of a page's related list (and its queries), "
        "of a save with all its list updates, CPU seconds of a rebuild, and the index's size, beside django-taggit's "
        "similar_objects() on the same rows in the same run. 100,000 articles take about half an hour.",
    )
    speed.add_argument(
        "--articles", type=numbers, default=[1000, 10_000, 100_000], help="how many (default: 1000,10000,100000)"
    )
    speed.add_argument(
        "--topics",
        type=topics,
        default=400,
        metavar="N",
        help="make lists for the articles of N of the 400 topics alone, and read and save among these: all counts and "
        "postings stand, so both cost the same, and a large rebuild is done in a fraction of the time",
    )
    speed.add_argument("--database", metavar="URL", help=DATABASE)
    search = commands.add_parser(
        "search",
        help="what searching costs, and whether both databases answer alike",
        description="At each number of realistic articles, made anew: wall ms (median, 95th percentile) of the whole "
        "first page of 200 queries as readers type them, common words, titles, phrases, unfinished and misspelt words. "
        "With --database the same on SQLite beside it, and how often both put the same article first, or the first of "
        "one among the first three of the other.",
    )
    search.add_argument("--articles", type=numbers, default=[1000, 10_000], help="how many (default: 1000,10000)")
    search.add_argument("--slowest", type=int, default=0, metavar="N", help="name the N slowest queries too")
    search.add_argument("--hits", type=Path, metavar="OUT.json", help="write the first hits of each query there")
    search.add_argument("--database", metavar="URL", help=DATABASE)
    return top


@contextmanager
def own_database(url, folder):
    """Yield the address of a new database that goes away again: on the server of `url`, else a SQLite file."""
    if not url:
        yield f"sqlite:///{folder}/db.sqlite3"
        return
    name = f"healthblog_benchmark_{os.getpid()}"
    with psycopg.connect(url, autocommit=True) as server:
        server.execute(f"CREATE DATABASE {name}")
        try:
            yield urlsplit(url)._replace(path=f"/{name}").geturl()
        finally:
            connections.close_all()
            server.execute(f"DROP DATABASE {name} WITH (FORCE)")


def main():
    top = parser()
    options = top.parse_args()
    if options.command is None:
        top.print_help()
        return
    with (
        tempfile.TemporaryDirectory(prefix="healthblog-benchmark-") as folder,
        own_database(getattr(options, "database", None), folder) as database,
    ):
        settings = {
            "DATABASE_URL": database,
            "HEALTHBLOG_MEDIA_ROOT": f"{folder}/media",
            "HEALTHBLOG_SECRET_KEY": "only for this run",
            "DJANGO_SETTINGS_MODULE": "tests.benchmarks.settings",
        }
        environment = clean_environment(**settings)
        os.environ.clear()
        os.environ.update(environment)
        django.setup()
        call_command("migrate", verbosity=0)
        importlib.import_module(f"tests.benchmarks.{options.command.replace('-', '_')}").run(options, Path(folder))


if __name__ == "__main__":
    sys.exit(main())
