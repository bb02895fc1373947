"""A sponsored article's label travels: no surface shows the article without it."""

import copy
import json
import re
from html import unescape
from pathlib import Path
from xml.etree import ElementTree

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from selectolax.lexbor import LexborHTMLParser

from articles.checklist import findings, of_article
from articles.checklist.together import blocking
from articles.history import revisions
from articles.history.copies import edit_as_draft
from articles.history.versions import read_version
from articles.models import (
    Article,
    Byline,
    Change,
    Publication,
    RelatedPick,
    Revision,
    Source,
    Sponsorship,
)
from articles.related.standing import why_not
from tests.make import article_form, log_in, make_article, related, settle
from tests.test_visibility import NEVER, REDIRECTS, SECRET, SUGGESTING, SURFACES, make_state

pytestmark = pytest.mark.django_db

SPONSOR = "Acme <Needles>"
LABEL = f"Paid post by {SPONSOR}"
TEMPLATES = Path(__file__).resolve().parent.parent / "articles" / "templates" / "articles"
FRAGMENT = re.compile(r'\{% include "articles/_disclosure.html"[^%]*%\}')
# A sitemap holds addresses and no words; the others name topics and people, but no article by its title.
WITHOUT_ARTICLES = {
    *(surface for surface in SURFACES if "sitemap" in surface), "tags", "authors",
    "a page about the publication that links to it",
}  # fmt: skip
AROUND = {"article", "li", "p", "td", "th", "dd", "header"}  # the nearest of these is what a reader takes in at once
NAMES = re.compile(rf"\b{SECRET}\b(?! (?:tag|author|treatment))")
WALK = sorted(SURFACES.keys() - NEVER - REDIRECTS - WITHOUT_ARTICLES - {"a preview link to it"})


def sponsor(article, **fields):
    fields = {"kind": "paid", "sponsor": SPONSOR, "statement": "Acme paid and read nothing."} | fields
    return Sponsorship.objects.create(article=article, **fields)


def above(node):
    while (node := node.parent) is not None and node.tag != "-undef":
        yield node


def unlabelled(page):
    """Return what of a page, HTML or a feed, shows the article in question without its label; raise if nothing does."""
    if page.startswith("["):
        return unlabelled_suggestions(page)
    if page.startswith("{"):
        return unlabelled_json(page)
    return unlabelled_items(page) if page.lstrip().startswith("<?xml") else unlabelled_html(page)


def unlabelled_suggestions(page):
    shown = [title for title in json.loads(page)[1] if NAMES.search(title)]
    assert shown
    return [title for title in shown if LABEL not in title]


def unlabelled_json(page):
    shown = [item for item in json.loads(page)["items"] if NAMES.search(" ".join([item["title"], item["summary"]]))]
    assert shown
    return [item[name] for item in shown for name in ("title", "summary") if LABEL not in item[name]]


def unlabelled_items(page):
    root = ElementTree.fromstring(page)
    atom = "{http://www.w3.org/2005/Atom}"
    items = [item for tag in ("item", f"{atom}entry") for item in root.iter(tag)]
    shown = [item for item in items if NAMES.search(" ".join(item.itertext()))]
    assert shown
    texts = [
        "".join(item.find(name).itertext())
        for item in shown
        for name in (("title", "description") if item.tag == "item" else (f"{atom}title", f"{atom}summary"))
    ]
    return [text for text in texts if LABEL not in unescape(text)]


def unlabelled_html(page):
    tree = LexborHTMLParser(page)
    heads = [node.text() for node in tree.css("title")]
    heads += [node.attributes["content"] for node in tree.css('meta[property="og:title"], meta[name="twitter:title"]')]
    missing = [text for text in heads if NAMES.search(text) and LABEL not in text]
    named = [
        node
        for node in tree.css("body *")
        if node.tag not in ("script", "style")
        and (NAMES.search(node.text(deep=False)) or node.attributes.get("href", "") == "/zebrafinch/")
    ]
    assert named
    for node in named:
        around = next(each for each in (node, *above(node)) if each.tag in AROUND)
        text = around.text()
        if {node.tag, node.parent.tag} & {"h1", "h2", "h3"}:  # above a headline, not merely near it
            text = text[: NAMES.search(text).start()]
        if LABEL not in text:
            missing.append(around.html[:300])
    return missing


