"""Show a form with text that was never saved, exactly as it stood, and without a word on what is wrong with it yet."""

import re

from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.forms import BaseFormSet
from django.forms.utils import ErrorDict
from django.http import QueryDict

from articles.admin.rebasing import rebased
from articles.text.keys import as_key

TAKE_UP = "_unsaved"  # what the script posts beside the kept fields
KEYS = re.compile(r"(bylines-\d+-author|picks-\d+-other|citations-\d+-source|lead_image|share_image)")


class Kept(QueryDict):
    """Names and values of a form that is to be shown, not judged."""


class ShowsKept:
    """A form or a set of forms that does not judge kept data."""

    def full_clean(self):
        if not isinstance(self.data, Kept):
            return super().full_clean()
        if isinstance(self, BaseFormSet):
            self._errors, self._non_form_errors = [], self.error_class()
        else:
            self._errors, self.cleaned_data = ErrorDict(), {}


def take_up(request, article_admin, object_id):
    """Have a request that brings unsaved text show it: from here on it is like one that opens the form."""
    if request.method != "POST" or TAKE_UP not in request.POST:
        return
    article = article_admin.get_object(request, unquote(object_id)) if object_id else None
    if not (
        article_admin.has_change_permission(request, article)
        if object_id
        else article_admin.has_add_permission(request)
    ):
        raise PermissionDenied
    kept = Kept(mutable=True)
    for name, values in rebased(request.POST, article).lists():
        if KEYS.fullmatch(name):
            values = ["" if as_key(value) is None else value for value in values]
        kept.setlist(name, values)
    request.kept, request.method = kept, "GET"
