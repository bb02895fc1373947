"""Find pictures of the library that look alike: the same photo, resized or saved anew."""

from django.core.files.storage import default_storage

from articles.models import Image
from articles.pictures.looks import NEAR, distance, look

NAMED = 3
SAME_SHAPE = 0.04  # by how much, of itself, the proportion of copies may differ: rounding, a trimmed edge


def alike(image: Image) -> list[Image]:
    """Return the pictures of about the same shape that look like this one, the nearest first, three at most.

    All looks are compared, in one query and about a millisecond for a thousand pictures.
    """
    if not image.look or not image.height:
        return []
    shape = image.width / image.height
    rows = Image.objects.exclude(pk=image.pk).filter(look__gt="", height__gt=0).order_by("pk")
    near = []
    for pk, other, width, height in rows.values_list("pk", "look", "width", "height"):
        bits = distance(image.look, other)
        if bits <= NEAR and abs(width / height / shape - 1) <= SAME_SHAPE:
            near.append((bits, pk))
    found = Image.objects.in_bulk([pk for _bits, pk in sorted(near)[:NAMED]])
    return [found[pk] for _bits, pk in sorted(near)[:NAMED] if pk in found]


def look_at(image: Image) -> bool:
    """Record how the picture looks, unless that is known; return whether it was done.

    Raise FileNotFoundError when the original is gone from the storage, PictureError when it is damaged.
    """
    if image.look is not None or not image.file:
        return False
    with default_storage.open(image.file.name) as file:
        seen = look(file.read())
    # Not if the file was replaced meanwhile.
    return bool(Image.objects.filter(pk=image.pk, content_hash=image.content_hash).update(look=seen))
