"""Write the lists: an article's own, and its place in those of others."""

from collections import Counter
from collections.abc import Iterable
from typing import NamedTuple

from django.db import connection
from django.utils import timezone

from articles.models import ArticleTerms, Suggestion
from articles.related import index as tables
from articles.related import subjects
from articles.related.packing import unpack
from articles.related.weights import Vector, score, weigh

KEPT = 20
MET = 100  # the nearest whose lists the article may enter
RANKED = 60  # of these its own list is chosen
THIN = 10  # a list that lost articles is made anew once it has fewer
HUB = 0.075  # of the mean score of its own list an article pays in others' lists


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
    keys = ", ".join(str(int(pk)) for pk in pks)
    if not keys:
        return []
    with connection.cursor() as cursor:
        # Only whole numbers are put in.
        cursor.execute(
            "SELECT t.article_id, t.hub, t.subject FROM articles_articleterms t "  # noqa: S608
            "JOIN articles_article a ON a.id = t.article_id "
            f"WHERE t.article_id IN ({keys}) AND (a.expires_at IS NULL OR a.expires_at > %s)",
            [timezone.now()],
        )
        return cursor.fetchall()


def write_own(pk: int, ranked: dict[int, tuple[float, int]]) -> int:
    """Replace the article's own list; return its hub, the mean score of the list."""
    nearest = list(ranked.items())[:RANKED]
    paid = sorted(((other, near - HUB * hub) for other, (near, hub) in nearest), key=lambda item: (-item[1], -item[0]))
    rows = [(other, round(paid_score)) for other, paid_score in paid[:KEPT]]
    Suggestion.objects.filter(article_id=pk).delete()
    _insert((pk, other, max(number, 0)) for other, number in rows)
    best = [near for _, (near, _) in nearest[:KEPT]]
    return round(sum(best) / len(best)) if best else 0


def enter_others(pk: int, ranked: dict[int, tuple[float, int]], hub: int) -> set[int]:
    """Put the article into each list that it belongs to and out of those it does not; return the lists it left."""
    inside = set(Suggestion.objects.filter(other_id=pk).order_by().values_list("article_id", flat=True))
    Suggestion.objects.filter(other_id=pk).delete()
    lists: dict[int, list[tuple[int, int]]] = {other: [] for other in ranked}
    rows = Suggestion.objects.filter(article_id__in=list(lists)).order_by()
    for article, number, other in rows.values_list("article_id", "score", "other_id"):
        lists[article].append((number, other))
    entered, pushed_out = {}, []
    for other, (near, _) in ranked.items():
        number, rivals = max(round(near - HUB * hub), 0), lists[other]
        if len(rivals) >= KEPT:
            rivals.sort(reverse=True)
            if (number, pk) < rivals[KEPT - 1]:
                continue
            pushed_out += [(other, last) for _, last in rivals[KEPT - 1 :]]
        entered[other] = number
    _insert((other, pk, number) for other, number in entered.items())
    if pushed_out:
        with connection.cursor() as cursor:
            cursor.executemany("DELETE FROM articles_suggestion WHERE article_id = %s AND other_id = %s", pushed_out)
    return inside - set(entered)


def leave_others(pk: int) -> set[int]:
    """Take the article out of every list; return the lists it left."""
    inside = Suggestion.objects.filter(other_id=pk)
    left = set(inside.order_by().values_list("article_id", flat=True))
    inside.delete()
    return left


def drop(pk: int) -> None:
    """Remove the list of an article that is no longer indexed."""
    Suggestion.objects.filter(article_id=pk).delete()


def thin(pks: Iterable[int]) -> list[int]:
    """Return those of the articles whose lists have become too short to lose more."""
    wanted = set(pks)
    if not wanted:
        return []
    rows = Suggestion.objects.filter(article_id__in=wanted).order_by()
    lengths = Counter(rows.values_list("article_id", flat=True))
    return sorted(pk for pk in wanted if lengths[pk] < THIN)


def relist(row: ArticleTerms, articles: int) -> None:
    """Make an article's own list anew from its stored counts."""
    counts = unpack(row.counts)
    terms = tables.known(counts)
    vector = weigh(counts, terms, articles)
    ranked = rank(row.pk, placed(vector), {key: terms[key].df for key in vector}, articles)
    row.hub = write_own(row.pk, ranked)
    row.save(update_fields=["hub"])


def _insert(rows) -> None:
    with connection.cursor() as cursor:
        cursor.executemany(
            "INSERT INTO articles_suggestion (article_id, other_id, score) VALUES (%s, %s, %s)", list(rows)
        )
