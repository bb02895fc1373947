"""What an editor does with the library: add a picture, move its focal point, remove it."""

from collections.abc import Iterable

from django.core.files.storage import default_storage
from django.db import IntegrityError, transaction

from articles.gallery.background import finish_later
from articles.gallery.cutting import AT_ONCE, FOLDER, cut, discard, files, make_renditions, merged, missing, write
from articles.gallery.former import former_files
from articles.models import Image
from articles.pictures import normalise
from articles.pictures.crops import digest, original_name
from articles.pictures.looks import look


def add(data: bytes, name: str = "", *, in_background: bool = True, **fields) -> Image:
    """Put an uploaded picture into the library and return its row; the same picture twice gives the first row.

    `is_new` of the row tells which of the two it was.
    `name` is for finding it, `fields` are more fields of a new row. JPEG and WebP renditions exist when this returns.
    AVIF follows in the background once the transaction has committed; with `in_background=False`, for commands and
    tests, it exists too. Raise PictureError, with a sentence for the editor, when the file cannot be used or stored.
    """
    image = known(data)
    if image is None:
        picture = normalise(data)
        data = picture.data
        image = known(data)
    if image is None:
        content_hash = digest(data)
        image = Image(
            name=name[:200],
            file=FOLDER + original_name(content_hash, picture.format),
            content_hash=content_hash,
            width=picture.width,
            height=picture.height,
            look=look(data),
            **fields,
        )
        write(image.file.name, data)
        image.renditions = merged(image, image.focal_point, cut(image, data, missing(image, AT_ONCE)))
        image = _inserted(image)
    elif not default_storage.exists(image.file.name):  # a database that was restored without its files
        write(image.file.name, data)
        make_renditions(image, AT_ONCE, again=True)
    if in_background:
        transaction.on_commit(lambda: finish_later(image), robust=True)
    else:
        make_renditions(image)
    return image


def refocus(image: Image) -> None:
    """Cut the crops anew after a changed focal point was saved: call it from where the change is saved.

    The work begins when the transaction has committed; until it is done, pages show the former crops. The new files
    have new names, so no cache goes stale. The former files stay, for pages still open, until the picture is removed.
    """

    def cut_anew() -> None:
        make_renditions(image, AT_ONCE)
        finish_later(image)

    transaction.on_commit(cut_anew, robust=True)


def remove(images: Iterable[Image]) -> int:
    """Delete the rows and, once that has committed, every file of theirs; return how many rows there were.

    `Image.delete()` alone leaves the files: an editor who takes a patient's photo back must come through here. What a
    CDN or a browser keeps is out of reach.
    """
    images = list(images)
    names = [name for image in images for name in [*files(image), *former_files(image)]]
    with transaction.atomic():
        _count, rows = Image.objects.filter(pk__in=[image.pk for image in images]).delete()
        transaction.on_commit(lambda: discard(names), robust=True)
    return rows.get(Image._meta.label, 0)


def known(data: bytes) -> Image | None:
    """Return the row of a picture whose kept original is exactly this."""
    return Image.objects.filter(content_hash=digest(data)).first()


def _inserted(image: Image) -> Image:
    """Insert the row; return that of whoever uploaded the same picture at the same moment, if someone did."""
    try:
        with transaction.atomic():
            image.save()
            image.is_new = True
    except IntegrityError:
        if twin := Image.objects.filter(content_hash=image.content_hash).first():
            return twin
        raise
    return image
