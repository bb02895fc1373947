"""Do what the clock asks for."""

from django.core.management import BaseCommand

from articles import drafts
from articles.history.copies import publish_due
from articles.history.publish import purge


class Command(BaseCommand):
    help = (
        "Publish the working copies whose time has come, and delete for good what lay in the trash long enough. The "
        "first request after the minute publishes too, so run this every few minutes only where few readers come."
    )

    def handle(self, *, verbosity, **options):
        published, purged = publish_due(), purge()
        drafts.prune()
        if verbosity:
            self.stdout.write(f"{published} published, {purged} deleted from the trash.")