def make_sponsored():
    article = make_state("published")
    sponsor(article)
    return article


@pytest.mark.parametrize("surface", WALK)
def test_every_surface_shows_the_label(client, surface):
    article = make_state("published", is_suggested=surface in SUGGESTING)
    sponsor(article)
    Publication.objects.update(suggests_sponsored=True)
    response = client.get(SURFACES[surface]())
    assert response.status_code == 200
    assert unlabelled(response.content.decode()) == []


@pytest.mark.parametrize("surface", sorted(WITHOUT_ARTICLES))
def test_what_shows_no_article_needs_no_label(client, surface):
    make_sponsored()
    assert not NAMES.search(client.get(SURFACES[surface]()).content.decode())


def test_previews_show_the_label(client):
    article = make_state("draft", status="draft")
    sponsor(article)
    assert unlabelled(client.get(SURFACES["a preview link to it"]()).content.decode()) == []
    page = log_in("view_article").get(reverse("articles:preview", args=[article.pk]))
    assert unlabelled(page.content.decode()) == []


SHOWING = sorted(path.name for path in TEMPLATES.glob("*.html") if FRAGMENT.search(path.read_text()))


def test_templates_that_show_articles_are_known():
    assert {"_card.html", "_related.html", "article_detail.html", "article_list.html"} <= set(SHOWING)


@pytest.mark.parametrize("template", SHOWING)
def test_the_walk_notices_a_template_that_drops_the_label(client, settings, tmp_path, template):
    changed = tmp_path / "articles" / template
    changed.parent.mkdir()
    changed.write_text(FRAGMENT.sub("", (TEMPLATES / template).read_text()))
    engines = copy.deepcopy(settings.TEMPLATES)
    engines[0]["DIRS"] = [tmp_path, *engines[0]["DIRS"]]
    settings.TEMPLATES = engines
    make_sponsored()
    found = [surface for surface in WALK if surface not in SUGGESTING and _loses(client, SURFACES[surface]())]
    assert found, f"no surface misses the label of {template}"


def _loses(client, address):
    return bool(unlabelled(client.get(address).content.decode()))


def test_a_feed_without_the_label_is_noticed(client):
    make_sponsored()
    for surface in ("feed", "Atom feed"):
        page = client.get(SURFACES[surface]()).content.decode()
        assert unlabelled(page) == []
        assert len(unlabelled(page.replace("Paid post by", "By"))) == 2


# The label


@pytest.mark.parametrize(
    ("kind", "name", "label"),
    [
        ("paid", "Acme", "Paid post by Acme"),
        ("affiliate", "Acme", "Affiliate links to Acme"),
        ("product", "Acme", "Product provided by Acme"),
        ("guest", "Acme", "Guest post by Acme, an interested party"),
        ("", "Acme", "Sponsored by Acme"),
        ("paid", "", "Paid post"),
        ("affiliate", " ", "Affiliate links"),
        ("product", "", "Product provided"),
        ("guest", "", "Guest post by an interested party"),
        ("", "", "Sponsored"),
        ("not one of ours", "100% Acme", "Sponsored by 100% Acme"),
    ],
)
def test_labels(kind, name, label):
    assert Sponsorship(kind=kind, sponsor=name).label == label


def test_lists_load_the_label_with_the_row(django_assert_num_queries):
    sponsored, plain = make_article("Sponsored"), make_article("Plain")
    sponsor(sponsored)
    keys = [sponsored.pk, plain.pk]
    loaders = [
        lambda: Article.objects.for_cards(),
        lambda: Article.objects.for_page(),
        lambda: Article.objects.public_cards(keys),
    ]
    for load in loaders:
        with django_assert_num_queries(1):
            found = {article.pk: article.disclosure for article in load()}
        assert found == {sponsored.pk: LABEL, plain.pk: ""}
    with django_assert_num_queries(2):
        assert {article.disclosure for article in Article.objects.for_lists()} == {LABEL, ""}


# Other articles' suggestions


