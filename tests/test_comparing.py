"""Treatments side by side: the addresses, what each row says, and the way there from an article."""

from datetime import timedelta

import pytest
from django.utils import timezone
from selectolax.lexbor import LexborHTMLParser

from articles.history.revisions import record
from articles.models import Article, Author, RelatedPick, Review, Revision, Sponsorship, Treatment
from tests.make import make_article, soon
from tests.test_glance import words

pytestmark = pytest.mark.django_db
PEEL = """
<h2>What it is</h2><p>An acid <em>peels</em> the skin [1].</p><h2>Benefits</h2><ul><li>Smooth skin [1, 2]</li></ul>
<h2>Side effects</h2><p>First. Common ones:</p><ul><li>redness</li></ul><p>Be glad.</p>
<h2>Who should not have it</h2><p>Nobody <a href="https://x.example/">unwell</a>.</p>
"""


def make_treatment(slug, body="<p>Words.</p>", article=None, **facts):
    row = make_article(slug.title(), slug=slug, body=body, **(article or {}))
    Treatment.objects.create(article=row, **facts)
    return row


@pytest.fixture
def two(db):
    facts = {"other_names": "Acid peel", "cost_from": 100, "currency": "USD", "sessions": "Three"}
    peel = make_treatment("peel", PEEL, name="Chemical peel", **facts)
    return peel, make_treatment("laser", name="Laser", article={"standfirst": ""})


def table(client, *slugs):
    """Return by row what each column says, as words; the first row holds the columns' heads."""
    response = client.get("/compare/?" + "&".join(f"t={slug}" for slug in slugs))
    assert response.status_code == 200, response.status_code
    tree = LexborHTMLParser(response.content.decode())
    assert [node.attributes["scope"] for node in tree.css("thead th")] == ["col"] * len(slugs)
    rows = {"": [words(node) for node in tree.css("thead th")]}
    for row in tree.css("tbody tr"):
        (head,) = row.css("th")
        assert head.attributes["scope"] == "row"
        rows[words(head)] = [words(cell) for cell in row.css("td")]
    assert all(len(cells) == len(slugs) and all(cells) for cells in rows.values()), "never blank"
    return rows


def test_each_row_says_what_the_articles_say(client, two):
    silent = "Not stated in this article."
    assert table(client, "laser", "peel") == {
        "": ["Laser Read the article : Laser", "Chemical peel Also called Acid peel Read the article : Peel"],
        "What it is": [silent, "An acid peels the skin."],
        "Benefits": [silent, "Smooth skin"],
        "Side effects and risks": [silent, "Common ones: redness More under “ Side effects ”."],
        "Who should not have it": [silent, "Nobody unwell."],
        "Cost": [silent, "USD from 100"],
        "Sessions": [silent, "Three"],
        "Downtime": [silent, silent],
        "Medically reviewed": ["No medical review is recorded."] * 2,
        "Sponsored": ["No sponsor is stated."] * 2,
    }


def test_what_stands_elsewhere_is_led_to_there(client, two):
    long = " ".join(["word"] * 61)
    make_treatment("long", f"<h2>Risks</h2><p>{long}</p>", article={"standfirst": "A <long> story."})
    rows = table(client, "laser", "long")
    assert rows["Side effects and risks"][1] == "See “ Risks ”."
    assert rows["What it is"][1] == "A <long> story."
    tree = LexborHTMLParser(client.get("/compare/?t=laser&t=long").content.decode())
    assert tree.css_first("td a").attributes["href"] == "/long/#risks"


def test_a_review_counts_as_on_the_articles_page(client, two):
    peel, laser = two
    doctor = Author.objects.create(name="Dora Doctor", credentials="MD")
    today = timezone.localdate()
    for article in two:
        revision = record(article, Revision.Kind.FIRST)
        Review.objects.create(
            article=article, revision=revision, reviewer=doctor, name="Dora Doctor", credentials="MD",
            reviewed_on=today, next_due_on=today + timedelta(days=9),
        )  # fmt: skip
    laser.body = "<p>Other words.</p>"
    laser.save()
    record(laser, Revision.Kind.UPDATE)
    changed, vouched = table(client, "laser", "peel")["Medically reviewed"]
    assert changed.startswith("Changed since its last medical review, of ")
    assert vouched.startswith("Dora Doctor , MD , ")
    Article.objects.filter(pk=peel.pk).update(review_due_on=today - timedelta(days=1))
    assert "A new review has been due since" in table(client, "laser", "peel")["Medically reviewed"][1]


def test_who_paid_and_who_has_an_interest_is_told(client, two):
    peel, laser = two
    Sponsorship.objects.create(article=peel, kind="paid", sponsor="Acme")
    laser.bylines.update(interests="Owns a laser.")
    rows = table(client, "laser", "peel")
    assert rows[""][1].startswith("Paid post by Acme Chemical peel")
    assert rows["Sponsored"] == [
        "No sponsor is stated. Conflict of interest, Ada Writer: Owns a laser.",
        "Paid post by Acme",
    ]
    page = LexborHTMLParser(client.get("/compare/?t=laser&t=peel").content.decode())
    assert page.css_first("title").text() == "Side by side: Laser · Paid post by Acme: Chemical peel – Health blog"
    assert "Paid post by Acme" in words(LexborHTMLParser(client.get("/compare/").content.decode()).css_first(".choose"))


