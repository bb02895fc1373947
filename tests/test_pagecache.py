"""The layer that keeps pages: what it answers, and what it leaves to Django."""

import gzip
import re
import threading
from datetime import timedelta
from email.utils import parsedate_to_datetime
from io import BytesIO
from wsgiref.util import setup_testing_defaults

import brotli
import pytest
from django.contrib.auth import get_user_model
from django.core.cache import caches
from django.core.cache.backends.filebased import FileBasedCache
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections, connection
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles import freshness
from articles.models import Article, Change, Freshness, Publication
from articles.pagecache import PageCache, layer, pages
from tests.make import make_article, settle

PATH = "/peels/"


class SharedFiles(FileBasedCache):
    """A cache that several processes share; by this name the blog takes it for one that is quick."""


class Answer:
    def __init__(self, status, headers, body):
        self.status, self.headers, self.body = int(status.split()[0]), dict(headers), body
        self.names = [name.lower() for name, _ in headers]


@pytest.fixture
def site(db, settings):
    """The site behind the layer: a function that asks it; `site.rendered` lists the paths that Django was asked for."""
    settings.ALLOWED_HOSTS = ["testserver"]
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
    application, rendered = get_wsgi_application(), []

    def counting(environ, start_response):
        rendered.append(environ["PATH_INFO"])
        return application(environ, start_response)

    layer = PageCache(counting)

    def ask(path=PATH, method="GET", **headers):
        environ = {"REQUEST_METHOD": method, "HTTP_HOST": "testserver", "wsgi.input": BytesIO()}
        path, _, environ["QUERY_STRING"] = path.partition("?")
        environ["PATH_INFO"] = path
        environ |= {f"HTTP_{name.upper()}": value for name, value in headers.items() if name != "scheme"}
        environ["wsgi.url_scheme"] = headers.get("scheme", "http")
        setup_testing_defaults(environ)
        started = []
        for signal in (request_started, request_finished):  # the test's connection stays open, as for Django's client
            signal.disconnect(close_old_connections)
        body = layer(environ, lambda *start: started.append(start))
        content = b"".join(body)
        getattr(body, "close", lambda: None)()
        return Answer(*started[-1][:2], content)

    ask.rendered, ask.layer = rendered, layer
    make_article("Peels", body="<h2>Risks</h2>" + "<p>Redness may last.</p>" * 30, tags=["Skin"])
    settle()
    connection.run_on_commit.clear()
    Freshness.objects.update(changed_at=timezone.now() - timedelta(seconds=10))
    yield ask
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


def test_a_kept_page_is_what_django_renders(site):
    first, second = site(), site()
    assert site.rendered == [PATH]
    assert first.status == second.status == 200
    assert first.body == second.body == Client().get(PATH).content
    assert first.headers == second.headers


def test_a_hit_costs_one_small_query(site):
    site()
    with CaptureQueriesContext(connection) as queries:
        site()
    assert [query["sql"] for query in queries] == [freshness.SQL]


def test_it_says_what_every_page_of_the_site_says(site):
    said, plain = site(), Client().get(PATH)
    for name in ("Content-Security-Policy", "X-Frame-Options", "Referrer-Policy", "X-Content-Type-Options"):
        assert said.headers[name] == plain.headers[name]
    assert said.headers["Cache-Control"] == "no-cache"
    assert said.headers["Vary"] == "Accept-Encoding"
    assert said.headers["Content-Type"] == plain.headers["Content-Type"]
    assert int(said.headers["Content-Length"]) == len(said.body)
    assert not {"set-cookie", "content-encoding"} & set(said.names)
    assert len(set(said.names)) == len(said.names)


def test_a_cdn_may_hold_it_when_the_owner_says_so(site, settings):
    settings.ARTICLES_CDN_SECONDS = 60
    assert site().headers["Cache-Control"] == "max-age=0, s-maxage=60"