def near():
    words = "Glycolic acid dissolves dead skin cells, smooths wrinkles and fades dark spots after sunburn."
    found = [make_article(title, standfirst=words, body=f"<p>{words}</p>") for title in ("One", "Two", "Three")]
    for food in ("Bread", "Cheese", "Olives"):
        make_article(food)
    settle()
    return found


def test_a_sponsored_article_is_suggested_only_where_the_publication_says_so():
    one, two, _three = near()
    assert set(related(one)) == {"Two", "Three"}
    sponsor(two)
    assert related(one) == ["Three"]
    Publication.objects.update(suggests_sponsored=True)
    assert set(related(one)) == {"Two", "Three"}


def test_a_pin_wins_over_the_sponsorship():
    one, two, _three = near()
    sponsor(two)
    RelatedPick.objects.create(article=one, other=two)
    assert related(one) == ["Two", "Three"]


# Links in the text


def test_links_to_the_sponsor_say_so_when_the_page_is_made(client):
    body = (
        '<p><a href="https://acme.example/x">1</a> <a href="https://shop.ACME.example" title="a">2</a> '
        '<a href="//www.acme.example/">3</a> <a href="https://acme.example.org/">4</a> '
        '<a href="https://notacme.example/">5</a> <a href="/here/">6</a> '
        '<a href="https://acme.example/y" rel="ugc">7</a> <a href="mailto:a@acme.example">8</a> '
        '<a href="https://bücher.example/">9</a></p>'
    )
    article = make_article("A", slug="a", body=body)
    stored = Article.objects.get(pk=article.pk).body
    sponsor(article, domains="acme.example\nhttps://www.xn--bcher-kva.example/path")
    tree = LexborHTMLParser(client.get("/a/").content.decode())
    rels = {node.text(): node.attributes.get("rel") for node in tree.css(".body a")}
    assert rels == {
        "1": "sponsored nofollow", "2": "sponsored nofollow", "3": "sponsored nofollow", "4": None, "5": None,
        "6": None, "7": "sponsored nofollow ugc", "8": None, "9": "sponsored nofollow",
    }  # fmt: skip
    assert tree.css_first('.body a[title="a"]') is not None
    assert Article.objects.get(pk=article.pk).body == stored
    assert "rel=" not in stored.replace('rel="ugc"', "")


def test_the_sponsors_own_address_is_one_of_its_domains():
    assert Sponsorship(url="https://www.acme.example/shop").hosts == {"acme.example"}
    assert Sponsorship(url="javascript:alert(1)").link == ""


def test_a_link_to_a_sponsored_article_is_labelled(client):
    paid = make_article("Paid", slug="paid")
    body = f'<p>Read <a data-article="{paid.pk}" href="/x/">about &lt;needles&gt;</a>.</p>'
    make_article("Plain", slug="plain", body=body)
    assert 'class="disclosure"' not in client.get("/plain/").content.decode()
    sponsor(paid)
    paragraph = LexborHTMLParser(client.get("/plain/").content.decode()).css_first(".body p")
    assert paragraph.text() == f"Read about <needles> {LABEL}."
    assert paragraph.css_first("a").attributes["href"] == "/paid/"
    paid.move("withdrawn")
    assert 'class="disclosure"' not in client.get("/plain/").content.decode()


@pytest.mark.parametrize(
    ("href", "is_labelled"),
    [
        ("/paid/", True),
        ("/paid", True),
        ("/paid/#risks", True),
        ("https://blog.example.org/paid/?utm=1", True),
        ("//blog.example.org/paid/", True),
        ("/p%C3%A4id/", False),
        ("https://elsewhere.example/paid/", False),
        ("/tags/paid/", False),
        ("/plain/", False),
        ("https://[broken/", False),
        ("mailto:paid", False),
        ("/%00/", False),
        ("/", False),
    ],
)
def test_a_link_by_address_is_labelled_too(client, settings, href, is_labelled):
    settings.ARTICLES_BASE_URL = "https://blog.example.org"
    sponsor(make_article("Paid", slug="paid"))
    make_article("Plain", slug="plain", body=f'<p>Read <a href="{href}">this</a>.</p>')
    paragraph = LexborHTMLParser(client.get("/plain/").content.decode()).css_first(".body p")
    assert paragraph.text() == (f"Read this {LABEL}." if is_labelled else "Read this.")
    assert paragraph.css_first("a").attributes.get("href") in (href, None)  # none where it cannot be read


