"""What an act will do to an article, or why it will not; in words."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from articles.checklist.together import blocking
from articles.history import publish
from articles.history.roles import may_write
from articles.querysets import Status
from articles.text.moments import moment


@dataclass(frozen=True)
class Fate:
    happens: bool
    words: str
    reasons: tuple[str, ...] = ()


def ask_the_checklist(articles):
    """Have the checklist's answer for all of them at hand."""
    found = blocking(articles)
    for article in articles:
        article.blocking = found.get(article.pk, [])


def publishing(user, article):
    status = article.status
    if article.original_id:
        return Fate(False, _("It is a working copy. Publish its changes in its own form."))
    if status == Status.TRASHED:
        return Fate(False, _("It is in the trash. Restore it first."))
    if article.is_public:
        return Fate(False, _("Readers have it already."))
    if article.is_scheduled:
        return Fate(True, _("It was to appear on %s; readers get it now.") % moment(article.published_at))
    if status == Status.PUBLISHED:
        return Fate(False, _("It has expired (%s). Change that date in its form.") % moment(article.expires_at))
    found = article.__dict__.get("blocking")
    if found is None:
        found = blocking([article]).get(article.pk, [])
    if found:
        reasons = tuple(f"{finding.place}: {finding.message}" for finding in found)
        return Fate(False, _("The checklist stops it."), reasons)
    if status == Status.WITHDRAWN:
        return Fate(True, _("It was withdrawn. Readers get it again."))
    if status == Status.IN_REVIEW:
        return Fate(True, _("It is in review. Readers get it now."))
    return Fate(True, _("Readers get it now."))


def withdrawing(user, article):
    if article.status != Status.PUBLISHED:
        return Fate(False, _("It is not public."))
    if article.is_public:
        return Fate(True, _("Readers no longer see it."))
    if article.is_scheduled:
        return Fate(True, _("It was to appear on %s, and does not.") % moment(article.published_at))
    return Fate(True, _("It had expired already, and stays away."))


def trashing(user, article):
    if article.original_id:
        return Fate(False, _("It is a working copy. Discard its changes in its own form."))
    if article.status == Status.TRASHED:
        return Fate(False, _("It is in the trash already."))
    if not publish.may_trash(user, article):
        return Fate(False, _not_yours())
    words = _("Readers no longer see it.") if article.is_public else _("It goes to the trash.")
    if copy := next(iter(article.copies.all()), None):
        words += " " + (
            _("Its working copy stays with it.") if not copy.replaces_at else _("Its scheduled changes stop.")
        )
    return Fate(True, words)


def restoring(user, article):
    if article.status != Status.TRASHED:
        return Fate(False, _("It is not in the trash."))
    if not publish.may_restore(user, article):
        return Fate(False, _not_yours())
    return Fate(True, _("It comes back as a draft, or withdrawn where readers knew it."))


def writing(user, article):
    if article.status == Status.TRASHED:
        return Fate(False, _("It is in the trash. Restore it first."))
    if not may_write(user, article):
        return Fate(False, _not_yours())
    if article.is_public:
        return Fate(True, _("Readers see the change at once."))
    if article.original_id:
        return Fate(True, _("In the working copy only, until its changes are published."))
    return Fate(True, _("Nobody but the desk sees it yet."))


def _not_yours():
    return _("Only an editor may do this with it.")
