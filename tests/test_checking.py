"""The panel's endpoint: who may ask, what a form holds, what hostile input does, and that nothing is saved."""

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from articles.models import Article, Image, OutLink, Publication, Tag
from tests.make import log_in, make_article, make_author

pytestmark = pytest.mark.django_db
NEW = "/admin/articles/article/check/"
STANDFIRST = "What a needle does to the skin, and who should not have it."


@pytest.fixture
def chief(db):
    return log_in(is_superuser=True)


def address(article):
    return reverse("admin:articles_article_check", args=[article.pk])


def asked(client, article=None, **data):
    """Return the findings as place and words, and the answer."""
    response = client.post(address(article) if article else NEW, data)
    assert response.status_code == 200, response.content
    answer = response.json()
    found = re.findall(r"<strong>(.*?)</strong> (.*?)</button>", answer["html"].partition("<details")[0])
    return found, answer


def places(*args, **data):
    return [place for place, _words in asked(*args, **data)[0]]


# What the form holds


def test_a_new_article_is_judged_by_what_the_form_holds(chief):
    assert places(chief) == ["Title", "Standfirst", "Bylines", "Body", "Tags", "Lead picture"]
    author, image = make_author(), Image.objects.create(file="x", content_hash="x", width=1600, height=900)
    data = {
        "title": "Peels", "standfirst": STANDFIRST, "body": "<p>Text.</p>", "tags": "Skin", "lead_image": image.pk,
        "lead_alt": "A drawn peel", "bylines-TOTAL_FORMS": "1", "bylines-0-author": author.pk,
    }  # fmt: skip
    found, answer = asked(chief, **data)
    assert found == []
    assert "All clear" in answer["html"]
    assert answer["summary"] == "All clear."
    assert (Article.objects.count(), Tag.objects.count()) == (0, 0)


def test_the_form_wins_over_what_is_saved_and_nothing_is_saved(chief):
    article = make_article("Saved", tags=["x"], standfirst=STANDFIRST)
    before = Article.objects.values().get()
    assert places(chief, article) == ["Lead picture", "Links from other articles"]
    body = '<h2>A</h2><h4>B</h4><script>x</script><p onclick="x">y</p>'
    data = {"title": "", "standfirst": " ", "body": body, "tags": " , ", "bylines-TOTAL_FORMS": "1"}
    data |= {"bylines-0-author": "1", "bylines-0-DELETE": "on", "bylines-__prefix__-author": "1"}
    expected = ["Title", "Standfirst", "Bylines", "Heading 2", "Tags", "Lead picture"]
    assert places(chief, article, **data) == expected
    assert Article.objects.values().get() == before


def test_decorative_is_what_the_box_says(chief):
    image = Image.objects.create(file="x", content_hash="x", width=1600, height=900)
    article = make_article("A", lead_image=image, lead_is_decorative=True)
    assert "Lead picture" not in places(chief, article)
    assert "Lead picture" in places(chief, article, lead_alt="")
    assert "Lead picture" not in places(chief, article, lead_alt="", lead_is_decorative="on")


def test_the_summary_counts(chief):
    article = make_article("A", standfirst="", tags=["x"])
    assert asked(chief, article)[1]["summary"] == "1 thing to mend before publication. 2 pieces of advice."
    assert asked(chief, article, standfirst=STANDFIRST)[1]["summary"] == (
        "Nothing stands in the way of publication. 2 pieces of advice."
    )


def test_links_to_other_sites_with_their_kind(chief):
    make_article("Other", body='<p><a href="https://e.com/">x</a></p>')
    body = '<p><a href="https://e.com/a" rel="sponsored">the &lt;shop&gt;</a> <a href="https://f.com/">f</a></p>'
    html = asked(chief, make_article("A", body=body))[1]["html"]
    assert "Links to other sites (2)" in html
    [first, second] = re.findall(r"<li data-link=.*?</li>", html, re.S)
    assert 'data-link="1" data-href="https://e.com/a"' in first
    assert "“the &lt;shop&gt;”" in first
    assert "1 other article links there." in first
    assert 'data-rel="sponsored" aria-pressed="true"' in first
    assert "No other article links there." in second
    assert 'data-rel="" aria-pressed="true"' in second


def test_previews_name_the_sites_address(chief, settings):
    article = make_article("A", slug="peels")
    assert "testserver › peels" in asked(chief, article)[1]["html"]
    settings.ARTICLES_BASE_URL = "https://blog.example.com"
    assert "blog.example.com › peels" in asked(chief, article)[1]["html"]


