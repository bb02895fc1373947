"""Write the lists: an article's own, and its place in those of others."""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from django.utils import timezone

from articles.models import ArticleTerms
from articles.related import index as tables
from articles.related import subjects
from articles.related.database import keys, rows, run, run_many
from articles.related.packing import unpack
from articles.related.weights import Known, Shared, Vector, score, weigh

KEPT = 20
MET = 100  # the nearest whose lists the article may enter
RANKED = 60  # of these its own list is chosen
THIN = 10  # a list that lost articles is made anew once it has fewer
FIRST, LIKELY = 10, 400  # of the nearest, and the score from which on they may say the same thing
ALIKE = 0.9  # what they must have in common for that
ENOUGH = 30  # terms an article must have
TWINS = 1000  # the score stored for them
HUB = 0.15  # of the mean score of its own list an article pays in others' lists


class Placed(NamedTuple):
    """An article ready to be compared: its vector and its place among the subjects."""

    vector: Vector
    subject: bytes


class Near(NamedTuple):
    """How near another article is, 0 to 1000, what it pays for its hub, and whether the two say the same."""

    score: float
    hub: int
    are_twins: bool

    def paid(self, hub: int) -> int:
        """Return the score that is stored, with the hub of the one that would stand in the list."""
        return TWINS if self.are_twins else min(max(round(self.score - HUB * hub), 0), TWINS - 1)


Ranked = dict[int, Near]  # by key, the highest score first


def placed(vector: Vector) -> Placed:
    return Placed(vector, subjects.place(vector, subjects.places_of(vector)))


def rank(pk: int, article: Placed, dfs: Mapping[int, int], articles: int) -> Ranked:
    """Return the MET nearest articles; expired ones are left out."""
    return compare(article, tables.nearest(pk, article.vector, dfs, articles, MET))


def compare(article: Placed, shared: Mapping[int, Shared]) -> Ranked:
    """Return how near the articles are that share this with the article."""
    found = {}
    for other, hub, subject in _facts(shared):
        near = score(shared[other], subjects.closeness(article.subject, bytes(subject or b"")))
        found[other] = Near(near, hub, False)
    ranked = dict(sorted(found.items(), key=lambda item: (-item[1].score, -item[0])))
    likely = [other for other in list(ranked)[:FIRST] if ranked[other].score >= LIKELY]
    for other, bodies in tables.bodies_with(article.vector, likely).items():
        ranked[other] = ranked[other]._replace(are_twins=are_twins(article.vector, bodies))
    return ranked


def are_twins(vector: Vector, bodies: int) -> bool:
    """Whether an article and another say the same thing; `bodies` is the sum of their bodies' shared terms.

    As much as ALIKE of what the article's body has in common with itself. A few words are too little to tell.
    """
    own = sum(weights.body * weights.body for weights in vector.values())
    return len(vector) >= ENOUGH and bodies > ALIKE * own


def best(ranked: Ranked) -> list[tuple[int, int]]:
    """Return stored score and key of those that make the article's list, the best first."""
    nearest = list(ranked.items())[:RANKED]
    return sorted(((near.paid(near.hub), other) for other, near in nearest), reverse=True)[:KEPT]


def hub_of(ranked: Ranked) -> int:
    """Return the mean score of the KEPT nearest: an article that is near to many is a hub, and pays for it.

    Twins say nothing of that, and where there are fewer the missing ones count as 0.
    """
    nearest = [near.score for near in ranked.values() if not near.are_twins][:KEPT]
    return round(sum(nearest) / KEPT)


def with_hubs(scores: Mapping[int, tuple[float, bool]]) -> Ranked:
    """Return a ranking remembered as scores and twins, with the hubs as they are now."""
    hubs = {other: hub for other, hub, _ in _facts(scores)}
    return {other: Near(near, hubs[other], twins) for other, (near, twins) in scores.items() if other in hubs}


def _facts(pks: Iterable[int]) -> list[tuple[int, int, bytes]]:
    """Return key, hub and subject of the indexed articles that have not expired."""
    return rows(
        "SELECT article_id, hub, subject FROM articles_articleterms "
        f"WHERE article_id IN {keys(pks)} AND (expires_at IS NULL OR expires_at > %s)",
        [timezone.now()],
    )


def write_own(pk: int, ranked: Ranked) -> None:
    """Replace the article's own list."""
    drop(pk)
    _insert((pk, other, number) for number, other in best(ranked))


def enter_others(pk: int, ranked: Ranked, hub: int) -> set[int]:
    """Put the article into each list that it belongs to and out of those it does not; return the lists it left."""
    inside = leave_others(pk)
    lengths = rows(
        "SELECT article_id, COUNT(*), MIN(score) FROM articles_suggestion "
        f"WHERE article_id IN {keys(ranked)} GROUP BY article_id"
    )
    full = {other: lowest for other, length, lowest in lengths if length >= KEPT}
    scores = {other: near.paid(hub) for other, near in ranked.items()}
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


def rank_anew(row: ArticleTerms, articles: int, terms: Mapping[int, Known] | None = None) -> Ranked:
    """Rank an article's nearest from its stored counts; `terms` are all that the index knows, if at hand."""
    counts = unpack(row.counts)
    if terms is None or not counts.keys() <= terms.keys():
        terms = tables.known(counts)
    vector = weigh(counts, terms, articles)
    return rank(row.pk, placed(vector), {key: terms[key].df for key in vector}, articles)


def _insert(entries: Iterable[tuple[int, int, int]]) -> None:
    values = ", ".join(f"({article}, {other}, {number})" for article, other, number in entries)
    if values:
        run(f"INSERT INTO articles_suggestion (article_id, other_id, score) VALUES {values}")
