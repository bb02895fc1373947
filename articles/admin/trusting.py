"""How all public articles answer what a careful reader asks, and one of them beside its form."""

from django.core.exceptions import PermissionDenied
from django.template.response import TemplateResponse
from django.urls import path
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from articles.admin.fields import admin_address
from articles.models import Author, Publication
from articles.trusting import dossiers
from articles.trusting.questions import SCHEMES, answers, remedies
from articles.trusting.report import report

OPENED = {Author: "articles_author_change", Publication: "articles_publication_change"}


def urls(article_admin):
    view = article_admin.admin_site.admin_view(require_safe(never_cache(show)))
    return [path("trust/", view, {"article_admin": article_admin}, name="articles_article_trust")]


def show(request, article_admin):
    """Show the shares over all public articles, with the first that lack something."""
    if not article_admin.has_view_permission(request):
        raise PermissionDenied
    context = article_admin.admin_site.each_context(request) | {
        "title": _("Trust report"),
        "report": report(),
        "opts": article_admin.opts,
        "media": article_admin.media,
    }
    return TemplateResponse(request, "articles/admin/trust_report.html", context)


def panel(text, article, authors=None):
    """Return what the panel shows of a text, as it is written or saved."""
    found = answers(dossiers.of_text(text, article, authors))
    asked = [answer for answer in found if answer.is_asked]
    return {
        "asked": len(asked),
        "met": sum(answer.is_met for answer in asked),
        "remedies": [(lack, questions, _address(lack.row)) for lack, questions in remedies(found)],
        "schemes": [
            (name, [answer for answer in found if answer.question.scheme == key]) for key, name in SCHEMES.items()
        ],
    }


def _address(row):
    """Return where a row is mended; "" for none, and for one never stored."""
    if row is None or row.pk is None:
        return ""
    return admin_address(OPENED[type(row)], row.pk)
