"""What stands on an article's page, gathered with the same few queries whatever its length."""

from dataclasses import dataclass

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from articles import gallery
from articles.models import Article, Image, Publication, Tag, Treatment, load_bylines, load_images
from articles.related.lists import candidates, chosen, to_read
from articles.text import html

BODY_SIZES = "(min-width: 720px) 42rem, 100vw"


@dataclass(frozen=True)
class Reading:
    """An article as readers get it."""

    article: Article
    publication: Publication
    body: SafeString
    contents: SafeString  # the contents list; "" for an article of fewer than two headings
    tags: list[Tag]
    related: list[Article]
    treatment: Treatment | None


def read(article: Article) -> Reading:
    """Gather the page of an article loaded with its treatment (`for_page()`): at most six queries."""
    publication = Publication.load()
    tags = list(Tag.objects.filter(tagged__content_object=article).order_by("tagged__pk"))
    near = candidates(article)
    wanted = to_read(near, publication)
    picture_ids, linked_ids = html.references(article.body)
    others = {other.pk: other for other in Article.objects.public_cards({*wanted, *linked_ids})}
    load_bylines([article, *(others[pk] for pk in wanted if pk in others)])
    related = chosen(near, others, publication)
    pictures = load_images(
        (article, "lead_image"),
        (article, "share_image"),
        *publication.pictures,
        *((other, "lead_image") for other in related),
        *((byline.author, "portrait") for byline in article.signed_by),
        more=picture_ids,
    )
    return Reading(
        article=article,
        publication=publication,
        body=body_html(article.body, pictures, others),
        contents=contents_html(article),
        tags=tags,
        related=related,
        treatment=getattr(article, "treatment", None),
    )


def contents_html(article: Article) -> SafeString:
    """Return the list of the article's main headings, for the two places where a page may show it."""
    headings = [html.Heading(*entry) for entry in article.contents]
    return mark_safe(html.contents_list(headings)) if len(headings) > 1 else SafeString()  # safe: it escapes the text


def body_html(body: str, pictures: dict[int, Image], linked: dict[int, Article]) -> SafeString:
    """Return a stored body with its library pictures and the present addresses of the articles it links to."""

    def picture(pk: int, alt: str) -> str:
        image = pictures.get(pk)
        return gallery.picture_html(image, crop="full", sizes=BODY_SIZES, alt=alt) if image else ""

    def address(pk: int) -> str | None:
        return linked[pk].get_absolute_url() if pk in linked else None

    # Safe: `Article.save` cleans every body, and what is put in here is escaped.
    return mark_safe(html.complete(body, picture, address, table_label=_("Table")))
