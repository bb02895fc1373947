"""The full-text index as each database keeps it: FTS5 on SQLite, lexemes under GIN on PostgreSQL.

A row holds the stems of an article's parts, each with spaces around it, and marks for what results are narrowed by:
`y2026` its year, `g12` a tag, `b7` an author. Both databases answer the same questions with the same rows, the newest
by key first.
"""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from django.db import connection

from articles.sql import keys, rows, run
from articles.text.queries import Part, Phrase

TABLE = "articles_search"
TITLE, STANDFIRST, TAGS, BODY = FIELDS = ("title", "standfirst", "tags", "body")
HEAD = (STANDFIRST, TAGS)
# Rows, the newest of those with its words, in which PostgreSQL, whose index knows no places, looks for a phrase:
READ_FOR_PHRASES, READ_TITLES = 5_000, 50_000


class Row(NamedTuple):
    """An article's row. `digest` says of what the row was made."""

    key: int
    digest: str
    marks: str
    title: str
    standfirst: str
    tags: str
    body: str

    def field(self, name: str) -> str:
        return getattr(self, name)


class Asked(NamedTuple):
    """What an article must hold: all `parts`, none of `excluded`, all `marks`.

    `titled` parts must stand in the title; of `any_titled`, or of `any_headed` in the standfirst or tags, one must.
    """

    parts: Sequence[Part]
    excluded: Sequence[Part] = ()
    marks: Sequence[str] = ()
    titled: Sequence[Part] = ()
    any_titled: Sequence[Part] = ()
    any_headed: Sequence[Part] = ()


def find(asked: Asked, most: int) -> list[int]:
    """Return the keys of at most so many articles, the highest first; public or not: what is shown passes the gate."""
    return _store().find(asked, most)


def read(articles: Iterable[int]) -> list[Row]:
    """Return the rows of the articles."""
    store = _store()
    return [Row(*row) for row in rows(f"SELECT {store.columns} FROM {TABLE} WHERE {store.key} IN {keys(articles)}")]


def digests(articles: Iterable[int]) -> dict[int, str]:
    """Return what the stored rows of the articles say that they were made of."""
    key = _store().key
    return dict(rows(f"SELECT {key}, digest FROM {TABLE} WHERE {key} IN {keys(articles)}"))


def write(found: Iterable[Row], old: Iterable[int]) -> None:
    """Write the rows; of `old` one is there already."""
    old = set(old)
    for row in found:
        _store().write(row, row.key in old)


def delete(articles: Iterable[int]) -> None:
    """Take the articles out."""
    if wanted := list(articles):
        run(f"DELETE FROM {TABLE} WHERE {_store().key} IN {keys(wanted)}")


def stored(after: int, most: int) -> list[int]:
    """Return at most so many keys of rows above `after`, rising."""
    key = _store().key
    return [pk for (pk,) in rows(f"SELECT {key} FROM {TABLE} WHERE {key} > %s ORDER BY {key} LIMIT %s", [after, most])]


def empty() -> None:
    """Delete every row."""
    run(f"DELETE FROM {TABLE}")


def optimise() -> None:
    """Have the database tidy up what many writes left."""
    if _store() is SQLite:
        run(f"INSERT INTO {TABLE} ({TABLE}) VALUES ('optimize')")


def _store():
    return PostgreSQL if connection.vendor == "postgresql" else SQLite


