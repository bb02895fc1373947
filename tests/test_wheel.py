"""The built wheel in a bare project of somebody else's, with what README's install section lists and no more."""

import ast
import os
import re
import subprocess
import sys
import zipfile
from urllib.parse import urljoin

import pytest
from playwright.sync_api import expect, sync_playwright
from selectolax.lexbor import LexborHTMLParser

from tests.serving import ROOT, chromium_path, clean_environment, free_port, run, stop, wait_for
from tests.test_links import get

pytestmark = pytest.mark.wheel

DJANGO_APPS = ["admin", "auth", "contenttypes", "sessions", "messages", "staticfiles"]
SETTINGS = """
from pathlib import Path

BASE_DIR = Path(__file__).parent
SECRET_KEY = "only for this run"
DEBUG = True
ALLOWED_HOSTS = ["127.0.0.1"]
INSTALLED_APPS = {apps!r}
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
]
ROOT_URLCONF = "urls"
TEMPLATES = [
    {{
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {{
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ]
        }},
    }}
]
DATABASES = {{"default": {{"ENGINE": "django.db.backends.sqlite3", "NAME": BASE_DIR / "db.sqlite3"}}}}
LANGUAGE_CODE = "de"
TIME_ZONE = "Europe/Berlin"
USE_TZ = True
STATIC_URL = "/static/"
STATIC_ROOT = BASE_DIR / "static"
MEDIA_URL = "/media/"
MEDIA_ROOT = BASE_DIR / "media"
"""
URLS = """
from django.contrib import admin
from django.urls import include, path

"""
BASE = "<!doctype html><title>{% block title %}Another site{% endblock %}</title>{% block content %}{% endblock %}"


def install_section():
    """Return what README tells a host to put into INSTALLED_APPS, and its urlpatterns as they stand there."""
    for block in re.findall(r"^```python\n(.*?)^```", (ROOT / "README.md").read_text(), re.M | re.S):
        values = {
            statement.targets[0].id: statement.value
            for statement in ast.parse(block).body
            if isinstance(statement, ast.Assign)
        }
        if "INSTALLED_APPS" in values:
            return ast.literal_eval(values["INSTALLED_APPS"]), f"urlpatterns = {ast.unparse(values['urlpatterns'])}\n"
    raise AssertionError("README has no python block with INSTALLED_APPS and urlpatterns")


