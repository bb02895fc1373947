"""Write the lists: an article's own, and its place in those of others."""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from django.utils import timezone

from articles.models import ArticleTerms
from articles.related import index as tables
from articles.related import subjects
from articles.related.database import keys, rows, run, run_many
from articles.related.packing import unpack
from articles.related.weights import Known, Vector, score, weigh

KEPT = 20
MET = 100  # the nearest whose lists the article may enter
RANKED = 60  # of these its own list is chosen
THIN = 10  # a list that lost articles is made anew once it has fewer
ALIKE = 850  # two articles as near as that say the same thing
TWINS = 1000  # the score stored for them
HUB = 0.15  # of the mean score of its own list an article pays in others' lists


class Placed(NamedTuple):
    """An article ready to be compared: its vector and its place among the subjects."""

    vector: Vector
    subject: bytes


def placed(vector: Vector) -> Placed:
    return Placed(vector, subjects.place(vector, subjects.places_of(vector)))


def rank(pk: int, article: Placed, dfs, articles: int) -> dict[int, tuple[float, int]]:
    """Return score, 0 to 1000, and hub of the MET nearest articles, the nearest first; expired ones are left out."""
    return score_all(article, tables.nearest(pk, article.vector, dfs, articles, MET))


def score_all(article: Placed, products: dict[int, int]) -> dict[int, tuple[float, int]]:
    """Return score and hub of the articles with these products, the highest score first."""
    found = {}
    for other, hub, subject in _facts(products):
        closeness = subjects.closeness(article.subject, bytes(subject or b""))
        found[other] = max(score(products[other], closeness), 0), hub
    return dict(sorted(found.items(), key=lambda item: (-item[1][0], -item[0])))


def _facts(pks: Iterable[int]) -> list[tuple[int, int, bytes]]:
    """Return key, hub and subject of the indexed articles that have not expired."""
    return rows(
        "SELECT article_id, hub, subject FROM articles_articleterms "
        f"WHERE article_id IN {keys(pks)} AND (expires_at IS NULL OR expires_at > %s)",
        [timezone.now()],
    )


def write_own(pk: int, ranked: dict[int, tuple[float, int]]) -> int:
    """Replace the article's own list; return its hub, the mean score of the list."""
    nearest = list(ranked.items())[:RANKED]
    paid = sorted(((_paid(near, hub), other) for other, (near, hub) in nearest), reverse=True)
    drop(pk)
    _insert((pk, other, number) for number, other in paid[:KEPT])
    best = [near for _, (near, _) in nearest[:KEPT]]
    return round(sum(best) / len(best)) if best else 0


def _paid(near: float, hub: int) -> int:
    """Return the score that is stored: TWIN for two that say the same, else less what the other pays for its hub."""
    return TWINS if near >= ALIKE else min(max(round(near - HUB * hub), 0), TWINS - 1)


def enter_others(pk: int, ranked: dict[int, tuple[float, int]], hub: int) -> set[int]:
    """Put the article into each list that it belongs to and out of those it does not; return the lists it left."""
    inside = leave_others(pk)
    lengths = rows(
        "SELECT article_id, COUNT(*), MIN(score) FROM articles_suggestion "
        f"WHERE article_id IN {keys(ranked)} GROUP BY article_id"
    )
    full = {other: lowest for other, length, lowest in lengths if length >= KEPT}
    scores = {other: _paid(near, hub) for other, (near, _) in ranked.items()}
    entered = {other: number for other, number in scores.items() if number > full.get(other, -1)}
    _drop_last(full.keys() & entered.keys())
    _insert((other, pk, number) for other, number in entered.items())
    return inside - set(entered)


def _drop_last(pks: Iterable[int]) -> None:
    """Take the lowest entries out of full lists, so that one more has room."""
    found: dict[int, list[tuple[int, int]]] = {pk: [] for pk in pks}
    for pk, number, other in rows(
        f"SELECT article_id, score, other_id FROM articles_suggestion WHERE article_id IN {keys(found)}"
    ):
        found[pk].append((number, other))
    last = [(pk, other) for pk, entries in found.items() for _, other in sorted(entries)[: len(entries) - KEPT + 1]]
    run_many("DELETE FROM articles_suggestion WHERE article_id = %s AND other_id = %s", last)


def leave_others(pk: int) -> set[int]:
    """Take the article out of every list; return the lists it left."""
    left = {article for (article,) in rows(f"SELECT article_id FROM articles_suggestion WHERE other_id = {int(pk)}")}
    run(f"DELETE FROM articles_suggestion WHERE article_id IN {keys(left)} AND other_id = {int(pk)}")
    return left


def drop(pk: int) -> None:
    """Remove the article's own list."""
    run(f"DELETE FROM articles_suggestion WHERE article_id = {int(pk)}")


def thin(pks: Iterable[int]) -> list[int]:
    """Return those of the articles whose lists have become too short to lose more."""
    wanted = set(pks)
    lengths = rows(
        f"SELECT article_id, COUNT(*) FROM articles_suggestion WHERE article_id IN {keys(wanted)} GROUP BY article_id"
    )
    return sorted(wanted - {pk for pk, length in lengths if length >= THIN})


def relist(row: ArticleTerms, articles: int, terms: Mapping[int, Known] | None = None) -> None:
    """Make an article's own list anew from its stored counts; `terms` are all that the index knows, if at hand."""
    counts = unpack(row.counts)
    if terms is None or not counts.keys() <= terms.keys():
        terms = tables.known(counts)
    vector = weigh(counts, terms, articles)
    ranked = rank(row.pk, placed(vector), {key: terms[key].df for key in vector}, articles)
    row.hub = write_own(row.pk, ranked)
    row.save(update_fields=["hub"])


def _insert(entries: Iterable[tuple[int, int, int]]) -> None:
    values = ", ".join(f"({article}, {other}, {number})" for article, other, number in entries)
    if values:
        run(f"INSERT INTO articles_suggestion (article_id, other_id, score) VALUES {values}")