class SQLite:
    """An FTS5 table whose rowid is the article's key; its tokenizer parts what we have parted already."""

    key = "rowid"
    columns = "rowid, digest, marks, title, standfirst, tags, body"

    @classmethod
    def find(cls, asked: Asked, most: int) -> list[int]:
        return [
            pk
            for (pk,) in rows(
                f"SELECT rowid FROM {TABLE} WHERE {TABLE} MATCH %s ORDER BY rowid DESC LIMIT %s",
                [cls.expression(asked), most],
            )
        ]

    @classmethod
    def expression(cls, asked: Asked) -> str:
        def within(fields: Sequence[str], parts: Sequence[Part], how: str) -> str:
            found = f" {how} ".join(f"({' OR '.join(map(_quoted, part.phrases))})" for part in parts)
            return f"({{{' '.join(fields)}}} : ({found}))"

        demands = [within(FIELDS, asked.parts, "AND")]
        for fields, parts, how in (
            ([TITLE], asked.titled, "AND"), ([TITLE], asked.any_titled, "OR"), (HEAD, asked.any_headed, "OR"),
        ):  # fmt: skip
            if parts:
                demands.append(within(fields, parts, how))
        demands += [f'(marks : "{mark}")' for mark in asked.marks]
        demanded = " AND ".join(demands)
        if not asked.excluded:
            return demanded
        return f"({demanded}) NOT {within(FIELDS, asked.excluded, 'OR')}"

    @staticmethod
    def write(row: Row, is_old: bool) -> None:
        values = [row.digest, row.marks, row.title, row.standfirst, row.tags, row.body, row.key]
        if is_old:
            run(
                f"UPDATE {TABLE} SET digest = %s, marks = %s, title = %s, standfirst = %s, tags = %s, body = %s "
                "WHERE rowid = %s",
                values,
            )
        else:
            run(
                f"INSERT INTO {TABLE} (digest, marks, title, standfirst, tags, body, rowid) "
                "VALUES (%s, %s, %s, %s, %s, %s, %s)",
                values,
            )


def _quoted(phrase: Phrase) -> str:
    """Return the stems as FTS5 takes them, whatever they are: letters and digits alone."""
    return f'"{" ".join(phrase)}"'


class PostgreSQL:
    """A table with lexemes: `w:` and a stem anywhere, `t:` in the title, `h:` in standfirst or tags, `m:` the marks.

    Its own way of counting places and weights would have every match read, half the blog for a common word; the lexemes
    answer from the index alone. The function it asks keeps the planner to that index.
    """

    key = "article_id"
    columns = "article_id, digest, marks, title, standfirst, tags, body"

    @classmethod
    def find(cls, asked: Asked, most: int) -> list[int]:
        phrases = [f"% {' '.join(part.stems)} %" for part in asked.parts if part.is_phrase]
        without = [f"% {' '.join(part.stems)} %" for part in asked.excluded if len(part.stems) > 1]
        in_title = list(asked.titled) == list(asked.parts)
        read = READ_TITLES if in_title else READ_FOR_PHRASES
        return [
            pk
            for (pk,) in rows(
                "SELECT * FROM articles_search_find(%s::tsquery, %s::text[], %s::text[], %s, %s, %s)",
                [cls.expression(asked), phrases, without, in_title, most, read],
            )
        ]

    @classmethod
    def expression(cls, asked: Asked) -> str:
        def within(place: str, parts: Sequence[Part], how: str) -> str:
            found = f" {how} ".join(
                f"({' | '.join(' & '.join(_lexeme(place, stem) for stem in phrase) for phrase in part.phrases)})"
                for part in parts
            )
            return f"({found})"

        demands = [within("w", asked.parts, "&")]
        for place, parts, how in (("t", asked.titled, "&"), ("t", asked.any_titled, "|"), ("h", asked.any_headed, "|")):
            if parts:
                demands.append(within(place, parts, how))
        demands += [_lexeme("m", mark) for mark in asked.marks]
        demands += [f"!{within('w', [part], '|')}" for part in asked.excluded if len(part.stems) == 1]
        return " & ".join(demands)

    @classmethod
    def write(cls, row: Row, is_old: bool) -> None:
        values = [row.digest, row.marks, row.title, row.standfirst, row.tags, row.body, cls.lexemes(row), row.key]
        run(
            f"INSERT INTO {TABLE} (digest, marks, title, standfirst, tags, body, lexemes, article_id) "
            "VALUES (%s, %s, %s, %s, %s, %s, array_to_tsvector(%s::text[]), %s) ON CONFLICT (article_id) DO UPDATE "
            "SET digest = excluded.digest, marks = excluded.marks, title = excluded.title, "
            "standfirst = excluded.standfirst, tags = excluded.tags, body = excluded.body, lexemes = excluded.lexemes",
            values,
        )

    @staticmethod
    def lexemes(row: Row) -> list[str]:
        found = {f"w:{stem}" for name in FIELDS for stem in row.field(name).split()}
        found |= {f"t:{stem}" for stem in row.title.split()}
        found |= {f"h:{stem}" for name in HEAD for stem in row.field(name).split()}
        return sorted(found | {f"m:{mark}" for mark in row.marks.split()})


def _lexeme(place: str, stem: str) -> str:
    return f"'{place}:{stem}'"
