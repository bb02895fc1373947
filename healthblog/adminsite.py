"""The admin of this site, with the content security policy its editor needs."""

from django.conf import settings
from django.contrib import admin
from django.contrib.admin.apps import AdminConfig as DjangoAdminConfig

from healthblog import policy


class AdminSite(admin.AdminSite):
    site_header = "healthblog"
    site_title = "healthblog"
    index_title = "Editorial desk"

    def admin_view(self, view, cacheable=False):
        """Wrap the view as Django does, and send the admin's policy with all that has none of its own (previews do)."""
        return policy.with_default(policy.admin(settings.MEDIA_URL))(super().admin_view(view, cacheable))


class AdminConfig(DjangoAdminConfig):
    default_site = "healthblog.adminsite.AdminSite"
