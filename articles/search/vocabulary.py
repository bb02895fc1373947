"""What the blog's own words know: how common a word is, how an unfinished one may go on, what a wrong one may mean."""

from collections.abc import Iterable
from typing import NamedTuple

from django.db import connection

from articles.models import RelatedIndex
from articles.sql import rows
from articles.text.queries import Phrase
from articles.text.spelling import allowed, distance, sound

SHORTEST_START = 3  # letters of a word that is completed
ENDINGS = 12  # words that an unfinished one may stand for
LOOKED_AT = 2000  # words that a wrong one is compared with
OFFERED = 3
LAST = chr(0x10FFFF)
JOINED = "articles_searchword w LEFT JOIN articles_term t ON t.text = w.term"


class Common(NamedTuple):
    """How many articles there are, and by stem how many hold a word of it; no stem of a word that was never met."""

    articles: int
    dfs: dict[str, int]


def common(stems: Iterable[str]) -> Common:
    """Return how common these stems are."""
    wanted = sorted(set(stems))
    marks = ", ".join(["%s"] * len(wanted)) or "NULL"
    found = rows(
        f"SELECT w.stem, COALESCE(MAX(t.df), 0) FROM {JOINED} WHERE w.stem IN ({marks}) GROUP BY w.stem "
        f"UNION ALL SELECT '', articles FROM {RelatedIndex._meta.db_table} WHERE id = 1",
        wanted,
    )
    dfs = dict(found)
    return Common(dfs.pop("", 0), dfs)


def endings(start: str) -> list[Phrase]:
    """Return the stems of the most common words that begin so."""
    if len(start) < SHORTEST_START:
        return []
    return [
        (stem,)
        for (stem,) in rows(
            f"SELECT w.stem FROM {JOINED} WHERE {_begins('w.word')} GROUP BY w.stem "
            f"ORDER BY COALESCE(MAX(t.df), 0) DESC, {_plain('w.stem')} LIMIT {ENDINGS}",
            [start, start + LAST],
        )
    ]


def corrections(word: str) -> list[str]:
    """Return the blog's words that a wrong one may mean, the likeliest first, at most OFFERED.

    Of few errors one half of the word is free, and by that half, or by its sound, the word is looked up: some thousand
    words are compared, however many there are.
    """
    errors = allowed(word)
    if not errors:
        return []
    half, heard = len(word) // 2, sound(word)
    start, end = word[:half], word[half:][::-1]
    shortest, longest = len(word) - errors - 1, len(word) + errors + 1
    found = rows(
        "SELECT f.word, f.sound, COALESCE(t.df, 0) FROM ("
        f"SELECT word, sound, term FROM articles_searchword WHERE {_begins('word')} UNION "
        f"SELECT word, sound, term FROM articles_searchword WHERE {_begins('backwards')} UNION "
        "SELECT word, sound, term FROM articles_searchword WHERE sound = %s"
        ") f LEFT JOIN articles_term t ON t.text = f.term WHERE LENGTH(f.word) BETWEEN %s AND %s "
        f"ORDER BY COALESCE(t.df, 0) DESC, {_plain('f.word')} LIMIT {LOOKED_AT}",
        [start, start + LAST, end, end + LAST, heard, shortest, longest],
    )
    near = []
    for other, sounds, df in found:
        sounds_alike = sounds == heard and len(heard) > 1
        away = distance(word, other, errors + sounds_alike)
        if 0 < away <= errors + sounds_alike:
            near.append((away - sounds_alike, other[:1] != word[:1], -df, other))
    return [other for *_, other in sorted(near)[:OFFERED]]


def _begins(column: str) -> str:
    """Return the condition for what begins with the first parameter; the second is the same with LAST behind it."""
    if connection.vendor == "postgresql":  # letter by letter, whatever the database's language
        return f"{column} ~>=~ %s AND {column} ~<~ %s"
    return f"{column} >= %s AND {column} < %s"


def _plain(column: str) -> str:
    return f'{column} COLLATE "C"' if connection.vendor == "postgresql" else column
