"""An article's versions: the list of them, any two to compare, and one as readers had it."""

from collections import defaultdict
from dataclasses import dataclass

from django.core.paginator import Page, Paginator

from articles.gallery import picture_html
from articles.history.copies import copy_of
from articles.history.notes import Known
from articles.history.revisions import changed_words
from articles.history.snapshot import FACTS_OF, FIELDS, PICTURES, Snapshot, snapshot
from articles.models import (
    Article,
    Author,
    Byline,
    Image,
    Publication,
    Review,
    Revision,
    Source,
    Sponsorship,
    Tag,
    Treatment,
    load_images,
)
from articles.querysets import Status
from articles.reading import Reading, body_html, contents_html, linked_slugs, with_sources
from articles.text import html
from articles.text.keys import as_key, possible

PER_PAGE = 30
NOW, COPY = "now", "copy"  # the names of what is not kept as a revision
SUBSTANTIAL = (Revision.Kind.UPDATE, Revision.Kind.CORRECTION, Revision.Kind.SAFETY)


@dataclass(frozen=True)
class Version:
    """One line of the list."""

    revision: Revision
    before: int | None  # key of the revision it is compared with: the last that readers had, or else the last
    words: int | None  # that differ between the two; None for the first
    is_current: bool  # what readers have, or will have at the moment it is scheduled for
    reviews: list[Review]  # medical ones that were recorded for it, the newest first


def page_of_versions(article: Article, number) -> tuple[list[Version], Page]:
    """Return a page of the article's versions, the newest first; three queries, however many there are."""
    rows = list(Revision.objects.filter(article=article).values_list("pk", "kind"))
    before, public, last = {}, None, None
    for key, kind in reversed(rows):
        before[key] = public or last
        last, public = key, public if kind in Revision.INTERNAL else key
    page = Paginator([key for key, _kind in rows], PER_PAGE).get_page(number)
    wanted = {*page, *(before[key] for key in page)} - {None}
    found = Revision.objects.select_related("user").in_bulk(wanted) if wanted else {}
    current = public if article.status == Status.PUBLISHED else None
    reviews = defaultdict(list)
    for review in Review.objects.filter(revision__in=list(page)) if wanted else ():
        reviews[review.revision_id].append(review)
    return [_line(found, key, before[key], current, reviews[key]) for key in page], page


def _line(found, key: int, before: int | None, current: int | None, reviews: list[Review]) -> Version:
    words = changed_words(found[before].snapshot, found[key].snapshot) if before else None
    return Version(found[key], before, words, key == current, reviews)


def is_off_the_record(article: Article, revision: Revision) -> bool:
    """Whether the article says something else than its newest public revision: an import or a script changed it."""
    held = {name: getattr(article, name) for name in FIELDS} | {
        name: getattr(article, f"{name}_id") for name in PICTURES
    }
    kept = revision.snapshot | {name: (revision.snapshot.get(name) or {}).get("id") for name in PICTURES}
    return any(name in kept and kept[name] != value for name, value in held.items())


@dataclass(frozen=True)
class Side:
    """What stands on one side of a comparison: a revision, or the article or its working copy as it is now."""

    name: str  # in addresses: a revision's key, NOW or COPY
    snapshot: Snapshot
    revision: Revision | None = None
    article: Article | None = None

    @property
    def order(self) -> tuple:
        """Where it stands in time: revisions first, then what is there now, then what may come."""
        if self.revision:
            return 0, self.revision.created_at, self.revision.pk
        return (1,) if self.name == NOW else (2,)


def side(article: Article, name: str) -> Side | None:
    """Return the version of the article that has this name in addresses, None where there is none."""
    if name == NOW:
        return Side(NOW, snapshot(article), article=article)
    if name == COPY:
        copy = copy_of(article)
        return copy and Side(COPY, snapshot(copy), article=copy)
    revision = Revision.objects.filter(article=article, pk=as_key(name)).select_related("user").first()
    return revision and Side(name, revision.snapshot, revision=revision)


def known_of(*snapshots: Snapshot) -> Known:
    """Return what the keys in the texts of these snapshots stand for; two queries."""
    found = [html.references(each.get("body", "")) for each in snapshots]
    pictures = set().union(*(pictures for pictures, _articles in found))
    articles = set().union(*(articles for _pictures, articles in found))
    return Known(
        {
            image.pk: picture_html(image, sizes="10rem", crop="3x2", alt=str(image)) or str(image)
            for image in Image.objects.in_bulk(possible(pictures)).values()
        },
        {
            article.pk: str(article)
            for article in Article.objects.only("title").in_bulk(possible(articles)).values()
        },
    )  # fmt: skip


# As readers had it


def read_version(revision: Revision) -> Reading:
    """Gather the page of an earlier version: its text with the pictures, authors and tags that still exist."""
    held = revision.snapshot
    article = Article.objects.get(pk=revision.article_id)
    slug = held.get("slug") or article.slug or "version"  # a draft may have had none, and the head names an address
    for name in FIELDS:
        setattr(article, name, held.get(name, getattr(article, name)))
    article.slug = slug
    article.lead_image_id, article.share_image_id = ((held.get(name) or {}).get("id") for name in PICTURES)
    article.derive_from_body()
    revisions = list(Revision.objects.public().told().filter(article=article, created_at__lte=revision.created_at))
    article.updated_at = next((each.created_at for each in revisions if each.kind in SUBSTANTIAL), None)
    Article._meta.get_field("sponsorship").set_cached_value(article, _row_of("sponsorship", held))
    authors = Author.objects.in_bulk([each["id"] for each in held.get("bylines", ())])
    article.signed_by = [
        Byline(article=article, author=authors[each["id"]], interests=each.get("interests", ""))
        for each in held.get("bylines", ())
        if each["id"] in authors
    ]  # fmt: skip
    tags = Tag.objects.in_bulk([each["id"] for each in held.get("tags", ())])
    picture_keys, linked_keys = map(possible, html.references(article.body))
    publication = Publication.load()
    pictures = load_images(
        (article, "lead_image"),
        (article, "share_image"),
        *publication.pictures,
        *((byline.author, "portrait") for byline in article.signed_by),
        more=picture_keys,
    )
    linked = {other.pk: other for other in Article.objects.public_cards(linked_keys, linked_slugs(article.body))}
    body, sources = with_sources(article, _sources(held.get("sources", ())))
    return Reading(
        article=article,
        publication=publication,
        body=body_html(article, body, pictures, linked),
        contents=contents_html(article),
        tags=[tags[each["id"]] for each in held.get("tags", ()) if each["id"] in tags],
        related=[],
        comparable=[],
        treatment=_row_of("treatment", held),
        revisions=revisions,
        sources=sources,
    )


def _sources(references) -> list[Source]:
    """Return the sources as they are now; one that is gone stands as it was called then, so that numbers stay right."""
    found = Source.objects.in_bulk([each["id"] for each in references])
    return [found.get(each["id"]) or Source(text=each["name"]) for each in references]


def _row_of(name: str, held: Snapshot) -> Treatment | Sponsorship | None:
    """Return what stood once, if at all, as a row that is never stored; each value is what its column would hold."""
    facts = held.get(name)
    if facts is None:
        return None
    fields = {field.name: field for field in FACTS_OF[name]._meta.concrete_fields}
    return FACTS_OF[name](**{name: fields[name].to_python(value) for name, value in facts.items() if name in fields})