@pytest.mark.parametrize(
    ("accepted", "encoding"),
    [
        ("gzip", "gzip"), ("gzip, deflate, br, zstd", "br"), ("br;q=0, gzip", "gzip"), ("BR", "br"), ("", None),
        ("identity", None), ("*", "br"), ("gzip;q=0", None), ("x" * 5000, None), ("gzip;q=0.0, *;q=0", None),
    ],
)  # fmt: skip
def test_it_is_sent_as_the_client_likes_it(site, accepted, encoding):
    plain, said = site(), site(accept_encoding=accepted)
    unpacked = {"gzip": gzip.decompress, "br": brotli.decompress, None: bytes}[encoding](said.body)
    assert unpacked == plain.body
    assert said.headers.get("Content-Encoding") == encoding
    assert int(said.headers["Content-Length"]) == len(said.body)
    assert (said.headers["ETag"] == plain.headers["ETag"]) == (encoding is None)
    assert not said.headers["ETag"].startswith("W/")
    assert site.rendered == [PATH]


def test_a_client_that_has_it_gets_no_body(site):
    said = site(accept_encoding="gzip")
    etag, since = said.headers["ETag"], said.headers["Last-Modified"]
    for asked in (etag, f"W/{etag}", f'"other", {etag}', "*"):
        again = site(accept_encoding="gzip", if_none_match=asked)
        assert (again.status, again.body) == (304, b"")
        assert again.headers == {
            "ETag": etag, "Vary": "Accept-Encoding", "Last-Modified": since, "Cache-Control": "no-cache",
        }  # fmt: skip
    assert site(accept_encoding="br", if_none_match=etag).status == 200  # another encoding is another thing
    assert site(if_none_match='"other"', if_modified_since=since).status == 200  # the tag decides
    assert site(if_modified_since=since).status == 304
    assert site(if_modified_since="Mon, 01 Jan 2001 00:00:00 GMT").status == 200
    assert site(if_modified_since="yesterday").status == 200
    assert site.rendered == [PATH]


def test_the_date_is_that_of_the_last_public_change(site):
    changed = freshness.stamp().changed_at
    assert parsedate_to_datetime(site().headers["Last-Modified"]).timestamp() == int(changed)


def test_within_the_second_of_a_change_no_date_is_told(site, monkeypatch):
    stamp = freshness.stamp()
    monkeypatch.setattr("time.time", lambda: stamp.changed_at)
    assert "last-modified" not in site().names


def test_head_has_no_body_and_all_headers(site):
    head, got = site(method="HEAD"), site()
    assert (head.body, head.headers) == (b"", got.headers)
    assert site.rendered == [PATH]


def test_an_edit_shows_at_once(site):
    site()
    article = Article.objects.get(slug="peels")
    article.title = "Peels, revised"
    article.save()
    assert b"Peels, revised" in site().body
    settle()
    assert b"Peels, revised" in site().body
    Publication.load().save()
    connection.run_on_commit.clear()
    article.delete()
    assert site().status == 404


def test_whoever_is_logged_in_gets_djangos_page(site):
    site()
    client = Client()
    client.force_login(get_user_model().objects.create_user("ada"))
    session = client.cookies["sessionid"].value
    site(cookie=f"a=b; sessionid={session}")
    assert site.rendered == [PATH, PATH]
    site(cookie="consent=yes; csrftoken=x")
    site(authorization="Basic YTpi")
    assert site.rendered == [PATH, PATH, PATH]


@pytest.mark.parametrize(
    "query", ["utm_source=mail", "fbclid=1&x=%00", "x", "&&", "%ff=%fe", "utm_medium=a&utm_medium=b"]
)
def test_a_query_that_means_nothing_is_the_same_page(site, query):
    plain, said = site(), site(f"{PATH}?{query}")
    assert said.body == plain.body
    assert site.rendered == [PATH]


def test_a_query_that_means_something_is_another_page(site):
    for number in range(15):
        make_article(f"Article {number}")
    connection.run_on_commit.clear()
    settle()
    first = site("/")
    older = re.search(rb'href="/?(\?before=[^"]+)"', first.body)[1].decode()
    second = site(f"/{older}&utm_source=mail")
    assert second.body != first.body
    assert site(f"/{older}").body == second.body
    assert site.rendered == ["/", "/"]


def test_pages_that_no_view_offers_are_left_to_django(site):
    for path, status in (("/nowhere/", 404), ("/admin/login/", 200), ("/robots.txt", 200), ("/healthz", 200)):
        for _ in range(2):
            site.rendered.clear()
            assert site(path).status == status
            assert site.rendered == [path]
    assert site("/admin/login/", accept_encoding="gzip").headers["Content-Encoding"] == "gzip"
    assert site("/elsewhere/", method="HEAD").body == b""


