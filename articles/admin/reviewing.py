"""Medical reviews at the desk: the form beside the very version that was read, and the way to that version."""

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import formats, timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from articles import passport
from articles.admin.fields import admin_address
from articles.history import versions
from articles.history.roles import may_publish, may_review
from articles.history.snapshot import snapshot
from articles.models import Article, Author, Review, Revision
from articles.reviewing import recording
from articles.reviewing.spreading import next_due
from articles.text.digests import digest
from articles.text.keys import possible

BUTTON = "_review"


class ReviewForm(forms.Form):
    """What a reviewer says of a version that stands beside it."""

    reviewer = forms.ModelChoiceField(
        label=_("Reviewer"),
        queryset=Author.objects.none(),
        empty_label=_("Choose …"),
        help_text=_("Only people with credentials are offered. Readers see both as they are today."),
        error_messages={
            "required": _("Say who read it."),
            "invalid_choice": _("This person has no credentials, or is no longer there. Choose somebody else."),
        },
    )
    on = forms.DateField(
        label=_("Read on"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"required": _("Say when it was read."), "invalid": _("That is no date. Write 2026-12-31.")},
    )
    scope = forms.ChoiceField(
        label=_("What was read"),
        choices=Review.Scope,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose the whole page or named sections.")},
    )
    sections = forms.MultipleChoiceField(
        label=_("The sections, where it was not all"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": _("This version has no section “%(value)s”. Choose among its headings.")},
    )
    evidence = forms.CharField(
        label=_("Evidence checked"),
        required=False,
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("What the text was held against, such as guidelines by name. Readers see it."),
    )
    next_due_on = forms.DateField(
        label=_("Next review due"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"invalid": _("That is no date. Write 2026-12-31.")},
    )

    def __init__(self, data=None, *, revision, user):
        own = Author.objects.exclude(credentials="").filter(user=user).first()
        today = timezone.localdate()
        initial = {"reviewer": own, "on": today, "scope": Review.Scope.WHOLE}
        super().__init__(data, initial=initial, auto_id="review_%s", label_suffix="")
        self.fields["reviewer"].queryset = Author.objects.exclude(credentials="")
        names = recording.headings(revision)
        self.fields["sections"].choices = [(name, name) for name in names]
        if not names:
            del self.fields["sections"]
        proposed = formats.date_format(next_due(revision, today))
        self.fields["next_due_on"].help_text = gettext("Left empty, it is %s for the whole page.") % proposed

    @property
    def summary(self):
        """The fields that have errors, for the list above the form."""
        return [field for field in self if field.errors]


def beside(request, revision):
    """Return what the page of a version shows of its reviews, with the form for who may record one.

    A posted form that is right is recorded, and the answer leads back here; otherwise all that was typed stays.
    """
    user = request.user
    reviews = Review.objects.filter(revision=revision)
    context = {"reviews_of_version": reviews, "may_review": may_review(user), "review_form": None}
    if not context["may_review"]:
        if request.method == "POST":
            raise PermissionDenied(gettext("Your account may not record medical reviews. Ask an editor."))
        return context, None
    own = Author.objects.filter(user=user).first()
    context["lacks_credentials"] = own is not None and not own.credentials.strip()
    context["authors"] = admin_address("articles_author_changelist")
    posted = request.POST if request.method == "POST" else None
    form = context["review_form"] = ReviewForm(posted, revision=revision, user=user)
    if form.is_bound and form.is_valid() and (given := _record(form, revision, user)):
        words = gettext("The review by %s is recorded for this version.") % given.signature
        messages.success(request, words)
        return context, HttpResponseRedirect(request.path)
    return context, None


def _record(form, revision, user):
    """Record it and return it; put what is wrong into the form."""
    try:
        return recording.record(revision, user=user, **({"sections": ()} | form.cleaned_data))
    except ValidationError as error:
        known = getattr(error, "message_dict", {None: error.messages})
        for name, words in known.items():
            form.add_error(name if name in form.fields else None, words)
        return None


# On the article's form


def panel(request, article):
    """Return what the form's side says of the reviews: of the article as stored, or of what its copy would publish."""
    found = passport.of_desk(article)
    compare = admin_address("articles_article_compare", article.original_id or article.pk)
    last, name = found.last, versions.COPY if article.original_id else versions.NOW
    return {
        "article": article.pk,
        "passport": found,
        "is_copy": article.original_id is not None,
        "may_review": may_review(request.user) or may_publish(request.user),
        "is_reviewable": article.status in recording.REVIEWABLE,
        "diff": f"{compare}?old={last.revision_id}&new={name}" if last and compare else "",
        "version": version_address(found.shown.revision) if found.shown else "",
    }


# The way there


def urls(article_admin):
    view = require_http_methods(["GET", "HEAD", "POST"])(article_admin.admin_site.admin_view(to_review))
    return [path("<int:pk>/review/", view, {"article_admin": article_admin}, name="articles_article_to_review")]


def to_review(request, pk, article_admin):
    """Lead to the version that says what the article, or its working copy, says now; offer to keep one."""
    article = get_object_or_404(Article.objects.select_related("original"), pk__in=possible([pk]))
    if not article_admin.has_view_or_change_permission(request, article.original or article):
        raise PermissionDenied(gettext("Your account may not see this article. Ask an editor."))
    revision, problem = recording.to_read(article), ""
    if revision is None and request.method == "POST":
        try:
            revision = recording.freeze(article, request.user)
        except ValidationError as error:
            problem = " ".join(error.messages)
    if revision:
        return HttpResponseRedirect(f"{version_address(revision)}#record")
    is_allowed = may_review(request.user) or may_publish(request.user)
    context = article_admin.admin_site.each_context(request) | {
        "title": gettext("Review “%s”") % article,
        "article": article,
        "submitted": _submitted(article),
        "is_reviewable": is_allowed and article.status in recording.REVIEWABLE,
        "problem": problem,
        "opts": article_admin.opts,
        "media": article_admin.media,
    }
    return TemplateResponse(request, "articles/admin/to_review.html", context, status=422 if problem else 200)


def _submitted(article):
    """Return the newest version that was submitted; what was changed since is not what it says."""
    kept = Revision.objects.filter(article=article.original_id or article.pk, kind=Revision.Kind.SUBMITTED)
    return kept.defer("snapshot").first()


def present_digests(article):
    """Return the digests of what the article and its working copy say now."""
    rows = [article, *Article.objects.filter(original=article)]
    return {digest(snapshot(row)) for row in rows}


def version_address(revision):
    return reverse("admin:articles_article_revision", args=[revision.article_id, revision.pk])
