"""Put an article before readers, change it there, and take it away again."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from articles import drafts, passport
from articles.checklist import Finding, added, findings
from articles.history.revisions import changed_words, record
from articles.history.roles import demand, may_publish, may_write
from articles.history.snapshot import Snapshot, snapshot
from articles.history.telling import tell
from articles.models import Act, Article, Publication, Revision
from articles.querysets import Status
from articles.text.moments import moment

Kind = Revision.Kind
PUBLIC_KINDS = (Kind.TYPO, Kind.UPDATE, Kind.CORRECTION, Kind.SAFETY)
LARGE = 20  # words: a change of more is asked about when it is called a typing error


class NotReady(ValidationError):
    """The checklist blocks a publication; `findings` say what to mend."""

    def __init__(self, blocking: list[Finding]):
        self.findings = blocking
        super().__init__([f"{finding.place}: {finding.message}" for finding in blocking])


class TooMuchForATypo(ValidationError):
    """A change called a typing error concerns many words; `words` says how many."""

    def __init__(self, words: int):
        self.words = words
        message = ngettext(
            "%d word differs: is that a typing error? Choose “Update”, or confirm that it is.",
            "%d words differ: are those typing errors? Choose “Update”, or confirm that they are.",
            words,
        )
        super().__init__(message % words)


def demand_permission(user) -> None:
    """Raise PermissionDenied unless the user may publish."""
    demand(may_publish(user))


@dataclass(frozen=True)
class Before:
    """An article as it stood before a change."""

    snapshot: Snapshot
    findings: list[Finding]
    published_at: datetime | None
    expires_at: datetime | None


def before(article_id: int) -> Before:
    """Return the article as the database has it now."""
    article = Article.objects.get(pk=article_id)
    return Before(snapshot(article), findings(article), article.published_at, article.expires_at)


def publish(
    article: Article, user=None, at: datetime | None = None, note: str = "", despite_findings: bool = False
) -> Article:
    """Make the article public now, or at the future moment `at`; an article already public keeps its date.

    Raises PermissionDenied when `user` may not, NotReady when the checklist blocks (unless `despite_findings`, for
    imports), ValidationError when title or slug stand in the way; then the article in the database is as it was.
    """
    demand_permission(user)
    with transaction.atomic():
        was_published = article.status == Status.PUBLISHED
        was_known = article.has_been_public
        article.status = Status.PUBLISHED
        if at is not None:
            article.published_at = at
        elif article.published_at is None or article.published_at > timezone.now():
            article.published_at = timezone.now()
        article.trashed_at = None
        article.clean()
        if not despite_findings:
            _demand_time_before_readers(article)
            if not was_published:
                demand_ready(findings(article))
        try:
            with transaction.atomic():
                article.saved_by = user or article.saved_by
                article.save()
        except IntegrityError:
            article.clean()  # says which other article took the slug just now
            raise ValidationError(
                _("“%(title)s” could not be published. Reload it and try again.") % {"title": article}
            ) from None
        record(article, Kind.UPDATE if was_known else Kind.FIRST, user, note)
        passport.follow(article)
        Act.record(Act.Verb.SCHEDULED if article.is_scheduled else Act.Verb.PUBLISHED, article, user)
        tell("published", article, user, note)
    return article


def _demand_time_before_readers(article: Article) -> None:
    if article.expires_at and article.expires_at <= max(article.published_at, timezone.now()):
        raise ValidationError(
            _("Readers would never see it: it is taken down on %s. Change that date or empty it, then publish.")
            % moment(article.expires_at)
        )


def demand_ready(found: list[Finding]) -> None:
    """Raise NotReady with the findings that block."""
    if blocking := [finding for finding in found if finding.is_blocking]:
        raise NotReady(blocking)


def change(
    article: Article,
    since: Before,
    user=None,
    kind: str = Kind.UPDATE,
    note: str = "",
    is_confirmed: bool = False,
    verb: str = Act.Verb.CHANGED,
) -> bool:
    """Note that a published article was changed since; return whether anything differs.

    The caller has saved the article, in the same transaction. What the change adds to the checklist's blocking findings
    stops it with NotReady, but for a safety correction. A typing error leaves the date of the last update; many words
    called so raise TooMuchForATypo unless `is_confirmed`. `verb` is what the log says was done. Raises PermissionDenied
    when `user` may not.
    """
    demand_permission(user)
    is_moved = _note_dates(article, since, user)
    return note_change(article, since, user, kind, note, is_confirmed, verb) or is_moved


def _note_dates(article: Article, since: Before, user) -> bool:
    """Log that readers get the article at another time than before, or until another; return whether they do."""
    if article.published_at != since.published_at:
        now = timezone.now()
        if since.published_at > now >= article.published_at:
            Act.record(Act.Verb.PUBLISHED, article, user)
            tell("published", article, user)
        else:
            verb = Act.Verb.SCHEDULED if article.is_scheduled else Act.Verb.CHANGED
            Act.record(verb, article, user, detail=moment(article.published_at))
    if article.expires_at != since.expires_at:
        detail = _("Taken down: %s") % (moment(article.expires_at) if article.expires_at else _("never"))
        Act.record(Act.Verb.CHANGED, article, user, detail=detail)
    return (article.published_at, article.expires_at) != (since.published_at, since.expires_at)


def note_change(
    article: Article, since: Before, user, kind: str, note: str, is_confirmed: bool, verb: str = Act.Verb.CHANGED
) -> bool:
    """Do what `change` does for a user who has been asked for the permission before, when it was scheduled."""
    now = snapshot(article)
    if now == since.snapshot:
        return False
    if kind != Kind.SAFETY:
        demand_ready(added(since.findings, findings(article)))
    if kind == Kind.TYPO and not is_confirmed and (words := changed_words(since.snapshot, now)) > LARGE:
        raise TooMuchForATypo(words)
    if not Revision.objects.public().filter(article=article).exists():
        record(article, Kind.FIRST, None, at=article.first_public_at, frozen=since.snapshot)
    if kind != Kind.TYPO and not article.is_scheduled:
        article.updated_at = timezone.now()
        article.save(update_fields=["updated_at"])
    record(article, Kind.FIRST if article.is_scheduled else kind, user, note, frozen=now)
    passport.follow(article)
    Act.record(verb, article, user, detail=note)
    return True


def withdraw(article: Article, user=None) -> Article:
    """Take the article from readers; its address then answers 410, and a copy of it is no longer scheduled.

    Raises PermissionDenied when `user` may not.
    """
    demand_permission(user)
    with transaction.atomic():
        article.move(Status.WITHDRAWN, user)
        _keep_copy_from_readers(article)
        Act.record(Act.Verb.WITHDREW, article, user)
    return article


def unschedule(article: Article, user=None) -> Article:
    """Make a scheduled article a draft again; raise ValidationError once readers see it."""
    demand_permission(user)
    if not article.is_scheduled:
        raise ValidationError(_("This article is not scheduled."))
    with transaction.atomic():
        article.move(Status.DRAFT, user)
        Act.record(Act.Verb.UNSCHEDULED, article, user)
    return article


def may_trash(user, article: Article) -> bool:
    """Whether the user may move it to the trash: publishers all, writers what they may write."""
    return article.original_id is None and may_write(user, article)


def trash(article: Article, user=None) -> Article:
    """Move the article to the trash, away from readers; a working copy of it is no longer scheduled."""
    demand(user is None or may_trash(user, article), _("Only an editor may move this article to the trash."))
    with transaction.atomic():
        article.move(Status.TRASHED, user, trashed_at=timezone.now())
        _keep_copy_from_readers(article)
        Act.record(Act.Verb.TRASHED, article, user)
    return article


def _keep_copy_from_readers(article: Article) -> None:
    """Have no copy replace an article that is taken away: at its moment that could only fail."""
    for copy in Article.objects.select_for_update().filter(original=article, replaces_at__isnull=False):
        copy.replaces_at = None
        copy.save(update_fields=["replaces_at"])


def may_restore(user, article: Article) -> bool:
    """Whether the user may take it out of the trash: publishers all, writers their own that never was public."""
    if article.status != Status.TRASHED:
        return False
    drafted = Article(pk=article.pk, status=Status.DRAFT, owner_id=article.owner_id)
    return may_publish(user) or (article.first_public_at is None and may_write(user, drafted))


def restore(article: Article, user=None) -> Article:
    """Take the article out of the trash: a draft again, or withdrawn where readers knew it."""
    demand(user is None or may_restore(user, article), _("Only an editor may take this article out of the trash."))
    with transaction.atomic():
        article.move(Status.WITHDRAWN if article.has_been_public else Status.DRAFT, user, trashed_at=None)
        Act.record(Act.Verb.RESTORED, article, user)
    return article


def purge_at(article: Article) -> datetime:
    """Return when a trashed article may be deleted for good."""
    return article.trashed_at + timedelta(days=Publication.load().trash_days)


def purge() -> int:
    """Delete for good what lay in the trash long enough; return how many articles that were."""
    long_ago = timezone.now() - timedelta(days=Publication.load().trash_days)
    count = 0
    due = Article.objects.filter(status=Status.TRASHED, trashed_at__lte=long_ago)
    for pk in list(due.order_by("pk").values_list("pk", flat=True)):
        with transaction.atomic():
            if article := due.select_for_update().filter(pk=pk).first():  # nobody restored it meanwhile
                delete(article)
                count += 1
    return count


def delete(article: Article, user=None) -> None:
    """Delete the article for good, with its copy; what somebody had not saved of them yet is kept for that person."""
    with transaction.atomic():
        for each in (article, *Article.objects.filter(original=article)):
            drafts.outlive(each)
        Act.record(Act.Verb.PURGED, None, user, subject=str(article))
        article.delete()
