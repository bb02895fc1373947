"""The editors' desk, for a host's own start page of the admin."""

from django import template

from articles import desk

register = template.Library()


@register.inclusion_tag("articles/admin/_desk.html", takes_context=True)
def articles_desk(context):
    """Show the desk of whoever looks; nothing to who may not read articles."""
    user = context["request"].user
    return {"desk": desk.of(user) if user.has_perm("articles.view_article") else None}
