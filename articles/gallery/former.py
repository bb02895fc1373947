"""The files of a picture before its file was replaced: kept a while for pages still open, then deleted.

`renditions["replaced"]` of the row remembers each by what its files' names are made of.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from articles.gallery.cutting import discard, files
from articles.models import Image
from articles.pictures.crops import CROPS

KEY = "replaced"
KEPT = timedelta(days=1)  # for open pages, caches and previews of other sites


def remembered(row: Image) -> dict:
    """Return what there is to remember of the row's present file."""
    return {
        "file": row.file.name,
        "hash": row.content_hash,
        "size": [row.width, row.height],
        "focal": row.focal_point,
        "crops": {
            crop: {name: made[name] for name in ("focal", "former") if name in made}
            for crop, made in row.renditions.items()
            if crop in CROPS
        },
        "at": timezone.now().isoformat(timespec="seconds"),
    }


def former_files(row: Image, before: datetime | None = None) -> Iterator[str]:
    """Yield the names of the files of replaced pictures, of those replaced before that time if one is given."""
    for entry in row.renditions.get(KEY, ()):
        if before is None or datetime.fromisoformat(entry["at"]) < before:
            yield from _files(entry)


def sweep(before: datetime | None = None) -> int:
    """Delete the files of pictures that were replaced more than a day ago; return how many pictures that concerned."""
    before = before or timezone.now() - KEPT
    count = 0
    for pk in list(Image.objects.filter(renditions__has_key=KEY).order_by("pk").values_list("pk", flat=True)):
        with transaction.atomic():
            row = Image.objects.select_for_update().filter(pk=pk).first()
            names = list(former_files(row, before)) if row else []
            if names:
                kept = [each for each in row.renditions[KEY] if datetime.fromisoformat(each["at"]) >= before]
                row.renditions = {name: made for name, made in row.renditions.items() if name != KEY}
                row.renditions |= {KEY: kept} if kept else {}
                row.save(update_fields=["renditions"])
                transaction.on_commit(lambda names=names: discard(names), robust=True)
                count += 1
    return count


def _files(entry: dict) -> Iterator[str]:
    """Yield the names of an entry's files, none when the same picture has come back under whatever row."""
    if not Image.objects.filter(content_hash=entry["hash"]).exists():
        (width, height), (x, y) = entry["size"], entry["focal"]
        yield from files(
            Image(
                file=entry["file"], content_hash=entry["hash"], width=width, height=height, focal_x=x, focal_y=y,
                renditions=entry["crops"],
            )
        )  # fmt: skip
