"""The markup of a library picture, for templates and article bodies alike."""

from html import escape

from django.utils.safestring import SafeString, mark_safe

from articles.models import Image
from articles.text import completing, html


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
    sizes = escape(sizes)
    sources = "".join(
        f'<source type="{kind}" srcset="{escape(srcset)}" sizes="{sizes}">' for kind, srcset in shown.sources
    )
    attributes = f' srcset="{escape(shown.srcset)}" sizes="{sizes}"' if shown.srcset else ""
    attributes += f' width="{shown.width}" height="{shown.height}" alt="{escape(alt)}"'
    if css_class:
        attributes += f' class="{escape(css_class)}"'
    attributes += ' fetchpriority="high"' if is_lead else ' loading="lazy" decoding="async"'
    # Safe: everything put in is escaped or ours. A template of its own would cost a list page a fifth of its time.
    return mark_safe(f'<picture>{sources}<img src="{escape(shown.src)}"{attributes}></picture>')


def with_present_sources(body: str) -> str:
    """Return an article's stored body with the present address of each library picture, for the editor to show."""
    pictures, _articles = html.references(body)
    shown = {pk: image.shown() for pk, image in Image.objects.in_bulk(pictures).items()} if pictures else {}
    return completing.with_sources(body, {pk: each.src for pk, each in shown.items() if each})
