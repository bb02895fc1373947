"""Further processes of the site on the database of a test."""

import sqlite3
import subprocess
import sys
from contextlib import closing
from urllib.parse import quote

from django.db import connection

from tests.serving import ROOT, clean_environment


def shared_database(folder):
    """Return the address of the test's database for other processes; SQLite's is in memory, so it is copied."""
    if connection.vendor == "sqlite":
        with closing(sqlite3.connect(folder / "db.sqlite3")) as file:
            connection.connection.backup(file)
            file.execute("PRAGMA journal_mode=WAL")  # as `migrate` leaves it: two that begin at once cannot both
        return f"sqlite:///{folder}/db.sqlite3"
    given = connection.settings_dict
    where = f"{quote(given['USER'])}:{quote(given['PASSWORD'])}@{given['HOST']}:{given['PORT'] or 5432}"
    return f"postgres://{where}/{given['NAME']}"


def start(address, module, calls):
    """Start a process that evaluates the calls, with the test's module as `here`."""
    code = f"import django; django.setup(); import {module} as here; {calls}"
    return subprocess.Popen(
        [sys.executable, "-c", code],
        env=clean_environment(DATABASE_URL=address, DJANGO_SETTINGS_MODULE="tests.settings", PYTHONPATH=str(ROOT)),
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip


def ended(process, code=0):
    """Wait for the end and return what was printed; whatever the site logged is a failure."""
    printed, logged = process.communicate(timeout=120)
    assert (process.returncode, logged) == (code, ""), logged
    return printed
