"""System checks: what a host must have, and settings that nobody reads."""

from difflib import get_close_matches

from django.apps import apps
from django.conf import settings
from django.core.checks import Error, Warning, register
from django.urls import NoReverseMatch, reverse

from articles import conf

NEEDED = {
    "django.contrib.auth": "articles have owners and authors may have accounts",
    "django.contrib.contenttypes": "permissions and tags are built on it",
    "django.contrib.staticfiles": "the style sheet and the editor are static files",
    "django_prose_editor": "it is the editor that articles are written in",
    "taggit": "articles have tags",
}
PREFIX = "ARTICLES_"


@register
def check_apps(app_configs, **kwargs):
    """Name each app that is missing from INSTALLED_APPS, with the reason and the line to add."""
    found = [
        Error(
            f"{name} is not in INSTALLED_APPS, and {reason}.",
            hint=f'Add "{name}" to INSTALLED_APPS, then run `python manage.py migrate`.',
            id="articles.E001",
        )
        for name, reason in NEEDED.items()
        if not apps.is_installed(name)
    ]
    if not apps.is_installed("django.contrib.admin"):
        hint = 'Add "django.contrib.admin" to INSTALLED_APPS, unless articles come in some other way.'
        found.append(Warning("Without django.contrib.admin nobody can write articles.", hint=hint, id="articles.W001"))
    return found


@register
def check_settings(app_configs, **kwargs):
    """Warn of a setting that looks like ours and is not, naming the nearest one."""
    unknown = [name for name in dir(settings) if name.startswith(PREFIX) and name not in conf.DEFAULTS]
    return [
        Warning(f"There is no setting {name}, so it has no effect.", hint=_nearest(name), id="articles.W002")
        for name in unknown
    ]


def _nearest(name):
    near = get_close_matches(name, conf.DEFAULTS, n=1, cutoff=0.7)
    return f"Did you mean {near[0]}?" if near else f"The settings are: {', '.join(sorted(conf.DEFAULTS))}."


@register
def check_urls(app_configs, **kwargs):
    """Warn when no address leads to the articles."""
    if not getattr(settings, "ROOT_URLCONF", None):
        return []
    try:
        reverse("articles:list")
    except NoReverseMatch:
        hint = 'Add path("blog/", include("articles.urls")) to the urlpatterns of your ROOT_URLCONF.'
        return [
            Warning("No address leads to the articles: articles.urls is not included.", hint=hint, id="articles.W003")
        ]
    return []
