"""Find a link across all articles and lead it elsewhere, after a look at each."""

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from articles.admin.bulk import MOST, chosen
from articles.admin.states import state_of
from articles.history.holding import hold
from articles.history.roles import may_write
from articles.linking import Replacement, linking, replace
from articles.models import Article
from articles.text.html import SCHEMES, scheme
from articles.text.links import places


class LinkForm(forms.Form):
    old = forms.CharField(
        label=gettext_lazy("Old address"),
        max_length=2000,
        help_text=gettext_lazy(
            "As it stands in the articles: https://… or, for a page of this site, a path such as /old-page/. The path "
            "of an article finds the links that follow that article, too."
        ),
    )
    scope = forms.ChoiceField(
        label=gettext_lazy("Which links"),
        choices=[
            ("exact", gettext_lazy("This address alone")),
            ("prefix", gettext_lazy("All addresses that begin like this; what follows is kept")),
        ],
        widget=forms.RadioSelect,
        initial="exact",
    )
    what = forms.ChoiceField(
        label=gettext_lazy("What to do"),
        choices=[
            ("replace", gettext_lazy("Lead to another address")),
            ("remove", gettext_lazy("Remove the link, keep the words")),
        ],
        widget=forms.RadioSelect,
        initial="replace",
    )
    new = forms.CharField(
        label=gettext_lazy("New address"),
        max_length=2000,
        required=False,
        help_text=gettext_lazy("The path of an article makes a link that follows the article."),
    )

    def clean_new(self):
        new = self.cleaned_data["new"]
        if new and not new.startswith("/") and scheme(new) not in SCHEMES:
            raise ValidationError(_("Begin with https://, or with a slash for a page of this site."))
        if any(character.isspace() for character in new):
            raise ValidationError(_("An address has no spaces."))
        return new

    def clean(self):
        cleaned = super().clean()
        old, new = cleaned.get("old", ""), cleaned.get("new", "")
        if cleaned.get("what") == "replace" and not new and "new" not in self.errors:
            self.add_error("new", _("Write the new address, or choose to remove the link."))
        if cleaned.get("what") == "remove":
            cleaned["new"] = ""
        elif old and old == new:
            self.add_error("new", _("This is the old address."))
        if cleaned.get("scope") == "prefix" and len(old) < 4:
            self.add_error("old", _("That begins too many addresses. Write more of it."))
        return cleaned

    @property
    def replacement(self):
        cleaned = self.cleaned_data
        return Replacement.of(cleaned["old"], cleaned["new"], cleaned["scope"] == "prefix")


def urls(article_admin):
    view = article_admin.admin_site.admin_view(relink)
    return [path("links/", view, {"article_admin": article_admin}, name="articles_article_links")]


def relink(request, article_admin):
    """Ask for the addresses, show what they concern, and on POST do it for what was ticked."""
    if not article_admin.has_change_permission(request):
        raise PermissionDenied
    asked = request.POST if request.method == "POST" else request.GET
    form = LinkForm(asked if "old" in asked else None)
    found, refused, total = None, [], 0
    if form.is_bound and form.is_valid():
        if request.method == "POST":
            refused, is_done = _replace_all(request, form.replacement)
            if is_done and not refused:
                return HttpResponseRedirect(reverse("admin:articles_article_links"))
        found, total = _found(request.user, form.replacement)
    context = article_admin.admin_site.each_context(request) | {
        "title": _("Replace a link"),
        "form": form,
        "found": found,
        "total": total,
        "most": MOST,
        "refused": refused,
        "may_any": any(row["may"] for row in found or []),
        "opts": article_admin.opts,
        "media": article_admin.media,
    }
    return TemplateResponse(request, "articles/admin/links.html", context)


def _found(user, replacement):
    """Return the articles with such links, at most as many as fit a page, and how many there may be in all."""
    articles = linking(replacement)
    rows = []
    for article in articles.select_related("owner", "original").prefetch_related("bylines")[:MOST]:
        if links := places(article.body, replacement.is_meant):
            row = {"article": article, "links": links, "state": state_of(article), "may": may_write(user, article)}
            rows.append(row)
    return rows, max(len(rows), articles.count() if len(rows) == MOST else 0)


def _replace_all(request, replacement):
    """Replace in each ticked article that is as it was shown; return those refused and why, and whether any is done."""
    done, refused = 0, []
    for pk, version in chosen(request).items():
        try:
            with transaction.atomic():
                done += replace(replacement, hold(pk, version), request.user)
        except PermissionDenied as error:
            refused.append((_named(pk), str(error)))
        except ValidationError as error:
            refused.append((_named(pk), " ".join(error.messages)))
    if done:
        words = ngettext("The link is replaced in %d article.", "The link is replaced in %d articles.", done)
        messages.success(request, words % done)
    elif not refused:
        messages.warning(request, _("Nothing was changed. Tick the articles first."))
    return refused, bool(done)


def _named(pk):
    return Article.objects.only("title").filter(pk=pk).first() or _("A deleted article")
