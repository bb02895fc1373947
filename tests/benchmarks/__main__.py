"""Run one benchmark on a database and media folder of its own, which go away with it."""

import argparse
import importlib
import os
import sys
import tempfile
from pathlib import Path

import django
from django.core.management import call_command

from tests.serving import clean_environment


def numbers(text):
    found = [int(part) for part in text.split(",")]
    if not found or found != sorted(found) or not all(1 <= number <= 1_000_000 for number in found):
        raise argparse.ArgumentTypeError("write rising numbers of articles, such as 1000,10000")
    return found


def parser():
    top = argparse.ArgumentParser(
        prog="python -m tests.benchmarks",
        description="Measure the site beside a bare Django view under the same gunicorn, in one run.",
    )
    commands = top.add_subparsers(dest="command", title="benchmarks", metavar="NAME")
    pages = commands.add_parser(
        "pages",
        help="queries, bytes, CPU and requests per second of the article, home and tag page",
        description="Per page: queries, bytes, gzip bytes, CPU ms per request and requests per second of one gunicorn "
        "worker asked one request at a time, and the last two as ratios to a bare Django view of 30 kB. Beside them "
        "the article page as a tutorial would write it (generic DetailView, django-taggit's similar_objects()), on the "
        "same rows. No page is cached.",
    )
    pages.add_argument("--articles", type=numbers, default=[1000, 10_000], help="how many (default: 1000,10000)")
    pages.add_argument("--seconds", type=float, default=6.0, help="how long to ask each page (default: 6)")
    return top


def main():
    top = parser()
    options = top.parse_args()
    if options.command is None:
        top.print_help()
        return
    with tempfile.TemporaryDirectory(prefix="healthblog-benchmark-") as folder:
        settings = {
            "DATABASE_URL": f"sqlite:///{folder}/db.sqlite3",
            "HEALTHBLOG_MEDIA_ROOT": f"{folder}/media",
            "HEALTHBLOG_SECRET_KEY": "only for this run",
            "DJANGO_SETTINGS_MODULE": "tests.benchmarks.settings",
        }
        environment = clean_environment(**settings)
        os.environ.clear()
        os.environ.update(environment)
        django.setup()
        call_command("migrate", verbosity=0)
        importlib.import_module(f"tests.benchmarks.{options.command}").run(options, Path(folder))


if __name__ == "__main__":
    sys.exit(main())
