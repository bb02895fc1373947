"""How many queries each public page takes: the same with 1 and with 50 articles."""

from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from articles.history.revisions import record
from articles.models import (
    Article,
    Byline,
    Citation,
    Image,
    Publication,
    RelatedPick,
    Review,
    Revision,
    Source,
    Treatment,
)
from articles.previewing.links import make, token_of
from articles.reading import read
from tests.make import LONG_AGO, make_article, make_author, related, settle

# Each asks first whether scheduled changes are due.
BUDGETS = {
    "/": 7,
    "/one/": 11,
    "/compare/": 4,
    "/compare/?t=one&t=treatment-1&t=treatment-2&t=treatment-3": 9,
    "/compare/?t=one&t=nowhere": 7,
    "/tags/": 4,
    "/tags/skin/": 6,
    "/authors/": 4,
    "/authors/ada-writer/": 7,
    "/archive/": 4,
    f"/archive/{LONG_AGO.year}/": 4,
    f"/archive/{LONG_AGO.year}/{LONG_AGO.month}/": 5,
    "/feed/": 8,
    "/feed/atom/": 8,
    "/feed/json/": 8,
    "/tags/skin/feed/": 9,
    "/tags/skin/feed/atom/": 9,
    "/tags/skin/feed/json/": 9,
    "/authors/ada-writer/feed/": 9,
    "/authors/ada-writer/feed/atom/": 9,
    "/authors/ada-writer/feed/json/": 9,
    "/sitemap.xml": 7,
    "/sitemap-articles-1.xml": 3,
    "/sitemap-tags-1.xml": 2,
    "/corrections/": 4,
    "/corrections/feed/": 3,
    "/corrections/feed/atom/": 3,
    "/corrections/feed/json/": 3,
    "/about/": 4,
    "/about/privacy/": 4,
    "/search/": 5,
    "/search/?q=sibling": 13,
    "/search/?q=body+one&tag=skin&author=ada-writer&year=2024": 15,
    "/search/?q=xyzzyx": 9,
    "/search/suggest/?q=bod": 7,
    "/search/opensearch.xml": 2,
    "/gone/": 4,
    "/nowhere/": 5,
    "/nowhere/at/all/": 2,
    "/robots.txt": 0,
    "/manifest.webmanifest": 1,
}


def make_image(name):
    return Image.objects.create(file=f"articles/{name}.jpg", name=name, width=1600, height=900, content_hash=name)


def fill(number):
    """Make an article with everything on it and `number` - 1 like it: one pinned to it, the others suggested."""
    image = make_image("lead")
    other = make_author("Bob Second", portrait=make_image("bob"))
    first = make_article("One", tags=["Skin", "Hair"], lead_image=image, lead_alt="A needle")
    make_article("Gone", status="withdrawn", tags=["Skin"])
    Article.objects.filter(slug="gone").update(first_public_at=LONG_AGO)
    for index in range(1, number):
        sibling = make_article(
            f"Sibling {index}",
            tags=["Skin", f"Tag {index}"],
            lead_image=image,
            published_at=LONG_AGO - timedelta(minutes=index),
        )
        Byline.objects.create(article=sibling, author=other, position=2)
        if index == 1:
            RelatedPick.objects.create(article=first, other=sibling)
    target = Article.objects.exclude(pk=first.pk).order_by("pk").last()
    first.body = (
        f'<p>Read <a data-article="{target.pk}" href="/x/">this</a>.</p>'
        f'<figure><img data-file="{image.pk}" alt="A"></figure><p>As shown [1] [1–{number}].</p>'
    )
    first.save()
    Byline.objects.create(article=first, author=other, position=2)
    Treatment.objects.create(article=first, name="One treatment")
    for article in Article.objects.all():
        for kind in ("update", "correction", "safety"):
            Revision.objects.create(article=article, snapshot={}, digest="", kind=kind, note="A sentence.")
    for index in range(1, number + 1):
        source = Source.objects.create(text=f"Work {index}", pmid=str(index))
        Citation.objects.create(article=first, source=source, position=index)
    Publication.objects.filter(pk=1).update(
        lead_article=first,
        default_share_image=make_image("share"),
        logo=make_image("logo"),
        about_page=f'<p>Us: <a data-article="{target.pk}" href="/x/">this</a>.</p><img data-file="{image.pk}" alt="">',
        privacy=f'<p>See <a data-article="{target.pk}" href="/x/">this</a>.</p>',
        related_threshold=0,  # in a blog where all say the same, nothing is near
    )
    kept = [record(first, Revision.Kind.FIRST), *(keep_typo(first, index) for index in range(number))]
    for index, revision in enumerate(kept):
        review(first, revision, f"Doctor {index % 3}")
    settle()
    assert len(read(Article.objects.for_page().get(pk=first.pk)).passport.counting) == number + 1
    assert len(related(first)) == min(number - 1, 4)
    for index in range(1, 4):
        article = make_article(f"Treatment {index}", tags=["Skin"], published_at=LONG_AGO - timedelta(days=index))
        Treatment.objects.create(article=article, name=f"Treatment {index}")
        review(article, record(article, Revision.Kind.FIRST), "Doctor 1")


def review(article, revision, name):
    doctor = make_author(name, credentials="MD")
    Review.objects.create(
        article=article, revision=revision, reviewer=doctor, name=name, credentials="MD",
        reviewed_on=LONG_AGO.date(), next_due_on=LONG_AGO.date(),
    )  # fmt: skip


def keep_typo(article, number):
    article.standfirst = f"Standfirst {number}."
    article.save()
    return record(article, Revision.Kind.TYPO)


def count(client, path):
    with CaptureQueriesContext(connection) as captured:
        response = client.get(path)
    assert response.status_code in (200, 404, 410), path
    return len(captured), "\n".join(query["sql"] for query in captured)


@pytest.mark.django_db
@pytest.mark.parametrize("number", [1, 50])
def test_every_page_keeps_its_budget(client, number):
    fill(number)
    for path, budget in BUDGETS.items():
        queries, sql = count(client, path)
        assert queries <= budget, f"{path} takes {queries} queries, {budget} allowed:\n{sql}"


@pytest.mark.django_db
@pytest.mark.parametrize("number", [1, 50])
def test_a_shared_preview_keeps_the_articles_budget(client, number):
    fill(number)
    article = Article.objects.get(slug="one")
    article.status = "draft"
    article.save()
    path = reverse("articles:shared_preview", args=[token_of(make(article))])
    queries, sql = count(client, path)
    assert queries <= BUDGETS["/one/"], f"{queries} queries:\n{sql}"


@pytest.mark.django_db
def test_queries_do_not_grow_with_articles(client):
    measured = []
    for number in (3, 50):
        with transaction.atomic():
            fill(number)
            measured.append({path: count(client, path)[0] for path in BUDGETS})
            transaction.set_rollback(True)
    assert measured[0] == measured[1]


@pytest.mark.django_db
def test_lists_leave_the_body_in_the_database(client):
    fill(3)
    for path in ("/", "/tags/skin/", "/authors/ada-writer/", "/sitemap.xml", "/corrections/feed/"):
        _, sql = count(client, path)
        assert '"articles_article"."body"' not in sql, path
