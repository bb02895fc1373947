"""How many queries each public page takes: the same with 1 and with 50 articles."""

from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from articles.models import Article, Byline, Image, Publication, RelatedPick, Treatment
from tests.make import LONG_AGO, make_article, make_author, related, settle

BUDGETS = {
    "/": 6,
    "/one/": 7,
    "/tags/": 3,
    "/tags/skin/": 5,
    "/authors/": 3,
    "/authors/ada-writer/": 5,
    "/archive/": 3,
    f"/archive/{LONG_AGO.year}/": 3,
    f"/archive/{LONG_AGO.year}/{LONG_AGO.month}/": 4,
    "/feed/": 4,
    "/feed/atom/": 4,
    "/tags/skin/feed/": 5,
    "/tags/skin/feed/atom/": 5,
    "/authors/ada-writer/feed/": 5,
    "/authors/ada-writer/feed/atom/": 5,
    "/sitemap.xml": 6,
    "/gone/": 3,
    "/nowhere/": 4,
    "/robots.txt": 0,
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
        f'<figure><img data-file="{image.pk}" alt="A"></figure>'
    )
    first.save()
    Byline.objects.create(article=first, author=other, position=2)
    Treatment.objects.create(article=first, name="One treatment")
    Publication.objects.filter(pk=1).update(
        lead_article=first,
        default_share_image=make_image("share"),
        logo=make_image("logo"),
        related_threshold=0,  # in a blog where all say the same, nothing is near
    )
    settle()
    assert len(related(first)) == min(number - 1, 4)


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
    for path in ("/", "/tags/skin/", "/authors/ada-writer/", "/sitemap.xml", "/feed/"):
        _, sql = count(client, path)
        assert '"articles_article"."body"' not in sql, path
