"""How close two articles are in subject, though they share few words: a truncated SVD of the weights.

With M the matrix of weights w (articles by terms) and M ≈ U·S·Vᵀ of rank 60, a term has the place T = V·S^-0.4 and an
article the place E = Σ w·T, divided by its length; two articles are as close as E_A·E_B. Numpy fits T, now and then;
a save only sums. Without numpy there are no subjects, and the score is that of the words alone.
"""

import math
from array import array
from collections.abc import Mapping

from django.db import connection

from articles.models import ArticleTerms, RelatedIndex, Term
from articles.related.weights import FULL, MASK, Known, Vector
from articles.sql import run, run_many

try:
    import numpy as np
except ImportError:  # the extra `healthblog-articles[subjects]`
    np = None

PLACES = 60
POWER = -0.4
FEWEST = 600  # articles from which on a fit tells more than chance
AT_SAVE = 3000  # articles up to which a fit is quick enough (some tenths of a second) to do when a save asks for it
GROWN = 1.5  # times the articles of the last fit
POWER_STEPS, OVERSAMPLED = 3, 10


def is_due(index: RelatedIndex) -> bool:
    """Whether a save should fit the subjects to the articles as they are now."""
    return np is not None and max(FEWEST, index.subjects_of * GROWN) <= index.articles <= AT_SAVE


def place(vector: Vector, terms: Mapping[int, Known]) -> bytes:
    """Return where the article lies, b"" where none of its terms has a place; `terms` are those of the vector."""
    total = [0.0] * PLACES
    for key, weights in vector.items():
        if stored := terms[key].subject:
            total = list(map(float.__add__, total, direction(stored, weights.whole)))
    length = math.sqrt(sum(each * each for each in total))
    return array("b", (round(127 * each / length) for each in total)).tobytes() if length else b""


def direction(stored: bytes, weight: int) -> list[float]:
    """Return a term's place as stored, times its weight: what the term adds to the place of an article."""
    scale = array("f", stored[:4])[0] * weight
    return [scale * each for each in memoryview(stored)[4:].cast("b")]


def closeness(one: bytes, other: bytes) -> float | None:
    """Return how close two articles are, -1 to 1; None where either has no place."""
    if not one or not other:
        return None
    return sum(map(int.__mul__, memoryview(one).cast("b"), memoryview(other).cast("b"))) / (127 * 127)


def fit(index: RelatedIndex) -> bool:
    """Fit the subjects to the postings, and give every term and article its place; return whether it was done.

    The lists follow when their articles are weighed next, or by a rebuild. A randomized SVD with power steps (Halko,
    Martinsson, Tropp 2011); the same postings give the same places. Seconds at 100,000 articles.
    """
    if np is None or index.articles < FEWEST:
        return False
    matrix = _Matrix.read()
    if matrix is None:
        return False
    terms, articles = matrix.places()
    _write(Term, matrix.terms, (_scaled(row) for row in terms))
    _write(ArticleTerms, matrix.articles, (np.rint(127 * row).astype(np.int8).tobytes() for row in articles))
    index.subjects_of = index.articles
    index.save(update_fields=["subjects_of"])
    return True


class _Matrix:
    """The sparse matrix of weights, articles by terms, sorted both ways."""

    def __init__(self, terms, articles, weights):
        self.terms, term = np.unique(terms, return_inverse=True)
        self.articles, article = np.unique(articles, return_inverse=True)
        self._by_term = term, article, weights
        order = np.argsort(article, kind="stable")
        self._by_article = article[order], term[order], weights[order]

    @classmethod
    def read(cls):
        """Return the postings as a matrix, None where there are too few to tell subjects."""
        with connection.cursor() as cursor:
            cursor.execute(
                f"SELECT term_id, article_id, weights & {MASK} FROM articles_posting ORDER BY term_id, article_id"
            )
            parts = []
            while rows := cursor.fetchmany(100_000):
                parts.append(np.array(rows, dtype=np.int64))
        if not parts:
            return None
        terms, articles, weights = np.concatenate(parts).T
        matrix = cls(terms, articles, (weights / FULL).astype(np.float32))
        return matrix if min(len(matrix.terms), len(matrix.articles)) > PLACES + OVERSAMPLED else None

    def times(self, right):
        """Return M @ right, `right` of shape (terms, k)."""
        return _product(*self._by_article, right, len(self.articles))

    def transposed_times(self, right):
        """Return Mᵀ @ right, `right` of shape (articles, k)."""
        return _product(*self._by_term, right, len(self.terms))

    def places(self):
        """Return the places of terms, shape (terms, PLACES), and of articles, each row of the latter of length 1."""
        start = np.random.default_rng(1).standard_normal((len(self.terms), PLACES + OVERSAMPLED), dtype=np.float32)
        basis = np.linalg.qr(self.times(start))[0]
        for _ in range(POWER_STEPS):
            basis = np.linalg.qr(self.transposed_times(basis))[0]
            basis = np.linalg.qr(self.times(basis))[0]
        right = self.transposed_times(basis)  # (terms, k): the transposed of basisᵀ @ M
        squares, turned = np.linalg.eigh(right.T @ right)
        strongest = np.argsort(squares)[::-1][:PLACES]
        values = np.sqrt(np.maximum(squares[strongest], 1e-12))
        terms = (right @ turned[:, strongest]) / values * values**POWER
        articles = self.times(terms)
        return terms, articles / np.maximum(np.linalg.norm(articles, axis=1, keepdims=True), 1e-9)


def _product(rows, columns, weights, right, height):
    """Return the sparse matrix times `right`; the matrix's entries are sorted by row, and no row is empty."""
    result = np.zeros((height, right.shape[1]), dtype=np.float32)
    for start in range(0, len(rows), 200_000):
        part = slice(start, start + 200_000)
        first = np.flatnonzero(np.diff(rows[part], prepend=-1))
        sums = np.add.reduceat(weights[part, None] * right[columns[part]], first, axis=0)
        result[rows[part][first]] += sums
    return result


def _scaled(row) -> bytes:
    """Return a term's place as its scale, a 32-bit float, and PLACES signed bytes."""
    scale = max(float(np.abs(row).max()), 1e-9) / 127
    return np.float32(scale).tobytes() + np.rint(row / scale).astype(np.int8).tobytes()


def _write(model, numbers, places) -> None:
    """Make these the places of the rows; rows not named lose theirs."""
    table, key = model._meta.db_table, model._meta.pk.column
    run(f"UPDATE {table} SET subject = NULL WHERE subject IS NOT NULL")
    found = zip(map(bytes, places), map(int, numbers), strict=True)
    run_many(f"UPDATE {table} SET subject = %s WHERE {key} = %s", found)
