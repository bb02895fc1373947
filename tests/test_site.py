"""The site around the plugin: settings from the environment, headers, errors, the demo."""

import json
import os
import socket
import stat
import subprocess
import sys
from io import StringIO
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.core.management import CommandError, call_command
from django.utils.translation import override
from PIL import Image
from selectolax.lexbor import LexborHTMLParser

from articles.models import Article, Author, Publication
from healthblog import environment
from healthblog.demo.pictures import DRAWINGS
from tests.make import make_article

ROOT = Path(__file__).parent.parent
SEED_RELATED = [
    "What to Know About Vaping CBD",
    "Access Safe and Effective Vitamin Infusion Therapy in Georgia",
    "3 Common Treatment Options for Colon Cancer",
]
NAMES = (
    "DEBUG ALLOWED_HOSTS SECURE_SSL_REDIRECT SESSION_COOKIE_SECURE CSRF_COOKIE_SECURE SECURE_HSTS_SECONDS SERVE_MEDIA"
)


def settings_with(**variables):
    """Return the site's settings as a fresh process with these variables alone reads them; its error text else."""
    code = (
        "import json; from healthblog import settings as s;"
        f"names = {NAMES.split()!r};"
        "print(json.dumps({n: getattr(s, n) for n in names}"
        " | {'DATABASE': {k: str(v) for k, v in s.DATABASES['default'].items()},"
        " 'CACHE': s.CACHES['default']['BACKEND']}))"
    )
    env = {
        name: value for name, value in os.environ.items() if not name.startswith(("HEALTHBLOG_", "DATABASE_", "REDIS_"))
    }
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, env=env | variables, capture_output=True, text=True, timeout=60
    )
    return json.loads(done.stdout) if done.returncode == 0 else done.stderr


def test_defaults_are_safe():
    found = settings_with(HEALTHBLOG_SECRET_KEY="x")
    assert found["DEBUG"] is False
    assert found["ALLOWED_HOSTS"] == ["127.0.0.1", "localhost", "[::1]"]
    assert (found["SECURE_SSL_REDIRECT"], found["SECURE_HSTS_SECONDS"], found["SESSION_COOKIE_SECURE"]) == (
        False,
        0,
        False,
    )
    assert "IMMEDIATE" in found["DATABASE"]["OPTIONS"]
    assert "WAL" in found["DATABASE"]["OPTIONS"]
    assert found["CACHE"].endswith("LocMemCache")
    assert found["SERVE_MEDIA"] is True


def test_https_brings_secure_cookies_and_hsts():
    found = settings_with(HEALTHBLOG_SECRET_KEY="x", HEALTHBLOG_BASE_URL="https://blog.example.org/")
    assert found["ALLOWED_HOSTS"][-1] == "blog.example.org"
    assert found["SECURE_SSL_REDIRECT"] is found["SESSION_COOKIE_SECURE"] is found["CSRF_COOKIE_SECURE"] is True
    assert found["SECURE_HSTS_SECONDS"] > 0


def test_databases_caches_and_media_elsewhere():
    found = settings_with(
        HEALTHBLOG_SECRET_KEY="x",
        DATABASE_URL="postgres://me@db.example.org/blog",
        REDIS_URL="redis://cache.example.org:6379/0",
        HEALTHBLOG_MEDIA_URL="https://media.example.org/",
    )
    assert found["DATABASE"]["CONN_MAX_AGE"] == "0"
    assert "'pool': True" in found["DATABASE"]["OPTIONS"]
    assert found["CACHE"].endswith("RedisCache")
    assert found["SERVE_MEDIA"] is False
    own = settings_with(HEALTHBLOG_SECRET_KEY="x", DATABASE_URL="sqlite:////tmp/other.sqlite3")
    assert "IMMEDIATE" in own["DATABASE"]["OPTIONS"]


