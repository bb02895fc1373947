"""Addresses of a site on which something goes wrong."""

from django.urls import path


def fail(request):
    raise RuntimeError("It went wrong.")


urlpatterns = [path("", fail)]
