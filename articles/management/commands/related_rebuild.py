"""Make the related articles anew."""

import sys

from django.core.management import BaseCommand
from django.utils.translation import gettext_lazy as _

from articles.models import Suggestion
from articles.related.rebuilding import rebuild

STEPS = {
    "count": _("Counting words"),
    "weigh": _("Weighing words"),
    "hub": _("Comparing articles"),
    "list": _("Making lists"),
}
WIDTH = 30


class Command(BaseCommand):
    help = (
        "Make the related articles of every article anew: after a bulk import, after changed stop words or synonyms, "
        "or to let them settle. Readers keep the old lists until the new ones are there, editors may go on saving, and "
        "an interrupted run goes on where it stopped. Saved articles follow by themselves; this is not needed for them."
    )

    def add_arguments(self, parser):
        parser.add_argument("--anew", action="store_true", help="begin anew where an interrupted run would go on")

    def handle(self, *, anew, verbosity, **options):
        self.is_quiet, self.step, self.percent = verbosity == 0, None, -1
        rebuild(self.say, anew)
        if not self.is_quiet:
            self.stdout.write(self.style.SUCCESS(f"Done: {Suggestion.objects.count()} suggestions."))

    def say(self, step, done, total):
        """Draw the progress of the step: a bar on a terminal, its beginning and end elsewhere."""
        percent = 100 * done // max(total, 1)
        if self.is_quiet or (step, percent) == (self.step, self.percent):
            return
        is_terminal = self.stdout.isatty() if hasattr(self.stdout, "isatty") else sys.stdout.isatty()
        bar = "█" * (WIDTH * percent // 100)
        line = f"{STEPS[step]!s:18} {bar:{WIDTH}} {done} of {total}"
        if is_terminal:
            self.stdout.write(f"\r{line}", ending="\n" if done >= total else "")
        elif step != self.step or done >= total:
            self.stdout.write(line)
        self.stdout.flush()
        self.step, self.percent = step, percent
