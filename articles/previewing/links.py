"""Links to what is not public, for people without a login: signed, ending by themselves, and taken back at will.

A link's address holds its row's random key and a signature made with the site's secret: a guessed address meets
nothing, a leaked copy of the database alone opens nothing, and neither does the secret alone.
"""

from datetime import timedelta

from django.core.exceptions import ValidationError
from django.core.signing import Signer
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from articles.history.roles import demand, may_write
from articles.models import Article, PreviewLink
from articles.querysets import Status

DAYS, DEFAULT_DAYS = (1, 7, 30), 7
SIGNER = {"salt": "articles.previewing", "sep": "."}


class LinkEnded(Exception):
    """A link of ours that opens nothing any more; the message says why and does not name the article."""


def make(article: Article, user=None, days: int = DEFAULT_DAYS) -> PreviewLink:
    """Return a new link to the article's saved state that works for so many days.

    Raises PermissionDenied when `user` may not write the article, ValidationError where a link is of no use.
    """
    _demand_writer(user, article)
    if days not in DAYS:
        raise ValidationError(_("Choose how long the link works: 1, 7 or 30 days."))
    if article.is_public:
        raise ValidationError(_("Readers see this article already: send them its own address."))
    return PreviewLink.objects.create(article=article, user=user, expires_at=timezone.now() + timedelta(days=days))


def revoke(link: PreviewLink, user=None) -> None:
    """Have the link open nothing from now on; one that was revoked before stays as it was."""
    _demand_writer(user, link.article)
    PreviewLink.objects.filter(pk=link.pk, revoked_at=None).update(revoked_at=timezone.now())


def _demand_writer(user, article: Article) -> None:
    demand(may_write(user, article), _("Only who may write this article makes or revokes links to its preview."))


def open_links(article: Article) -> QuerySet[PreviewLink]:
    """Return the article's links that work now, the newest first, with who made them."""
    now = timezone.now()
    return article.preview_links.filter(revoked_at=None, expires_at__gt=now).select_related("user")


def token_of(link: PreviewLink) -> str:
    """Return what stands in the link's address."""
    return Signer(**SIGNER).sign(link.key)


def opened(token: str) -> PreviewLink:
    """Return the link of the token, with the article it leads to.

    Raises BadSignature for a token that we did not make, LinkEnded for one that expired, was revoked, or whose
    article is in the trash or gone; a working copy's links go with it.
    """
    key = Signer(**SIGNER).unsign(token)
    link = (
        PreviewLink.objects.select_related("article__treatment", "article__sponsorship", "article__original")
        .filter(key=key)
        .first()
    )
    if link is None:
        raise LinkEnded(_("What it led to is no longer there."))
    if link.revoked_at:
        raise LinkEnded(_("The link was taken back."))
    if link.expires_at <= timezone.now():
        raise LinkEnded(_("The link worked for a while only, and that time is over."))
    article = link.article
    if Status.TRASHED in (article.status, article.original and article.original.status):
        raise LinkEnded(_("What it led to is no longer there."))
    return link
