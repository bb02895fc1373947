"""Small changes around an article's text, of which many articles may need the same: tags, bylines, an address."""

from collections.abc import Callable

from django.db import transaction
from django.utils.translation import gettext as _

from articles.history import publish
from articles.history.roles import demand, may_write
from articles.history.snapshot import snapshot
from articles.models import Act, Article, Byline
from articles.querysets import Status


def retouch(article: Article, change: Callable[[Article], None], user, verb: str, note: str) -> bool:
    """Have `change` alter the stored article; return whether anything differs.

    What readers see keeps the date of its last update, since its advice is the same, and a revision says what was done.
    Raises PermissionDenied when `user` may not write it, and NotReady when the change adds a finding that blocks.
    """
    demand(
        user is None or may_write(user, article),
        _("Only its writer may change this draft, and only an editor the rest."),
    )
    with transaction.atomic():
        since = publish.before(article.pk) if article.status == Status.PUBLISHED else None
        earlier = since.snapshot if since else snapshot(article)
        change(article)
        if snapshot(article) == earlier:
            return False
        article.saved_by = user or article.saved_by
        article.save(update_fields=["saved_by"])
        if since:
            publish.change(article, since, user, publish.Kind.TYPO, note, is_confirmed=True, verb=verb)
        else:
            Act.record(verb, article.original or article, user, detail=note)
    return True


def sign(article: Article, authors: list, user=None) -> bool:
    """Name these authors in the article's byline, in this order and no others; return whether anything differs."""

    def put(article):
        if [byline.author_id for byline in Byline.objects.filter(article=article)] == [author.pk for author in authors]:
            return
        Byline.objects.filter(article=article).delete()
        for position, author in enumerate(authors, 1):
            Byline.objects.create(article=article, author=author, position=position)
        article.__dict__.pop("signed_by", None)

    note = _("Authors: %s") % ", ".join(author.name for author in authors)
    return retouch(article, put, user, Act.Verb.SIGNED, note)
