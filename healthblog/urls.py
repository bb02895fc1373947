"""The site's addresses: the admin, the files, and the blog at the root."""

from django.conf import settings
from django.contrib import admin
from django.contrib.auth import views as auth
from django.urls import include, path

from healthblog import media, views

handler404 = views.not_found

reset = {"extra_context": {"site_header": "healthblog"}}

urlpatterns = [
    path("admin/password_reset/", auth.PasswordResetView.as_view(**reset), name="admin_password_reset"),
    path("admin/password_reset/done/", auth.PasswordResetDoneView.as_view(**reset), name="password_reset_done"),
    path(
        "admin/reset/<uidb64>/<token>/", auth.PasswordResetConfirmView.as_view(**reset), name="password_reset_confirm"
    ),
    path("admin/reset/done/", auth.PasswordResetCompleteView.as_view(**reset), name="password_reset_complete"),
    path("admin/", admin.site.urls),
    path("robots.txt", views.robots),
    path("manifest.webmanifest", views.manifest, name="manifest"),
    path("favicon.ico", views.favicon),
    path("healthz", views.healthz),
    *([path(settings.MEDIA_URL.lstrip("/"), include(media))] if settings.SERVE_MEDIA else []),
    path("", include("articles.urls")),
]
