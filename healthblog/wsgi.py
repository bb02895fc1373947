"""The WSGI application: `gunicorn healthblog.wsgi`."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "healthblog.settings")

application = get_wsgi_application()
