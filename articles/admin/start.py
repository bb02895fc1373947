"""The desk: what is mine, what waits for me, what comes next. In any host under the articles' own address."""

from django.core.exceptions import PermissionDenied
from django.template.response import TemplateResponse
from django.urls import path
from django.utils.translation import gettext as _

from articles import desk


def urls(article_admin):
    view = article_admin.admin_site.admin_view(show)
    return [path("desk/", view, {"article_admin": article_admin}, name="articles_article_desk")]


def show(request, article_admin):
    if not article_admin.has_view_permission(request):
        raise PermissionDenied
    context = article_admin.admin_site.each_context(request) | {
        "title": _("The desk"),
        "desk": desk.of(request.user),
        "opts": article_admin.opts,
        "media": article_admin.media,
    }
    return TemplateResponse(request, "articles/admin/desk.html", context)
