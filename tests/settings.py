"""The site's settings for the tests: no secret of the machine's, files that go away, plain static storage."""

import os
import tempfile

os.environ.setdefault("HEALTHBLOG_SECRET_KEY", "only for tests")
os.environ.setdefault("HEALTHBLOG_MEDIA_ROOT", tempfile.mkdtemp(prefix="healthblog-media-"))

from healthblog.settings import *  # noqa: F403
from healthblog.settings import CACHES, STORAGES

STATIC_ROOT = tempfile.mkdtemp(prefix="healthblog-static-")
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = STORAGES | {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
AXES_ENABLED = False
ARTICLES_SHARE_PICTURES = False  # a thread that draws would meet the end of each test; those about it ask for it
CACHES = {"default": CACHES["default"] | {"OPTIONS": {}}}  # no test fails because a busy machine's Redis is slow
