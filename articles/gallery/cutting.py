"""Cut a picture's renditions, store their files and record in the row what exists."""

import logging
from collections.abc import Collection, Iterable, Iterator

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils.translation import gettext as _

from articles import conf
from articles.models import Image
from articles.pictures import PictureError, renditions
from articles.pictures.crops import CROPS, MIME, WIDTHS, Focal, crop_box, focal_token, rendition_name, widths

FOLDER = "articles/"
AT_ONCE = ("jpeg", "webp")  # what an upload waits for; AVIF takes as long again

Cut = tuple[str, int, str]  # crop, width in pixels, format

logger = logging.getLogger(__name__)


def missing(image: Image, formats: Collection[str] | None = None, *, again: bool = False) -> list[Cut]:
    """Return the renditions that the row lacks for its focal point, as (crop, width in pixels, format).

    Read from the row, not from the storage. Without `formats`: those the settings ask for. With `again`: also those
    the row has.
    """
    if formats is None:
        formats = MIME if conf.get("ARTICLES_AVIF") else AT_ONCE
    wanted = []
    for crop in CROPS if image.file and image.width and image.height else ():
        left, _top, right, _bottom = crop_box(image.width, image.height, crop, image.focal_point)
        made = image.renditions.get(crop, {})
        if again or made.get("focal") != _token(image, crop, image.focal_point):
            made = {}
        wanted += [
            (crop, width, form)
            for form in formats
            for width in widths(right - left, crop, form)
            if width not in made.get(form, ())
        ]
    return wanted


def make_renditions(
    image: Image, formats: Collection[str] | None = None, *, again: bool = False, threads: int = 2
) -> int:
    """Cut, store and record what `missing` names for the same arguments; return the number of files.

    Raise FileNotFoundError when the original is gone from the storage, PictureError when it is damaged or the storage
    is full.
    """
    wanted, focal = missing(image, formats, again=again), image.focal_point
    if not wanted:
        return 0
    with default_storage.open(image.file.name) as file:
        data = file.read()
    made = cut(image, data, wanted, threads)
    with transaction.atomic():
        row = Image.objects.select_for_update().filter(pk=image.pk, content_hash=image.content_hash).first()
        if row is not None:  # others may have recorded renditions of theirs meanwhile
            row.renditions = image.renditions = merged(row, focal, made)
            row.save(update_fields=["renditions"])
    if row is None:  # removed meanwhile, or its file replaced
        discard(files(image) if not Image.objects.filter(pk=image.pk).exists() else names(image, made))
    return len(made)


def cut(image: Image, data: bytes, wanted: Collection[Cut], threads: int = 2) -> list[Cut]:
    """Cut and store renditions of a kept original; return what was made. Raise PictureError."""
    made = []
    for rendition in renditions(data, wanted, image.focal_point, threads):
        token = _token(image, rendition.crop, image.focal_point)
        name = rendition_name(image.content_hash, rendition.crop, token, rendition.width, rendition.format)
        write(FOLDER + name, rendition.data)
        made.append((rendition.crop, rendition.width, rendition.format))
    return made


def merged(row: Image, focal: Focal, made: Iterable[Cut]) -> dict:
    """Return the row's `renditions` with what was made for that focal point.

    A crop has `size` (of the cut in pixels of the original), `focal` (as in its files' names), the widths of each
    format and `former`: other focal points it has files of. If the row's focal point has changed since the
    cutting began, the new files are noted as former ones only.
    """
    crops = dict(row.renditions)
    for crop, width, form in made:
        old, then, now = crops.get(crop, {}), _token(row, crop, focal), _token(row, crop, row.focal_point)
        former = {*old.get("former", ()), old.get("focal", now), then} - {now}
        entry = {} if then == now != old.get("focal") else dict(old)
        if then == now:
            left, top, right, bottom = crop_box(row.width, row.height, crop, focal)
            entry |= {"size": [right - left, bottom - top], "focal": now}
            entry[form] = sorted({*entry.get(form, ()), width})
        if former:
            entry["former"] = sorted(former)
        crops[crop] = entry
    return crops


def files(image: Image) -> Iterator[str]:
    """Yield the name of every file the picture may have, of former focal points too."""
    if image.file:
        yield image.file.name
    for crop in CROPS if image.content_hash else ():
        made = image.renditions.get(crop, {})
        tokens = {_token(image, crop, image.focal_point), made.get("focal", ""), *made.get("former", ())}
        sizes = {*WIDTHS, *(width for form in MIME for width in made.get(form, ()))}
        for token in tokens:
            for width in sizes:
                for form in MIME:
                    yield FOLDER + rendition_name(image.content_hash, crop, token, width, form)


def names(image: Image, made: Iterable[Cut]) -> list[str]:
    """Return the names of the files that `cut` stored for the row's focal point."""
    return [
        FOLDER + rendition_name(image.content_hash, crop, _token(image, crop, image.focal_point), width, form)
        for crop, width, form in made
    ]


def write(name: str, data: bytes) -> None:
    """Store a file under exactly this name, unless it is there whole. Raise PictureError when that fails."""
    try:
        if default_storage.exists(name):
            if default_storage.size(name) == len(data):
                return
            default_storage.delete(name)  # the rest of a process that was killed, or of an older encoder
        stored = default_storage.save(name, ContentFile(data))
        if stored != name:  # someone stored the same picture at the same moment
            default_storage.delete(stored)
    except OSError as error:
        logger.exception("%s could not be stored.", name)
        raise PictureError(
            _("The server could not store the picture, so it is not in the library. Tell whoever runs this site.")
        ) from error


def discard(names: Iterable[str]) -> None:
    """Delete the files that exist; log what cannot be deleted."""
    for name in names:
        try:
            default_storage.delete(name)
        except OSError:
            logger.exception("%s could not be deleted.", name)


def _token(image: Image, crop: str, focal: Focal) -> str:
    return focal_token(image.width, image.height, crop, focal)
