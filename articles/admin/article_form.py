"""The form of an article: it keeps what was typed, refuses nothing half done, and notices a colleague's save."""

from django import forms
from django.contrib.admin.widgets import AdminSplitDateTime
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from articles.admin.editor import EditorWidget
from articles.admin.fields import TagsField
from articles.admin.states import OVER, who_saved
from articles.admin.taking_up import ShowsKept
from articles.history.publish import PUBLIC_KINDS
from articles.models import Article, Revision
from articles.models.addresses import free_slug
from articles.querysets import Status

# Fields that belong to no column: how a change is published, and what is said to the next person.
ASIDES = ("change_kind", "change_note", "changes_at", "handover_note")


class ArticleForm(ShowsKept, forms.ModelForm):
    race = ()
    kept = None
    user = None
    shown_asides = ()

    tags = TagsField(
        label=_("Tags"),
        required=False,
        max_length=10_000,
        help_text=_("Separate them with commas. A name that is not known yet becomes a new tag."),
    )
    seen_version = forms.IntegerField(required=False, widget=forms.HiddenInput)
    change_kind = forms.ChoiceField(
        label=_("Kind of change"),
        required=False,
        choices=[(kind.value, kind.label) for kind in PUBLIC_KINDS],
        initial=Revision.Kind.UPDATE.value,
        help_text=_("A typing error leaves the date of the last update; everything else moves it."),
    )
    change_note = forms.CharField(
        label=_("What changed"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_(
            "A sentence for readers: it stands under “What changed” at the article's end, that of a correction also "
            "on the page of corrections. Only that of a typing error is not shown."
        ),
    )
    changes_at = forms.SplitDateTimeField(
        label=_("Publish the changes at"), required=False, widget=AdminSplitDateTime,
        help_text=_("For “Schedule for …”: readers see the old text until then."),
    )  # fmt: skip
    handover_note = forms.CharField(
        label=_("Note to the next person"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Goes along when you submit the article or send it back."),
    )

    class Meta:
        widgets = {
            "title": forms.Textarea(attrs={"rows": 1, "class": "article-title"}),
            "standfirst": forms.Textarea(attrs={"rows": 3, "class": "article-standfirst"}),
            "seo_description": forms.Textarea(attrs={"rows": 3}),
            "body": EditorWidget(),
        }

    def __init__(self, *args, **kwargs):
        if self.kept is not None:
            kwargs["data"] = self.kept
        super().__init__(*args, **kwargs)
        self.initial["seen_version"] = self.instance.version
        self.initial.setdefault("changes_at", self.instance.replaces_at)
        for name in ("kind", "note"):
            if said := self.instance.replacement.get(name):
                self.initial.setdefault(f"change_{name}", said)
        for name in set(ASIDES) - set(self.shown_asides):
            self.fields.pop(name, None)

    def clean_title(self):
        return " ".join(self.cleaned_data["title"].split())

    def clean_slug(self):
        """Give a new article another slug where the one made from its title is taken: nobody chose that one."""
        slug, title = self.cleaned_data["slug"], self.cleaned_data.get("title", "")
        others = Article.objects.originals()
        if self.instance._state.adding and slug and others.filter(slug=slug).exists():
            free = free_slug(others, title)
            if free.rpartition("-")[0] == slug:
                return free
        return slug

    def clean_change_kind(self):
        return self.cleaned_data["change_kind"] or Revision.Kind.UPDATE.value

    def clean_published_at(self):
        """Keep what readers see where it is: a later date would hide it without a word."""
        moment, article = self.cleaned_data["published_at"], self.instance
        if article.is_public if article.pk and article.published_at else False:
            if moment is None:
                return article.published_at
            if moment > timezone.now():
                raise forms.ValidationError(
                    _("Readers see this article now; a later date would hide it. Withdraw it first, then schedule it.")
                )
        return moment

    def clean(self):
        cleaned = super().clean()
        for name in ("published_at", "expires_at", "changes_at"):
            if (moment := cleaned.get(name)) and not 1 < moment.year < 9999:  # in another time zone there is none such
                self.add_error(name, _("That year is no date for an article. Look at it again."))
        if self.instance.status == Status.PUBLISHED:
            self._complete_the_address(cleaned)
        self._demand_the_seen_version(cleaned)
        if self.race:
            raise forms.ValidationError(list(self.race))
        return cleaned

    def _complete_the_address(self, cleaned):
        """Fill in what `save()` would, so that the row's own checks see it."""
        if "published_at" in cleaned and cleaned["published_at"] is None:
            cleaned["published_at"] = self.initial.get("published_at") or timezone.now()
        if "slug" in cleaned and not cleaned["slug"]:
            others = Article.objects.originals().exclude(pk=self.instance.pk)
            cleaned["slug"] = free_slug(others, cleaned.get("title", ""))
            if cleaned.get("title") and not cleaned["slug"]:
                self.add_error("slug", _("The title gives no address. Write one, such as “chemical-peels”."))

    def _demand_the_seen_version(self, cleaned):
        """Refuse to overwrite a save made after this form was opened, but for the one its editor has been shown.

        The row stays locked until the end of the transaction, so that nobody saves between this look and the save.
        """
        if self.instance._state.adding:
            return
        row = Article.objects.select_for_update(of=("self",)).select_related("saved_by")
        now = row.only("version", "saved_at", "saved_by").filter(pk=self.instance.pk).first()
        known = {str(cleaned.get("seen_version")), self.data.get(OVER)}
        is_known = cleaned.get("seen_version") is None or (now is not None and str(now.version) in known)
        if now is None or (is_known and now.version == self.instance.version):
            return
        sentence = who_saved(now, self.user)
        raise forms.ValidationError(_("%s Both texts are kept: compare them here.") % sentence, code="stale")
