"""The site's own settings, with a tutorial's page to compare it with."""

from healthblog.settings import *  # noqa: F403
from healthblog.settings import INSTALLED_APPS, STORAGES

ROOT_URLCONF = "tests.benchmarks.urls"
INSTALLED_APPS = [*INSTALLED_APPS, "tests.benchmarks.tutorial"]
STORAGES = STORAGES | {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
