"""Finish what saves left for later."""

from django.core.management import BaseCommand
from django.db import transaction

from articles.models import Article, Change
from articles.related.refreshing import pending, refresh


class Command(BaseCommand):
    help = (
        "Bring what is derived from the articles up to date at once: changes that a stopped process left behind, many "
        "articles changed together, articles weighed long ago, and the lists of tags and authors where something other "
        "than the app wrote to the database. Every save does a share of this by itself."
    )

    def handle(self, *, verbosity, **options):
        with transaction.atomic():
            if Article.objects.relist():
                Change.record([None])
        before = pending()
        while left := pending():
            refresh()
            if pending() >= left:  # a row that comes back would never end
                break
        if verbosity:
            self.stdout.write(f"{before - pending()} done, {pending()} left.")
