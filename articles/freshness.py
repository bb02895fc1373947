"""The version of what the public sees: it changes with each public change, and when a scheduled minute comes.

A change writes a `Change` row in its own transaction, so the version differs from the moment it commits; the refresh
that follows deletes these rows and raises `Freshness.version`. Where the processes share a cache (Redis) the version
lies there too, so that a page costs no query.
"""

import logging
import os
import sqlite3
import threading
import time
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import NamedTuple

from django.conf import settings
from django.core.cache import caches
from django.db import connection, transaction
from django.db.models import F, Max, Min
from django.utils import timezone

from articles.models import Article, Freshness
from articles.querysets import Status

logger = logging.getLogger(__name__)

SQL = (
    "SELECT version, changed_at, (SELECT COUNT(*) FROM articles_change), "
    "(SELECT COALESCE(MAX(id), 0) FROM articles_change) FROM articles_freshness WHERE id = 1"
)
ALONE = ("LocMemCache", "DummyCache", "FileBasedCache", "DatabaseCache")  # backends that spare the database nothing
KEPT = "articles:page:"  # begins the names of kept pages
TURN, BUSY, STAMP = (f"articles:freshness:{name}" for name in ("turn", "busy", "stamp"))
BUSY_SECONDS = 30  # for so long at most a change on its way sends everybody to the database
STAMP_SECONDS = 10  # for so long at most a stamp is believed, should a writer fail to reach the cache
PATIENCE = 10  # seconds without another try after the cache has failed


class Stamp(NamedTuple):
    """What is public now, in a word for the keys of caches, when it changed last (None: just now), until when it holds.

    Both moments are seconds since 1970, UTC.
    """

    token: str
    changed_at: float | None
    until: float

    def holds(self) -> bool:
        return time.time() < self.until


class Row(NamedTuple):
    """What the database says in one small query."""

    version: int = 0
    changed_at: datetime | str | None = None
    pending: int = 0
    newest: int = 0


def version() -> str:
    """Return a word that differs whenever anything that readers see may differ; the local date is in it."""
    return stamp().token


def stamp() -> Stamp:
    """Return the stamp as every process sees it now; where there is no shared cache, the database is asked each time.

    Raises django.db.Error (or sqlite3.Error) when the database does not answer.
    """
    turn = busy = kept = None
    if (found := asked(lambda cache: cache.get_many((TURN, BUSY, STAMP)))) is not None:
        turn, busy, kept = (found.get(name) for name in (TURN, BUSY, STAMP))
        if kept and not busy and kept[0] == turn and (present := Stamp(*kept[1])).holds():
            return present
    present = _stamp_of(_row())
    if not busy:
        # Read before the next change began, it carries the turn of then, and nobody believes it afterwards.
        asked(lambda cache: cache.set(STAMP, (turn, tuple(present)), STAMP_SECONDS))
    return present


def raise_version() -> None:
    """Say in the present transaction that what is derived from articles has followed them."""
    now = timezone.now()
    if not Freshness.objects.filter(pk=1).update(version=F("version") + 1, changed_at=now):
        Freshness.objects.get_or_create(pk=1, defaults={"version": 1, "changed_at": now})


def announce() -> None:
    """Have nobody believe the shared stamp until the present transaction has ended, and then nobody the old one."""
    if shared():
        _told(_begin)
        transaction.on_commit(lambda: _told(_end), robust=True)


# The shared cache


def shared():
    """Return the cache that the site's processes share, None where each has its own or it is no quicker."""
    name = settings.CACHES["default"]["BACKEND"].rpartition(".")[2]
    return None if name in ALONE else caches["default"]


class _Breaker:
    """Leaves the cache alone for a while once it has failed."""

    rests_until = 0.0

    def rests(self) -> bool:
        return time.monotonic() < self.rests_until

    def trip(self, error: Exception) -> None:
        self.rests_until = time.monotonic() + PATIENCE
        logger.warning("The cache does not answer (%s); the database does its work for %d s.", error, PATIENCE)


breaker = _Breaker()


def asked(question):
    """Return what the shared cache answers, None where there is none, or while it does not."""
    if not shared() or breaker.rests():
        return None
    try:
        return question(shared())
    except Exception as error:  # whatever the cache's library raises: pages go on without it
        breaker.trip(error)
        return None


