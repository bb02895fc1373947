"""Hand an article over for review, and back."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from articles.history.revisions import record
from articles.history.roles import demand, may_comment, may_publish, may_review, may_write
from articles.history.telling import tell
from articles.models import Act, Article, Comment, Revision
from articles.querysets import Status


def submit(article: Article, user=None, note: str = "") -> Article:
    """Hand a draft, or a working copy, to the editors: what they are asked to read is kept as a revision.

    A copy that was scheduled waits for them.
    """
    demand(user is None or may_write(user, article), _("You may submit your own drafts only."))
    if article.status not in (Status.DRAFT, Status.IN_REVIEW):
        raise ValidationError(_("Only a draft can be submitted for review."))
    with transaction.atomic():
        article.move(Status.IN_REVIEW, user, replaces_at=None)
        record(article, Revision.Kind.SUBMITTED, user, note)
        Comment.objects.create(article=article, user=user, kind=Comment.Kind.SUBMITTED, text=note)
        Act.record(Act.Verb.SUBMITTED, article, user)
        tell("submitted", article, user, note)
    return article


def take_back(article: Article, user=None) -> Article:
    """Make an article in review its writer's draft again."""
    demand(user is None or may_write(user, article), _("You may take your own drafts back only."))
    if article.status != Status.IN_REVIEW:
        raise ValidationError(_("It is not in review."))
    with transaction.atomic():
        article.move(Status.DRAFT, user)
        Act.record(Act.Verb.RETURNED, article, user)
    return article


def may_send_back(user, article: Article) -> bool:
    """Whether the user may send it back: who may publish, or may record a review."""
    return article.status == Status.IN_REVIEW and (may_publish(user) or may_review(user))


def send_back(article: Article, user=None, note: str = "") -> Article:
    """Return an article in review to its writer with a note; a copy that was scheduled is so no longer.

    Raises ValidationError where the note is missing.
    """
    demand(user is None or may_send_back(user, article), _("Only an editor or a reviewer may send an article back."))
    note = note.replace("\0", "")  # which no database takes
    if not note.strip():
        raise ValidationError(_("Say in a note what is to be done, then send it back."))
    with transaction.atomic():
        article.move(Status.DRAFT, user, replaces_at=None)
        Comment.objects.create(article=article, user=user, kind=Comment.Kind.RETURNED, text=note.strip())
        Act.record(Act.Verb.RETURNED, article, user)
        tell("returned", article, user, note)
    return article


def comment(article: Article, user, text: str) -> Comment:
    """Leave a remark for the others at the desk; raise ValidationError for an empty one."""
    demand(may_comment(user, article), _("Your account may not comment. Ask an editor."))
    text = text.replace("\0", "")  # which no database takes
    if not text.strip():
        raise ValidationError(_("Write something first."))
    return Comment.objects.create(article=article, user=user, text=text.strip())
