"""The checklist beside an article's form: of what the form holds as one types, saved or not."""

import re

from django.http import JsonResponse
from django.template.loader import render_to_string
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods
from js_asset import Media

from articles.admin import trusting
from articles.admin.fields import admin_address, script_media, split_names
from articles.admin.words import WORDS
from articles.checklist import Manuscript, findings, links, listing, of_article, weighing, words
from articles.glance import NAMES
from articles.models import Article, RelatedPick, Sponsorship
from articles.text import html
from articles.text.keys import HIGHEST, as_key, possible

TEXTS = ("title", "slug", "standfirst", "lead_alt", "seo_title", "seo_description")
PICTURES = ("lead_image", "share_image")
COST = ("cost_from", "cost_to", "currency", "per")
RELS = (
    ("", gettext_lazy("Ordinary")),
    ("sponsored", gettext_lazy("Sponsored")),
    ("nofollow", gettext_lazy("Nofollow")),
)

_KEY = re.compile(r"[1-9]\d{0,17}")
_CITATION = re.compile(r"citations-(\d{1,4})-source")
_BYLINE = re.compile(r"bylines-(\d+)-author")
_PICK = re.compile(r"picks-(\d+)-other")


def panel_media():
    return script_media("admin.checklist") + Media(css={"all": ["articles/admin.checklist.css"]})


def panel(article, may_change):
    """Return the panel's context; it asks for the findings itself, so that a form opens without waiting for them."""
    key = article.pk if article else None
    address = admin_address("articles_article_check", key) if key else admin_address("articles_article_check_new")
    said = ("checklistStale", "costFilled", "sessionOver", "unreachable")
    return {
        "address": address,
        "is_saved": bool(key),
        "config": {"address": address, "mayChange": may_change, "words": {name: WORDS[name] for name in said}},
    }


def typed(data, article):
    """Return the text that a posted form holds; what the form does not show is as the article has it."""
    text = of_article(article) if article else Manuscript()
    for name in TEXTS:
        if name in data:
            setattr(text, name, data[name].replace("\x00", ""))
    for name in PICTURES:
        if name in data:
            setattr(text, name, int(data[name]) if _KEY.fullmatch(data[name]) else None)
    if "lead_alt" in data:  # an unticked box is not sent
        text.lead_is_decorative = "lead_is_decorative" in data
    if "body" in data:
        text.body = html.clean(data["body"])
    if "tags" in data:
        text.is_tagged = bool(split_names(data["tags"]))
    if "bylines-TOTAL_FORMS" in data:
        rows = [match[1] for name in data if (match := _BYLINE.fullmatch(name)) and _KEY.fullmatch(data[name])]
        text.signed = [int(data[f"bylines-{row}-author"]) for row in rows if f"bylines-{row}-DELETE" not in data]
        text.is_signed = bool(text.signed)
    if "citations-TOTAL_FORMS" in data:
        text.cited = _cited(data)
    if "sponsorship-TOTAL_FORMS" in data:
        text.sponsorship = _typed_sponsorship(data)
    if "picks-TOTAL_FORMS" in data:
        rows = {
            match[1]: int(data[name])
            for name in data
            if (match := _PICK.fullmatch(name)) and _KEY.fullmatch(data[name])
        }
        text.pins = frozenset(
            other
            for row, other in rows.items()
            if f"picks-{row}-DELETE" not in data and data.get(f"picks-{row}-kind") == RelatedPick.Kind.PINNED
        )
    return text


def _cited(data):
    """Return the keys of the rows' sources in the order that saving will give them: by position, older rows first."""
    rows = []
    for name in data:
        if (match := _CITATION.fullmatch(name)) and _KEY.fullmatch(data[name]):
            row = f"citations-{match[1]}"
            if f"{row}-DELETE" not in data:
                position, key = (as_key(data.get(f"{row}-{part}", "").strip()) or 0 for part in ("position", "id"))
                if not key and not position:
                    position = HIGHEST  # a new row without one stands last
                rows.append((position, key or HIGHEST, int(match[1]), int(data[name])))
    return tuple(dict.fromkeys(source for *_order, source in sorted(rows)))


def _typed_sponsorship(data):
    """Return the sponsorship of the form's one row, None where that is empty or marked as deleted."""
    names = ("kind", "sponsor", "url", "statement", "domains")
    said = {name: data.get(f"sponsorship-0-{name}", "").replace("\x00", "").strip() for name in names}
    return Sponsorship(**said) if any(said.values()) and "sponsorship-0-DELETE" not in data else None


def judged(text, request, article):
    """Return what the panel shows of a text."""
    found = findings(text)
    cost = {name: request.POST.get(f"treatment-0-{name}", "").strip() for name in COST}
    must = [finding for finding in found if finding.is_blocking]
    return {
        "must": must,
        "advice": found[len(must) :],
        "summary": _summary(len(must), len(found) - len(must)),
        "is_guest_post": any(finding.code == "guest-post" for finding in found),
        "links": [(link, _rels(link)) for link in links.outbound(text)],
        "offers": [(offer, _amounts(offer.facts) == _amounts(cost)) for offer in weighing.offers(text)],
        "sections": [
            (weighing.number_of(section.anchor, text), section, NAMES.get(section.kind))
            for section in text.sections
            if section.level
        ],
        "is_cost_stated": any(cost.values()),
        "level": words.level(text),
        "result": listing.search_result(text, request.get_host()),
        "card": listing.share_card(text),
        "trust": trusting.panel(text, article, text.signed),
    }


def _amounts(facts):
    """Return the cost as it may be compared: 100 and 100.00 are the same."""
    texts = (facts[name][:100] for name in COST)
    return [re.sub(r"(\.\d*?)0+$", r"\1", text).rstrip(".").lower() for text in texts]


def _summary(must, advice):
    if not must and not advice:
        return _("All clear.")
    parts = []
    if must:
        parts.append(
            ngettext("%d thing to mend before publication.", "%d things to mend before publication.", must) % must
        )
    else:
        parts.append(_("Nothing stands in the way of publication."))
    if advice:
        parts.append(ngettext("%d piece of advice.", "%d pieces of advice.", advice) % advice)
    return " ".join(parts)


def _rels(link):
    """Return value, name and whether it is chosen, of each kind the link may be made with one click."""
    return [(value, name, link.rel == value) for value, name in RELS]


@require_http_methods(["GET", "POST"])
@never_cache
def check(request, article_admin, pk=None):
    """Answer the findings of a posted form, of which nothing is saved; a GET shows those of what was last saved."""
    article = Article.objects.select_related("treatment").filter(pk__in=possible([pk])).first()
    if pk:
        may = article_admin.has_view_or_change_permission(request, article)
    else:
        may = article_admin.has_add_permission(request)
    if not may:
        return JsonResponse({"error": _("Your account may not do this. Ask an editor.")}, status=403)
    if pk and article is None:
        return JsonResponse({"error": _("This article is no longer there.")}, status=404)
    if request.method == "POST":
        context = judged(typed(request.POST, article), request, article)
        return JsonResponse(
            {
                "html": render_to_string("articles/admin/_findings.html", context, request),
                "summary": context["summary"],
            }
        )
    context = article_admin.admin_site.each_context(request) | judged(typed({}, article), request, article)
    context |= {
        "article": article,
        "title": _("Checklist"),
        "opts": Article._meta,
        "media": panel_media(),
        "is_plain": True,
    }
    return TemplateResponse(request, "articles/admin/checklist.html", context)
