"""The list next to an article: the editor's pins first, then what the engine found and the rules let through."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from articles.models import Article, Publication
from articles.related.suggesting import TWINS
from articles.sql import rows

SLACK = 3  # times as many suggestions are read as have room: some may not be public
NEARLY = 0.8  # of a score: another author's article as good as that takes the place of one author's next
SAME_KIND = 1.25  # what a treatment's article counts more next to a treatment's article

# What is known of one article's neighbours, in one query: kind, the other's key, a number, the pick's key, whether it
# is a treatment's, and what says the same as it (a row for each). One table of neighbours is quicker to plan than five.
SQL = """
WITH near(kind, pk, number, pick) AS (
SELECT 'found', other_id, score, 0 FROM articles_suggestion WHERE article_id = %(pk)s
UNION ALL
SELECT kind, other_id, position, id FROM articles_relatedpick WHERE article_id = %(pk)s
UNION ALL
SELECT kind, article_id, 0, 0 FROM articles_relatedpick WHERE other_id = %(pk)s AND kind = 'hidden'
)
SELECT n.kind, n.pk, n.number, n.pick, t.article_id, x.other_id FROM near n
LEFT JOIN articles_treatment t ON t.article_id = n.pk
LEFT JOIN articles_suggestion x ON x.article_id = n.pk AND x.score = %(twins)s
"""


@dataclass
class Candidates:
    """What may stand next to an article, public or not."""

    pk: int
    is_treatment: bool = False
    pinned: list[int] = field(default_factory=list)  # in the editor's order
    hidden: set[int] = field(default_factory=set)
    scores: dict[int, int] = field(default_factory=dict)  # thousandths, pinned and hidden ones left out
    treatments: set[int] = field(default_factory=set)
    twins: set[tuple[int, int]] = field(default_factory=set)

    @property
    def keys(self) -> set[int]:
        return {*self.pinned, *self.scores}

    @property
    def same(self) -> set[int]:
        """The keys of what says the same as the article itself."""
        return {other for pair in self.twins if self.pk in pair for other in pair} - {self.pk}

    def to_read(self, count: int, threshold: int) -> list[int]:
        """Return the keys to read for a list of `count`: the pins, and SLACK times as many suggestions, best first.

        Of the suggestions none is below the threshold (0 to 100), and none says the same as the article or a pin.
        """
        enough = [
            pk
            for pk in sorted(self.scores, key=self._rank, reverse=True)
            if self.scores[pk] >= 10 * threshold
            and not any(self._is_twin(pk, other) for other in (self.pk, *self.pinned))
        ]
        return [*self.pinned, *enough[: SLACK * count]]

    def choose(self, public: Mapping[int, Article], count: int, threshold: int, by_author: int) -> list[Article]:
        """Return at most `count` of the public articles, their bylines loaded: pins, then what the rules let through.

        Of the suggestions none has opted out, no two say the same thing, and none is the author's next after
        `by_author` of them where another author's is nearly as good.
        """
        found = [public[pk] for pk in self.to_read(count, threshold) if pk in public]
        chosen = [other for other in found if other.pk in self.pinned]
        left = [other for other in found if other.pk not in self.pinned and other.is_suggestable]
        while left and len(chosen) < count:
            best = self._best(left, chosen, by_author)
            chosen.append(best)
            left = [other for other in left if other is not best and not self._is_twin(other.pk, best.pk)]
        return chosen[:count]

    def _best(self, left: list[Article], chosen: list[Article], by_author: int) -> Article:
        """Return the next article to choose: the first, or one nearly as good when its authors stand there enough."""
        signed = [byline.author_id for other in chosen for byline in other.signed_by]
        full = {author for author in signed if signed.count(author) >= by_author}
        enough = NEARLY * self._rank(left[0].pk)[0]
        for other in left:
            if self._rank(other.pk)[0] < enough:
                break
            if full.isdisjoint(byline.author_id for byline in other.signed_by):
                return other
        return left[0]

    def _rank(self, pk: int) -> tuple[float, int]:
        is_same_kind = self.is_treatment and pk in self.treatments
        return self.scores[pk] * (SAME_KIND if is_same_kind else 1), pk

    def _is_twin(self, one: int, other: int) -> bool:
        return (one, other) in self.twins or (other, one) in self.twins


def candidates(article: Article) -> Candidates:
    """Return what may stand next to an article loaded with its treatment: one query.

    The caller reads `to_read` through `published()`: what is not public now stands in no list.
    """
    return gathered(article, rows(SQL, parameters(article)))


def parameters(article: Article) -> dict[str, int]:
    """Return what `SQL` asks for."""
    return {"pk": article.pk, "twins": TWINS}


def gathered(article: Article, found: Iterable[tuple]) -> Candidates:
    """Return what the rows of `SQL` say, for a caller who asks for more in the same query."""
    near = Candidates(article.pk, is_treatment=hasattr(article, "treatment"))
    pins = set()
    for kind, pk, number, pick, treatment, twin in found:
        if twin is not None:
            near.twins.add((pk, twin))
        if treatment is not None:
            near.treatments.add(pk)
        if kind == "found":
            near.scores[pk] = number
            if number == TWINS:
                near.twins.add((article.pk, pk))
        elif kind == "pinned":
            pins.add((number, pick, pk))
        else:
            near.hidden.add(pk)
    near.pinned = [pk for _, _, pk in sorted(pins) if pk not in near.hidden]  # hidden from the other side
    for pk in near.hidden.union(near.pinned):
        near.scores.pop(pk, None)
    return near


def to_read(near: Candidates, publication: Publication) -> list[int]:
    """Return the keys to read for the list as the publication's settings have it."""
    return near.to_read(publication.related_count, publication.related_threshold)


def offered(near: Candidates, public: Mapping[int, Article], publication: Publication) -> dict[int, Article]:
    """Return those that the publication lets stand in lists; what an editor pinned always may."""
    return {
        pk: other
        for pk, other in public.items()
        if pk in near.pinned
        or (
            (publication.suggests_sponsored or not other.disclosure)
            and (publication.suggests_overdue or not other.is_review_overdue)
        )
    }


def chosen(near: Candidates, public: Mapping[int, Article], publication: Publication) -> list[Article]:
    """Return the list as the publication's settings have it; `public` holds those of `to_read` that are public."""
    public = offered(near, public, publication)
    return near.choose(public, publication.related_count, publication.related_threshold, publication.related_by_author)
