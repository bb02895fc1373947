"""The list next to an article: the editor's pins first, filled up with articles that share its tags."""

from collections.abc import Sequence

from django.db.models import Q

from articles.models import Article, RelatedPick, Tag, TaggedArticle
from articles.querysets import is_public

# The rarest tags that stand on this many articles together are enough to choose from; the rarest of all always counts.
ENOUGH = 50
MOST = 300


def related_ids(article: Article, tags: Sequence[Tag], count: int) -> list[int]:
    """Return the keys of articles for the list, best first; two queries, and more keys than needed.

    `tags` are the article's, each with `.articles_count`. A shared tag weighs 1 / number of its articles. Pins may
    name articles that are not public: the caller reads them through `published()` and takes the first `count`.
    """
    pinned, hidden = [], {article.pk}
    rows = RelatedPick.objects.filter(Q(article=article) | Q(other=article, kind=RelatedPick.Kind.HIDDEN)).order_by()
    for position, pk, kind, one, other in rows.values_list("position", "pk", "kind", "article_id", "other_id"):
        if kind == RelatedPick.Kind.PINNED:
            pinned.append((position, pk, other))
        else:
            hidden |= {one, other}
    pinned = [other for _, _, other in sorted(pinned)]
    return pinned + _sharing_tags(tags, hidden | set(pinned), count)


def _sharing_tags(tags: Sequence[Tag], left_out: set[int], count: int) -> list[int]:
    """Return the keys of public articles that share the rarest of the tags, the most telling first."""
    telling, articles = [], 0
    for tag in sorted(tags, key=lambda tag: (tag.articles_count, tag.pk)):
        if articles >= ENOUGH:
            break
        telling.append(tag)
        articles += tag.articles_count
    if not telling:
        return []
    weights = {tag.pk: 1 / tag.articles_count for tag in telling}
    rows = (
        TaggedArticle.objects.filter(
            is_public("content_object__"), tag__in=list(weights), content_object__is_suggestable=True
        )
        .exclude(content_object__in=left_out)
        .order_by("-content_object__published_at", "-content_object_id")
        .values_list("content_object_id", "tag_id")[:MOST]
    )
    scores: dict[int, float] = {}
    for pk, tag_id in rows:
        scores[pk] = scores.get(pk, 0) + weights[tag_id]
    return sorted(scores, key=scores.__getitem__, reverse=True)[:count]  # a tie goes to the newer one, read first