def _told(message) -> None:
    """Tell the cache though it failed a moment ago: a change that it does not hear of is shown late."""
    try:
        message(shared())
    except Exception as error:
        breaker.trip(error)


def _begin(cache) -> None:
    cache.add(BUSY, 0, BUSY_SECONDS)
    cache.incr(BUSY)
    cache.touch(BUSY, BUSY_SECONDS)
    _next_turn(cache)


def _end(cache) -> None:
    _next_turn(cache)
    cache.add(BUSY, 1, BUSY_SECONDS)  # it may have run out
    if cache.decr(BUSY) <= 0:
        cache.delete(BUSY)


def _next_turn(cache) -> None:
    cache.add(TURN, time.time_ns(), None)  # one that no lost counter has had
    cache.incr(TURN)


# The database


class _Local(threading.local):
    connection: sqlite3.Connection | None = None
    file: tuple | None = None  # the file that the connection reads
    row: Row | None = None
    stamp: Stamp | None = None


_local = _Local()


def _row() -> Row:
    if connection.vendor == "sqlite" and not connection.in_atomic_block:
        path = str(connection.settings_dict["NAME"])
        if "memory" not in path or os.path.isfile(path):
            return _read(path)
    was_open = connection.connection is not None
    with connection.cursor() as cursor:
        cursor.execute(SQL)
        found = cursor.fetchone()
    if not was_open and not connection.in_atomic_block:
        connection.close()  # no request of Django's will give it back
    return Row(*found) if found else Row()


def _read(path: str) -> Row:
    """Read the row of a SQLite file on a connection of this thread alone, which is all but free."""
    found = os.stat(path)
    file = (os.getpid(), path, found.st_dev, found.st_ino)  # a restored backup is another file
    if _local.file != file:
        if _local.connection is not None and _local.file[0] == os.getpid():
            _local.connection.close()
        _local.connection = sqlite3.connect(f"file:{path}?mode=ro", uri=True, isolation_level=None, timeout=20)
        _local.file = file
    row = _local.connection.execute(SQL).fetchone()
    return Row(*row) if row else Row()


def _stamp_of(row: Row) -> Stamp:
    """Return the row's stamp; what the clock adds is asked again only when the row differs or its time is over."""
    if _local.stamp is None or _local.row != row or not _local.stamp.holds():
        _local.row, _local.stamp = row, _by_the_clock(row)
    return _local.stamp


def _by_the_clock(row: Row) -> Stamp:
    """Return the stamp with the last scheduled moment that has come, and the next, or midnight, as its end."""
    now, today = timezone.now(), timezone.localdate()
    was_open = connection.connection is not None
    scheduled = Article.objects.originals().filter(status=Status.PUBLISHED).order_by()
    columns = (
        (scheduled, "published_at"),
        (scheduled, "expires_at"),
        (Article.objects.order_by(), "replaces_at"),
    )
    passed, coming = [], []
    for rows, name in columns:
        passed.append(rows.filter(**{f"{name}__lte": now}).aggregate(found=Max(name))["found"])
        coming.append(rows.filter(**{f"{name}__gt": now}).aggregate(found=Min(name))["found"])
    if not was_open and not connection.in_atomic_block:
        connection.close()
    last = max(filter(None, passed), default=None)
    midnight = timezone.make_aware(datetime.combine(today, datetime.max.time()))
    until = min([*filter(None, coming), midnight]).timestamp()
    moments = [_moment(row.changed_at), last, timezone.make_aware(datetime.combine(today, datetime.min.time()))]
    token = f"{row.version}.{row.pending}.{row.newest}.{last.timestamp() if last else 0}.{today.isoformat()}"
    return Stamp(token, None if row.pending else _latest(moments), until)


def _latest(moments: Sequence[datetime | None]) -> float:
    return max(moment.timestamp() for moment in moments if moment)


def _moment(value: datetime | str | None) -> datetime | None:
    """Return what the database holds as a moment; SQLite holds words in UTC."""
    if isinstance(value, str):
        value = datetime.fromisoformat(value)
    return value.replace(tzinfo=UTC) if value and value.tzinfo is None else value
