"""A small blog with everything on it, written in another script, and what its pages say to readers and machines."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from urllib.parse import parse_qs, quote, urlencode, urlsplit
from xml.etree import ElementTree

from django.urls import reverse
from selectolax.lexbor import LexborHTMLParser

from articles.history.publish import before, change, publish
from articles.models import (
    Article,
    Author,
    Byline,
    Citation,
    PreviewLink,
    Publication,
    RelatedPick,
    Review,
    Revision,
    Source,
    Sponsorship,
    Tag,
    Treatment,
)
from articles.models.site import ABOUT_PAGES
from articles.previewing import links
from tests.make import LONG_AGO, make_article, settle, soon

# Names that every language leaves as they are, and addresses.
NAMES = re.compile(
    r"https?://\S+|[\w.+-]+@[\w.-]+|\b10\.\d{4,}/\S+|\b[a-z][\w-]*(?:\.[\w-]+)+\b"
    r"|\b(?:UTF-8|DOI|PubMed|PMID|RSS|Atom|JSON|Feed|USD|X|Facebook|LinkedIn|WhatsApp)\b"
)
SPOKEN = (
    "alt",
    "title",
    "aria-label",
    "aria-description",
    "aria-roledescription",
    "placeholder",
    "label",
    "data-label",
)
SILENT = {
    "@type",
    "@id",
    "@context",
    "inLanguage",
    "propertyID",
    "query-input",
    "encodingFormat",
    "mime_type",
    "language",
    "id",
}  # of JSON-LD
TOLD = {
    "title",
    "description",
    "subtitle",
    "summary",
    "name",
    "creator",
    "encoded",
    "content",
    "ShortName",
    "Description",
}  # of feeds
CYRILLIC = {
    "word": "кожа", "words": "Кожа и лечение", "sentence": "Это слова о коже и лечении.", "name": "Анна Белова",
    "second": "Борис Чехов", "third": "Вера Доева", "credentials": "врач", "unit": "сеанс", "currency": "руб",
    "misspelt": "лечениа", "unknown": "ъъщъ",
}  # fmt: skip
ARABIC = {
    "word": "الجلد", "words": "تقشير الجلد", "sentence": "هذه كلمات عن الجلد وعن علاجه في العيادة، وهي للتجربة وحدها.",
    "name": "آمنة الكاتب", "second": "بدر الثاني", "third": "دانة الطبيب", "credentials": "طبيبة", "unit": "جلسة",
    "currency": "ريا", "misspelt": "الجلذ", "unknown": "ضضضض",
}  # fmt: skip


@dataclass(frozen=True)
class Blog:
    said: dict[str, str]
    article: Article
    other: Article
    third: Article
    tag: Tag
    correction: Revision
    open_link: PreviewLink
    ended_link: PreviewLink


def content(said=CYRILLIC, first=1):
    """Fill the blog: each kind of box, list and note stands on one of its pages; keys of revisions begin at `first`."""
    sentence, words = said["sentence"], said["words"]
    publication = Publication.load()
    publication.name = publication.tagline = publication.about = publication.disclaimer = words
    publication.related_threshold, publication.contact_email = 0, "desk@example.org"
    for name in ABOUT_PAGES:
        setattr(publication, name, f"<p>{sentence}</p>")
    publication.save()
    body = (
        f"<p>{sentence} [1] [1–3]</p>"
        + "".join(
            f'<h2 data-kind="{kind}">{words} {number}</h2><p>{sentence}</p><ul><li>{sentence}</li></ul>'
            for number, kind in enumerate(("benefits", "risks", "contraindications", "expect", "help"))
        )
        + f'<h2 data-kind="cost">{words}</h2>'
        + f"<p>{sentence * 30}</p>"
        + f"<table><tr><td>{words}</td></tr></table>"
    )
    authors = [
        Author.objects.create(name=said[key], role=words, bio=sentence, credentials=said["credentials"])
        for key in ("name", "second", "third")
    ]

    def treatment(slug, **facts):
        made = make_article(
            f"{words} {len(slug)}", slug=slug, tags=[said["word"], words], author=said["name"], standfirst=sentence,
            body=body, status="draft",
        )  # fmt: skip
        Treatment.objects.create(article=made, name=words, other_names=words, **facts)
        return made

    facts = {"cost_from": 100, "cost_to": 700, "currency": said["currency"], "per": said["unit"], "sessions": words}
    article, other, third = treatment("first", downtime=words, **facts), treatment("second"), treatment("third-one")
    Byline.objects.create(article=article, author=authors[1], position=2, interests=sentence)
    Sponsorship.objects.create(
        article=article, kind="paid", sponsor=words, url="https://example.org/", statement=sentence
    )
    Sponsorship.objects.create(article=third, kind="guest", statement=sentence)
    works = [
        {"kind": "trial", "year": 2021, "doi": "10.1000/182", "pmid": "12345678", "url": "https://example.org/a/"},
        {"kind": "guideline", "year": 2015},
        {"kind": "other"},
    ]
    for position, work in enumerate(works, 1):
        source = Source.objects.create(text=sentence, **work)
        Citation.objects.create(article=article, source=source, position=position)
    for each in (article, other, third):
        publish(Article.objects.get(pk=each.pk), despite_findings=True)
    RelatedPick.objects.create(article=article, other=other)
    for each in (article, other):
        review(each, authors[2], LONG_AGO.date())
        review(each, authors[2], date(2025, 1, 2), evidence=sentence, next_due_on=date(2025, 3, 4))
        review(each, authors[2], date(2025, 2, 3), scope="sections", sections=[f"{words} 0", f"{words} 1"])
        Article.objects.filter(pk=each.pk).update(review_due_on=date(2025, 3, 4))
    since = before(other.pk)
    other.refresh_from_db()
    other.body += f"<p>{sentence}</p>"
    other.save()
    change(other, since, kind="safety", note=sentence)
    change(other, since, kind="update")
    corrections = [
        Revision.objects.create(
            pk=first + 1000 + number, article=article, snapshot={}, digest="", kind=kind, note=note
        )
        for number, (kind, note) in enumerate((("correction", sentence), ("safety", sentence), ("update", "")))
    ]  # fmt: skip
    gone = make_article(words, slug="gone", status="withdrawn", author=said["name"])
    Article.objects.filter(pk=gone.pk).update(first_public_at=LONG_AGO)
    for number in range(3):
        make_article(
            f"{said['word']} {number}", slug=f"more-{number}", tags=[said["word"]], author=said["third"],
            standfirst=sentence, body=f"<p>{sentence}</p>", published_at=LONG_AGO - timedelta(days=number),
        )  # fmt: skip
    draft = make_article(words, slug="draft", status="draft", author=said["name"], standfirst=sentence, body=body)
    open_link, ended_link = links.make(draft), links.make(draft)
    PreviewLink.objects.filter(pk=ended_link.pk).update(expires_at=soon(days=-1))
    settle()
    article.refresh_from_db()
    tag = Tag.objects.get(name=said["word"])
    return Blog(said, article, other, third, tag, corrections[0], open_link, ended_link)


def review(article, doctor, on, **fields):
    Review.objects.create(
        article=article, revision=article.revisions.first(), reviewer=doctor, name=doctor.name,
        credentials=doctor.credentials, reviewed_on=on, **fields,
    )  # fmt: skip


def pages(blog):
    """Return the addresses of every kind of page, each state of it that says other words, and the feeds."""
    author, doctor = Author.objects.get(name=blog.said["name"]), Author.objects.get(name=blog.said["third"])
    search, compare = reverse("articles:search"), reverse("articles:compare")
    asked = [
        blog.said["word"], blog.said["misspelt"], blog.said["unknown"], f"{blog.said['word']} {blog.said['unknown']}"
    ]  # fmt: skip
    compared = [["first", "second"], ["first", "second", "third-one"], ["first"], ["first", "nowhere"], list("abcde")]
    listed = [
        ("list", []), ("tags", []), ("tag", [blog.tag.slug]), ("authors", []), ("author", [author.slug]),
        ("author", [doctor.slug]), ("archive", []), ("year", [2024]), ("month", [2024, 3]), ("about", []),
        ("corrections", []), ("compare", []), ("search", []), ("opensearch", []), ("feed", []), ("atom", []),
        ("tag_feed", [blog.tag.slug]), ("tag_atom", [blog.tag.slug]), ("author_feed", [author.slug]),
        ("author_atom", [author.slug]), ("corrections_feed", []), ("corrections_atom", []), ("json", []),
        ("tag_json", [blog.tag.slug]), ("author_json", [author.slug]), ("corrections_json", []),
        *(("policy", [slug]) for slug in ABOUT_PAGES.values() if slug),
        *(("detail", [slug]) for slug in ("first", "second", "third-one", "more-1", "gone", "nowhere")),
        *(("shared_preview", [links.token_of(link)]) for link in (blog.open_link, blog.ended_link)),
    ]  # fmt: skip
    return [
        *(reverse(f"articles:{name}", args=arguments) for name, arguments in listed),
        "/?before=4000000000000000-1",
        *(f"{search}?{urlencode({'q': text})}" for text in asked),
        f"{search}?{urlencode({'q': blog.said['word'], 'tag': blog.tag.slug, 'year': 2024})}",
        f"{search}?{urlencode({'q': blog.said['unknown'], 'tag': blog.tag.slug})}",
        *(f"{compare}?{urlencode([('t', slug) for slug in slugs])}" for slugs in compared),
        f"/{quote('нигде')}/",
    ]


def everything_said(answer) -> Iterator[str]:
    """Yield what people read or hear of an answer, and what search engines and feed readers show of it."""
    kind = answer["Content-Type"]
    if "html" in kind:
        yield from _page(LexborHTMLParser(answer.content.decode()))
    elif "xml" in kind:
        for node in ElementTree.fromstring(answer.content).iter():
            name = node.tag.rpartition("}")[2]
            if name in TOLD:
                yield from _within(node.text or "")
            elif name == "category":
                yield node.get("term") or node.text

    elif "json" in kind:
        for each in _values(json.loads(answer.content)):
            yield from _within(each)


def _within(text):
    return _page(LexborHTMLParser(text)) if "<" in text else [text]


def _page(tree):
    for node in tree.css("*"):
        if node.tag == "script":
            if node.attributes.get("type") == "application/ld+json":
                yield from _values(json.loads(node.text())["@graph"])
            continue
        if node.tag == "style":
            continue
        yield from (each for each in (node.text(deep=False), *map(node.attributes.get, SPOKEN)) if each)
        href = node.attributes.get("href") or ""
        if href.startswith("mailto:"):
            yield from (text for texts in parse_qs(urlsplit(href).query).values() for text in texts)
        if node.tag == "meta" and (node.attributes.get("name") in ("description", "application-name", "author")):
            yield node.attributes["content"]
        if re.fullmatch("og:.*(title|description|name|alt)|article:tag|twitter:.*(title|alt|label.|data.)",
                        node.attributes.get("property") or node.attributes.get("name") or ""):  # fmt: skip
            yield node.attributes["content"]


def _values(node):
    if isinstance(node, dict):
        for name, value in node.items():
            if name not in SILENT:
                yield from _values(value)
    elif isinstance(node, list):
        for each in node:
            yield from _values(each)
    elif isinstance(node, str) and not re.fullmatch(r"\d{4}-\d\d-\d\d(T.*)?|(/|#).*", node):
        yield node
