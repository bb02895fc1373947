"""What is known of one article, or of every public one, when its trustworthiness is asked for."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import QuerySet

from articles.checklist.manuscript import Manuscript, as_manuscript
from articles.models import (
    Article,
    Author,
    Byline,
    Citation,
    Image,
    ImageUse,
    Publication,
    Review,
    Sponsorship,
    Treatment,
)
from articles.passport import CHANGED, COUNTS, NEVER
from articles.text.keys import possible

READ = (
    "title", "slug", "standfirst", "body", "lead_image", "lead_alt", "lead_is_decorative", "share_image", "seo_title",
    "seo_description", "sections", "original", "published_at", "updated_at", "review_due_on",
)  # fmt: skip


@dataclass(frozen=True)
class Dossier:
    """An article's text with what vouches for it. `kinds` are those of its sections, such as "risks"."""

    text: Manuscript
    authors: list[Author]
    kinds: frozenset[str]
    is_about_treatment: bool
    review: str = NEVER  # how it stands with its medical reviews, as `passport` has it
    due_on: date | None = None
    published_at: datetime | None = None


def of_text(text: Manuscript, article: Article | None, authors: list[int] | None = None) -> Dossier:
    """Return the dossier of a text, saved or not; at most four queries beside those of the text.

    `authors` are the keys that a form names; None: those that are stored.
    """
    if authors is None:
        found = [byline.author for byline in Byline.objects.filter(article=article)] if article else []
    else:
        by_key = Author.objects.in_bulk(possible(authors))
        found = [by_key[key] for key in dict.fromkeys(authors) if key in by_key]
    return Dossier(
        text=text,
        authors=found,
        kinds=frozenset(section.kind for section in text.sections if section.kind),
        is_about_treatment=bool(article) and hasattr(article, "treatment"),
        review=_reviews(Review.objects.filter(article=text.key)).get(text.key, NEVER) if text.key else NEVER,
        due_on=article.review_due_on if article else None,
        published_at=article.published_at if article else None,
    )


def of_public() -> Iterator[Dossier]:
    """Yield the dossier of every article that readers may see now; the same nine queries however many there are."""
    publication, public = Publication.load(), Article.objects.published().order_by()
    authors, sources = defaultdict(list), defaultdict(list)
    for byline in Byline.objects.filter(article__in=public.values("pk")):
        authors[byline.article_id].append(byline.author)
    for citation in Citation.objects.filter(article__in=public.values("pk")).select_related("source"):
        sources[citation.article_id].append(citation.source)
    sponsorships = {row.article_id: row for row in Sponsorship.objects.filter(article__in=public.values("pk"))}
    treated = set(Treatment.objects.filter(article__in=public.values("pk")).values_list("article_id", flat=True))
    uses = ImageUse.objects.order_by().filter(article__in=public.values("pk"))
    pictures = Image.objects.order_by().only("caption").filter(pk__in=uses.values("image")).in_bulk()
    reviews = _reviews(Review.objects.all())
    for article in Article.objects.published().only(*READ).order_by("pk").iterator(chunk_size=200):
        text = as_manuscript(article, is_signed=bool(authors[article.pk]), is_tagged=True)
        text.publication, text.pictures, text.sources = publication, pictures, sources[article.pk]
        text.sponsorship = sponsorships.get(article.pk)
        yield Dossier(
            text=text,
            authors=authors[article.pk],
            kinds=frozenset(section["kind"] for section in article.sections if section.get("kind")),
            is_about_treatment=article.pk in treated,
            review=reviews.get(article.pk, NEVER),
            due_on=article.review_due_on,
            published_at=article.published_at,
        )


def _reviews(rows: QuerySet[Review]) -> dict[int, str]:
    """Return by article how it stands with these reviews, of those reviewed as a whole; at most two queries."""
    whole = rows.whole().order_by()
    found = dict.fromkeys(whole.values_list("article_id", flat=True), CHANGED)
    if found:
        found |= dict.fromkeys(whole.counting().values_list("article_id", flat=True), COUNTS)
    return found
