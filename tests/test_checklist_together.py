"""The checklist asked of many: it blocks what it blocks one by one, with as many queries for thirty as for three."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from articles.checklist import findings
from articles.checklist.together import blocking
from articles.models import Article, FormerSlug, Image, Redirect
from tests.make import make_article

pytestmark = pytest.mark.django_db

BODIES = [
    "<p>Fine.</p>",
    "",
    "<h2>A</h2><h4>B</h4><p>Text</p>",
    "<h2></h2><p>Text</p>",
    '<p><a href="/no/such/page/">dead</a> <a href="/fine/">alive</a> <a href="/admin/">desk</a></p>',
    '<p><a href="/former/">former</a> <a href="/2019/old/">led on</a> <a href="/gone/">dead</a></p>',
    '<p><a data-article="999999" href="/x/">deleted</a> <a href=""></a> <a href="#nowhere">here</a></p>',
    '<p>Text</p><figure><img src="/x.jpg" alt="A picture"></figure><figure><img data-file="999999" alt="B"></figure>',
    '<p>Text</p><figure><img data-file="1" alt="image"></figure><figure><img data-file="1" alt="A needle"></figure>',
]


def fill(number=1):
    image = Image.objects.get_or_create(pk=1, defaults={"file": "a.jpg", "name": "a", "width": 9, "height": 9})[0]
    fine = Article.objects.filter(slug="fine").first() or make_article("Fine", slug="fine")
    FormerSlug.objects.get_or_create(slug="former", article=fine)
    Redirect.objects.get_or_create(path="/2019/old/", article=fine)
    for each in range(number):
        for place, body in enumerate(BODIES):
            make_article(f"{each} {place} {number}", body=body, status="draft", lead_image=image, lead_alt="A needle.")
        make_article(f"bare {each} {number}", author=None, standfirst="", status="draft", lead_image=image)


def test_it_blocks_what_is_blocked_one_by_one():
    fill()
    make_article("", body=BODIES[4], status="draft")
    articles = list(Article.objects.order_by("pk"))
    one_by_one = {article.pk: [each for each in findings(article) if each.is_blocking] for article in articles}
    found = blocking(articles)
    assert found == {pk: blocked for pk, blocked in one_by_one.items() if blocked}
    assert len(found) == 10
    assert blocking([]) == {}


def test_queries_do_not_grow():
    counts = []
    for number in (1, 10):
        fill(number)
        articles = list(Article.objects.exclude(body__contains="/no/such/page/"))
        with CaptureQueriesContext(connection) as captured:
            blocking(articles)
        counts.append(len(captured))
    assert counts[0] == counts[1] <= 12
