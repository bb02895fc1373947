"""Tell how all public articles answer what a careful reader asks."""

import json

from django.core.management import BaseCommand

from articles.trusting.report import report


class Command(BaseCommand):
    help = (
        "Print, over all public articles, how many answer each of JAMA's four benchmarks (authorship, attribution, "
        "disclosure, currency), the essentials of an NHS page and HON's eight questions, with their share of the "
        "articles that the question is asked of. The same stands in the admin, with the articles that lack something; "
        "what to mend stands beside each article's form."
    )

    def add_arguments(self, parser):
        parser.add_argument("--json", action="store_true", help="print JSON instead of a table")

    def handle(self, *, json, **options):
        found = report()
        if json:
            self.stdout.write(as_json(found))
            return
        self.stdout.write(f"{found.publication}: public articles: {found.articles}")
        for scheme, shares in found.by_scheme():
            self.stdout.write(f"\n{scheme}")
            width = max(len(str(share.question.name)) for share in shares)
            for share in shares:
                self.stdout.write(f"  {share.question.name!s:{width}}  {line(share)}")


def line(share):
    """Return a share in words and numbers."""
    if not share.asked:
        return "asked of none"
    return f"{share.met:>6} of {share.asked:<6} {share.percent:>3} %"


def as_json(found):
    return json.dumps(found.as_dict(), ensure_ascii=False, indent=2)
