"""Write the lists: an article's own, and its place in those of others."""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from django.utils import timezone

from articles.models import ArticleTerms
from articles.related import index as tables
from articles.related import subjects
from articles.related.packing import unpack
from articles.related.weights import Known, Vector, score, weigh
from articles.sql import keys, rows, run

KEPT = 20
MET = 100  # the nearest whose lists the article may enter
RANKED = 60  # of these its own list is chosen
THIN = 10  # a list that lost articles is made anew once it has fewer
FIRST, LIKELY = 10, 400  # of the nearest, and the score from which on they may say the same thing
ALIKE = 0.9  # what they must have in common for that
ENOUGH = 30  # terms an article must have
TWINS = 1000  # the score stored for them
KEYS = 2**53  # more than any article's key: a score and a key make one number of 63 bits
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


def rank(pk: int, article: Placed, terms: Mapping[int, Known], articles: int) -> Ranked:
    """Return the MET nearest articles; expired ones are left out. `terms` are those of the vector, `articles` is N."""
    found = {
        other: Near(score(near.shared, subjects.closeness(article.subject, near.subject)), near.hub, False)
        for other, near in tables.nearest(pk, article.vector, terms, articles, MET).items()
    }
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
    hubs = dict(
        rows(
            "SELECT article_id, hub FROM articles_articleterms "
            f"WHERE article_id IN {keys(scores)} AND (expires_at IS NULL OR expires_at > %s)",
            [timezone.now()],
        )
    )
    return {other: Near(near, hubs[other], twins) for other, (near, twins) in scores.items() if other in hubs}


def write_own(pk: int, ranked: Ranked) -> None:
    """Replace the article's own list."""
    drop(pk)
    _insert((pk, other, number) for number, other in best(ranked))


def enter(pk: int, ranked: Ranked, hub: int) -> set[int]:
    """Replace the article's own list, put it into each list that it belongs to and out of those it does not.

    Return the lists it left. Entries that stay as they are are not written.
    """
    own, inside, lowest = _entries(pk, ranked)
    scores = {other: near.paid(hub) for other, near in ranked.items()}
    entered = {other: number for other, number in scores.items() if other not in lowest or number > lowest[other][0]}
    left = inside.keys() - entered.keys()
    listed = {other: number for number, other in best(ranked)}
    gone = [
        f"article_id = {int(pk)} AND other_id IN {keys(own.keys() - listed.keys())}",
        f"other_id = {int(pk)} AND article_id IN {keys(left)}",
        *(f"article_id = {other} AND other_id = {lowest[other][1]}" for other in entered.keys() & lowest.keys()),
    ]
    run(f"DELETE FROM articles_suggestion WHERE {' OR '.join(gone)}")
    _insert(
        [(pk, other, number) for other, number in listed.items() if own.get(other) != number]
        + [(other, pk, number) for other, number in entered.items() if inside.get(other) != number]
    )
    return left


def _entries(pk: int, others: Iterable[int]) -> tuple[dict[int, int], dict[int, int], dict[int, tuple[int, int]]]:
    """Return the article's own list as scores by key, and the lists it stands in with its score in each.

    Then score and key of the lowest entry of those of the others' lists that would be full without the article. (Both
    in one number, so that the database finds it while it counts.)
    """
    own: dict[int, int] = {}
    inside: dict[int, int] = {}
    lowest: dict[int, tuple[int, int]] = {}
    for kind, other, number, least in rows(
        f"SELECT 'own', other_id, score, 0 FROM articles_suggestion WHERE article_id = {int(pk)} "
        f"UNION ALL SELECT 'inside', article_id, score, 0 FROM articles_suggestion WHERE other_id = {int(pk)} "
        f"UNION ALL SELECT 'full', article_id, 0, MIN(score * {KEYS} + other_id) FROM articles_suggestion "
        f"WHERE article_id IN {keys(others)} AND other_id <> {int(pk)} GROUP BY article_id HAVING COUNT(*) >= {KEPT}"
    ):
        if kind == "full":
            lowest[other] = divmod(least, KEYS)
        else:
            (own if kind == "own" else inside)[other] = number
    return own, inside, lowest


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
    if not wanted:
        return []
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
    return rank(row.pk, Placed(vector, subjects.place(vector, terms)), terms, articles)


def _insert(entries: Iterable[tuple[int, int, int]]) -> None:
    values = ", ".join(f"({article}, {other}, {number})" for article, other, number in sorted(entries))
    if values:
        run(
            f"INSERT INTO articles_suggestion (article_id, other_id, score) VALUES {values} "
            "ON CONFLICT (article_id, other_id) DO UPDATE SET score = excluded.score"
        )
