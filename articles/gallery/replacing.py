"""Put another file into a picture: the row and all its uses stay."""

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from articles.gallery.background import finish_later
from articles.gallery.cutting import AT_ONCE, FOLDER, cut, discard, files, make_renditions, merged, missing, write
from articles.gallery.former import KEY, former_files, remembered, sweep
from articles.gallery.library import known
from articles.models import Image
from articles.pictures import PictureError, normalise
from articles.pictures.crops import digest, original_name
from articles.pictures.looks import look

SAME_SHAPE = 0.1  # by how much, of itself, the proportion may change before the focal point means nothing any more
CENTRE = (0.5, 0.5)
WRITTEN = ["file", "content_hash", "width", "height", "look", "renditions", "focal_x", "focal_y"]


class InLibrary(PictureError):
    """The file is another picture of the library, `twin`."""

    def __init__(self, twin: Image) -> None:
        super().__init__(_("This file is already in the library, as “%s”. Use that picture instead.") % twin)
        self.twin = twin


def replace(image: Image, data: bytes, *, forget: bool = False, in_background: bool = True) -> bool:
    """Put an uploaded file in the place of the picture's own; return whether the focal point went back to the middle.

    Name, alternative text, caption, credit and every use stay; pages show the new file at their next request. The
    focal point stays unless the proportions differ much. The former files are deleted a day later, when no page that
    a reader or a cache still holds asks for them; with `forget`, they and all earlier ones go as soon as this has
    committed. AVIF follows as after an upload. Raise PictureError when the file cannot be used, InLibrary when it is
    another picture's.
    """
    twin, picture = known(data), None
    if twin is None:
        picture = normalise(data)
        twin = known(picture.data)
    if twin is not None:
        if twin.pk == image.pk:
            raise PictureError(_("This is the file that the picture has already. Choose another one."))
        raise InLibrary(twin)
    content_hash = digest(picture.data)
    with transaction.atomic():
        row = Image.objects.select_for_update().filter(pk=image.pk).first()
        if row is None:
            raise PictureError(_("Somebody deleted this picture meanwhile. Upload the file as a new picture."))
        before = remembered(row)
        names = [*files(row), *former_files(row)]
        is_reset = row.focal_point != CENTRE and _differ((row.width, row.height), (picture.width, picture.height))
        if is_reset:
            row.focal_x, row.focal_y = CENTRE
        others = [each for each in row.renditions.get(KEY, ()) if each["hash"] != content_hash]
        row.file.name = FOLDER + original_name(content_hash, picture.format)
        row.content_hash, row.width, row.height = content_hash, picture.width, picture.height
        row.look, row.renditions = look(picture.data), {}
        write(row.file.name, picture.data)
        row.renditions = merged(row, row.focal_point, cut(row, picture.data, missing(row, AT_ONCE)))
        kept = [*others, *([before] if before["file"] else [])]
        row.renditions |= {KEY: kept} if kept and not forget else {}
        try:
            with transaction.atomic():
                row.save(update_fields=WRITTEN)
        except IntegrityError:
            if twin := known(picture.data):
                raise InLibrary(twin) from None
            raise
        if forget:
            transaction.on_commit(lambda: discard(names), robust=True)
        transaction.on_commit(sweep, robust=True)
        if in_background:
            transaction.on_commit(lambda: finish_later(row), robust=True)
    if not in_background:
        make_renditions(row)
    for name in WRITTEN:
        setattr(image, name, getattr(row, name))
    return is_reset


def _differ(one: tuple[int, int], other: tuple[int, int]) -> bool:
    """Return whether the two sizes have proportions that differ much."""
    if not all((*one, *other)):
        return True
    return abs((one[0] / one[1]) / (other[0] / other[1]) - 1) > SAME_SHAPE
