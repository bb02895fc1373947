"""The list next to an article: the editor's pins first, filled up with articles that share its tags."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from django.db.models import Q

from articles.models import Article, RelatedPick, Tag, TaggedArticle

# The rarest tags that stand on this many articles together are enough to choose from; the rarest of all always counts.
ENOUGH = 50
MOST = 300  # tagged articles read, the newest first
SLACK = 3  # times as many candidates as places: some may not be public


@dataclass
class Candidates:
    """What may stand next to an article: pinned keys in order, and keys with a score, the higher the better."""

    pinned: list[int]
    scores: dict[int, float] = field(default_factory=dict)

    @property
    def keys(self) -> set[int]:
        return {*self.pinned, *self.scores}

    def choose(self, public: Mapping[int, Article], count: int) -> list[Article]:
        """Return at most `count` of the public articles: pins, then the best that may be suggested, the newer first."""
        pinned = [public[pk] for pk in self.pinned if pk in public]
        others = [public[pk] for pk in self.scores if pk in public and public[pk].is_suggestable]
        others.sort(key=lambda other: (self.scores[other.pk], other.published_at, other.pk), reverse=True)
        return (pinned + others)[:count]


def candidates(article: Article, tags: Sequence[Tag], count: int) -> Candidates:
    """Return what may stand next to the article, public or not: the caller reads the keys through `published()`.

    `tags` are the article's, each with `.articles_count`. A shared tag weighs 1 / number of its articles. Two queries.
    """
    pinned, hidden = [], {article.pk}
    rows = RelatedPick.objects.filter(Q(article=article) | Q(other=article, kind=RelatedPick.Kind.HIDDEN)).order_by()
    for position, pk, kind, one, other in rows.values_list("position", "pk", "kind", "article_id", "other_id"):
        if kind == RelatedPick.Kind.PINNED:
            pinned.append((position, pk, other))
        else:
            hidden |= {one, other}
    pinned = [other for _, _, other in sorted(pinned)]
    return Candidates(pinned, _sharing_tags(tags, hidden.union(pinned), count * SLACK))


def _sharing_tags(tags: Sequence[Tag], left_out: set[int], most: int) -> dict[int, float]:
    """Return the keys of articles that share the rarest of the tags, with their scores."""
    weights, articles = {}, 0
    for tag in sorted(tags, key=lambda tag: (tag.articles_count, tag.pk)):
        if articles >= ENOUGH:
            break
        weights[tag.pk] = 1 / tag.articles_count
        articles += tag.articles_count
    if not weights or not most:
        return {}
    rows = TaggedArticle.objects.filter(tag__in=list(weights)).order_by("-content_object_id")
    scores: dict[int, float] = {}
    for pk, tag_id in rows.values_list("content_object_id", "tag_id")[:MOST]:
        if pk not in left_out:
            scores[pk] = scores.get(pk, 0) + weights[tag_id]
    best = sorted(scores, key=lambda pk: (scores[pk], pk), reverse=True)[:most]
    return {pk: scores[pk] for pk in best}
