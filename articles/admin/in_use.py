"""Where a thing is used, as lists of links; and what is in use is not deleted."""

from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from articles.admin.base import DeskAdmin

LISTED = 50


def change_address(thing):
    return reverse(f"admin:{thing._meta.app_label}_{thing._meta.model_name}_change", args=[thing.pk])


def link_to(thing):
    """Return a link to the thing's form; a working copy is told from its original."""
    note = _(" (working copy)") if getattr(thing, "original_id", None) else ""
    return format_html('<a href="{}">{}</a>{}', change_address(thing), thing, note)


def named_link(thing):
    """Return a link to the thing's form after what it is, such as "Article: Chemical peels"."""
    return format_html("{}: {}", capfirst(thing._meta.verbose_name), link_to(thing))


def use_list(things, count, address=""):
    """Return the first fifty things as a list of links with their number; `address` leads to all of them."""
    if not count:
        return _("nothing yet")
    links = format_html_join("", "<li>{}</li>", ((link_to(thing),) for thing in things[:LISTED]))
    rest = count - min(count, LISTED)
    more = ngettext("and %d more", "and %d more", rest) % rest if rest else ""
    if address:
        words = ngettext("%d article, in the list of articles", "%d articles, in the list of articles", count) % count
        more = format_html('{} <a href="{}">{}</a>', more, address, words)
    return format_html('<div class="articles-uses"><ul>{}</ul><p>{}</p></div>', links, more)


class InUseAdmin(DeskAdmin):
    """An admin that deletes nothing that is in use: it says by what, in plain words.

    A subclass has `uses(things)`, which returns by key the list of what uses each of them.
    """

    delete_confirmation_template = "articles/admin/delete_confirmation.html"
    delete_selected_confirmation_template = "articles/admin/delete_selected_confirmation.html"

    class Media:
        css = {"all": ["articles/admin.pictures.css"]}

    def get_deleted_objects(self, objs, request):
        things = list(objs)
        deleted, counts, missing, protected = super().get_deleted_objects(things, request)
        uses = self.uses(things)
        refusals = [refusal(thing, uses[thing.pk]) for thing in things if uses[thing.pk]]
        return deleted, counts, missing, refusals or protected


def refusal(thing, uses):
    """Return what keeps the thing from being deleted: the first fifty uses, and how many more."""
    links = format_html_join("", "<li>{}</li>", ((named_link(use),) for use in uses[:LISTED]))
    rest = len(uses) - min(len(uses), LISTED)
    more = format_html("<li>{}</li>", ngettext("and %d more", "and %d more", rest) % rest) if rest else ""
    return format_html("<b>{}</b><ul>{}{}</ul>", thing, links, more)
