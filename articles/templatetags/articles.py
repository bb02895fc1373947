"""The plugin's template tags: `{% load articles %}`."""

from django import template
from django.utils import timezone

from articles.gallery import picture_html

register = template.Library()


@register.filter
def iso(moment):
    """Return the moment in the site's time zone as a `<time datetime>` has it, to the second."""
    return timezone.localtime(moment).isoformat(timespec="seconds")


@register.simple_tag
def picture(image, crop="full", sizes="100vw", alt="", is_lead=False, css_class=""):
    """Show a library picture: `{% picture article.lead_image crop="16x9" sizes="100vw" alt=article.lead_alt %}`.

    The crops are full, 16x9, 3x2 and 1x1. `is_lead=True` is for the one picture at the page's top.
    """
    return picture_html(image, crop=crop, sizes=sizes, alt=alt, is_lead=is_lead, css_class=css_class)
