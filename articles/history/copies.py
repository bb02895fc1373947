"""Working copies: change what is public without readers seeing it before it is done."""

import logging
from datetime import datetime

from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from articles import drafts
from articles.checklist import added, findings
from articles.history import publish
from articles.history.revisions import record
from articles.history.roles import demand, may_copy, may_publish, may_write
from articles.history.snapshot import Snapshot, absent, apply, snapshot
from articles.history.telling import tell
from articles.models import Act, Article, Change, Comment, Revision
from articles.querysets import Status
from articles.text.moments import moment

logger = logging.getLogger(__name__)


def copy_of(article: Article) -> Article | None:
    """Return the article's working copy, if there is one."""
    return Article.objects.filter(original=article).select_related("owner", "saved_by").first()


def edit_as_draft(article: Article, user=None, holding: Snapshot | None = None) -> Article:
    """Return a new working copy of a published article with everything on it, or with what the snapshot holds.

    Raises ValidationError, naming the owner, where there is one already; PermissionDenied when `user` may not.
    """
    demand(user is None or may_copy(user, article), _("Only an editor or its writer may work on this article."))
    if article.status != Status.PUBLISHED:
        raise ValidationError(_("This article is not public: edit it itself."))
    try:
        with transaction.atomic():
            copy = Article(
                original=article, owner=user, saved_by=user, original_version=article.version, is_suggestable=True
            )
            apply(holding or snapshot(article), copy)
            Act.record(Act.Verb.COPIED, article, user)
    except IntegrityError:
        if there := copy_of(article):
            raise ValidationError(
                _("%(owner)s works on a copy of this article already. Open it, or ask them to publish or discard it.")
                % {"owner": there.owner or _("Somebody")}
            ) from None
        raise
    return copy


def discard(copy: Article, user=None) -> Article:
    """Delete the working copy and return its original, which stays as it is."""
    _demand_copy(copy)
    demand(user is None or may_write(user, copy), _("Only its owner or an editor may discard this copy."))
    with transaction.atomic():
        original = copy.original
        _hand_over(copy, original)
        copy.delete()
        Act.record(Act.Verb.DISCARDED, original, user)
    return original


def _hand_over(copy: Article, original: Article) -> None:
    """Keep the conversation and the log of a copy that goes, and what somebody has not saved yet."""
    for model in (Comment, Act):
        model.objects.filter(article=copy).update(article=original)
    drafts.outlive(copy)


def _demand_copy(copy: Article) -> None:
    if copy.original_id is None:
        raise ValidationError(_("This is no working copy."))


def publish_copy(
    copy: Article,
    user=None,
    kind: str = Revision.Kind.UPDATE,
    note: str = "",
    is_confirmed: bool = False,
    is_newest: bool = False,
) -> Article:
    """Put the copy in the place of its original's text, delete it, and return the original.

    The conversation goes along. Raises PermissionDenied, NotReady or TooMuchForATypo as `publish.change` does, and
    ValidationError where the original is no longer published, or was changed since the copy was made (unless the
    caller says that the copy is the `is_newest` all the same); then nothing has changed.
    """
    _demand_copy(copy)
    demand(may_publish(user))
    return _put_in_place(copy, user, kind, note, is_confirmed, is_newest)


def _put_in_place(copy: Article, user, kind: str, note: str, is_confirmed: bool, is_newest: bool) -> Article:
    with transaction.atomic():
        original = Article.objects.select_for_update().get(pk=copy.original_id)
        if original.status != Status.PUBLISHED:
            raise ValidationError(
                _("The article itself is no longer published. Publish it first, or discard this copy.")
            )
        if original.version != copy.original_version and not is_newest:
            raise ValidationError(_changed_meanwhile(original), code="changed_meanwhile")
        since, holding = publish.before(original.pk), snapshot(copy)
        original.title, original.slug = holding["title"], holding["slug"]
        original.clean()
        _hand_over(copy, original)
        copy.delete()
        original.saved_by = user or original.saved_by
        apply(holding, original)
        publish.note_change(original, since, user, kind, note, is_confirmed)
        tell("published", original, user, note, also=[copy.owner])
    return original


def _changed_meanwhile(original: Article) -> str:
    return _(
        "%(user)s changed the public article on %(time)s, after this copy was made of it. Compare the two, bring over "
        "what is missing, and tick that this copy goes in its place all the same."
    ) % {
        "user": original.saved_by or _("Somebody"),
        "time": moment(original.saved_at),
    }


def schedule(
    copy: Article, at: datetime, user=None, kind: str = Revision.Kind.UPDATE, note: str = "", is_newest: bool = False
) -> Article:
    """Have the copy replace its original at the moment `at`; raise ValidationError for one that has passed."""
    _demand_copy(copy)
    demand(may_publish(user))
    if at <= timezone.now():
        raise ValidationError(_("That moment has passed: choose a later one."))
    original = copy.original
    if original.version != copy.original_version and not is_newest:
        raise ValidationError(_changed_meanwhile(original), code="changed_meanwhile")
    if kind != Revision.Kind.SAFETY:
        publish.demand_ready(added(findings(original), findings(copy)))
    with transaction.atomic():
        copy.replaces_at, copy.original_version = at, original.version
        copy.replacement = {"kind": str(kind), "note": note, "user": user and str(user.pk)}
        copy.save(update_fields=["replaces_at", "replacement", "original_version"])
        Act.record(Act.Verb.SCHEDULED, original, user, detail=moment(at))
    return copy


