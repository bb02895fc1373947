"""Tell each responsible person which reviews to see to."""

from django.core.management import BaseCommand, CommandError

from articles.reviewing.reminding import agendas, send, unsent


class Command(BaseCommand):
    help = (
        "Print, for each responsible person, the articles whose medical review is overdue or due soon and those that "
        "were changed since it (for their owners; editors answer for what has no owner), and what was submitted and "
        "waits for a review (for all who may review). With --mail each person gets their own list through Django's "
        "mail settings instead, at most once a day: run it from cron as often as you like. Who has no mail address, or "
        "nothing to see to, gets nothing; a mail that could not be sent is tried again with the next run."
    )

    def add_arguments(self, parser):
        parser.add_argument(
            "--days", type=int, default=30, help="how many days ahead a review counts as due soon (default: 30)"
        )
        parser.add_argument("--mail", action="store_true", help="mail the lists instead of printing them")

    def handle(self, *, days, mail, verbosity, **options):
        if days < 0:
            raise CommandError(f"--days {days}: give 0 or a number of days ahead.")
        found = agendas(days)
        if mail:
            self.mail(found, verbosity)
            return
        for agenda in found:
            to = f" <{agenda.address}>" if agenda.address else ""
            self.stdout.write(self.style.MIGRATE_HEADING(f"{agenda.person}{to}: {agenda.subject}"))
            self.stdout.write(f"\n{agenda.text}\n")
        if not found:
            self.stdout.write("No review is overdue, due or waited for.")

    def mail(self, found, verbosity):
        """Mail the lists; raise CommandError at the end if some could not be sent."""
        wanted, failed = unsent(found), 0
        for agenda in wanted:
            try:
                send(agenda)
            except Exception as error:
                failed += 1
                self.stderr.write(f"{agenda.address}: {error}")
        if verbosity:
            self.stdout.write(f"{len(wanted) - failed} mailed, {len(found) - len(wanted)} left out.")
        if failed:
            raise CommandError(f"{failed} could not be mailed; see above. The next run tries again.")
