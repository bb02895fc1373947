"""Pictures: what is said of them to people who cannot see them, and whether readers get them at all."""

import re
from collections.abc import Iterator

from django.utils.translation import gettext as _

from articles.checklist.finding import Finding
from articles.checklist.manuscript import Manuscript

PLACEHOLDER = re.compile(
    r"(image|picture|photo|img)?\s*(default|placeholder|untitled)?|(image|picture|photo)\s*\d*", re.I
)
FILE_NAME = re.compile(r"\S+\.(jpe?g|png|gif|webp|avif|heic|svg)", re.I)
LONGEST_ALT = 150
SHARED_WIDTH, SHARED_HEIGHT = 1200, 630  # pixels; what the large cards of social networks ask for


def is_placeholder(alt: str) -> bool:
    """Return whether an alternative text says nothing: empty, "Image default", "photo 3", a file's name."""
    return bool(PLACEHOLDER.fullmatch(alt.strip()) or FILE_NAME.fullmatch(alt.strip()))


def lead(text: Manuscript) -> Iterator[Finding]:
    """Yield what is wrong with the picture above the text."""
    place = _("Lead picture")
    if text.lead is None:
        message = _("There is no lead picture. Lists and shared links look bare without one.")
        yield Finding("no-lead", "", False, place, "id_lead_image", message)
    elif not text.lead_is_decorative:
        subject = f"lead {text.lead_image}"
        yield from _alt(text, place, "id_lead_alt", subject, text.lead_alt, {text.lead.caption})


def body(text: Manuscript) -> Iterator[Finding]:
    """Yield what is wrong with the pictures within the text."""
    for number, picture in enumerate(text.anatomy.pictures, 1):
        place, target = _("Picture %s in the body") % number, f"body:picture:{number}"
        if picture.is_lost:
            message = _("Pasting lost this picture. Upload it and choose it here, or delete its place.")
            yield Finding("picture-lost", picture.src, True, place, target, message)
        elif picture.key is None:
            message = _("Readers do not see this picture: it is not in the library. Upload it there.")
            yield Finding("picture-foreign", picture.src, True, place, target, message)
        elif picture.key not in text.pictures:
            message = _("Readers do not see this picture: it is no longer in the library. Choose another one.")
            yield Finding("picture-gone", str(picture.key), True, place, target, message)
        elif not picture.is_decorative:
            captions = {picture.caption, text.pictures[picture.key].caption}
            yield from _alt(text, place, target, str(picture.key), picture.alt, captions)


def _alt(text, place, target, subject, alt, captions):
    if is_placeholder(alt):
        message = _("The picture has no honest alternative text. Say what it shows, or mark it decorative.")
        yield Finding("alt-empty", subject, True, place, target, message)
    elif _plain(alt) in {_plain(other) for other in (text.title, *captions)}:
        message = _("The alternative text repeats the title or the caption. Say what the picture shows.")
        yield Finding("alt-repeats", subject, True, place, target, message)
    elif len(alt.strip()) > LONGEST_ALT:
        message = _("The alternative text is longer than %s characters. Shorten it.") % LONGEST_ALT
        yield Finding("alt-long", subject, True, place, target, message)


def _plain(words):
    return " ".join(words.split()).casefold().rstrip(".")


def shared(text: Manuscript) -> Iterator[Finding]:
    """Yield whether the picture of a shared link is too small for a large card."""
    image = text.shared
    if image is None or not image.width or (image.width >= SHARED_WIDTH and image.height >= SHARED_HEIGHT):
        return
    target = "id_lead_image" if image.pk == text.lead_image else "id_share_image"
    message = _(
        "The picture that shared links show has %(width)s × %(height)s pixels. Networks ask for 1200 × 630 or more: "
        "choose a larger one."
    )
    message %= {"width": image.width, "height": image.height}
    yield Finding("share-small", str(image.pk), False, _("Share picture"), target, message)