def test_previews_cut_between_words(chief):
    title = "One two three four five six seven eight nine ten eleven twelve thirteen"
    html = asked(chief, title=title)[1]["html"]
    assert re.search(r"ten eleven… <span.*?Cut off: </span>twelve thirteen</span>", html)


# Who may ask


@pytest.mark.parametrize(
    ("permissions", "new", "existing"),
    [
        (("add_article", "change_article", "view_article"), 200, 200),
        (("view_article",), 403, 200),
        (("add_article",), 200, 403),
        (("view_image",), 403, 403),
        ((), 403, 403),
    ],
)
@pytest.mark.parametrize("method", ["get", "post"])
def test_who_may_ask(permissions, new, existing, method):
    client, article = log_in(*permissions), make_article("A")
    assert getattr(client, method)(NEW).status_code == new
    response = getattr(client, method)(address(article))
    assert response.status_code == existing
    if existing == 403:
        assert response.json() == {"error": "Your account may not do this. Ask an editor."}


def test_a_stranger_is_sent_to_the_login(client, article):
    for url in (NEW, address(article)):
        assert client.post(url).headers["Location"].startswith("/admin/login/")


def test_a_request_of_another_site_is_refused(chief, article):
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(chief.user)
    assert strict.post(address(article), {"title": "x"}).status_code == 403


def test_an_article_that_is_gone(chief):
    for pk in (999, 2**63 - 1, 2**63, 10**40):
        response = chief.post(f"/admin/articles/article/{pk}/check/")
        assert (response.status_code, response.json()) == (404, {"error": "This article is no longer there."})


def test_other_methods_and_caches(chief, article):
    assert chief.put(address(article)).status_code == 405
    assert "no-store" in chief.post(address(article)).headers["Cache-Control"]


def test_what_was_saved_is_a_page_of_its_own(chief):
    page = chief.get(address(make_article("A", standfirst=""))).content.decode()
    assert "There is no standfirst." in page
    assert "<button type" not in page.partition('class="articles-checklist')[2].partition("</main>")[0]


# Hostile input


@pytest.mark.parametrize(
    "data",
    [
        {"lead_image": "9" * 400},
        {"lead_image": "-1", "share_image": "1; DROP TABLE"},
        {"lead_image": "٣"},
        {"title": "\x00" * 5, "slug": "../../%00", "standfirst": "\ud7ff\x00"},
        {
            "body": '<p><a href="/%00/">x</a> <a href="/a\x00b/">y</a> <a href="//[">z</a> <a href="http://a:b/">w</a></p>'
        },
        {"body": '<img data-file="99999999999999999999999" alt="<script>"><a data-article="9999999999999999999">x</a>'},
        {"body": "<h2>" * 500 + "x"},
        {"body": '<a href="/%ff%fe/">x</a><a href="/é/%E2%80%AE/">x</a><a href="?' + "&" * 3000 + '">x</a>'},
        {"tags": '"' * 3000},
        {"bylines-TOTAL_FORMS": "999999999", "bylines-0-author": "x", "bylines-9999999999-author": "1"},
        {"bylines-TOTAL_FORMS": "x", "bylines-0-author": "9" * 50},
        {"seo_title": "x" * 100_000, "seo_description": "x " * 50_000},
    ],
    ids=range(12),
)
def test_hostile_input_is_judged_like_any_other(chief, article, data):
    found, _answer = asked(chief, article, **data)
    assert found
    assert asked(chief, **data)[0]


def test_what_is_typed_is_escaped(chief):
    evil = '"><script>alert(1)</script>'
    body = '<h2>x</h2><h4>&lt;script&gt;alert(1)&lt;/script&gt;</h4><p><a href="/&quot;&gt;&lt;script&gt;">x</a></p>'
    html = asked(chief, title=evil, seo_description=evil * 9, slug=evil, body=body)[1]["html"]
    assert "alert(1)" in html
    assert "<script" not in html


# Queries


def test_the_form_asks_nothing_for_the_panel(chief, article):
    Publication.load().save()
    with CaptureQueriesContext(connection) as queries:
        page = chief.get(reverse("admin:articles_article_change", args=[article.pk])).content.decode()
    assert 'id="checklist-config"' in page
    assert not any(OutLink._meta.db_table in query["sql"] for query in queries)
    assert len(queries) <= 25


def test_an_answer_asks_as_much_for_fifty_links_as_for_one(chief, article):
    def count(number):
        links = "".join(f'<p><a href="https://s{n}.com/">x</a> <a href="/no-{n}/">y</a></p>' for n in range(number))
        with CaptureQueriesContext(connection) as queries:
            asked(chief, article, body=links)
        return len(queries)

    count(1)
    assert count(1) == count(50)
    assert count(50) <= 15  # two of them for what the trust panel asks of authors and reviews
