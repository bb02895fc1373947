"""The app."""

from django.apps import AppConfig, apps
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

# Without these our models cannot even be imported, so no system check would get to speak.
BEFORE_MODELS = ("django.contrib.contenttypes", "taggit")


class ArticlesConfig(AppConfig):
    name = "articles"
    verbose_name = _("Articles")
    default_auto_field = "django.db.models.BigAutoField"

    def import_models(self):
        """Import the models; say which app is missing rather than fail somewhere within them."""
        for name in BEFORE_MODELS:
            if name not in (config.name for config in apps.app_configs.values()):
                raise ImproperlyConfigured(
                    f'articles needs {name}. Add "{name}" to INSTALLED_APPS, then run `python manage.py migrate`.'
                )
        super().import_models()

    def ready(self):
        from articles import checks, indexing  # noqa: F401

        indexing.listen()
