"""Links: those that lead nowhere, or nowhere yet, and what the outbound ones say to search engines."""

from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.db.models import Count
from django.utils import formats, timezone
from django.utils.translation import gettext as _

from articles.checklist.addresses import destinations, is_elsewhere
from articles.checklist.finding import Finding
from articles.checklist.manuscript import Manuscript
from articles.models import OutLink
from articles.querysets import Status
from articles.text.hosts import host_of, is_within

# Endings of hosts that seldom pay for a link: public bodies, science, references.
SOURCES = (
    "gov", "edu", "int", "mil", "org", "nhs.uk", "europa.eu", "doi.org", "wikipedia.org", "thelancet.com", "bmj.com",
    "nature.com", "jamanetwork.com", "sciencedirect.com", "springer.com", "wiley.com", "cochranelibrary.com",
)  # fmt: skip
PUBLIC_SECOND = {"gov", "gob", "gouv", "ac", "edu", "govt", "go"}  # gov.uk, ac.jp, gouv.fr


@dataclass(frozen=True)
class Outbound:
    """One link to another site; `others` is how many other articles link to that site."""

    number: int
    href: str
    domain: str
    text: str
    rel: str
    others: int


def links(text: Manuscript) -> Iterator[Finding]:
    """Yield the links that are empty, lost, or lead to nothing readers can open."""
    leads_to = destinations(text)
    for number, (link, destination) in enumerate(zip(text.anatomy.links, leads_to, strict=True), 1):
        place, target = _("Link %s in the body") % number, f"body:link:{number}"
        named = {"text": link.text or link.href, "address": link.href}
        if link.is_lost or not (link.href or link.article):
            message = _("Pasting lost the address of “%(text)s”. Write it, or remove the link.") % named
            yield Finding("link-lost", link.text, True, place, target, message)
        elif number in text.anatomy.empty_links:
            message = _("The link to “%(address)s” has no words to click. Write some, or remove it.") % named
            yield Finding("link-empty", link.href, True, place, target, message)
        elif destination.is_dead:
            subject = str(link.article or link.href)
            yield Finding("link-dead", subject, True, place, target, _dead(link) % named)
        elif destination.is_desk:
            message = _("“%(text)s” leads to a page of the editors, which readers cannot open. Link to the public one.")
            yield Finding("link-desk", link.href, True, place, target, message % named)
        elif (article := destination.article) and not article.is_public and article.pk not in text.own:
            yield Finding("link-not-public", str(article.pk), False, place, target, _not_public(link, article))


def _dead(link):
    if link.article is not None:
        return _("“%(text)s” leads to an article that was deleted. Link to another one, or remove the link.")
    if link.href.strip().startswith("#"):
        return _("“%(text)s” leads to a place in this text that is not there (%(address)s). Correct or remove it.")
    return _("“%(text)s” leads to %(address)s, where this site has no page. Correct the address, or remove the link.")


def _not_public(link, article):
    named = {"text": link.text, "title": str(article)}
    if article.status in (Status.WITHDRAWN, Status.TRASHED):
        return _("“%(text)s” leads to “%(title)s”, which was taken from readers. Link to another article.") % named
    if article.is_scheduled:
        named["day"] = formats.date_format(timezone.localtime(article.published_at))
        return _("The link “%(text)s” will work when “%(title)s” is public, on %(day)s.") % named
    if article.status == Status.PUBLISHED:
        return _("“%(text)s” leads to “%(title)s”, which was taken down at its date. Link to another article.") % named
    return _("The link “%(text)s” will work when “%(title)s” is public. It is a draft now.") % named


def outbound(text: Manuscript) -> list[Outbound]:
    """Return the links to other sites, with how many other articles link to each; one query."""
    found = [
        (number, link, _host(link.href))
        for number, link in enumerate(text.anatomy.links, 1)
        if link.article is None and not link.is_lost and is_elsewhere(link.href)
    ]
    rows = OutLink.objects.order_by().filter(domain__in={host for _number, _link, host in found})
    rows = rows.filter(article__original=None).exclude(article__in=text.own).exclude(article__status=Status.TRASHED)
    counts = dict(rows.values_list("domain").annotate(Count("article", distinct=True))) if found else {}
    return [
        Outbound(number, link.href, host, link.text, " ".join(link.rel), counts.get(host, 0))
        for number, link, host in found
    ]


def _host(href):
    return urlsplit(href.strip()).hostname or ""


def guest_post(text: Manuscript) -> Iterator[Finding]:
    """Yield whether the text looks written for the sake of one link: a single commercial site, linked as a source."""
    found = [
        (number, _host(link.href), link.rel)
        for number, link in enumerate(text.anatomy.links, 1)
        if link.article is None and not link.is_lost and is_elsewhere(link.href)
    ]
    if len({host for _number, host, _rel in found}) != 1:
        return
    number, host, _rel = found[0]
    if text.sponsorship and is_within(host_of(f"//{host}"), text.sponsorship.hosts):
        return  # readers are told, and the link is marked by itself
    if is_source(host) or all(rel for _number, _host, rel in found):
        return
    message = _(
        "%(domain)s is the only site that this text links to. If somebody paid for that or sent the text for its sake, "
        "mark the link as sponsored."
    )
    place = _("Link %s in the body") % number
    yield Finding("guest-post", host, False, place, f"body:link:{number}", message % {"domain": host})


def is_source(host: str) -> bool:
    """Return whether the host belongs to those that seldom pay for a link: public bodies, science, references."""
    labels = host.split(".")
    is_public_body = len(labels) > 2 and len(labels[-1]) == 2 and labels[-2] in PUBLIC_SECOND
    return is_public_body or any(host == ending or host.endswith(f".{ending}") for ending in SOURCES)
