"""The article's form as a whole: what opening it costs, and what readers get of the desk: nothing."""

import re

import pytest
from django.contrib.auth import get_user_model
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from articles.history import revisions
from articles.models import Image, Revision
from tests.make import make_article, make_author, settle

pytestmark = pytest.mark.django_db

QUERIES = 25


def crowded():
    """Return an article with 40 revisions, links, pictures, comments, in a library of 200 pictures."""
    images = Image.objects.bulk_create(
        Image(name=f"Picture {number}", file=f"articles/{number}.jpg", content_hash=f"{number}", width=1600, height=900)
        for number in range(200)
    )
    others = [make_article(f"Other {number}", tags=["Skin"], author=f"Author {number}") for number in range(5)]
    links = "".join(f'<p><a href="https://example.org/{number}">source {number}</a></p>' for number in range(30))
    pictures = "".join(f'<figure><img data-file="{image.pk}" alt="Drawing"></figure>' for image in images[:10])
    article = make_article("Crowded", tags=["Skin", "Hair"], body=links + pictures, lead_image=images[0], lead_alt="A")
    article.bylines.create(author=make_author("Second"), position=2)
    for number, other in enumerate(others, 1):
        article.picks.create(other=other, position=number)
    for number in range(40):
        article.title = f"Crowded {number}"
        kept = revisions.record(article, Revision.Kind.UPDATE)
        doctor = make_author(f"Doctor {number}", credentials="MD")
        article.reviews.create(revision=kept, reviewer=doctor, name=doctor.name, reviewed_on=kept.created_at)
        article.comments.create(text=f"Remark {number}")
    article.save()
    settle()
    return article


def test_the_form_of_a_crowded_article_takes_few_queries(client):
    client.force_login(get_user_model().objects.create_superuser("chief"))
    article = crowded()
    address = reverse("admin:articles_article_change", args=[article.pk])
    client.get(address)
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code == 200
    assert len(captured) <= QUERIES, "\n".join(query["sql"][:200] for query in captured)


def test_readers_get_nothing_of_the_desk(client):
    article = make_article("Public", tags=["Skin"])
    article.comments.create(text="Zebrafinch")
    for address in ("/", article.get_absolute_url(), "/tags/skin/", "/authors/ada-writer/", "/feed/", "/sitemap.xml"):
        page = client.get(address).content.decode()
        assert not re.search(r"/admin/|admin\.css|editor\.|<script(?![^>]*ld\+json)|Zebrafinch", page), address