def test_what_was_not_there_is_kept_once_it_is(site):
    assert site("/lasers/").status == 404
    make_article("Lasers")
    assert site("/lasers/").status == site("/lasers/").status == 200
    assert site.rendered == ["/lasers/", "/lasers/"]


@pytest.mark.parametrize("method", ["POST", "PUT", "OPTIONS", "DELETE"])
def test_other_methods_are_djangos(site, method):
    site()
    site(method=method)
    assert site.rendered == [PATH, PATH]


def test_hosts_and_schemes_do_not_mix(site, settings):
    settings.ALLOWED_HOSTS = ["testserver", "other.example"]
    assert b"http://testserver/peels/" in site().body
    assert b"http://other.example/peels/" in site(host="other.example").body
    assert site(host="evil.example").status == 400
    assert b"https://testserver/peels/" in site(scheme="https").body
    settings.SECURE_SSL_REDIRECT = True
    redirecting = PageCache(get_wsgi_application())
    site.layer.application = redirecting.application
    site.layer.forget("")
    assert site().status == 301
    assert site(scheme="https").status == 200
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    assert site(x_forwarded_proto="https").status == 200
    assert site(x_forwarded_proto="http").status == 301


def test_what_sets_a_cookie_or_varies_is_not_kept(site):
    for name, value in (("Set-Cookie", "a=b"), ("Vary", "Cookie"), ("Cache-Control", "private"), ("Vary", "*")):
        assert not pages.may_be_kept("200 OK", [("Content-Type", "text/html"), (name, value)])
    assert pages.may_be_kept("200 OK", [("Vary", "Accept-Encoding"), ("Cache-Control", "no-cache")])
    assert not pages.may_be_kept("404 Not Found", [])


def test_it_drops_what_it_has_no_room_for(site, settings):
    for number in range(12):
        make_article(f"Article {number}", body="<p>" + "word " * 500 + "</p>")
    connection.run_on_commit.clear()
    settle()
    settings.ARTICLES_PAGE_CACHE_MB = 0.06
    for number in range(12):
        site(f"/article-{number}/")
    assert 0 < site.layer.size <= 60_000
    assert site.layer.size == sum(page.size for page in site.layer.pages.values())
    assert len(site.layer.pages) < 12
    settings.ARTICLES_PAGE_CACHE_MB = 0
    site.rendered.clear()
    site()
    site()
    assert site.rendered == [PATH, PATH]


def test_one_renders_for_all_who_ask_at_once(settings):
    settings.ALLOWED_HOSTS = ["testserver"]
    go_on, rendering, rendered = threading.Event(), threading.Event(), []

    def slow(environ, start_response):
        rendered.append(environ["PATH_INFO"])
        rendering.set()
        go_on.wait(10)
        environ[layer.OFFERED] = True
        start_response("200 OK", [("Content-Type", "text/html")])
        return Body([b"page"])

    class Body(list):
        def close(self):
            pass

    cache, answers = PageCache(slow), []
    stamp = freshness.Stamp("1", 1.0, 2.0**40)
    cache.forget(stamp.token)

    def ask():
        environ = RequestFactory().get(PATH).environ
        page, _ = cache.made(cache.key(environ), stamp, environ, lambda *start: None)
        answers.append(b"".join(cache.answer(page, environ, lambda *start: None)))

    threads = [threading.Thread(target=ask) for _ in range(8)]
    threads[0].start()
    assert rendering.wait(10)
    for thread in threads[1:]:
        thread.start()
    go_on.set()
    for thread in threads:
        thread.join(10)
    assert (answers, rendered) == ([b"page"] * 8, [PATH])
    assert not cache.turns


def test_processes_that_share_a_cache_render_once(site, settings):
    settings.CACHES = {"default": {"BACKEND": "tests.test_freshness.Shared", "LOCATION": "pages"}}
    first = site()
    site.layer.forget("as another process")
    assert site().body == first.body
    assert site.rendered == [PATH]
    Change.record([Article.objects.get(slug="peels").pk])
    freshness.announce()
    site()
    assert site.rendered == [PATH, PATH]
    caches["default"].clear()


