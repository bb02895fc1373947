"""Small makers of content; nothing random."""

from datetime import UTC, datetime, timedelta

from django.utils import timezone

from articles.models import Article, Author, Byline

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