def test_links_by_address_take_no_query_more(client):
    body = "".join(f'<p><a href="/other-{number}/">x</a></p>' for number in range(30))
    make_article("Plain", slug="plain", body='<p><a href="/other-1/">x</a></p>')
    make_article("Full", slug="full", body=body)
    for number in range(30):
        sponsor(make_article(f"Other {number}"))

    def count(path):
        with CaptureQueriesContext(connection) as captured:
            client.get(path)
        return len(captured)

    count("/plain/")
    assert count("/plain/") == count("/full/")


# The article's own page


def test_the_article_says_it_in_full_and_to_machines(client):
    article = make_article("A & B", slug="a", seo_title="For searchers")
    sponsor(article, url="https://acme.example/", statement="Acme paid <us>.\n\nWe wrote it.")
    page = client.get("/a/").content.decode()
    tree = LexborHTMLParser(page)
    statement = tree.css_first(".article-header .statement")
    assert "Acme paid <us>." in statement.text()
    assert "We wrote it." in statement.text()
    assert statement.css_first("a").attributes == {"href": "https://acme.example/", "rel": "sponsored nofollow"}
    text = page[page.index("<main") :]
    assert text.index('class="disclosure"') < text.index("<h1>")
    assert tree.css_first("title").text() == f"{LABEL}: For searchers – Health blog"
    graph = json.loads(tree.css_first("script").text())["@graph"]
    post = next(node for node in graph if node.get("headline"))
    assert post["@type"] == ["BlogPosting", "AdvertiserContentArticle"]
    assert post["headline"] == "A & B"
    assert post["sponsor"] | {"@type": "Organization", "name": SPONSOR} == post["sponsor"]
    assert post["sponsor"]["url"] == "https://acme.example/"
    assert post["backstory"] == "Acme paid <us>.\n\nWe wrote it."


def test_a_half_filled_sponsorship_is_a_label_all_the_same(client):
    article = make_article("A", slug="a")
    Sponsorship.objects.create(article=article, domains="acme.example")
    tree = LexborHTMLParser(client.get("/a/").content.decode())
    assert tree.css_first(".article-header .disclosure").text() == "Sponsored"
    post = next(node for node in json.loads(tree.css_first("script").text())["@graph"] if node.get("headline"))
    assert "AdvertiserContentArticle" in post["@type"]
    assert not {"sponsor", "backstory"} & post.keys()


def test_conflicts_of_interest_stand_under_the_byline(client):
    article = make_article("A", slug="a")
    Byline.objects.update(interests="Holds shares in <Acme>.")
    tree = LexborHTMLParser(client.get("/a/").content.decode())
    line = tree.css_first(".article-meta .interests").text()
    assert line == "Conflict of interest, Ada Writer: Holds shares in <Acme>."
    Byline.objects.filter(article=article).update(interests="")
    assert 'class="interests"' not in client.get("/a/").content.decode()


# What editors see


@pytest.fixture
def chief(db):
    return log_in(is_superuser=True)


def change_url(article):
    return reverse("admin:articles_article_change", args=[article.pk])


ROW = {
    "kind": "paid", "sponsor": "Acme", "url": "https://acme.example/", "statement": "Acme paid.",
    "domains": "acme.example\nshop.acme.example",
}  # fmt: skip


def test_the_form_keeps_a_sponsorship_whole_or_half_filled(chief):
    article = make_article("A", status="draft", published_at=None)
    rows = {"sponsorship": [ROW]}
    assert chief.post(change_url(article), article_form(article, rows)).status_code == 302
    kept = Sponsorship.objects.get()
    assert {name: getattr(kept, name) for name in ROW} == ROW
    rows = {"sponsorship": [{"id": kept.pk, "kind": "", "sponsor": "", "url": "", "statement": " ", "domains": "a.de"}]}
    article.refresh_from_db()
    assert chief.post(change_url(article), article_form(article, rows)).status_code == 302
    assert Sponsorship.objects.get().label == "Sponsored"


