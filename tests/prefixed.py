"""The addresses of a host that has the blog under a prefix."""

from django.urls import include, path

urlpatterns = [path("blog/", include("articles.urls"))]
