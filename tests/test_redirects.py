"""Redirects by hand: where they lead, what they refuse, and that other addresses stay as they were."""

import asyncio

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.test import AsyncClient, override_settings
from django.urls import Resolver404, include, path, resolve, reverse

from articles.history.roles import EDITORS, REVIEWERS, WRITERS, ensure_groups
from articles.models import Act, Article, Redirect
from tests.make import make_article, soon

pytestmark = pytest.mark.django_db

# A host whose blog stands under /blog/, and whose own last page answers whatever is left.
mounted = [
    path("blog/", include("articles.urls")),
    path("<path:rest>", lambda request, rest: HttpResponse(f"the host's {rest}")),
]


class Mounted:
    urlpatterns = mounted


def lead(path, article=None, address=""):
    redirect = Redirect(path=path, article=article, address=address)
    redirect.full_clean()
    redirect.save()
    return redirect


def refusal(**fields):
    with pytest.raises(ValidationError) as caught:
        Redirect(**fields).full_clean()
    return " ".join(caught.value.messages)


@pytest.mark.parametrize(
    "path", ["/2019/05/old-post/", "/old-post.html", "/old-post/", "/tag/skin/", "/tags/old/", "/authors/old/", "/été/"]
)
def test_an_old_path_leads_to_the_article(client, article, path):
    lead(path, article)
    answer = client.get(path)
    assert (answer.status_code, answer.url) == (301, "/known-article/")
    assert "no-cache" in answer.headers["Cache-Control"]


def test_a_slash_that_is_missing_is_added_as_everywhere(client, article):
    lead("/2019/old/", article)
    assert client.get("/2019/old").url == "/2019/old/"
    assert client.get("/tags").url == "/tags/"
    assert client.get("/nowhere/at/all").status_code == 404
    assert client.get("/nowhere/at/all/").status_code == 404


def test_it_follows_the_article_and_its_state(client, article):
    lead("/2019/old/", article)
    article.slug = "renamed"
    article.save()
    assert client.get("/2019/old/").url == "/renamed/"
    for fields in ({"status": "withdrawn"}, {"published_at": soon(days=1)}, {"expires_at": soon(days=-1)}):
        row = {"status": "published", "published_at": soon(days=-9), "expires_at": None} | fields
        Article.objects.filter(pk=article.pk).update(**row)
        assert client.get("/2019/old/").status_code == 404


def test_it_wins_over_what_was_taken_away_but_not_over_a_page(client, article):
    gone = make_article("Gone", status="withdrawn")
    Article.objects.filter(pk=gone.pk).update(first_public_at=soon(days=-3))
    assert client.get("/gone/").status_code == 410
    lead("/gone/", article)
    assert client.get("/gone/").url == "/known-article/"
    Article.objects.filter(pk=gone.pk).update(status="published", published_at=soon(days=-3))
    assert client.get("/gone/").status_code == 200
    Article.objects.filter(pk=gone.pk).update(status="withdrawn")
    Article.objects.filter(pk=article.pk).update(status="draft")
    assert client.get("/gone/").status_code == 410


def test_other_addresses(client, article):
    lead("/a.html", address="https://www.who.int/news")
    assert client.get("/a.html").url == "https://www.who.int/news"
    lead("/b.html", address="/tags/")
    assert client.get("/b.html").url == "/tags/"
    kept = lead("/c.html", address="/known-article/")
    assert (kept.article, kept.address) == (article, ""), "an article's address follows the article"


