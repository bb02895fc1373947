"""The admin of the library of pictures."""

from django.contrib import admin
from django.urls import path

from articles.admin import endpoints
from articles.admin.base import DeskAdmin
from articles.models import Image


@admin.register(Image)
class ImageAdmin(DeskAdmin):
    search_fields = ["name", "default_alt", "caption", "credit"]

    def get_urls(self):
        wrap = self.admin_site.admin_view
        return [
            path("library/", wrap(endpoints.library), name="articles_image_library"),
            path("upload/", wrap(endpoints.upload), name="articles_image_upload"),
            *super().get_urls(),
        ]
