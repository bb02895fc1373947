"""A text as it is judged: what a saved article holds, or what a form holds that nobody has saved yet."""

from dataclasses import dataclass, field
from functools import cached_property

from django.conf import settings
from django.db.models import Exists, OuterRef

from articles.models import Article, Byline, Image, Publication, Source, Sponsorship, TaggedArticle, labelled
from articles.text import html
from articles.text.anatomy import Anatomy, anatomy
from articles.text.balance import Balance, balance_of
from articles.text.keys import possible
from articles.text.readability import Reading, measure
from articles.text.sections import Section, sections


@dataclass
class Manuscript:
    """The words and choices that the checklist judges, and what it must look up for them, each read once."""

    key: int | None = None  # of the article that it is, or is a working copy of; None: never saved
    own: tuple[int, ...] = ()  # the keys of both
    title: str = ""
    slug: str = ""
    standfirst: str = ""
    body: str = ""  # clean HTML without ids
    lead_image: int | None = None
    lead_alt: str = ""
    lead_is_decorative: bool = False
    share_image: int | None = None
    is_signed: bool = False
    signed: list[int] | None = None  # keys of the authors whom a form names; None: those that are stored
    is_tagged: bool = False
    sponsorship: Sponsorship | None = None  # as it will be stored
    pins: frozenset[int] | None = None  # keys of the articles pinned to its list; None: those that are stored
    seo_title: str = ""
    seo_description: str = ""
    cited: tuple[int, ...] | None = None  # keys of its sources in their order; None: those that are saved
    known: object = None  # what its links name, where that was read together with those of other texts
    resolved: dict = field(default_factory=dict)  # what the paths of its links are; other texts may share it

    @cached_property
    def anatomy(self) -> Anatomy:
        return anatomy(self.body)

    @cached_property
    def reading(self) -> Reading:
        return measure(self.anatomy.prose, settings.LANGUAGE_CODE)

    @cached_property
    def sections(self) -> list[Section]:
        return sections(self.body, settings.LANGUAGE_CODE)

    @cached_property
    def balance(self) -> Balance:
        return balance_of(self.sections, settings.LANGUAGE_CODE)

    @cached_property
    def text(self) -> str:
        return html.plain_text(self.body)

    @cached_property
    def publication(self) -> Publication:
        return Publication.load()

    @cached_property
    def pictures(self) -> dict[int, Image]:
        """The library's rows of all pictures that the text or its shared link shows, by key."""
        keys = {self.lead_image, self.share_image, self.publication.default_share_image_id}
        keys |= {picture.key for picture in self.anatomy.pictures}
        return Image.objects.order_by().in_bulk(possible(keys))

    @cached_property
    def sources(self) -> list[Source]:
        """Its sources: the first has the number 1."""
        if self.cited is None:
            return list(Source.objects.of_article(self.own[0])) if self.own else []
        found = Source.objects.order_by().in_bulk(possible(self.cited))
        return [found[key] for key in self.cited if key in found]

    @property
    def lead(self) -> Image | None:
        return self.pictures.get(self.lead_image)

    @property
    def shared(self) -> Image | None:
        """The picture that a shared link shows, as the article's own page names it."""
        keys = (self.share_image, self.lead_image, self.publication.default_share_image_id)
        return next((self.pictures[key] for key in keys if key in self.pictures), None)

    @property
    def listed_title(self) -> str:
        """The title that search engines and shared links get, with the label of a sponsorship."""
        label = self.sponsorship.label if self.sponsorship else ""
        return labelled(" ".join((self.seo_title or self.title).split()), label)

    @property
    def listed_description(self) -> str:
        """The description that search engines and shared links get."""
        excerpt = html.excerpt(html.plain_text(html.without_headings(self.body)), 300)
        return " ".join((self.seo_description or self.standfirst or excerpt).split())


def of_article(article: Article) -> Manuscript:
    """Return the article's text as the instance has it, what belongs to it as the database has it."""
    row = None
    if article.pk:
        bylines = Exists(Byline.objects.filter(article=OuterRef("pk")))
        tags = Exists(TaggedArticle.objects.filter(content_object=OuterRef("pk")))
        rows = Article.objects.order_by().select_related("sponsorship").only("pk", "sponsorship")
        row = rows.annotate(is_signed=bylines, is_tagged=tags).filter(pk=article.pk).first()
    text = as_manuscript(article, bool(row and row.is_signed), bool(row and row.is_tagged))
    text.sponsorship = getattr(row, "sponsorship", None)
    return text


def as_manuscript(article: Article, is_signed: bool, is_tagged: bool) -> Manuscript:
    """Return the article's text as the instance has it, without a query."""
    same = (
        "title", "slug", "standfirst", "lead_alt", "lead_is_decorative", "seo_title", "seo_description",
    )  # fmt: skip
    return Manuscript(
        key=article.original_id or article.pk,
        own=tuple(key for key in (article.pk, article.original_id) if key),
        body=html.clean(article.body),
        lead_image=article.lead_image_id,
        share_image=article.share_image_id,
        is_signed=is_signed,
        is_tagged=is_tagged,
        **{name: getattr(article, name) for name in same},
    )
