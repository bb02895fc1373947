"""The head of an article's page."""

from collections.abc import Iterable

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import get_language

from articles.changelog import Told
from articles.metadata.head import NOINDEX, Head, absolute, page, without_empty
from articles.metadata.nodes import breadcrumbs, citation, correction, person, pictures, sponsor, therapy, vouched
from articles.models import Article, Publication, Source, Tag, Treatment, labelled
from articles.models.images import Shown
from articles.passport import NOT_REVIEWED, Passport


def article(
    article: Article,
    tags: list[Tag],
    treatment: Treatment | None,
    publication: Publication,
    trail,
    request: HttpRequest,
    sources: Iterable[Source] = (),
    passport: Passport = NOT_REVIEWED,
    changes: Iterable[Told] = (),
    drawn: Shown | None = None,
) -> Head:
    """Return the head of an article's page: `BlogPosting` with its authors, and the breadcrumb.

    `drawn` is the picture drawn for links to an article that has none of its own.
    """
    title = labelled(article.seo_title or article.title, article.disclosure)
    description = article.seo_description or article.summary
    image = article.share_image or article.lead_image
    head = page(
        title, description, article.get_absolute_url() if article.slug else request.path, request, publication, image,
        alt=_lead_alt(article) if image == article.lead_image and not drawn else "", kind="article", drawn=drawn,
    )  # fmt: skip
    url = head.canonical
    if article.canonical_url.startswith(("http://", "https://")):
        head.canonical = article.canonical_url
    if not article.is_indexable:
        head.robots = NOINDEX
    authors = [byline.author for byline in article.signed_by]
    dates = {"published_time": article.published_at, "modified_time": article.updated_at}
    head.properties += [(f"article:{name}", moment.isoformat()) for name, moment in dates.items() if moment]
    head.properties += [("article:author", absolute(author.get_absolute_url(), request)) for author in authors]
    head.properties += [("article:tag", tag.name) for tag in tags]
    home = absolute(reverse("articles:list"), request)
    sponsorship = getattr(article, "sponsorship", None)
    subject = therapy(article, treatment, url)
    about = subject and {"@id": subject["@id"]}
    head.graph += [
        without_empty(
            {
                "@type": ["BlogPosting", "AdvertiserContentArticle"] if sponsorship else "BlogPosting",
                "@id": f"{url}#article",
                "mainEntityOfPage": {"@id": f"{url}#page"},
                "headline": article.title,
                "inLanguage": get_language(),
                "description": article.summary,
                "datePublished": article.published_at and article.published_at.isoformat(),
                "dateModified": (moment := article.updated_at or article.published_at) and moment.isoformat(),
                "author": [person(author, request) for author in authors],
                "publisher": {"@id": f"{home}#publisher"},
                "sponsor": sponsorship and sponsor(sponsorship, url),
                "backstory": sponsorship and sponsorship.statement.strip(),
                "isPartOf": {"@id": f"{home}#website"},
                "image": pictures(article.lead_image, _lead_alt(article), request)
                if article.lead_image
                else drawn and {"@type": "ImageObject", "url": absolute(drawn.src, request)},
                "keywords": [tag.name for tag in tags],
                "correction": [correction(change) for change in changes if change.is_correction],
                "citation": [citation(source) for source in sources],
                "about": about,
            }
        ),
        without_empty(
            {
                "@type": "MedicalWebPage" if subject or article.sections else "WebPage",
                "@id": f"{url}#page",
                "url": url,
                "name": article.title,
                "isPartOf": {"@id": f"{home}#website"},
                "breadcrumb": {"@id": f"{url}#breadcrumbs"},
                "mainEntity": {"@id": f"{url}#article"},
                "about": about,
                **vouched(passport.vouching, request),
            }
        ),
        *([subject] if subject else []),
        breadcrumbs(trail, url, request),
    ]
    return head


def _lead_alt(article: Article) -> str:
    return "" if article.lead_is_decorative else article.lead_alt
