"""What the tests share: a clean cache, a media folder that goes away, and small makers of content."""

import pytest
from django.core.cache import cache

from tests.make import make_article


@pytest.fixture(autouse=True)
def fresh_cache():
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def media(settings, tmp_path):
    """A folder for uploads of its own."""
    settings.MEDIA_ROOT = tmp_path / "media"
    return settings.MEDIA_ROOT


@pytest.fixture
def article(db):
    return make_article("Known article")
