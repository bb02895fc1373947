"""The form of an article: it keeps what was typed, refuses nothing half done, and notices a colleague's save."""

from django import forms
from django.utils import formats, timezone
from django.utils.translation import gettext_lazy as _

from articles.admin.editor import EditorWidget
from articles.admin.fields import TagsField
from articles.models import Article
from articles.models.addresses import free_slug
from articles.querysets import Status

BEFORE_READERS = [Status.DRAFT, Status.IN_REVIEW]


def statuses_for(article, may_publish):
    """Return the statuses the form offers: what readers have known ends withdrawn, so that its address answers 410."""
    if not may_publish or article.original_id:
        offered = BEFORE_READERS
    elif article.pk and article.first_public_at and article.first_public_at <= timezone.now():
        offered = [Status.PUBLISHED, Status.WITHDRAWN]
    else:
        offered = [*BEFORE_READERS, Status.PUBLISHED]
    current = Status(article.status)
    return offered if current in offered or not article.pk else [current, *offered]


class ArticleForm(forms.ModelForm):
    may_publish = False
    race = ()

    tags = TagsField(
        label=_("Tags"),
        required=False,
        max_length=10_000,
        help_text=_("Separate them with commas. A name that is not known yet becomes a new tag."),
    )
    seen_version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    class Meta:
        widgets = {
            "title": forms.Textarea(attrs={"rows": 1, "class": "article-title"}),
            "standfirst": forms.Textarea(attrs={"rows": 3, "class": "article-standfirst"}),
            "seo_description": forms.Textarea(attrs={"rows": 3}),
            "body": EditorWidget(),
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.status_before = Status(self.instance.status)
        self.initial["seen_version"] = self.instance.version
        if status := self.fields.get("status"):
            offered = statuses_for(self.instance, self.may_publish)
            status.choices = [(choice.value, choice.label) for choice in offered]

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

    def clean(self):
        cleaned = super().clean()
        self._complete_for_publication(cleaned)
        self._demand_the_seen_version(cleaned)
        if self.race:
            raise forms.ValidationError(list(self.race))
        return cleaned

    def _complete_for_publication(self, cleaned):
        """Fill in what `save()` would, so that the row's own checks see it."""
        if cleaned.get("status") != Status.PUBLISHED:
            return
        if "published_at" in cleaned and cleaned["published_at"] is None:
            cleaned["published_at"] = timezone.now()
        if "slug" in cleaned and not cleaned["slug"]:
            others = Article.objects.originals().exclude(pk=self.instance.pk)
            cleaned["slug"] = free_slug(others, cleaned.get("title", ""))
            if cleaned.get("title") and not cleaned["slug"]:
                self.add_error("slug", _("The title gives no address. Write one, such as “chemical-peels”."))

    def _demand_the_seen_version(self, cleaned):
        """Refuse to overwrite a save made after this form was opened; a second try does, knowingly."""
        seen = cleaned.get("seen_version")
        if self.instance._state.adding or seen is None:
            return
        row = Article.objects.select_for_update().filter(pk=self.instance.pk)
        now = row.values_list("version", "saved_at").first()
        if now is None or now[0] == seen:
            return
        self.data = self.data.copy()
        self.data[self.add_prefix("seen_version")] = str(now[0])
        raise forms.ValidationError(
            _(
                "Somebody saved this article at %(time)s, after you had opened it. Your text is kept in this form. "
                "Open the article in another tab to see theirs. Saving once more puts your version in its place."
            ),
            code="stale",
            params={"time": formats.time_format(timezone.localtime(now[1]))},
        )
