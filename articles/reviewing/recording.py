"""Record that a medical reviewer read a version, and find the version that is to be read."""

from collections.abc import Sequence
from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import formats, timezone
from django.utils.text import get_text_list
from django.utils.translation import gettext as _

from articles import passport
from articles.history import revisions
from articles.history.roles import demand, may_publish, may_review
from articles.history.snapshot import snapshot
from articles.history.telling import editors, tell
from articles.models import Act, Article, Author, Review, Revision
from articles.querysets import Status
from articles.reviewing.spreading import after_months, next_due
from articles.text import html
from articles.text.digests import digest

LONGEST = 120  # months until the next review: what lies further ahead is a slip of the keys
REVIEWABLE = (Status.IN_REVIEW, Status.PUBLISHED)


def record(
    revision: Revision,
    reviewer: Author,
    user,
    on: date,
    scope: str = Review.Scope.WHOLE,
    sections: Sequence[str] = (),
    evidence: str = "",
    next_due_on: date | None = None,
) -> Review:
    """Record that the reviewer read this very version on a day: all of it, or the sections of these headings.

    Name and credentials are kept as they are now. A review of the whole page is due again at `next_due_on`, or when
    `spreading.next_due` says, and the article follows it as soon as the version is what readers have. Raises
    PermissionDenied when `user` may not review, and ValidationError by the name of each argument that is wrong.
    """
    demand(may_review(user), _("Your account may not record medical reviews. Ask an editor."))
    with transaction.atomic():
        article = Article.objects.select_for_update().filter(pk=revision.article_id).first()
        held = Revision.objects.filter(pk=revision.pk, article=article).first()
        if article is None or held is None:
            raise ValidationError(_("There is no such version of this article. Open it again from its history."))
        evidence = evidence.replace("\0", "").strip()  # which no database takes
        given = Review(
            article=article,
            revision=held,
            reviewer=reviewer,
            name=reviewer.name,
            credentials=reviewer.credentials,
            reviewed_on=on,
            scope=scope,
            sections=list(sections),
            evidence=evidence,
            next_due_on=next_due_on,
            user=user,
        )
        if wrong := _wrong(given):
            raise ValidationError(wrong)
        _demand_new(given)
        if given.is_whole:
            given.next_due_on = next_due_on or next_due(held, on)
        given.save()
        published = "" if article.status != Status.PUBLISHED else digest(snapshot(article))
        passport.follow(article, published)
        Act.record(Act.Verb.REVIEWED, article, user, detail=_detail(given))
        # Whoever may publish waits for the review of what is not public yet.
        waiting = editors() if held.digest != published else ()
        tell("reviewed", article, user, _detail(given), also=[held.user, *waiting])
    return given


def _wrong(review: Review) -> dict[str, str]:
    """Return what is wrong with a review that is to be recorded, by the name of the argument."""
    wrong = {
        "revision": _wrong_revision(review),
        "reviewer": _wrong_reviewer(review),
        "on": _wrong_day(review),
        **_wrong_scope(review),
        "next_due_on": _wrong_next_day(review),
    }
    return {name: words for name, words in wrong.items() if words}


def _wrong_revision(review: Review) -> str:
    if review.article.status == Status.TRASHED:
        return _("The article is in the trash. Take it out first.")
    if review.revision.kind == Revision.Kind.REPLACED:
        return _("Nobody is to read this version any more: another one took its place. Open the newest one.")
    return ""


def _wrong_reviewer(review: Review) -> str:
    reviewer = review.reviewer
    if not reviewer.credentials.strip():
        words = _("%s has no credentials, and readers would not know why to trust the review. Add them first.")
        return words % reviewer.name
    if any(byline["id"] == reviewer.pk for byline in review.revision.snapshot.get("bylines", ())):
        return _("%s signs this article. Somebody else must review it.") % reviewer.name
    return ""


def _wrong_day(review: Review) -> str:
    on, written = review.reviewed_on, timezone.localdate(review.revision.created_at)
    if on > timezone.localdate():
        return _("That day is still to come. Give the day on which the version was read.")
    if on < written:
        return _("The version did not exist before %s. Give the day on which it was read.") % formats.date_format(
            written
        )
    return ""


def _wrong_scope(review: Review) -> dict[str, str]:
    if review.scope not in Review.Scope.values:
        return {"scope": _("Choose the whole page or named sections.")}
    if review.is_whole:
        return (
            {"sections": _("You named sections, but chose the whole page. Choose one of the two.")}
            if review.sections
            else {}
        )
    if not review.sections:
        return {"sections": _("Name the sections that were read, or choose the whole page.")}
    unknown = [name for name in review.sections if name not in headings(review.revision)]
    if unknown:
        words = _("This version has no section “%s”. Choose among its headings.")
        return {"sections": words % "”, “".join(map(str, unknown))}
    return {}


def _wrong_next_day(review: Review) -> str:
    due, on = review.next_due_on, review.reviewed_on
    if due is None:
        return ""
    if not review.is_whole:
        return _("A review of some sections moves no date. Empty this, or choose the whole page.")
    if due <= on:
        return _("The next review comes after this one. Give a later day, or empty this to have one proposed.")
    if due > after_months(on, LONGEST):
        return _("That is more than ten years ahead. Give an earlier day.")
    return ""


def _demand_new(review: Review) -> None:
    """Refuse what a second press of the button would record again."""
    same = Review.objects.filter(
        revision=review.revision, reviewer=review.reviewer, reviewed_on=review.reviewed_on, scope=review.scope
    )
    if any(sorted(other.sections) == sorted(review.sections) for other in same):
        raise ValidationError(_("This review is recorded already. It is in the list of versions."))


def _detail(review: Review) -> str:
    """Return who read what, and when, in a line."""
    words = _("%(name)s, %(day)s: the whole page") if review.is_whole else _("%(name)s, %(day)s: %(sections)s")
    sections = get_text_list([f"“{name}”" for name in review.sections], _("and"))
    return words % {
        "name": review.signature,
        "day": formats.date_format(review.reviewed_on),
        "sections": sections,
    }


def headings(revision: Revision) -> list[str]:
    """Return the headings of the version's text in reading order, none twice."""
    _body, found = html.with_heading_ids(html.clean(revision.snapshot.get("body", "")))
    return list(dict.fromkeys(heading.text for heading in found))


def to_read(article: Article) -> Revision | None:
    """Return the newest kept version that says what the article, or its working copy, says now; None without one."""
    kept = Revision.objects.filter(article=article.original_id or article.pk, digest=digest(snapshot(article)))
    return kept.exclude(kind=Revision.Kind.REPLACED).first()


def freeze(article: Article, user=None) -> Revision:
    """Return the version to read; one is kept where the present text has none, such as an imported article's.

    Raises PermissionDenied for who may neither review nor publish, ValidationError for what is not to be reviewed.
    """
    is_allowed = may_review(user) or may_publish(user)
    demand(is_allowed, _("Only a reviewer or an editor may keep a version for review."))
    if article.status not in REVIEWABLE:
        raise ValidationError(_("Only what is submitted for review, or published, is reviewed."))
    with transaction.atomic():
        Article.objects.select_for_update().get(pk=article.pk)
        return to_read(article) or revisions.record(article, Revision.Kind.SUBMITTED, user)
