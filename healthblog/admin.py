"""Leave out taggit's own tags: nothing here uses them, and editors would take them for ours."""

from django.contrib import admin
from taggit.models import Tag

admin.site.unregister(Tag)
