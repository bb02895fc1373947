"""Plain SQL for what is derived from articles: it is written and read so often that Django's part would cost most.

Keys are written into the SQL as whole numbers; everything else is a parameter.
"""

from collections.abc import Iterable, Mapping, Sequence

from django.db import connection


def rows(sql: str, parameters: Sequence | Mapping = ()) -> list[tuple]:
    """Return the rows of a SELECT."""
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        return cursor.fetchall()


def run(sql: str, parameters: Sequence = ()) -> None:
    """Run a statement that writes."""
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)


def run_many(sql: str, parameters: Iterable[Sequence]) -> None:
    """Run a statement that writes for each of the parameters."""
    with connection.cursor() as cursor:
        cursor.executemany(sql, list(parameters))


def keys(numbers: Iterable[int]) -> str:
    """Return the keys as the right side of an SQL IN, rising; an empty one matches nothing."""
    return f"({', '.join(str(int(number)) for number in sorted(numbers)) or 'NULL'})"