def test_an_empty_sponsorship_is_none(chief):
    article = make_article("A", status="draft", published_at=None)
    empty = dict.fromkeys(ROW, " ") | {"kind": ""}
    assert chief.post(change_url(article), article_form(article, {"sponsorship": [empty]})).status_code == 302
    assert not Sponsorship.objects.exists()
    row = sponsor(article)
    article.refresh_from_db()
    rows = {"sponsorship": [{"id": row.pk, **empty}]}
    assert chief.post(change_url(article), article_form(article, rows)).status_code == 302
    assert not Sponsorship.objects.exists()


@pytest.mark.parametrize(
    ("field", "typed", "words"),
    [
        ("domains", "acme.example\nnot a domain", "“not a domain” is no domain."),
        ("domains", "com", "“com” is no domain."),
        ("domains", "192.168.0.1", "“192.168.0.1” is no domain."),
        ("domains", "mailto:a@acme.example", "is no domain."),
        ("url", "not an address", "That is no web address."),
        ("url", "javascript:alert(1)", "That is no web address."),
        ("url", "ftp://acme.example/", "Readers could not open that address."),
        ("kind", "forged", "Select a valid choice."),
    ],
)
def test_what_is_wrong_is_said_and_kept(chief, field, typed, words):
    article = make_article("A", status="draft", published_at=None)
    response = chief.post(change_url(article), article_form(article, {"sponsorship": [ROW | {field: typed}]}))
    assert response.status_code == 200
    page = response.content.decode()
    assert words in page
    assert "Acme paid." in page
    assert not Sponsorship.objects.exists()


def test_a_whole_address_counts_as_its_domain():
    row = Sponsorship(domains="https://www.Acme.example/x?y\n\n  shop.acme.example. ")
    row.clean()
    assert row.hosts == {"acme.example", "shop.acme.example"}


def test_a_conflict_of_interest_needs_its_author_and_is_kept(chief):
    article = make_article("A", status="draft", published_at=None)
    byline = article.bylines.get()
    kept = {"id": byline.pk, "author": byline.author_id, "position": "1", "interests": "Holds shares."}
    rows = {"bylines": [kept, {"author": "", "interests": "Is paid by Acme.", "position": ""}]}
    page = chief.post(change_url(article), article_form(article, rows)).content.decode()
    assert "Choose the author whose conflict of interest this is." in page
    assert "Is paid by Acme." in page
    assert chief.post(change_url(article), article_form(article, {"bylines": [kept]})).status_code == 302
    assert Byline.objects.get().interests == "Holds shares."
    article.refresh_from_db()
    rows = {"bylines": [kept | {"author": ""}]}
    assert chief.post(change_url(article), article_form(article, rows)).status_code == 302
    assert not Byline.objects.exists()


def found(article, **changes):
    text = of_article(article)
    for name, value in changes.items():
        setattr(text, name, value)
    codes = ("sponsor-unnamed", "sponsorship-", "link-unlabelled", "pins-sponsored", "sponsored-pinned", "guest-post")
    return [(each.code, each.is_blocking) for each in findings(text) if each.code.startswith(codes)]


def test_findings_of_a_half_told_sponsorship():
    article = make_article("A")
    assert found(article) == []
    row = Sponsorship.objects.create(article=article, domains="acme.example")
    assert found(article) == [
        ("sponsor-unnamed", True), ("sponsorship-unstated", False), ("sponsorship-kindless", False),
    ]  # fmt: skip
    assert set(blocking([article])) == {article.pk}
    Sponsorship.objects.filter(pk=row.pk).update(**ROW)
    assert found(article) == []
    assert {each.code for each in blocking([article]).get(article.pk, ())}.isdisjoint({"sponsor-unnamed"})


def test_a_link_marked_as_sponsored_needs_a_sponsorship():
    article = make_article("A", body='<p><a href="https://acme.example/" rel="sponsored">x</a></p>')
    assert found(article) == [("link-unlabelled", False)]
    sponsor(article)
    assert found(article) == []


def test_the_only_site_linked_to_is_no_guest_post_once_it_is_the_sponsors():
    article = make_article("A", body='<p><a href="https://www.acme.example/">x</a></p>')
    assert found(article) == [("guest-post", False)]
    sponsor(article, domains="acme.example")
    assert found(article) == []


