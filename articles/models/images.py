"""The library of pictures."""

from dataclasses import dataclass

from django.core.files.storage import default_storage
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from articles.pictures.cards import HEIGHT, WIDTH
from articles.pictures.crops import MIME, rendition_name, scaled_height, share_name


@dataclass(frozen=True)
class Shown:
    """What a page needs to show a picture in one crop; the addresses lead to files that exist."""

    src: str  # the largest JPEG, or the original where nothing has been cut yet
    width: int  # of src, in pixels
    height: int
    srcset: str = ""  # of the <img>; "" for the original
    sources: tuple[tuple[str, str], ...] = ()  # (type, srcset) of the better formats, the best first


def load_images(*wanted, more=()):
    """Load all pictures that a page shows with one query; return those of the keys in `more` by key.

    `wanted` are pairs of a row and the name of its foreign key to a picture, which is filled in. Many joins would cost
    more than the one query, and a picture that stands in several places is read once.
    """
    fields = [(row, row._meta.get_field(name)) for row, name in wanted if row is not None]
    keys = {getattr(row, field.attname) for row, field in fields} - {None}
    found = Image.objects.order_by().in_bulk(keys.union(more)) if keys or more else {}
    for row, field in fields:
        field.set_cached_value(row, found.get(getattr(row, field.attname)))
    return found


class Image(models.Model):
    """One uploaded picture, cleaned; what an article says about it (alt, decorative) stands at each use."""

    file = models.FileField(_("file"), upload_to="articles/", max_length=200)
    name = models.CharField(_("name"), max_length=200, blank=True, help_text=_("For finding it in the library."))
    default_alt = models.CharField(
        _("alternative text"), max_length=500, blank=True,
        help_text=_("What the picture shows, for people who cannot see it. Offered wherever the picture is used."),
    )  # fmt: skip
    caption = models.CharField(_("caption"), max_length=500, blank=True)
    credit = models.CharField(_("credit"), max_length=200, blank=True, help_text=_("Who made it, and its licence."))
    focal_x = models.FloatField(
        _("focal point, from the left"), default=0.5, help_text=_("0 to 1. Crops keep this point in view.")
    )
    focal_y = models.FloatField(_("focal point, from the top"), default=0.5, help_text=_("0 to 1."))
    width = models.PositiveIntegerField(default=0, editable=False)
    height = models.PositiveIntegerField(default=0, editable=False)
    content_hash = models.CharField(max_length=32, db_index=True, editable=False)
    renditions = models.JSONField(default=dict, editable=False)
    look = models.CharField(max_length=16, null=True, editable=False)  # pictures.looks; null: not looked at yet
    created_at = models.DateTimeField(_("uploaded"), auto_now_add=True)

    is_new = False  # whether `gallery.add` has just made the row

    class Meta:
        ordering = ["-created_at", "-pk"]
        verbose_name = _("picture")
        verbose_name_plural = _("pictures")
        constraints = [
            models.CheckConstraint(
                name="image_focal_point_inside",
                condition=Q(focal_x__gte=0, focal_x__lte=1, focal_y__gte=0, focal_y__lte=1),
                violation_error_message=_("The focal point lies outside the picture: both numbers must be 0 to 1."),
            ),
            models.UniqueConstraint(
                name="image_once_in_the_library",
                fields=["content_hash"],
                condition=~Q(content_hash=""),
                violation_error_message=_("The library has this picture already."),
            ),
        ]

    def __str__(self):
        return self.name or self.default_alt or self.file.name

    @property
    def focal_point(self):
        return self.focal_x, self.focal_y

    def shown(self, crop="full"):
        """Return the picture in a crop as a `Shown`; None where the row has no file.

        Read from the row alone: no query, no look into the storage. A crop that has not been cut falls back to the
        whole picture, and that to the original file.
        """
        if not self.file:
            return None
        address = self._addresses()
        for name in (crop, "full"):
            made = self.renditions.get(name, {})
            if made.get("jpeg"):
                sets = {
                    form: [
                        (address(rendition_name(self.content_hash, name, made.get("focal", ""), width, form)), width)
                        for width in made[form]
                    ]
                    for form in MIME
                    if made.get(form)
                }
                srcsets = {form: ", ".join(f"{url} {width}w" for url, width in pairs) for form, pairs in sets.items()}
                src, width = sets["jpeg"][-1]
                srcset = srcsets.pop("jpeg")
                sources = tuple((MIME[form], srcset) for form, srcset in srcsets.items())
                return Shown(src, width, scaled_height(made["size"], width), srcset, sources)
        return Shown(self.file.url, self.width, self.height)

    def _addresses(self):
        """Return a function from a file's name to its URL that asks the storage only once, if names end its URLs."""
        url, folder, name = self.file.url, *self.file.name.rpartition("/")[::2]
        if url.endswith(name):
            return (url[: -len(name)]).__add__
        return lambda name: default_storage.url(f"{folder}/{name}")


class SharePicture(models.Model):
    """The picture drawn for links to an article that has none of its own; the row is there while its file is."""

    article = models.OneToOneField("Article", models.CASCADE, related_name="drawn", verbose_name=_("article"))
    digest = models.CharField(max_length=32, db_index=True)  # of the words in it: `pictures.cards.digest`

    class Meta:
        verbose_name = _("drawn share picture")
        verbose_name_plural = _("drawn share pictures")

    def __str__(self):
        return self.file_name

    @property
    def file_name(self):
        return f"articles/{share_name(self.digest)}"

    def shown(self):
        return Shown(default_storage.url(self.file_name), WIDTH, HEIGHT)
