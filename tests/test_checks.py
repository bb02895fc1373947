"""What a host is told about its settings."""

import os
import subprocess
import sys

import pytest
from django.core.checks import run_checks
from django.test import override_settings

from articles import checks

BARE = """
SECRET_KEY = "only for tests"
INSTALLED_APPS = {apps!r}
DATABASES = {{"default": {{"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}}}}
ROOT_URLCONF = "bare_urls"
STATIC_URL = "/static/"
TEMPLATES = [{{
    "BACKEND": "django.template.backends.django.DjangoTemplates",
    "APP_DIRS": True,
    "OPTIONS": {{"context_processors": [
        "django.template.context_processors.request",
        "django.contrib.auth.context_processors.auth",
        "django.contrib.messages.context_processors.messages",
    ]}},
}}]
MIDDLEWARE = [
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
]
USE_TZ = True
{more}
"""
URLS = """
from django.contrib import admin
from django.urls import include, path

urlpatterns = [path("admin/", admin.site.urls), path("blog/", include("articles.urls"))]
"""
APPS = [
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.messages",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "taggit",
    "django_prose_editor",
    "articles",
]


def check_bare_host(folder, without="", urls=URLS, more=""):
    """Return what `manage.py check` prints in a project that has nothing but the app and what it needs."""
    apps = [app for app in APPS if app != without]
    (folder / "bare_settings.py").write_text(BARE.format(apps=apps, more=more))
    (folder / "bare_urls.py").write_text(urls)
    environment = os.environ | {"DJANGO_SETTINGS_MODULE": "bare_settings", "PYTHONPATH": f"{folder}:{os.getcwd()}"}
    command = [sys.executable, "-m", "django", "check"]
    done = subprocess.run(command, capture_output=True, text=True, env=environment, check=False)
    return done.stdout + done.stderr


def test_a_bare_host_with_all_apps_hears_nothing(tmp_path):
    assert "System check identified no issues" in check_bare_host(tmp_path)


@pytest.mark.parametrize("name", ["taggit", "django_prose_editor"])
def test_a_missing_app_is_named_with_the_remedy(tmp_path, name):
    said = check_bare_host(tmp_path, without=name)
    assert f'Add "{name}" to INSTALLED_APPS, then run `python manage.py migrate`.' in said


def test_a_bare_host_hears_of_a_missing_include_and_a_misspelt_setting(tmp_path):
    said = check_bare_host(tmp_path, urls="urlpatterns = []", more="ARTICLES_BASE_URI = 'x'")
    assert 'Add path("blog/", include("articles.urls"))' in said
    assert "Did you mean ARTICLES_BASE_URL?" in said


def test_a_missing_admin_is_a_warning():
    with override_settings(INSTALLED_APPS=[app for app in APPS if app != "django.contrib.admin"]):
        assert [message.id for message in checks.check_apps(None)] == ["articles.W001"]


@override_settings(ARTICLES_NOTHING_LIKE_IT=1)
def test_a_setting_like_no_other_gets_the_list():
    [warning] = checks.check_settings(None)
    assert "ARTICLES_AVIF" in warning.hint


def test_the_checks_are_registered_and_the_site_passes_them():
    assert [message for message in run_checks() if message.id.startswith("articles.")] == []