def test_pinning_a_sponsored_article_is_said_on_both_sides():
    here, paid, other = make_article("Here"), make_article("Paid"), make_article("Other")
    RelatedPick.objects.create(article=here, other=paid)
    RelatedPick.objects.create(article=other, other=paid, kind="hidden")
    assert found(here) == found(paid) == []
    sponsor(paid)
    assert found(here) == [("pins-sponsored", False)]
    assert found(paid) == [("sponsored-pinned", False)]
    assert found(other) == []
    assert found(here, pins=frozenset()) == []
    assert found(other, pins=frozenset({paid.pk, 10**30})) == [("pins-sponsored", False)]
    here.move("trashed")
    assert found(paid) == []


def test_the_checklist_judges_what_the_form_holds(chief):
    article, paid = make_article("A"), make_article("Paid")
    sponsor(paid)
    address = reverse("admin:articles_article_check", args=[article.pk])

    def said(**rows):
        return chief.post(address, article_form(article, rows)).json()["html"]

    assert "Name the sponsor" in said(sponsorship=[{"kind": "paid"}])
    assert "Name the sponsor" not in said(sponsorship=[{"kind": "paid", "DELETE": "on"}])
    assert "has no statement" in said(sponsorship=[{"sponsor": "Acme\x00"}])
    assert "Paid post by Acme: A" in said(sponsorship=[ROW])
    assert "is pinned here with its label" in said(picks=[{"other": paid.pk, "kind": "pinned"}])
    assert "is pinned here" not in said(picks=[{"other": paid.pk, "kind": "hidden"}])
    assert "is pinned here" not in said(picks=[{"other": paid.pk, "kind": "pinned", "DELETE": "on"}])


def test_lists_of_the_desk_show_the_label(chief):
    one, two, _three = near()
    sponsor(two)
    settle()
    label = '<span class="state state-sponsored">Paid post by Acme &lt;Needles&gt;</span>'
    for name, args in (
        ("changelist", []),
        ("calendar_month", [two.published_at.year, two.published_at.month]),
        ("change", [one.pk]),
    ):
        assert label in chief.get(reverse(f"admin:articles_article_{name}", args=args)).content.decode(), name
    titles = chief.get(reverse("admin:articles_article_titles"), {"q": "Two"}).json()["results"]
    assert [each["note"] for each in titles] == [LABEL]


def test_the_desk_says_why_a_sponsored_article_is_not_suggested():
    one, two, _three = near()
    sponsor(two)
    assert f"It is sponsored (“{LABEL}”)" in why_not(one, two)


# Versions, copies, what follows a change


def test_an_earlier_version_shows_the_label_of_its_time(chief):
    article = make_article("A", slug="a", body='<p><a href="https://acme.example/">x</a></p>')
    row = sponsor(article, domains="acme.example")
    Byline.objects.update(interests="Held shares.")
    revision = revisions.record(article, Revision.Kind.UPDATE)
    row.delete()
    Byline.objects.update(interests="")
    address = reverse("admin:articles_article_revision", args=[article.pk, revision.pk])
    tree = LexborHTMLParser(chief.get(address).content.decode())
    assert tree.css_first("p.disclosure").text() == LABEL
    assert tree.css_first(".body a").attributes["rel"] == "sponsored nofollow"
    assert "Held shares." in tree.css_first(".interests").text()
    sponsor(Article.objects.get(pk=article.pk), sponsor="Later")
    plain = revisions.record(make_article("B"), Revision.Kind.UPDATE)
    assert read_version(plain).article.disclosure == ""
    assert read_version(revision).article.disclosure == LABEL


def test_a_copy_and_its_preview_carry_the_label(client):
    article = make_article("A", slug="a")
    sponsor(article)
    copy = edit_as_draft(article, None)
    page = log_in("view_article").get(reverse("articles:preview", args=[copy.pk])).content.decode()
    assert LexborHTMLParser(page).css_first("p.disclosure").text() == LABEL


def test_an_article_takes_its_rows_along_without_a_word_of_each():
    article = make_article("A")
    sponsor(article)
    for number in range(3):
        article.citations.create(source=Source.objects.create(text=f"Work {number}"))
    settle()
    article.delete()
    assert len(pending_articles()) == 1


def pending_articles():
    return list(Change.objects.values_list("article_id", flat=True))
