"""Make the search index anew."""

import sys

from django.core.management import BaseCommand

from articles.search.index import rebuild


class Command(BaseCommand):
    help = (
        "Make the search index of every article anew, and the words that misspelt ones are put right by: after a bulk "
        "import, a restored backup or a changed language. Readers may go on searching and editors saving meanwhile. "
        "Saved articles follow by themselves; this is not needed for them."
    )

    def handle(self, *, verbosity, **options):
        self.percent = -1
        done = rebuild(self.say if verbosity else lambda done, total: None)
        if verbosity:
            self.stdout.write(self.style.SUCCESS(f"Done: {done} articles can be found."))

    def say(self, done, total):
        """Draw the progress: in place on a terminal, its end elsewhere."""
        percent = 100 * done // max(total, 1)
        is_terminal = self.stdout.isatty() if hasattr(self.stdout, "isatty") else sys.stdout.isatty()
        if percent == self.percent or (not is_terminal and done < total):
            return
        self.percent = percent
        line = f"{done} of {total} articles"
        self.stdout.write(f"\r{line}" if is_terminal else line, ending="\n" if done >= total else "")
        self.stdout.flush()