def test_wrong_values_name_the_remedy():
    assert "write 1 for on or 0 for off" in settings_with(HEALTHBLOG_SECRET_KEY="x", HEALTHBLOG_DEBUG="maybe")
    assert "write the site's whole address" in settings_with(
        HEALTHBLOG_SECRET_KEY="x", HEALTHBLOG_BASE_URL="blog.example.org"
    )


def test_no_secret_key_is_refused(monkeypatch, tmp_path):
    monkeypatch.delenv("HEALTHBLOG_SECRET_KEY")
    monkeypatch.setattr(environment, "SECRET_KEY_FILE", tmp_path / "data" / "secret-key")
    monkeypatch.setattr(environment, "DATA_DIR", tmp_path / "data")
    with pytest.raises(environment.ImproperlyConfigured, match="set HEALTHBLOG_SECRET_KEY"):
        environment.secret_key()
    environment.ensure_secret_key()
    key = environment.secret_key()
    assert len(key) >= 50
    assert stat.S_IMODE(environment.SECRET_KEY_FILE.stat().st_mode) == 0o600
    environment.ensure_secret_key()
    assert environment.secret_key() == key


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/", "/known-article/", "/nowhere/", "/tags/", "/feed/", "/healthz", "/robots.txt"])
def test_every_answer_carries_the_security_headers(client, article, path):
    response = client.get(path)
    policy = response["Content-Security-Policy"]
    assert "unsafe" not in policy
    assert "nonce" not in policy
    assert "script-src 'self'" in policy
    assert "frame-ancestors 'none'" in policy
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["X-Frame-Options"] == "DENY"
    assert response["Referrer-Policy"]
    assert response["Cross-Origin-Opener-Policy"] == "same-origin"
    assert "camera=()" in response["Permissions-Policy"]
    assert "Set-Cookie" not in response.headers
    assert "Cookie" not in response.get("Vary", "")


@pytest.mark.django_db
def test_pages_hold_no_inline_script_or_style_and_name_no_other_host(client, article):
    for path in ("/", "/known-article/", "/tags/", "/authors/ada-writer/", "/archive/", "/nowhere/"):
        text = client.get(path).content.decode()
        assert "<style" not in text
        assert " style=" not in text
        assert " onclick" not in text
        scripts = [part.split(">")[0] for part in text.split("<script")[1:]]
        assert set(scripts) <= {' type="application/ld+json"'}
        for attribute in ('src="http', 'href="http'):
            for part in text.split(attribute)[1:]:
                assert part.startswith("://testserver/"), part[:60]