@override_settings(ARTICLES_BASE_URL="https://blog.example.org")
def test_a_pasted_address_of_this_site_is_a_path(article):
    kept = lead("https://blog.example.org/2019/caf%C3%A9/", address="https://blog.example.org/known-article/")
    assert (kept.path, kept.article) == ("/2019/café/", article)


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"path": "/a/"}, "one of the two"),
        ({"path": "/a/", "address": "javascript:alert(1)"}, "Begin with a slash"),
        ({"path": "/a/", "address": "//evil.example/"}, "single slash"),
        ({"path": "/a/", "address": "/a"}, "to itself"),
        ({"path": "/a/?p=1", "address": "/tags/"}, "the path alone"),
        ({"path": "/known-article/", "address": "/tags/"}, "A page of this site"),
        ({"path": "/known-article", "address": "/tags/"}, "A page of this site"),
        ({"path": "/tags/", "address": "/authors/"}, "A page of this site"),
        ({"path": "/admin/x/", "address": "/tags/"}, "A page of this site"),
        ({"path": "/a/", "address": "/no/such/page/"}, "There is no page at /no/such/page/"),
        ({"path": "/a/", "address": "/first/"}, "/first/ itself leads on to /tags/"),
        ({"path": "/tagged/", "address": "/second/"}, "/second/ leads back here"),
        ({"path": "/first/", "address": "/tags/"}, "already exists"),
    ],
)
def test_what_is_refused(article, fields, words):
    Redirect.objects.create(path="/first/", address="/tags/")
    Redirect.objects.create(path="/second/", address="/tagged/")
    assert words in refusal(**fields)


def test_no_chain_from_behind(article):
    Redirect.objects.create(path="/first/", address="/second/")
    assert "/first/ leads to this address" in refusal(path="/second/", article=article)


def test_a_draft_may_be_led_to_before_it_is_public(client):
    draft = make_article("Draft", status="draft")
    lead("/2019/draft/", draft)
    assert client.get("/2019/draft/").status_code == 404
    assert "to itself" in refusal(path="/draft/", article=draft)


@override_settings(ROOT_URLCONF=Mounted)
def test_a_mounted_blog_leads_on_beneath_its_own_path_only(client, article):
    assert "begin with /blog/" in refusal(path="/2019/old/", article=article)
    lead("/blog/2019/old/", article)
    assert client.get("/blog/2019/old/").url == "/blog/known-article/"
    assert client.get("/blog/2019/other/").content == b"the host's blog/2019/other/"


def test_an_odd_path_is_just_not_there(client):
    for odd in ("/a%00b/c", "/" + "x/" * 2000, "/%ff/%fe"):
        assert client.get(odd).status_code == 404
    with pytest.raises(Resolver404):
        resolve("/a\x00b/c")


@pytest.mark.django_db(transaction=True)
def test_under_asgi(tmp_path):
    lead("/2019/old/", make_article("Known article"))

    async def ask():
        return [await AsyncClient().get(path) for path in ("/2019/old/", "/2019/none/")]

    found, none = asyncio.run(ask())
    assert (found.status_code, found.url, none.status_code) == (301, "/known-article/", 404)


ADD = "/admin/articles/redirect/add/"


@pytest.mark.parametrize(("group", "status"), [(WRITERS, 403), (REVIEWERS, 403), (EDITORS, 200)])
def test_editors_alone_make_them(client, group, status):
    ensure_groups()
    user = get_user_model().objects.create_user("user", is_staff=True)
    user.groups.add(Group.objects.get(name=group))
    client.force_login(user)
    assert client.get(ADD).status_code == status
    client.post(ADD, {"path": "/old/way/", "address": "/tags/"})
    assert Redirect.objects.count() == (status == 200)
    assert client.get("/admin/articles/redirect/").status_code == status


def test_the_log_tells_of_them(admin_client, article):
    answer = admin_client.post(ADD, {"path": "/old/way/", "article": article.pk}, follow=True)
    assert "Known article" in answer.content.decode()
    act = Act.objects.get()
    assert (act.verb, act.subject, act.detail) == ("redirected", "/old/way/", "/old/way/ → Known article")
    wrong = admin_client.post(ADD, {"path": "/old/way/", "address": "nonsense"})
    assert "nonsense" in wrong.content.decode()
    row = Redirect.objects.get()
    admin_client.post(reverse("admin:articles_redirect_delete", args=[row.pk]), {"post": "yes"})
    assert not Redirect.objects.exists()
    assert Act.objects.first().detail == "/old/way/ leads nowhere now."
