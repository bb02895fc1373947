"""Keep what an article said, and how much two versions differ."""

from collections import Counter
from datetime import datetime

from articles.history.snapshot import Snapshot, snapshot
from articles.models import Article, Revision
from articles.text import html
from articles.text.digests import digest


def record(
    article: Article, kind: str, user=None, note: str = "", at: datetime | None = None, frozen: Snapshot | None = None
) -> Revision | None:
    """Keep the article, or its working copy, as a revision of the original, unless the last public one says the same.

    `frozen` is its snapshot, if at hand.
    """
    frozen = frozen or snapshot(article)
    original = article.original_id or article.pk
    if kind not in Revision.INTERNAL:
        last = Revision.objects.public().filter(article=original).first()
        if last and last.snapshot == frozen:
            return None
    revision = Revision(article_id=original, snapshot=frozen, digest=digest(frozen), kind=kind, note=note, user=user)
    if at is not None:
        revision.created_at = at
    revision.save()
    return revision


def changed_words(one: Snapshot, other: Snapshot) -> int:
    """Return how many words of title, standfirst and body stand in one of the two and not in the other."""
    first, second = _words(one), _words(other)
    return max((first - second).total(), (second - first).total())


def _words(snapshot: Snapshot) -> Counter:
    text = "\n".join([snapshot["title"], snapshot["standfirst"], html.plain_text(snapshot["body"])])
    return Counter(text.split())
