"""Import an article from a plain-text file."""

from pathlib import Path

from django.core.exceptions import ValidationError
from django.core.management import BaseCommand, CommandError

from articles.importing.plain import PlainTextError, decode, import_plain, parse


class Command(BaseCommand):
    help = (
        "Import an article from a plain-text file: the lead picture's alternative text, the title, paragraphs, "
        "headings, numbered lists, and after a line “Related posts” the title and author of each related article. "
        "It becomes a draft. An article of the same title is left as it is."
    )

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path, help="the text file, in UTF-8")
        parser.add_argument(
            "--publish", action="store_true", help="publish it at once, and list what the checklist would say"
        )

    def handle(self, *, file, publish, **options):
        try:
            document = parse(decode(file.read_bytes()))
        except OSError as error:
            raise CommandError(f"{file} cannot be read: {error.strerror}. Name an existing text file.") from error
        except PlainTextError as error:
            raise CommandError(f"{file}: {error} Nothing was imported.") from error
        try:
            done = import_plain(document, publish=publish)
        except ValidationError as error:
            raise CommandError(f"{file}: {' '.join(error.messages)} Nothing was imported.") from error
        for note in done.notes:
            self.stdout.write(note)
        self.stdout.write(
            self.style.SUCCESS(
                f"{done.article.get_status_display()}: /admin/articles/article/{done.article.pk}/change/"
            )
        )
