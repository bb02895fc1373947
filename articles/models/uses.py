"""What an article uses: derived from its text whenever it is saved."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from articles.text import html

LONGEST_URL, LONGEST_TEXT = 2000, 500


class ImageUse(models.Model):
    """An article, public or not, that shows a picture at one of three places."""

    class Place(models.TextChoices):
        LEAD = "lead", _("lead picture")
        SHARE = "share", _("share picture")
        BODY = "body", _("body")

    article = models.ForeignKey("Article", models.CASCADE, related_name="image_uses")
    image = models.ForeignKey("Image", models.CASCADE, related_name="uses")
    place = models.CharField(max_length=5, choices=Place)

    class Meta:
        verbose_name = _("use of a picture")
        verbose_name_plural = _("uses of pictures")
        constraints = [models.UniqueConstraint(name="image_use_once_a_place", fields=["article", "image", "place"])]

    def __str__(self):
        return f"{self.image_id} in {self.article_id}"


class OutLink(models.Model):
    """A link in an article's body: to an article of this blog (`target`), to another page of it, or elsewhere."""

    article = models.ForeignKey("Article", models.CASCADE, related_name="out_links")
    position = models.PositiveSmallIntegerField()  # from 1, in reading order
    url = models.CharField(max_length=LONGEST_URL, blank=True)
    domain = models.CharField(max_length=255, blank=True, db_index=True)  # "" for an address of this site
    target = models.ForeignKey("Article", models.SET_NULL, null=True, related_name="in_links")
    rel = models.CharField(max_length=40, blank=True)
    text = models.CharField(max_length=LONGEST_TEXT, blank=True)

    class Meta:
        ordering = ["position"]
        verbose_name = _("link")
        verbose_name_plural = _("links")

    def __str__(self):
        return self.url


def derive_uses(article, has_body=True):
    """Write which pictures and links the article has: those that differ from what is stored, and no others."""
    shown = {(pk, "lead") for pk in [article.lead_image_id] if pk} | {
        (pk, "share") for pk in [article.share_image_id] if pk
    }
    uses, places = ImageUse.objects.filter(article=article), ["lead", "share"]
    if has_body:
        pictures, _articles = html.references(article.body)
        known = uses.model._meta.get_field("image").related_model.objects.filter(pk__in=pictures)
        shown |= {(pk, "body") for pk in (known.values_list("pk", flat=True) if pictures else ())}
        places.append("body")
    stored = {(use.image_id, use.place): use.pk for use in uses if use.place in places}
    if gone := [pk for key, pk in stored.items() if key not in shown]:
        uses.filter(pk__in=gone).delete()
    new = sorted(shown - stored.keys())
    ImageUse.objects.bulk_create(ImageUse(article=article, image_id=pk, place=place) for pk, place in new)
    if has_body:
        _derive_links(article)


def _derive_links(article):
    fields = ("position", "url", "domain", "target_id", "rel", "text")
    found = [
        (
            position,
            link.href[:LONGEST_URL],
            link.domain[:255],
            link.article,
            " ".join(link.rel)[:40],
            link.text[:LONGEST_TEXT],
        )
        for position, link in enumerate(html.links(article.body) if "<a" in article.body else (), 1)
    ]
    targets = {row[3] for row in found} - {None}
    if targets:
        articles = type(article).objects.filter(pk__in=targets).order_by()
        targets = set(articles.values_list("pk", flat=True))
    found = [(*row[:3], row[3] if row[3] in targets else None, *row[4:]) for row in found]
    links = OutLink.objects.filter(article=article)
    if found != list(links.order_by("position").values_list(*fields)):
        links.delete()
        OutLink.objects.bulk_create(OutLink(article=article, **dict(zip(fields, row, strict=True))) for row in found)
