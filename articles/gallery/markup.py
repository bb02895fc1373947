"""The markup of a library picture, for templates and article bodies alike."""

from django.template.loader import get_template
from django.utils.safestring import SafeString

from articles.models import Image


def picture_html(
    image: Image | None,
    crop: str = "full",
    sizes: str = "100vw",
    alt: str = "",
    is_lead: bool = False,
    css_class: str = "",
) -> SafeString:
    """Return the `<picture>` of a library picture, "" where there is none.

    `sizes` is the attribute of that name. An empty `alt` says that the picture tells nothing the text does not.
    `is_lead` has the browser load it first; all others load when they come near.
    """
    shown = image.shown(crop) if image else None
    if shown is None:
        return SafeString()
    context = {
        "sources": shown.sources,
        "src": shown.src,
        "srcset": shown.srcset,
        "width": str(shown.width),  # as text: a number would get the locale's thousands separator
        "height": str(shown.height),
        "sizes": sizes,
        "alt": alt,
        "is_lead": is_lead,
        "css_class": css_class,
    }
    return SafeString(get_template("articles/_picture.html").render(context).strip())
