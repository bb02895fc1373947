"""Finish what saves left for later."""

from django.core.management import BaseCommand

from articles.related.refreshing import pending, refresh


class Command(BaseCommand):
    help = (
        "Bring what is derived from the articles up to date at once: changes that a stopped process left behind, many "
        "articles changed together, and articles weighed long ago. Every save does a share of this by itself."
    )

    def handle(self, *, verbosity, **options):
        before = pending()
        while left := pending():
            refresh()
            if pending() >= left:  # a row that comes back would never end
                break
        if verbosity:
            self.stdout.write(f"{before - pending()} done, {pending()} left.")