class Host:
    """A bare project with the wheel installed."""

    def __init__(self, folder):
        self.folder = folder
        self.python = folder / "venv/bin/python"
        self.env = clean_environment(DJANGO_SETTINGS_MODULE="settings")
        self.listed, urls = install_section()
        self.apps = [f"django.contrib.{name}" for name in DJANGO_APPS] + self.listed
        (folder / "templates").mkdir()
        (folder / "templates/base.html").write_text(BASE)
        (folder / "settings.py").write_text(SETTINGS.format(apps=self.apps))
        (folder / "urls.py").write_text(URLS + urls)
        run(sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--wheel-dir", folder, ROOT, env=self.env)
        (self.wheel,) = folder.glob("*.whl")
        run(sys.executable, "-m", "venv", folder / "venv", env=self.env)
        run(self.python, "-m", "pip", "install", "--quiet", "-c", ROOT / "requirements.txt", self.wheel, env=self.env)

    def manage(self, *arguments, **env):
        return run(
            self.python, "-m", "django", *arguments, env=self.env | {"PYTHONPATH": self.folder} | env, cwd=self.folder
        )

    def serve(self):
        port = free_port()
        with open(self.folder / "server.log", "wb") as log:
            process = subprocess.Popen(
                [self.python, "-m", "django", "runserver", "--noreload", f"127.0.0.1:{port}"],
                env=self.env | {"PYTHONPATH": str(self.folder)}, cwd=self.folder, stdin=subprocess.DEVNULL,
                stdout=log, stderr=log,
            )  # fmt: skip
        wait_for(port, process, self.folder / "server.log")
        return process, f"http://127.0.0.1:{port}"


@pytest.fixture(scope="module")
def host(tmp_path_factory):
    return Host(tmp_path_factory.mktemp("host"))


@pytest.fixture(scope="module")
def address(host):
    host.manage("migrate", "--verbosity", "0")
    host.manage(
        "createsuperuser", "--noinput", "--username", "desk", "--email", "", DJANGO_SUPERUSER_PASSWORD="desk-7-desk"
    )
    process, base = host.serve()
    yield base
    stop(process)


@pytest.fixture(scope="module")
def written(address):
    """Write an author and an article in the host's admin, as an editor does, and return the page it is read on."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=chromium_path(), args=["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
        )
        page = browser.new_page(base_url=address)
        errors = []
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.goto("/admin/articles/author/add/")
        page.fill("#id_username", "desk")
        page.fill("#id_password", "desk-7-desk")
        page.click("[type=submit]")
        page.fill("[name=name]", "Käthe Schreiber")
        page.click("[name=_save]")
        page.goto("/admin/articles/article/add/")
        page.fill("[name=title]", "Sonne und Haut")
        page.fill("[name=standfirst]", "Wie viel Sonne gut ist.")
        page.fill("#id_tags_new", "Haut, Sonne")
        page.press("#id_tags_new", "Enter")
        page.locator(".ProseMirror").click()
        page.keyboard.type("Im Schatten ist es kühler.")
        page.locator("#bylines-group .select2-selection").first.click()
        page.locator(".select2-search__field").fill("Käthe")
        page.locator(".select2-results__option", has_text="Käthe Schreiber").click()
        page.click("[name=_publish]")
        expect(page.locator(".messagelist .success")).to_be_visible()
        page.goto("/blog/")
        page.click("text=Sonne und Haut")
        content = page.content()
        assert page.url == f"{address}/blog/sonne-und-haut/"
        assert errors == []
        browser.close()
    return content


def test_wheel_holds_the_app_and_nothing_else(host):
    names = set(zipfile.ZipFile(host.wheel).namelist())
    assert {
        "articles/templates/articles/base.html",
        "articles/templates/articles/article_detail.html",
        "articles/static/articles/articles.css",
        "articles/migrations/0001_initial.py",
        "articles/management/commands/import_article.py",
        "articles/locale/ar/LC_MESSAGES/django.mo",
    } <= names
    tree = {path.relative_to(ROOT).as_posix() for path in (ROOT / "articles").rglob("*") if path.is_file()}
    assert {name for name in tree if not name.endswith(".pyc")} == {
        name for name in names if name.startswith("articles/")
    }
    about = "-".join(host.wheel.stem.split("-")[:2]) + ".dist-info"
    assert {name.partition("/")[0] for name in names} == {"articles", about}


def test_bare_project_passes_its_checks(host):
    assert "no issues" in host.manage("check")
    assert "No changes" in host.manage("makemigrations", "--check", "--dry-run")
    assert host.manage("collectstatic", "--noinput")
    assert (host.folder / "static/articles/articles.css").exists()


@pytest.mark.parametrize("left_out", ["taggit", "django_prose_editor", "django.contrib.staticfiles"])
def test_missing_app_is_named(host, left_out):
    assert left_out in host.apps
    bare = host.folder / "without"
    bare.mkdir(exist_ok=True)
    (bare / "settings.py").write_text(SETTINGS.format(apps=[app for app in host.apps if app != left_out]))
    (bare / "urls.py").write_text((host.folder / "urls.py").read_text())
    done = subprocess.run(
        [host.python, "-m", "django", "check"], env=host.env | {"PYTHONPATH": str(bare)}, cwd=bare, text=True,
        capture_output=True, check=False,
    )  # fmt: skip
    assert done.returncode == 1
    assert f'Add "{left_out}" to INSTALLED_APPS' in "".join(done.stderr.splitlines()[-4:]), done.stderr


def test_article_is_read_in_the_language_of_the_host(written):
    page = LexborHTMLParser(written)
    assert page.css_first("html").attributes["lang"] == "de"
    assert page.css_first("h1").text() == "Sonne und Haut"
    assert "Im Schatten ist es kühler." in page.css_first(".body").text()
    assert "Käthe Schreiber" in page.css_first(".byline").text()
    assert "Another site" not in written
    assert page.css_first(".byline").text().split()[0] == "Von"
    assert page.css_first(".skip-link").text() == "Zum Inhalt springen"


def test_the_page_finds_its_style_sheet(address, written):
    sheet = LexborHTMLParser(written).css_first("link[rel=stylesheet]").attributes["href"]
    status, headers, _body = get(urljoin(address, sheet))
    assert (status, headers.get_content_type()) == (200, "text/css")


@pytest.mark.parametrize(
    "path",
    ["/blog/", "/blog/tags/", "/blog/tags/haut/", "/blog/authors/k%C3%A4the-schreiber/", "/blog/archive/",
     "/blog/feed/", "/blog/feed/atom/", "/blog/tags/haut/feed/", "/blog/sitemap.xml"],
)  # fmt: skip
def test_other_pages_lead_to_the_article(address, written, path):
    status, _headers, body = get(address + path)
    assert status == 200
    if path not in ("/blog/tags/", "/blog/archive/"):
        assert b"/blog/sonne-und-haut/" in body
    assert not re.search(rb'href="/(?!blog/|static/|media/)', body), "an address outside /blog/"


def test_unknown_address_is_the_hosts_404(address, written):
    assert get(address + "/blog/nowhere/")[0] == 404


def test_nothing_of_this_checkout_was_used(host):
    where = host.manage("shell", "--no-imports", "-c", "import articles; print(articles.__file__)").strip()
    assert where.startswith(os.fspath(host.folder))
