"""Where the pictures of the library are shown."""

from collections import defaultdict
from collections.abc import Iterable

from django.db.models import Count, Exists, Model, OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce

from articles.models import Author, Image, ImageUse, Publication, Tag
from articles.text import html
from articles.text.keys import possible

# What shows a picture beside articles: the model and its fields.
ELSEWHERE = ((Author, ("portrait",)), (Tag, ("image",)), (Publication, ("logo", "default_share_image")))


def uses_of(images: Iterable[Image]) -> dict[int, list[Model]]:
    """Return by picture what shows it: articles by title, then authors, tags, the publication. Five queries.

    A working copy is named only where its original does not show the picture.
    """
    found = {image.pk: {} for image in images}
    rows = ImageUse.objects.filter(image__in=found).select_related("article").order_by("article__title", "article")
    for use in rows.only("image", "article__title", "article__original"):
        found[use.image_id][use.article_id] = use.article
    in_texts = _in_texts()
    uses = {
        pk: [article for article in articles.values() if article.original_id not in articles]
        for pk, articles in found.items()
    }
    for model, fields in ELSEWHERE:
        for row in _showing(model, fields, found):
            for pk in dict.fromkeys(getattr(row, f"{field}_id") for field in fields):
                if pk in uses:
                    uses[pk].append(row)
    for publication, keys in in_texts:
        for pk in keys & uses.keys():
            if publication not in uses[pk]:
                uses[pk].append(publication)
    return uses


def use_counts(images: Iterable[Image]) -> dict[int, tuple[int, int]]:
    """Return by picture how many articles show it, a working copy not counted beside its original, and what else."""
    keys = [image.pk for image in images]
    article = Coalesce("article__original_id", "article_id")
    rows = ImageUse.objects.filter(image__in=keys).values("image").annotate(articles=Count(article, distinct=True))
    articles = dict(rows.values_list("image", "articles"))
    others = defaultdict(int)
    for model, fields in ELSEWHERE:
        for row in _showing(model, fields, keys):
            for pk in {getattr(row, f"{field}_id") for field in fields}:
                others[pk] += 1
    for publication, shown in _in_texts():
        named = {publication.logo_id, publication.default_share_image_id}
        for pk in shown - named:
            others[pk] += 1
    return {pk: (articles.get(pk, 0), others[pk]) for pk in keys}


def used(images: QuerySet) -> QuerySet:
    """Keep the pictures that something shows."""
    return images.filter(_is_used())


def unused(images: QuerySet) -> QuerySet:
    """Keep the pictures that nothing shows."""
    return images.exclude(_is_used())


def _is_used() -> Q:
    """Return the condition that something shows a picture."""
    condition = Q(Exists(ImageUse.objects.filter(image=OuterRef("pk"))))
    for model, fields in ELSEWHERE:
        for field in fields:
            condition |= Q(Exists(model.objects.filter(**{field: OuterRef("pk")})))
    return condition | Q(pk__in=[pk for _publication, keys in _in_texts() for pk in keys])


def _in_texts() -> list[tuple[Publication, set[int]]]:
    """Return the publication with the keys of the pictures that its own pages show; nothing where there is no row."""
    return [
        (publication, possible(html.references("".join(page.text for page in publication.pages))[0]))
        for publication in Publication.objects.all()
    ]


def _showing(model: type[Model], fields: Iterable[str], keys: Iterable[int]) -> QuerySet:
    """Return the rows of the model that show one of the pictures in one of the fields."""
    return model.objects.filter(Q(*((f"{field}__in", list(keys)) for field in fields), _connector=Q.OR))