@pytest.mark.parametrize(
    ("query", "canonical"),
    [
        ("t=peel&t=laser", "t=laser&t=peel"),
        ("t=laser&t=laser&t=peel", "t=laser&t=peel"),
        ("t=scrub&t=laser", "t=laser&t=peel"),
        ("t=laser&t=scrub&t=peel", "t=laser&t=peel"),
    ],
)
def test_there_is_one_address(client, two, query, canonical):
    peel, _laser = two
    peel.slug = "scrub"
    peel.save()
    peel.slug = "peel"
    peel.save()
    response = client.get(f"/compare/?{query}")
    assert (response.status_code, response.url) == (301, f"/compare/?{canonical}")


def test_one_of_many_addresses_of_one_treatment_is_one_treatment(client, two):
    peel, _laser = two
    peel.slug = "scrub"
    peel.save()
    response = client.get("/compare/?t=peel&t=scrub")
    assert (response.status_code, response.url) == (301, "/compare/?t=scrub")


@pytest.mark.parametrize(
    ("query", "status", "problem", "chosen"),
    [
        ("", 200, None, []),
        ("?u=1", 200, None, []),
        ("?t=peel", 400, "Choose at least one more", ["peel"]),
        ("?t=peel&t=peel", 400, "Choose at least one more", ["peel"]),
        ("?t=peel&t=laser&t=a&t=b&t=c", 400, "Four treatments at most", ["peel", "laser"]),
        ("?t=peel&t=nowhere", 404, "Not all of these", ["peel"]),
        ("?t=peel&t=draft", 404, "Not all of these", ["peel"]),
        ("?t=peel&t=plain", 404, "Not all of these", ["peel"]),
        ("?t=", 404, "Not all of these", []),
        ("?t=peel&t=%00", 404, "Not all of these", ["peel"]),
        ("?t=peel&t=" + "x" * 5000, 404, "Not all of these", ["peel"]),
        ("?t=peel&t=../admin", 404, "Not all of these", ["peel"]),
        ("?t=peel&t=%F0%9F%92%89&t=%FF", 404, "Not all of these", ["peel"]),
    ],
)
def test_what_cannot_be_compared_is_a_clear_page(client, two, query, status, problem, chosen):
    make_treatment("draft", name="Secret", article={"status": "draft"})
    make_article("Plain", slug="plain")
    response = client.get(f"/compare/{query}")
    assert response.status_code == status
    tree = LexborHTMLParser(response.content.decode())
    assert [node.attributes["value"] for node in tree.css("input[checked]")] == chosen
    assert [node.attributes["value"] for node in tree.css("input[name=t]")] == ["peel", "laser"]
    assert (tree.css_first(".problem") is None) == (problem is None)
    if problem:
        assert problem in tree.css_first(".problem").text()
    robots = tree.css_first("meta[name=robots]").attributes["content"]
    assert robots.startswith("noindex" if problem else "index")
    assert "Secret" not in response.content.decode()


def test_a_blog_without_treatments_says_so(client):
    response = client.get("/compare/")
    assert "No treatment has been described yet." in response.content.decode()


def test_a_comparison_is_not_for_search_engines_and_asks_browsers_to_ask(client, two):
    response = client.get("/compare/?t=laser&t=peel")
    tree = LexborHTMLParser(response.content.decode())
    assert tree.css_first("meta[name=robots]").attributes["content"] == "noindex"
    assert tree.css_first("link[rel=canonical]").attributes["href"] == "http://testserver/compare/?t=laser&t=peel"
    assert response["Cache-Control"] == "no-cache"
    assert client.post("/compare/?t=laser&t=peel").status_code == 405


def compared_with(client, article):
    tree = LexborHTMLParser(client.get(article.get_absolute_url()).content.decode())
    return [(words(node), node.css_first("a").attributes["href"]) for node in tree.css(".article-compare li")]


def test_an_article_leads_to_the_comparisons_with_its_related_treatments(client, two):
    peel, laser = two
    plain = make_article("Plain")
    for other in (plain, laser):
        RelatedPick.objects.create(article=peel, other=other)
    assert compared_with(client, peel) == [("Laser", "/compare/?t=laser&t=peel")]
    Sponsorship.objects.create(article=laser, kind="paid", sponsor="Acme")
    assert compared_with(client, peel) == [("Paid post by Acme Laser", "/compare/?t=laser&t=peel")]
    RelatedPick.objects.create(article=plain, other=laser)
    assert compared_with(client, plain) == [], "no treatment's article"
    Article.objects.filter(pk=laser.pk).update(published_at=soon(days=1))
    assert compared_with(client, peel) == []


def test_slugs_of_any_script(client):
    make_treatment("ärzte", name="A")
    make_treatment("日本", name="B")
    assert client.get("/compare/?t=日本&t=ärzte").status_code in (200, 301)
    assert client.get("/compare/?t=ärzte&t=日本").status_code == 200
    assert client.get("/compare/?t=a\u0308rzte&t=日本").url == "/compare/?t=%C3%A4rzte&t=%E6%97%A5%E6%9C%AC"