@pytest.mark.django_db
def test_answers_are_asked_again_and_unchanged_ones_cost_no_bytes(client, article):
    response = client.get("/known-article/")
    assert response["Cache-Control"] == "no-cache"
    again = client.get("/known-article/", headers={"If-None-Match": response["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    article.title = "Another title"
    article.save()
    assert client.get("/known-article/", headers={"If-None-Match": response["ETag"]}).status_code == 200


@pytest.mark.django_db
def test_an_unknown_address_leads_on(client):
    response = client.get("/no/such/page/")
    assert response.status_code == 404
    for path in ("/", "/tags/", "/archive/"):
        assert f'href="{path}"' in response.content.decode()


def test_a_failure_shows_a_page_and_no_trace(client, monkeypatch):
    """The database is not allowed here, so the view fails as it would when it is away."""
    client.raise_request_exception = False
    response = client.get("/")
    assert response.status_code == 500
    assert b"Something went wrong on our side" in response.content
    assert b"Traceback" not in response.content


@pytest.mark.django_db
def test_the_manifest_names_the_publication_and_icons_that_exist(client):
    Publication.objects.update(name="Glow & Go", tagline="Plain words")
    page = LexborHTMLParser(client.get("/").content.decode())
    answer = client.get(page.css_first("link[rel=manifest]").attributes["href"])
    assert answer["Content-Type"] == "application/manifest+json"
    assert answer["Cache-Control"] == "no-cache"
    said = json.loads(answer.content)
    assert (said["name"], said["description"], said["start_url"]) == ("Glow & Go", "Plain words", "/")
    assert (said["lang"], said["dir"]) == ("en", "ltr")
    for icon in said["icons"]:
        with Image.open(finders.find(icon["src"].removeprefix("/static/"))) as picture:
            assert icon["sizes"] == "{}x{}".format(*picture.size)
            assert (icon["type"], picture.format) == ("image/png", "PNG")
    assert {icon["purpose"] for icon in said["icons"]} == {"any", "maskable"}
    with override("ar"):
        assert json.loads(client.get("/manifest.webmanifest").content)["dir"] == "rtl"


@pytest.mark.django_db
def test_robots_and_health(client, settings):
    settings.ARTICLES_BASE_URL = "https://blog.example.org"
    text = client.get("/robots.txt").content.decode()
    assert "Sitemap: https://blog.example.org/sitemap.xml" in text
    assert "Disallow: /admin/" in text
    assert client.get("/healthz").content == b"ok\n"


@pytest.mark.django_db
@pytest.mark.parametrize(
    "path",
    ["/?before=x", "/?before=1", "/?before=1-", "/?before=-1-1", "/?after=99999999999999999999-1",
     "/?before=1-99999999999999999999",
     "/?before=%00", "/%00/", "/?before=1--1", "/archive/0/", "/archive/2024/13/", "/archive/2024/0/",
     "/archive/9999/1/",
     "/tags/%F0%9F%98%80/", "/a/../b/", "/" + "x" * 5000 + "/", "/preview/99999999999999999999999/", "/?before=٣-٣",
     "/sitemap.xml?p=0", "/sitemap.xml?p=x", "/sitemap.xml?p=99"],
)  # fmt: skip
def test_odd_addresses_are_no_errors(client, article, path):
    assert client.get(path).status_code in (200, 302, 404)


def run_demo():
    out = StringIO()
    call_command("demo", no_serve=True, stdout=out)
    return out.getvalue()


@pytest.mark.django_db
def test_the_demo_has_what_it_promises_and_keeps_what_was_edited(client, media):
    said = run_demo()
    assert "printed only this once" in said
    assert Article.objects.published().count() >= 13
    assert Author.objects.count() >= 2
    for article in Article.objects.for_page():
        assert article.lead_image
        assert article.lead_alt
        assert article.bylines.exists()
        assert article.tags.exists()
    for drawing in DRAWINGS.values():
        assert len(drawing.jpeg()) <= 120_000
    text = client.get("/is-microneedling-good-for-your-skin/").content.decode()
    places = [text.split('id="related"')[1].index(title) for title in SEED_RELATED]
    assert places == sorted(places)

    article = Article.objects.get(slug="chemical-peels")
    article.title, article.slug = "Edited", "edited"
    article.save()
    before = list(Article.objects.order_by("pk").values())
    said = run_demo()
    assert "printed only this once" not in said
    assert "chemical-peels (kept as it is)" in said
    assert list(Article.objects.order_by("pk").values()) == before


def test_the_demo_wants_a_free_port():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        with pytest.raises(CommandError, match="Choose another one: --port"):
            call_command("demo", port=taken.getsockname()[1])


@pytest.mark.django_db
def test_lists_page_by_key_without_gaps_or_repeats(client):
    Publication.objects.update(list_count=3)
    for number in range(8):
        make_article(f"Number {number}")  # all of the same moment: the key breaks the tie
    seen, path, pages = [], "/", []
    while path:
        context = client.get(path).context
        pages.append([row.title for row in context["page"].rows])
        seen += ([context["lead"].title] if context["lead"] else []) + pages[-1]
        path = context["page"].older and "/" + context["page"].older
    assert seen == [f"Number {number}" for number in range(7, -1, -1)]
    assert [row.title for row in client.get("/" + context["page"].newer).context["page"].rows] == pages[-2]
