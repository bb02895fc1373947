"""The WSGI application: `gunicorn healthblog.wsgi`."""

import gc
import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "healthblog.settings")

django_application = get_wsgi_application()

from articles import conf  # noqa: E402
from articles.pagecache import PageCache  # noqa: E402 - it reads models, so Django must be ready

application = PageCache(django_application) if conf.get("ARTICLES_PAGE_CACHE_MB") else django_application

# Rendering a page makes and drops thousands of small objects, nearly none of them in cycles. At Python's default of
# 700 the collector ran dozens of times a page, for a fifth of its time; what the start-up made it need never look at.
gc.collect()
gc.freeze()
gc.set_threshold(50_000, 10, 10)