def test_another_release_finds_none_of_the_pages_of_the_former(site, settings):
    settings.CACHES = {"default": {"BACKEND": "tests.test_freshness.Shared", "LOCATION": "pages"}}
    site()
    release = site.layer.release
    assert PageCache(None).release == release
    settings.ARTICLES_BASE_URL = "https://other.example"
    del site.layer.release
    assert site.layer.release != release
    site.layer.forget("as another process")
    assert b"https://other.example/peels/" in site().body
    assert site.rendered == [PATH, PATH]
    caches["default"].clear()


def test_who_waits_for_another_process_that_died_renders(site, settings, monkeypatch):
    settings.CACHES = {"default": {"BACKEND": "tests.test_freshness.Shared", "LOCATION": "pages"}}
    monkeypatch.setattr(layer, "RENDERING_SECONDS", 0.05)
    monkeypatch.setattr(caches["default"], "add", lambda name, *args: False)  # the other's turn, for ever
    assert site().status == 200
    assert site.rendered == [PATH]
    caches["default"].clear()


def test_without_the_database_django_answers(site, monkeypatch, caplog):
    def fails():
        raise connection.Database.OperationalError("gone")

    monkeypatch.setattr(freshness, "_row", fails)
    assert site().status == 200
    assert "could not be read" in caplog.text


def test_every_public_view_that_is_kept_names_what_it_reads_of_the_query(site):
    """A page asked with a name it does not list is the page without it, byte for byte."""
    make_article("Lasers", tags=["Skin"])
    connection.run_on_commit.clear()
    settle()
    for path in ("/", PATH, "/tags/", "/tags/skin/", "/authors/", "/authors/ada-writer/", "/archive/", "/feed/",
                 "/feed/atom/", "/sitemap.xml", "/archive/2024/", "/archive/2024/3/"):  # fmt: skip
        plain = Client().get(path).content
        for name in ("q", "page", "t", "before", "after", "utm_source", "p"):
            said = Client().get(path, {name: ""})
            assert said.status_code == 200, (path, name)
            assert without_moment(said.content) == without_moment(plain), (path, name)
        assert site(path).status == 200
        site.rendered.clear()
        site(path)
        assert site.rendered == [], path


def without_moment(content):
    return re.sub(rb"<lastBuildDate>[^<]+", b"", content)


@pytest.fixture
def spoken(settings):
    """A host that answers in the language a browser asks for."""
    place = settings.MIDDLEWARE.index("django.middleware.common.CommonMiddleware")
    settings.MIDDLEWARE = [
        *settings.MIDDLEWARE[:place], "django.middleware.locale.LocaleMiddleware", *settings.MIDDLEWARE[place:]
    ]  # fmt: skip


def test_pages_in_the_language_of_the_browser_are_never_mixed(spoken, site):
    said = {"de": b"Auf dieser Seite", "en": b"On this page", "es": b"En esta p", "ar": "في هذه الصفحة".encode()}
    for language in ["de", "en", "ar", "de", "es", "en"]:
        answer = site(accept_language=language)
        assert f'<html lang="{language}"'.encode() in answer.body
        assert [other for other, words in said.items() if words in answer.body] in ([language], [])
        assert "accept-language" in answer.headers["Vary"].lower()
    assert len(site.rendered) == 6
    assert not site.layer.pages


def test_a_site_in_one_language_keeps_its_pages(site, settings):
    settings.LANGUAGE_CODE = "de"
    assert b'<html lang="de"' in site(accept_language="es").body
    assert b'<html lang="de"' in site(accept_language="ar").body
    assert len(site.rendered) == 1


def test_what_processes_share_is_told_by_its_language(site, settings, tmp_path):
    settings.CACHES = {"default": {"BACKEND": "tests.test_pagecache.SharedFiles", "LOCATION": tmp_path}}
    assert freshness.shared() is not None
    for code in ("de", "en", "de"):
        settings.LANGUAGE_CODE = code
        site.layer.forget("")  # as a process started anew
        assert f'<html lang="{code}"'.encode() in site().body
    assert len(site.rendered) == 2, "the third comes out of what is shared"
