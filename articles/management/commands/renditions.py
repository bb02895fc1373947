"""Cut the library's renditions."""

from django.core.management.base import BaseCommand, CommandError

from articles import gallery, sharing
from articles.models import Image
from articles.pictures import PictureError
from articles.pictures.crops import MIME


class Command(BaseCommand):
    help = (
        "Make the smaller files of the library's pictures that are missing: after an upload whose AVIF files were not "
        "finished, after ARTICLES_AVIF was switched on, or with --all after the files were lost. Pictures from before "
        "look-alikes were told get what that compares, and files replaced a day ago are deleted. Articles without a "
        "picture of their own get one drawn for links to them, as after the publication's name was changed. It may "
        "run at any time, also while the site is being used; a second run has nothing left to do."
    )

    def add_arguments(self, parser):
        parser.add_argument("--all", action="store_true", help="Make every file again, not only what is missing.")
        parser.add_argument(
            "--formats",
            help=f"Only these, separated by commas: {', '.join(MIME)}. Otherwise all, AVIF if ARTICLES_AVIF is on.",
        )

    def handle(self, *args, **options):
        formats = None
        if options["formats"] is not None:
            formats = [word.strip() for word in options["formats"].split(",") if word.strip()]
            if not formats or not set(formats) <= set(MIME):
                raise CommandError(f"--formats takes {', '.join(MIME)}, separated by commas.")
        failed = total = 0
        for pk in list(Image.objects.order_by("pk").values_list("pk", flat=True)):
            image = Image.objects.filter(pk=pk).first()  # read now: it may take hours to come this far
            if image is None:
                continue
            try:
                made = gallery.make_renditions(image, formats, again=options["all"])
                gallery.look_at(image)
            except FileNotFoundError:
                failed += 1
                self.stderr.write(f"{pk} {image}: its file {image.file.name} is gone. Restore it from a backup.")
                continue
            except PictureError as error:
                failed += 1
                self.stderr.write(f"{pk} {image}: {error}")
                continue
            total += made
            if made or options["verbosity"] > 1:
                self.stdout.write(f"{pk} {image}: {made} files made")
        gallery.sweep()
        try:
            drawn = sharing.follow_all(again=options["all"])
        except PictureError as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"{total} files made.")
        if drawn:
            self.stdout.write(f"{drawn} share pictures drawn.")
        if failed:
            raise CommandError(f"{failed} of the pictures could not be cut; see above.")
