"""Tell the next person by mail, through the host's mail settings."""

import logging
from collections.abc import Iterable

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Permission
from django.core.mail import send_mail
from django.db import transaction
from django.db.models import Q
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _

from articles import conf
from articles.models import Article

logger = logging.getLogger(__name__)


def editors():
    """Return the active accounts that may publish."""
    return _who_may("publish_article")


def reviewers():
    """Return the active accounts that may record a medical review."""
    return _who_may("review_article")


def _who_may(codename: str):
    granted = Permission.objects.filter(codename=codename, content_type__app_label="articles")
    of_them = Q(user_permissions__in=granted) | Q(groups__permissions__in=granted) | Q(is_superuser=True)
    return get_user_model()._default_manager.filter(of_them, is_active=True).distinct()


def tell(event: str, article: Article, user=None, note: str = "", also: Iterable = ()) -> None:
    """Mail, once the transaction has committed: editors of what was submitted, the owner, and `also`, of all else.

    Whoever acted gets no mail, nor does who has no address or has left. A mail that cannot be sent is logged; the act
    stands.
    """
    people = editors() if event == "submitted" else [person for person in (article.owner, *also) if person]
    field = get_user_model().get_email_field_name()
    addresses = {getattr(person, field, "") for person in people if person != user and person.is_active}
    addresses = sorted(addresses - {"", None})
    if not addresses:
        return
    subject, text = _letter(event, article, user, note)
    transaction.on_commit(lambda: _send(subject, text, addresses), robust=True)


def _letter(event: str, article: Article, user, note: str) -> tuple[str, str]:
    names = {"title": str(article), "user": str(user or _("the system"))}
    subjects = {
        "submitted": _("For review: %(title)s"),
        "returned": _("Sent back: %(title)s"),
        "published": _("Published: %(title)s"),
        "failed": _("Not published: %(title)s"),
        "reviewed": _("Reviewed: %(title)s"),
    }
    sentences = {
        "submitted": _("%(user)s submitted “%(title)s” for review."),
        "returned": _("%(user)s sent “%(title)s” back."),
        "published": _("%(user)s published “%(title)s” or set the time at which it appears."),
        "failed": _("The scheduled changes of “%(title)s” could not be published. Readers still see the old text."),
        "reviewed": _("%(user)s recorded a medical review of “%(title)s”."),
    }
    subject = " ".join((subjects[event] % names).split())
    return subject, "\n\n".join(part for part in (sentences[event] % names, note.strip(), _address(article)) if part)


def _address(article: Article) -> str:
    try:
        return conf.get("ARTICLES_BASE_URL").rstrip("/") + reverse("admin:articles_article_change", args=[article.pk])
    except NoReverseMatch:
        return ""


def _send(subject: str, text: str, addresses: list[str]) -> None:
    for address in addresses:
        try:
            send_mail(subject, text, None, [address])
        except Exception:
            logger.exception("A mail about “%s” could not be sent.", subject)