def unschedule(copy: Article, user=None) -> Article:
    """Take the time back at which the copy would have replaced its original."""
    demand(may_publish(user))
    with transaction.atomic():
        copy.replaces_at = None
        copy.save(update_fields=["replaces_at"])
        Act.record(Act.Verb.UNSCHEDULED, copy.original, user)
    return copy


def publish_due() -> int:
    """Publish the working copies whose time has come; return how many.

    Any number of processes may call this at once: each copy is claimed by one conditional UPDATE, in the transaction
    that publishes it. Where that fails readers keep the old text, the copy stays, and its owner and who scheduled it
    are told.
    """
    return sum(_publish_one(pk) for pk in _due())


def _due() -> list[int]:
    """Return the keys of the copies whose time has come; in plain SQL, since every page of the public asks."""
    with connection.cursor() as cursor:
        now = connection.ops.adapt_datetimefield_value(timezone.now())
        cursor.execute("SELECT id FROM articles_article WHERE replaces_at <= %s", [now])
        return [pk for (pk,) in cursor.fetchall()]


def _publish_one(pk: int) -> bool:
    with transaction.atomic():
        # The original first, as whoever trashes or withdraws it: two who wait for each other would both fail.
        list(
            Article.objects.select_for_update()
            .filter(pk__in=Article.objects.filter(pk=pk).values("original"))
            .order_by()
        )
        claimed = Article.objects.filter(pk=pk, replaces_at__lte=timezone.now()).update(replaces_at=None)
        if not claimed:
            return False
        copy = Article.objects.select_related("original", "owner").get(pk=pk)
        wanted = copy.replacement
        user = get_user_model()._default_manager.filter(pk=wanted.get("user")).first()
        try:
            with transaction.atomic():
                kind, note = wanted.get("kind", Revision.Kind.UPDATE), wanted.get("note", "")
                _put_in_place(copy, user, kind, note, is_confirmed=True, is_newest=False)
        except Exception as error:
            logger.exception("The scheduled changes of article %s could not be published.", copy.original_id)
            reason = " ".join(error.messages) if isinstance(error, ValidationError) else str(error)
            Act.record(Act.Verb.FAILED, copy.original, None, detail=reason)
            tell("failed", copy, None, reason, also=[user])
            return False
    return True


def may_revert(user, article: Article, copy: Article | None) -> bool:
    """Whether the user may bring an earlier version back to where it would go; `copy` is the article's, if any."""
    if article.status != Status.PUBLISHED:
        return may_write(user, article)
    return may_write(user, copy) if copy else may_copy(user, article)


def absent_for(revision: Revision) -> list[str]:
    """Return what restoring the revision cannot bring back, in words."""
    missing = absent(revision.snapshot)
    if _is_taken(revision.snapshot.get("slug", ""), revision.article_id):
        missing.append(_("the address “%s”, which another article has now") % revision.snapshot["slug"])
    return missing


def _is_taken(slug: str, article_id: int) -> bool:
    return bool(slug) and Article.objects.originals().exclude(pk=article_id).filter(slug=slug).exists()


def revert(revision: Revision, user=None) -> tuple[Article, list[str]]:
    """Bring an earlier version back, never straight to readers; return where it is now, and what could not come along.

    It goes into the working copy, which is made if there is none, and which is then no longer scheduled; an article
    that is not public takes it itself. What stood there is kept as a revision. What the revision, taken before there
    was such a thing, does not speak of stays.
    """
    original = revision.article
    with transaction.atomic():
        there = copy_of(original) if original.status == Status.PUBLISHED else original
        target = there or edit_as_draft(original, user)
        demand(user is None or may_write(user, target), _("Only its owner or an editor may change this article."))
        held, missing = snapshot(target), absent_for(revision)
        if there:
            record(target, Revision.Kind.REPLACED, user, frozen=held)
        holding = held | revision.snapshot
        if _is_taken(holding["slug"], original.pk):
            holding["slug"] = target.slug
        target.saved_by, target.replaces_at = user or target.saved_by, None
        apply(holding, target)
        Act.record(Act.Verb.REVERTED, original, user, detail=str(revision))
    return target, missing


def duplicate(article: Article, user=None) -> Article:
    """Return a new draft of the user's with everything that is on the article, public or not.

    What tells search engines which page it is stays behind: slug, their title and description, canonical address.
    """
    demand(user is None or user.has_perm("articles.add_article"), _("Your account may not write articles."))
    holding = snapshot(article)
    title = _("Copy of %s") % (article.title or _("Untitled"))
    holding |= {"title": title[: Article._meta.get_field("title").max_length]}
    holding |= dict.fromkeys(("slug", "seo_title", "seo_description", "canonical_url"), "")
    with transaction.atomic():
        made = Article(owner=user, saved_by=user)
        apply(holding, made)
        made.slug = ""  # made from the title once it has its own: nobody wants the address "copy-of-…"
        Article.objects.filter(pk=made.pk).update(slug="")
        Change.record([made.pk])
    return made
