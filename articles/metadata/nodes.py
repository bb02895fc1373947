"""The nodes of JSON-LD that stand on several kinds of pages, or within an article's."""

from typing import Any

from django.http import HttpRequest

from articles import glance
from articles.changelog import Told
from articles.metadata.head import absolute, without_empty
from articles.models import Article, Author, Image, Review, Source, Sponsorship, Treatment

CROPS = ("16x9", "3x2", "1x1")  # beside the whole picture, for search engines that choose by shape


def breadcrumbs(trail: list[tuple[str, str]], url: str, request: HttpRequest) -> dict[str, Any]:
    """Return the list of (name, path) as schema.org has it, the page itself last."""
    return {
        "@type": "BreadcrumbList",
        "@id": f"{url}#breadcrumbs",
        "itemListElement": [
            {"@type": "ListItem", "position": place, "name": name, "item": absolute(path, request)}
            for place, (name, path) in enumerate(trail, 1)
        ],
    }


def person(author: Author, request: HttpRequest) -> dict[str, Any]:
    url = absolute(author.get_absolute_url(), request)
    return without_empty(
        {
            "@type": "Person",
            "@id": f"{url}#person",
            "name": author.name,
            "url": url,
            "honorificSuffix": author.credentials,
            "jobTitle": author.role,
            "sameAs": author.same_as,
        }
    )


def _picture(image: Image, alt: str, request: HttpRequest) -> dict[str, Any]:
    shown = image.shown("full")
    return without_empty(
        {
            "@type": "ImageObject",
            "url": absolute(shown.src, request),
            "caption": image.caption or alt,
            "creditText": image.credit,
        }
    )


def pictures(image: Image, alt: str, request: HttpRequest) -> list[dict[str, Any] | str]:
    """Return the whole picture and, where they are cut, the addresses of its crops."""
    whole = _picture(image, alt, request)
    crops = [absolute(image.shown(crop).src, request) for crop in CROPS]
    return [whole, *(url for url in dict.fromkeys(crops) if url != whole["url"])]


def sponsor(sponsorship: Sponsorship, url: str) -> dict[str, Any] | None:
    """Return who paid, as an organization; None where nobody is named."""
    if not sponsorship.sponsor.strip():
        return None
    return without_empty(
        {
            "@type": "Organization",
            "@id": f"{url}#sponsor",
            "name": sponsorship.sponsor.strip(),
            "url": sponsorship.link,
        }
    )


ARTICLES = (Source.Kind.SYNTHESIS, Source.Kind.TRIAL, Source.Kind.STUDY)  # kinds that appear in journals


def citation(source: Source) -> dict[str, Any]:
    """Return the source as schema.org has it; text, year, numbers and addresses stand in the list at the page's end."""
    kind = (
        "ScholarlyArticle" if source.kind in ARTICLES else "Book" if source.kind == Source.Kind.BOOK else "CreativeWork"
    )
    numbers = [("DOI", source.doi, source.doi_address), ("PMID", source.pmid, source.pmid_address)]
    return without_empty(
        {
            "@type": kind,
            "@id": source.doi_address or source.pmid_address,
            "name": source.text,
            "datePublished": source.year and str(source.year),
            "url": source.web_address,
            "identifier": [
                {"@type": "PropertyValue", "propertyID": name, "value": number}
                for name, number, address in numbers
                if address
            ],
            "sameAs": [address for _name, _number, address in numbers if address],
        }
    )


def correction(change: Told) -> dict[str, Any]:
    return {"@type": "CorrectionComment", "text": change.note or change.label, "datePublished": change.at.isoformat()}


def therapy(article: Article, treatment: Treatment | None, url: str) -> dict[str, Any] | None:
    """Return the treatment with what the page lists of it: that an outcome is a serious one nothing on it says."""
    if not (treatment and treatment.name):
        return None
    outcomes = glance.named("risks", article)
    return without_empty(
        {
            "@type": "MedicalTherapy",
            "@id": f"{url}#therapy",
            "name": treatment.name,
            "alternateName": [name for each in treatment.other_names.split(",") if (name := each.strip())],
            "adverseOutcome": [{"@type": "MedicalEntity", "name": outcome} for outcome in outcomes],
            "contraindication": glance.named("contraindications", article),
        }
    )


def vouched(review: Review | None, request: HttpRequest) -> dict[str, Any]:
    """Return who reviewed the page, as named then, and when: schema.org has these of a page, not of an article."""
    if review is None:
        return {}
    url = absolute(review.reviewer.get_absolute_url(), request) if review.have_page else ""
    person = {
        "@type": "Person",
        "@id": url and f"{url}#person",
        "name": review.name,
        "honorificSuffix": review.credentials,
        "url": url,
    }
    return {"reviewedBy": without_empty(person), "lastReviewed": review.reviewed_on.isoformat()}
