"""The admin of authors."""

from django.contrib import admin
from django.db.models import Count, Q
from django.utils.translation import gettext_lazy as _

from articles.admin.fields import admin_address
from articles.admin.in_use import LISTED, InUseAdmin, use_list
from articles.models import Article, Author, Byline, Review


@admin.register(Author)
class AuthorAdmin(InUseAdmin):
    fieldsets = [
        (None, {"fields": ["name", "credentials", "role", "slug"]}),
        (_("For readers"), {"fields": ["portrait", "bio", "links"]}),
        (_("Account"), {"fields": ["user"]}),
    ]
    readonly_fields = ["signs"]
    autocomplete_fields = ["user"]
    list_display = ["name", "credentials", "role", "articles", "user"]
    list_select_related = ["user"]
    search_fields = ["name", "credentials", "role"]
    ordering = ["name"]

    def get_queryset(self, request):
        originals = Q(bylines__article__original=None)
        return super().get_queryset(request).annotate(written=Count("bylines", filter=originals))

    def get_fieldsets(self, request, obj=None):
        fieldsets = super().get_fieldsets(request, obj)
        return [*fieldsets, (_("Articles"), {"fields": ["signs"]})] if obj else fieldsets

    def get_prepopulated_fields(self, request, obj=None):
        return {} if obj else {"slug": ["name"]}

    def view_on_site(self, author):
        return author.get_absolute_url() if author.is_known_to_readers() else None

    @admin.display(description=_("articles"), ordering="written")
    def articles(self, author):
        return author.written

    @admin.display(description=_("signs"))
    def signs(self, author):
        address = admin_address("articles_article_changelist")
        newest = Article.objects.originals().filter(authors=author).order_by("-saved_at").only("title", "original")
        return use_list(newest[:LISTED], author.written, f"{address}?authors__id__exact={author.pk}")

    def uses(self, authors):
        """Return by author the articles signed, working copies too, and the reviews recorded: all keep the author."""
        signed = {author.pk: [] for author in authors}
        rows = Byline.objects.filter(author__in=signed).select_related("article").order_by("article__title", "article")
        for byline in rows.only("author", "article__title", "article__original"):
            signed[byline.author_id].append(byline.article)
        for review in Review.objects.filter(reviewer__in=signed).select_related("article"):
            signed[review.reviewer_id].append(review)
        return signed
