"""The article."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext, pgettext
from django.utils.translation import gettext_lazy as _
from taggit.managers import TaggableManager

from articles.models.addresses import Addressed, address_of, free_slug, validate_article_slug
from articles.models.tags import TaggedArticle, TagsByKey
from articles.models.trust import labelled
from articles.models.uses import derive_uses
from articles.querysets import LISTING, ArticleQuerySet, Status
from articles.text import html
from articles.text.typed import typed


class Article(Addressed):
    """A post, live or not; a working copy is an article whose `original` is the live one."""

    address_kind = "article"
    Status = Status

    title = models.CharField(_("title"), max_length=300, blank=True)
    slug = models.SlugField(
        _("slug"), max_length=200, blank=True, allow_unicode=True,
        help_text=_("The article's address. Leave it empty to have it made from the title."),
    )  # fmt: skip
    standfirst = models.TextField(
        _("standfirst"), blank=True, help_text=_("One or two sentences under the headline, also shown in lists.")
    )
    body = models.TextField(_("body"), blank=True)
    lead_image = models.ForeignKey(
        "Image", models.SET_NULL, null=True, blank=True, related_name="leads", verbose_name=_("lead picture")
    )
    lead_alt = models.CharField(
        _("alternative text"), max_length=500, blank=True,
        help_text=_("What the picture shows, for people who cannot see it. Not the title, not the file's name."),
    )  # fmt: skip
    lead_is_decorative = models.BooleanField(
        _("decorative"), default=False, help_text=_("The picture says nothing that the text does not.")
    )
    share_image = models.ForeignKey(
        "Image", models.SET_NULL, null=True, blank=True, related_name="shares", verbose_name=_("share picture"),
        help_text=_("For social networks, where it should differ from the lead picture."),
    )  # fmt: skip

    status = models.CharField(_("status"), max_length=10, choices=Status, default=Status.DRAFT)
    published_at = models.DateTimeField(
        _("published"), null=True, blank=True, help_text=_("In the future: the article appears at that time.")
    )
    expires_at = models.DateTimeField(
        _("taken down"), null=True, blank=True, help_text=_("From this time on readers no longer see the article.")
    )
    updated_at = models.DateTimeField(
        _("updated"), null=True, blank=True,
        help_text=_("When the content last changed in substance. A corrected typing error does not count."),
    )  # fmt: skip
    saved_at = models.DateTimeField(_("saved"), editable=False)
    saved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, editable=False, related_name="+",
        verbose_name=_("saved by"),
    )  # fmt: skip
    first_public_at = models.DateTimeField(null=True, editable=False)
    trashed_at = models.DateTimeField(_("trashed"), null=True, editable=False)
    version = models.PositiveIntegerField(default=0, editable=False)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="articles",
        verbose_name=_("owner"),
    )  # fmt: skip

    seo_title = models.CharField(
        _("title for search engines"), max_length=300, blank=True, help_text=_("Leave it empty to use the title.")
    )
    seo_description = models.TextField(
        _("description for search engines"), blank=True, help_text=_("Leave it empty to use the standfirst.")
    )
    canonical_url = models.CharField(
        _("canonical address"), max_length=500, blank=True,
        help_text=_("Only where this text first appeared elsewhere: its whole address there."),
    )  # fmt: skip
    is_indexable = models.BooleanField(_("search engines may list it"), default=True)
    is_suggestable = models.BooleanField(_("may be suggested next to other articles"), default=True)

    original = models.ForeignKey(
        "self", models.CASCADE, null=True, blank=True, editable=False, db_index=False, related_name="copies",
        verbose_name=_("original"),
    )  # fmt: skip
    original_version = models.PositiveIntegerField(null=True, editable=False)  # when this copy was made of it
    replaces_at = models.DateTimeField(_("changes published"), null=True, editable=False)
    replacement = models.JSONField(default=dict, editable=False)  # with which kind, note and user it then happens

    review_due_on = models.DateField(_("next review due"), null=True, editable=False)  # by the last whole review

    contents = models.JSONField(default=list, editable=False)
    sections = models.JSONField(default=list, editable=False)
    excerpt = models.CharField(max_length=320, blank=True, editable=False)
    word_count = models.PositiveIntegerField(default=0, editable=False)

    authors = models.ManyToManyField("Author", through="Byline", related_name="articles", verbose_name=_("authors"))
    tags = TaggableManager(through=TaggedArticle, manager=TagsByKey, blank=True, verbose_name=_("tags"))

    objects = ArticleQuerySet.as_manager()

    class Meta:
        ordering = ["-published_at", "-pk"]
        verbose_name = _("article")
        verbose_name_plural = _("articles")
        permissions = [
            ("publish_article", _("Can publish and withdraw articles")),
            ("review_article", _("Can record a medical review")),
        ]
        # No index begins with the status, nor is one partial: SQLite, which plans without knowing the values, would
        # take it for more telling than a slug or a key, and read half the table.
        indexes = [
            models.Index(fields=["-published_at", "-id"], name="article_newest"),
            models.Index(fields=["-saved_at"], name="article_saved"),
            models.Index(fields=["replaces_at"], name="article_due", condition=Q(replaces_at__isnull=False)),
            models.Index(fields=["review_due_on"], name="article_review_due", condition=Q(review_due_on__isnull=False)),
            models.Index(fields=["expires_at"], name="article_ends", condition=Q(expires_at__isnull=False)),
        ]
        constraints = [
            models.UniqueConstraint(
                name="article_slug_once_among_originals",
                fields=["slug"],
                condition=Q(original=None) & ~Q(slug=""),
                violation_error_message=_("Another article has this slug. Choose another one."),
            ),
            # Without the condition SQLite would look all originals up here, one by one, for "original IS NULL".
            models.UniqueConstraint(
                name="article_one_copy_each", fields=["original"], condition=Q(original__isnull=False)
            ),
            models.CheckConstraint(name="article_not_its_own_copy", condition=~Q(original=F("id"))),
            models.CheckConstraint(
                name="article_copy_never_published",
                condition=Q(original=None) | ~Q(status=Status.PUBLISHED),
                violation_error_message=_("A working copy cannot be published itself: publish its changes instead."),
            ),
            models.CheckConstraint(
                name="article_published_is_reachable",
                condition=~Q(status=Status.PUBLISHED)
                | (~Q(title="") & ~Q(slug="") & Q(published_at__isnull=False)),
                violation_error_message=_("A published article needs a title, a slug and a date."),
            ),
        ]  # fmt: skip

    def __str__(self):
        return self.title or str(_("Untitled"))

    def get_absolute_url(self):
        return address_of("detail", self.slug)

    def has_own_address(self):
        return self.original_id is None

    def is_known_to_readers(self):
        return Article.objects.originals().filter(pk=self.pk, first_public_at__lte=timezone.now()).exists()

    @property
    def is_public(self):
        """Whether readers may see it now: the same rule as `published()`, for a row at hand."""
        now = timezone.now()
        return (
            self.status == Status.PUBLISHED
            and self.original_id is None
            and self.published_at <= now
            and (self.expires_at is None or self.expires_at > now)
        )

    @property
    def is_scheduled(self):
        """Whether it is published at a time to come: the same rule as `querysets.is_scheduled`, for a row at hand."""
        return self.status == Status.PUBLISHED and self.original_id is None and self.published_at > timezone.now()

    @property
    def has_been_public(self):
        """Whether readers could open it at some time, now or before."""
        return self.first_public_at is not None and self.first_public_at <= timezone.now()

    @property
    def is_review_overdue(self):
        """Whether it should have been reviewed again by now, in the site's time zone; a row that never was is not."""
        return self.review_due_on is not None and self.review_due_on < timezone.localdate()

    @property
    def reading_minutes(self):
        return html.reading_minutes(self.word_count)

    @cached_property
    def signed_by(self):
        """The bylines in order, read once; `load_bylines` reads those of many articles."""
        return list(self.bylines.all())

    @cached_property
    def signature(self):
        """The names of the authors in words, such as "Ada Writer and Bob Second"."""
        names = [byline.author.name for byline in self.signed_by]
        if len(names) < 2:
            return "".join(names)
        return gettext(", ").join(names[:-1]) + pgettext("before the last name", " and ") + names[-1]

    @property
    def disclosure(self):
        """The label of the article's sponsorship, "" without one; every list loads what it needs with the row."""
        sponsorship = getattr(self, "sponsorship", None)
        return sponsorship.label if sponsorship else ""

    @property
    def labelled_title(self):
        """The title where nothing can stand above it: in feeds, in the browser's tab, in a shared link."""
        return labelled(self.title, self.disclosure)

    @property
    def summary(self):
        """The standfirst, or the text's beginning where there is none."""
        return self.standfirst or self.excerpt

    def clean(self):
        """Name the article that holds the wanted slug and offer a free one; raise ValidationError on the field."""
        super().clean()
        if self.status == Status.PUBLISHED and not self.title.strip():
            raise ValidationError({"title": _("A published article needs a title. Your text is kept: add one here.")})
        if not self.slug or not self.has_own_address():
            return
        try:
            validate_article_slug(self.slug)
        except ValidationError as error:
            raise ValidationError({"slug": error}) from None
        others = Article.objects.originals().exclude(pk=self.pk)
        if twin := others.filter(slug=self.slug).first():
            raise ValidationError(
                {
                    "slug": ValidationError(
                        _("The article “%(twin)s” has this slug. “%(free)s” is free."),
                        code="unique",
                        params={"twin": twin, "free": free_slug(others, self.slug)},
                    )
                }
            )

    def save(self, *args, **kwargs):
        """Save, with what is derived: clean body, what is read from it, slug, first public moment."""
        derived = {"saved_at", "version", "first_public_at"}
        fields = kwargs.get("update_fields")
        if not self.slug and self.title and self.has_own_address():
            self.slug = free_slug(Article.objects.originals().exclude(pk=self.pk), self.title)
            derived.add("slug")
        if self.status == Status.PUBLISHED and self.published_at is None:
            self.published_at = timezone.now()
            derived.add("published_at")
        has_body = "body" not in self.get_deferred_fields() and (fields is None or "body" in fields)
        if has_body:
            self.derive_from_body()
            derived |= {"body", "contents", "sections", "excerpt", "word_count"}
        self.saved_at = timezone.now()
        self.version += 1
        if self.first_public_at is None or self.first_public_at > self.saved_at:
            is_or_will_be_public = self.status == Status.PUBLISHED and self.has_own_address()
            self.first_public_at = self.published_at if is_or_will_be_public else None
        if fields is not None:
            kwargs["update_fields"] = {*fields, *derived}
        is_new = self._state.adding
        with transaction.atomic():  # what follows the save is noted in the same transaction
            super().save(*args, **kwargs)
            if not is_new and (fields is None or LISTING & set(fields)):
                Article.objects.filter(pk=self.pk).relist()
            if fields is None or {"body", "lead_image", "share_image"} & set(fields):
                derive_uses(self, has_body)

    def move(self, status, user=None, **fields):
        """Save a new status and these fields, and who did it where that is known; nothing else of the row."""
        for name, value in {"status": status, "saved_by": user or self.saved_by, **fields}.items():
            setattr(self, name, value)
        self.save(update_fields=["status", "saved_by", *fields])

    def derive_from_body(self):
        """Clean the body and read from it what stands in fields of its own."""
        body = html.clean(self.body)
        self.excerpt = html.excerpt(html.plain_text(html.without_headings(body)), 300)
        self.word_count = html.word_count(html.plain_text(body))
        self.body, contents = html.with_heading_ids(body)
        self.contents = [[heading.level, heading.id, heading.text] for heading in contents]
        self.sections = typed(self.body, settings.LANGUAGE_CODE)
