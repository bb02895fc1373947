"""Who may do what: three groups, and the rules that every route asks."""

from django.apps import apps
from django.contrib.auth.management import create_permissions
from django.contrib.auth.models import Group, Permission
from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _

from articles.models import Article
from articles.querysets import Status

WRITERS, REVIEWERS, EDITORS = "Writers", "Medical reviewers", "Editors"
GROUPS = {
    WRITERS: [
        "add_article", "change_article", "view_article", "add_image", "change_image", "view_image",
        "view_author", "view_tag", "add_comment", "view_comment",
        "add_source", "view_source",
    ],
    REVIEWERS: [
        "view_article", "review_article", "view_author", "view_tag", "view_image", "add_comment", "view_comment",
        "view_source",
    ],
    EDITORS: None,  # all that the app knows
}  # fmt: skip
WRITABLE = (Status.DRAFT, Status.IN_REVIEW)


def ensure_groups() -> None:
    """Make the three groups with their permissions; what an owner has added to a group stays."""
    config = apps.get_app_config("articles")
    create_permissions(config, verbosity=0)
    ours = Permission.objects.filter(content_type__app_label="articles")
    for name, codenames in GROUPS.items():
        group, _created = Group.objects.get_or_create(name=name)
        group.permissions.add(*(ours if codenames is None else ours.filter(codename__in=codenames)))


def may_publish(user) -> bool:
    """Whether the user may publish, schedule, withdraw, trash; None stands for the owner's own command line."""
    return user is None or user.has_perm("articles.publish_article")


def may_review(user) -> bool:
    """Whether the user may record a medical review; None stands for the owner's own command line."""
    return user is None or user.has_perm("articles.review_article")


def is_own(user, article: Article) -> bool:
    """Whether the article is the user's: owned, or signed."""
    return article.owner_id == user.pk or any(byline.author.user_id == user.pk for byline in article.bylines.all())


def may_write(user, article: Article) -> bool:
    """Whether the user may change the text: publishers any that is not in the trash, writers their own drafts.

    What an editor has scheduled is no draft: it would reach readers unread.
    """
    if article.status == Status.TRASHED:
        return False
    if may_publish(user):
        return True
    is_draft = article.status in WRITABLE and article.replaces_at is None
    return is_draft and user.has_perm("articles.change_article") and is_own(user, article)


def may_copy(user, article: Article) -> bool:
    """Whether the user may make a working copy of the article: what they could write, were it a draft."""
    if article.original_id or article.status != Status.PUBLISHED:
        return False
    return may_publish(user) or (user.has_perm("articles.change_article") and is_own(user, article))


def may_comment(user, article: Article) -> bool:
    """Whether the user may leave a comment: all who may read it at the desk and take part."""
    return user.has_perm("articles.view_article") and user.has_perm("articles.add_comment")


def demand(is_allowed: bool, message: str = "") -> None:
    """Raise PermissionDenied with a sentence unless it is allowed."""
    if not is_allowed:
        raise PermissionDenied(message or _("You may write, but only an editor may publish or withdraw."))
