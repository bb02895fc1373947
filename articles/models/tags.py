"""What articles are about."""

import unicodedata

from django.core.validators import MinValueValidator
from django.db import models, transaction
from django.utils.translation import gettext_lazy as _
from taggit.managers import _TaggableManager
from taggit.models import ItemBase, TagBase

from articles.models.addresses import Addressed, address_of, free_slug
from articles.models.listing import Listed
from articles.querysets import TagQuerySet


def tag_key(name):
    """Return what makes two tag names the same tag: letters' case and compatibility forms do not count."""
    return unicodedata.normalize("NFKC", " ".join(name.split())).casefold()


class Tag(Addressed, TagBase):
    address_kind = "tag"
    articles_through, article_field = "tagged", "content_object"

    name = models.CharField(_("name"), max_length=100)
    slug = models.SlugField(_("slug"), max_length=100, unique=True, blank=True, allow_unicode=True)
    key = models.CharField(max_length=200, unique=True, editable=False)
    description = models.TextField(
        _("description"), blank=True, help_text=_("Plain text, shown above the articles on the tag's page.")
    )
    image = models.ForeignKey(
        "Image", models.SET_NULL, null=True, blank=True, related_name="tags", verbose_name=_("picture")
    )

    review_months = models.PositiveSmallIntegerField(
        _("months until the next review"), null=True, blank=True, validators=[MinValueValidator(1)],
        help_text=_("For articles with this tag; of several tags the shortest time counts. Empty: the publication's."),
    )  # fmt: skip

    stored_name = None  # the name as it was read

    objects = TagQuerySet.as_manager()

    class Meta:
        ordering = ["name", "pk"]
        verbose_name = _("tag")
        verbose_name_plural = _("tags")

    def get_absolute_url(self):
        return address_of("tag", self.slug)

    @classmethod
    def from_db(cls, *args, **kwargs):
        tag = super().from_db(*args, **kwargs)
        tag.stored_name = tag.__dict__.get("name")
        return tag

    def save(self, *args, **kwargs):
        self.name = " ".join(unicodedata.normalize("NFC", self.name).split())
        self.key = tag_key(self.name)
        if not self.slug:
            self.slug = free_slug(Tag.objects.exclude(pk=self.pk), self.name, max_length=100) or "tag"
        if (fields := kwargs.get("update_fields")) is not None and "name" in fields:
            kwargs["update_fields"] = {*fields, "key"}
        with transaction.atomic():  # what follows the save is noted in the same transaction
            super().save(*args, **kwargs)
        self.stored_name = self.name

    def validate_unique(self, exclude=None):
        """Refuse a second tag of the same name whatever its capitals, and name the first."""
        super().validate_unique(exclude)
        twin = Tag.objects.filter(key=tag_key(self.name)).exclude(pk=self.pk).first()
        if twin:
            raise self.unique_error_message(Tag, ["name"])


class TaggedArticle(Listed, ItemBase):
    article_field = "content_object"

    tag = models.ForeignKey(Tag, models.CASCADE, related_name="tagged", verbose_name=_("tag"))
    content_object = models.ForeignKey(
        "Article", models.CASCADE, related_name="tagged", db_column="article_id", verbose_name=_("article")
    )

    natural_key_fields = ["content_object", "tag"]

    class Meta:
        verbose_name = _("tagged article")
        verbose_name_plural = _("tagged articles")
        indexes = [models.Index(fields=["tag", "-listed_at", "-content_object"], name="tag_newest")]
        constraints = [models.UniqueConstraint(name="tag_once_an_article", fields=["tag", "content_object"])]


class TagsByKey(_TaggableManager):
    """The manager behind `article.tags`: names become tags by their key, whatever the host's taggit settings say."""

    def _to_tag_model_instances(self, tags, tag_kwargs):
        names = {tag_key(tag): tag for tag in reversed(list(tags)) if isinstance(tag, str) and tag_key(tag)}
        found = {tag.key: tag for tag in Tag.objects.filter(key__in=names)}
        for key, name in names.items():
            if key not in found:
                found[key], _created = Tag.objects.get_or_create(
                    key=key, defaults={"name": " ".join(name.split())[:100]}
                )
        keys = (tag if isinstance(tag, Tag) else found.get(tag_key(tag)) for tag in tags)
        return list(dict.fromkeys(tag for tag in keys if tag))

    @transaction.atomic  # what follows a change of tags is noted in the same transaction
    def add(self, *tags, **kwargs):
        super().add(*tags, **kwargs)

    @transaction.atomic
    def set(self, tags, **kwargs):
        super().set(tags, **kwargs)

    @transaction.atomic
    def remove(self, *tags):
        super().remove(*tags)

    @transaction.atomic
    def clear(self):
        super().clear()
