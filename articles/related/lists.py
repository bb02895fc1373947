"""The list next to an article: the editor's pins first, filled up with articles that share its tags."""

from collections.abc import Sequence

from django.db.models import Case, F, FloatField, Q, Sum, Value, When

from articles.models import Article, RelatedPick, Tag, TaggedArticle
from articles.querysets import is_public

# A tag on more articles than this says little about any of them and would make the query long; the rarest still counts.
COMMON = 500


def related_ids(article: Article, tags: Sequence[Tag], count: int) -> list[int]:
    """Return the keys of articles for the list, best first; two queries, and more keys than needed.

    `tags` are the article's, each with `.articles_count`. A shared tag weighs 1 / number of its articles. Pins may
    name articles that are not public: the caller reads them through `published()` and takes the first `count`.
    """
    pinned, hidden = [], {article.pk}
    rows = RelatedPick.objects.filter(Q(article=article) | Q(other=article, kind=RelatedPick.Kind.HIDDEN))
    for pick in rows.values("article_id", "other_id", "kind"):
        if pick["kind"] == RelatedPick.Kind.PINNED:
            pinned.append(pick["other_id"])
        else:
            hidden |= {pick["article_id"], pick["other_id"]}
    return pinned + _sharing_tags(tags, hidden | set(pinned), count)


def _sharing_tags(tags: Sequence[Tag], left_out: set[int], count: int) -> list[int]:
    """Return the keys of public articles that share the rarest of the tags, the most telling first."""
    rarest = sorted(tags, key=lambda tag: (tag.articles_count, tag.pk))
    telling = [tag for tag in rarest if tag.articles_count <= COMMON] or rarest[:1]
    if not telling:
        return []
    weight = Case(
        *(When(tag_id=tag.pk, then=Value(1.0 / tag.articles_count)) for tag in telling), output_field=FloatField()
    )
    return list(
        TaggedArticle.objects.filter(
            is_public("content_object__"), tag__in=telling, content_object__is_suggestable=True
        )
        .exclude(content_object__in=left_out)
        .values_list("content_object_id", flat=True)
        .annotate(score=Sum(weight), newest=F("content_object__published_at"))
        .order_by("-score", "-newest", "-content_object_id")[:count]
    )
