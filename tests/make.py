"""Small makers of content; nothing random."""

from collections import defaultdict
from datetime import UTC, datetime, timedelta

from django.utils import timezone

from articles.models import Article, ArticleTerms, Author, Byline, RelatedIndex, Suggestion, Term
from articles.reading import read
from articles.related.packing import unpack
from articles.related.refreshing import pending, refresh

LONG_AGO = datetime(2024, 3, 5, 9, tzinfo=UTC)


def make_author(name="Ada Writer", **fields):
    return Author.objects.filter(name=name).first() or Author.objects.create(name=name, **fields)


def make_article(title, tags=(), author="Ada Writer", **fields):
    """Return a published article, unless `status` says otherwise, with a byline and tags."""
    fields = {
        "status": "published",
        "published_at": LONG_AGO,
        "standfirst": f"Standfirst of {title}.",
        "body": f"<p>Body of {title}.</p>",
    } | fields
    article = Article.objects.create(title=title, **fields)
    if author:
        Byline.objects.create(article=article, author=make_author(author), position=1)
    article.tags.set(tags)
    return article


def soon(**delta):
    """Return a moment from now: `soon(days=1)` tomorrow, `soon(days=-1)` yesterday."""
    return timezone.now() + timedelta(**delta)


def settle():
    """Refresh until nothing waits: in a test that is rolled back no commit does it."""
    for _ in range(1000):
        if not pending():
            return
        refresh()
    raise AssertionError(f"{pending()} articles still wait after 1,000 refreshes")


def related(article):
    """Return the titles that a reader sees next to the article."""
    return [other.title for other in read(Article.objects.for_page().get(pk=article.pk)).related]


def indexed_terms():
    """Return by article its terms with their counts, by their texts."""
    texts = dict(Term.objects.values_list("pk", "text"))
    rows = ArticleTerms.objects.values_list("pk", "counts")
    return {pk: {texts[key]: tuple(each) for key, each in unpack(bytes(counts)).items()} for pk, counts in rows}


def sums():
    """Return what the index counts: N, every df above 0, and each article's terms."""
    dfs = dict(Term.objects.exclude(df=0).values_list("text", "df"))
    return RelatedIndex.objects.get(pk=1).articles, dfs, indexed_terms()


def suggestions():
    """Return by article the scores of those suggested next to it."""
    found = defaultdict(dict)
    for article, other, score in Suggestion.objects.values_list("article_id", "other_id", "score"):
        assert other not in found[article], f"{other} stands twice in the list of {article}"
        found[article][other] = score
    return dict(found)
