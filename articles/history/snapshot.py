"""Everything that makes up an article as a plain dict, and back; copies, revisions, comparisons are made of these."""

from django.db import transaction
from django.utils.translation import gettext as _

from articles.models import (
    Article,
    Author,
    Byline,
    Citation,
    Image,
    RelatedPick,
    Source,
    Sponsorship,
    Tag,
    TaggedArticle,
    Treatment,
)
from articles.models.facts import fact_names, facts
from articles.text import html

FORMAT = 1
FIELDS = (
    "title", "slug", "standfirst", "body", "lead_alt", "lead_is_decorative",
    "seo_title", "seo_description", "canonical_url", "is_indexable", "is_suggestable",
)  # fmt: skip
PICTURES = ("lead_image", "share_image")


FACTS_OF = {"treatment": Treatment, "sponsorship": Sponsorship}  # what stands once, if at all
FACTS = {name: fact_names(model) for name, model in FACTS_OF.items()}

Snapshot = dict


def snapshot(article: Article) -> Snapshot:
    """Return what makes up the article as JSON can hold it: fields, tags, bylines, picks and others; eight queries.

    References are `{"id": key, "name": words}`; the order of a list is the order of its rows. Left out: key, original,
    former slugs, status, dates, owner, version.
    """
    once = {name: model.objects.filter(article=article).first() for name, model in FACTS_OF.items()}
    pictures = Image.objects.in_bulk({getattr(article, f"{name}_id") for name in PICTURES} - {None})
    return {
        "format": FORMAT,
        **{name: getattr(article, name) for name in FIELDS},
        "body": html.without_picture_addresses(article.body),
        **{name: _reference(pictures.get(getattr(article, f"{name}_id"))) for name in PICTURES},
        "bylines": [
            _reference(byline.author) | ({"interests": byline.interests} if byline.interests else {})
            for byline in Byline.objects.filter(article=article)
        ],
        "tags": [
            _reference(row.tag)
            for row in TaggedArticle.objects.filter(content_object=article).select_related("tag").order_by("pk")
        ],
        "picks": [
            _reference(pick.other) | {"kind": pick.kind}
            for pick in RelatedPick.objects.filter(article=article).select_related("other")
        ],
        "sources": [
            _reference(citation.source)
            for citation in Citation.objects.filter(article=article).select_related("source")
        ],
        **{name: facts(row) for name, row in once.items()},
    }


def _reference(row) -> dict | None:
    return row and {"id": row.pk, "name": str(row)}


def apply(snapshot: Snapshot, article: Article) -> list[str]:
    """Make the article what the snapshot says, and save it, in one transaction; return what no longer exists, in words.

    The caller sets status and dates. Rows that are right already stay, so that nothing follows a change that is none.
    """
    with transaction.atomic():
        missing: list[str] = []
        for name in FIELDS:
            setattr(article, name, snapshot[name])
        pictures = _found(Image, [snapshot[name] for name in PICTURES], missing, _("the picture “%s”"))
        for name in PICTURES:
            wanted = snapshot[name]
            setattr(article, name, pictures.get(wanted["id"]) if wanted else None)
        article.save()
        _apply_bylines(snapshot, article, missing)
        _apply_tags(snapshot, article, missing)
        _apply_picks(snapshot, article, missing)
        _apply_sources(snapshot, article, missing)
        for name in FACTS_OF:
            _apply_facts(name, snapshot, article)
        return missing


def absent(snapshot: Snapshot) -> list[str]:
    """Return what the snapshot refers to and no longer exists, in words: also the pictures in its text."""
    missing: list[str] = []
    _found(Image, [snapshot.get(name) for name in PICTURES], missing, _("the picture “%s”"))
    _found(Author, snapshot.get("bylines", ()), missing, _("the author “%s”"))
    _found(Tag, snapshot.get("tags", ()), missing, _("the tag “%s”"))
    _found(Article, snapshot.get("picks", ()), missing, _("the related article “%s”"))
    _found(Source, snapshot.get("sources", ()), missing, _("the source “%s”"))
    in_text = [{"id": pk, "name": pk} for pk in sorted(html.references(snapshot.get("body", ""))[0])]
    _found(Image, in_text, missing, _("the picture number %s in the text"))
    return missing


def _found(model, references, missing: list[str], words: str) -> dict:
    """Return the rows referred to by key; those that are gone are named in `missing`."""
    wanted = {reference["id"]: reference["name"] for reference in references if reference}
    found = model.objects.in_bulk(wanted)
    missing += [words % name for key, name in wanted.items() if key not in found]
    return found


def _apply_bylines(snapshot, article, missing):
    authors = _found(Author, snapshot["bylines"], missing, _("the author “%s”"))
    wanted = [(each["id"], each.get("interests", "")) for each in snapshot["bylines"] if each["id"] in authors]
    rows = Byline.objects.filter(article=article)
    if wanted != [(byline.author_id, byline.interests) for byline in rows]:
        rows.delete()
        for position, (author, interests) in enumerate(wanted, 1):
            Byline.objects.create(article=article, author_id=author, position=position, interests=interests)
    article.__dict__.pop("signed_by", None)


def _apply_tags(snapshot, article, missing):
    tags = _found(Tag, snapshot["tags"], missing, _("the tag “%s”"))
    wanted = [tags[reference["id"]] for reference in snapshot["tags"] if reference["id"] in tags]
    rows = TaggedArticle.objects.filter(content_object=article).order_by("pk")
    if [tag.pk for tag in wanted] != list(rows.values_list("tag_id", flat=True)):
        article.tags.clear()
        article.tags.add(*wanted)


def _apply_picks(snapshot, article, missing):
    others = _found(Article, snapshot["picks"], missing, _("the related article “%s”"))
    wanted = [
        (pick["id"], pick["kind"]) for pick in snapshot["picks"] if pick["id"] in others and pick["id"] != article.pk
    ]
    rows = RelatedPick.objects.filter(article=article)
    if wanted != list(rows.values_list("other_id", "kind")):
        rows.delete()
        for position, (other, kind) in enumerate(wanted, 1):
            RelatedPick.objects.create(article=article, other_id=other, kind=kind, position=position)


def _apply_sources(snapshot, article, missing):
    if "sources" not in snapshot:
        return
    references = snapshot["sources"]
    found = _found(Source, references, missing, _("the source “%s”"))
    wanted = [reference["id"] for reference in references if reference["id"] in found]
    rows = Citation.objects.filter(article=article)
    if wanted != list(rows.values_list("source_id", flat=True)):
        rows.delete()
        for position, source in enumerate(wanted, 1):
            Citation.objects.create(article=article, source_id=source, position=position)


def _apply_facts(name, snapshot, article):
    """Write the treatment or the sponsorship; a snapshot from before there was such a thing leaves it as it is."""
    if name not in snapshot:
        return
    held, model, known = snapshot[name], FACTS_OF[name], FACTS[name]
    row = model.objects.filter(article=article).first()
    if held is None:
        if row:
            row.delete()
    elif row is None or facts(row) != held:
        values = {fact: value for fact, value in held.items() if fact in known}
        model.objects.update_or_create(article=article, defaults=values)
    article._state.fields_cache.pop(name, None)
