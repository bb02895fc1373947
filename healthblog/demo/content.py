"""Put the demo's content into the database; what is there already, edited or not, stays as it is."""

import re
import tomllib
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from django.db import transaction

from articles import gallery
from articles.history.publish import publish
from articles.importing.plain import decode, import_plain, parse
from articles.models import Article, Author, Byline, FormerSlug, Image, Publication, Tag, Treatment
from articles.models.site import ABOUT_PAGES
from articles.querysets import Status
from healthblog.demo.pictures import DRAWINGS

HERE = Path(__file__).parent
SEED = HERE / "is-microneedling-good-for-your-skin.txt"
SEED_SLUG = SEED.stem
SEED_PUBLISHED = datetime(2026, 11, 12, 9, tzinfo=UTC)
OWN_LINK = re.compile(r'<a href="/([\w-]+)/">')
CREDIT = "Drawing: healthblog"

AUTHORS = {
    "emily-tracy": {
        "name": "Emily Tracy",
        "role": "Health writer",
        "bio": "Emily Tracy writes about treatments and the questions to ask before one.\n\n"
        "An author of this demonstration; put your own in her place before you publish.",
    },
    "ruth-adeyemi": {
        "name": "Ruth Adeyemi",
        "role": "Contributing editor",
        "bio": "Ruth Adeyemi writes about skin, hair and everyday care.\n\n"
        "An author of this demonstration; put your own in her place before you publish.",
    },
}
TAGS = {
    "Skin": "Treatments and care for the skin: what they may help with, what they ask of you, and who should wait.",
    "Hair": "Losing hair, removing it, and what can be expected of treatments for either.",
}


def load(say: Callable[[str], None]) -> None:
    """Create what is missing: authors, tags, articles with their pictures; `say` gets a line for each article."""
    for slug, fields in AUTHORS.items():
        if not _has(Author, "author", slug):
            Author.objects.create(slug=slug, portrait=_picture(slug), **fields)
    files = sorted((HERE / "articles").glob("*.html"))
    for number, path in enumerate(files, 1):
        is_new = _load_article(path)
        say(f"  [{number}/{len(files) + 1}] {path.stem}{'' if is_new else ' (kept as it is)'}")
    is_new = _load_seed()
    _link()
    _publish()
    say(f"  [{len(files) + 1}/{len(files) + 1}] {SEED_SLUG}{'' if is_new else ' (kept as it is)'}")
    for name, description in TAGS.items():
        Tag.objects.filter(name=name, description="").update(
            description=description, image=_picture(f"tag-{name.lower()}")
        )
    _load_publication()
    say("  Cutting the last renditions of the pictures")
    gallery.wait()


def _has(model, kind, slug):
    """Return whether a thing of that slug is here, also under a new one."""
    return (
        model.objects.filter(slug=slug).exists()
        or FormerSlug.objects.filter(slug=slug, **{f"{kind}__isnull": False}).exists()
    )


def _picture(key: str) -> Image:
    drawing = DRAWINGS[key]
    found = Image.objects.filter(name=key, credit=CREDIT).first()
    return found or gallery.add(
        drawing.jpeg(),
        name=key,
        default_alt=drawing.alt,
        caption=drawing.caption,
        credit=CREDIT,
        focal_x=drawing.focal[0],
        focal_y=drawing.focal[1],
    )


def _illustrate(article: Article, key: str) -> None:
    article.lead_image, article.lead_alt = _picture(key), DRAWINGS[key].alt


def _sign(article: Article, slugs: list[str]) -> None:
    for position, slug in enumerate(slugs, 1):
        author = (
            Author.objects.filter(slug=slug).first() or FormerSlug.objects.get(author__isnull=False, slug=slug).author
        )
        Byline.objects.create(article=article, author=author, position=position)


def _load_article(path: Path) -> bool:
    """Create the article of one file unless it is here; return whether it is new."""
    fields, body = _read(path)
    if _has(Article, "article", fields["slug"]) or Article.objects.filter(title=fields["title"]).exists():
        return False
    article = Article(
        title=fields["title"],
        slug=fields["slug"],
        standfirst=fields["standfirst"],
        seo_description=fields.get("seo_description", ""),
        body=body,
    )
    _illustrate(article, fields["slug"])
    with transaction.atomic():  # an interrupted run leaves none half done
        article.save()
        _sign(article, fields["authors"])
        article.tags.set(fields["tags"])
        if treatment := fields.get("treatment"):
            Treatment.objects.create(article=article, **treatment)
    return True


def _read(path: Path) -> tuple[dict, str]:
    _, front, body = path.read_text(encoding="utf-8").split("+++\n", 2)
    return tomllib.loads(front), body


def _publish() -> None:
    """Publish what was loaded, once all of it is here for the links to lead to; a draft that anyone saved stays one."""
    times = {fields["slug"]: fields["published"] for fields, _body in map(_read, (HERE / "articles").glob("*.html"))}
    times[SEED_SLUG] = SEED_PUBLISHED
    fresh = Article.objects.originals().filter(slug__in=times, status=Status.DRAFT, owner=None, saved_by=None)
    fresh = fresh.filter(lead_image__credit=CREDIT)
    for article in sorted(fresh, key=lambda article: times[article.slug]):
        publish(article, at=times[article.slug])


def _link() -> None:
    """Make the demo's links among its own articles follow them to a new slug."""
    keys = dict(Article.objects.originals().values_list("slug", "pk"))
    for article in Article.objects.filter(body__contains=' href="/'):
        body = OWN_LINK.sub(
            lambda match: f'<a data-article="{keys[match[1]]}" href="/{match[1]}/">' if match[1] in keys else match[0],
            article.body,
        )
        if body != article.body:
            article.body = body
            article.save(update_fields=["body"])


def _load_seed() -> bool:
    """Import the article the blog began with, and give it what its file does not name; return whether it is new."""
    document = parse(decode(SEED.read_bytes()))
    if _has(Article, "article", SEED_SLUG):
        return False
    _picture(SEED_SLUG)
    with transaction.atomic():
        return _import_seed(document)


def _import_seed(document) -> bool:
    done = import_plain(document)
    if not done.is_new:
        return False
    article = done.article
    article.standfirst = (
        "Tiny needles prompt the skin to make new collagen. What the treatment is meant to help with, "
        "its side effects, and who should not have it."
    )
    _illustrate(article, SEED_SLUG)
    article.save()
    _sign(article, ["emily-tracy"])
    article.tags.set(["Skin", "Acne scars", "Cosmetic treatments"])
    Treatment.objects.create(
        article=article,
        name="Microneedling",
        other_names="Collagen induction therapy",
        cost_from=100,
        cost_to=700,
        currency="USD",
        per="sitting",
        sessions="At least four sittings",
    )
    return True


def _load_publication() -> None:
    """Fill the publication in while it is as the installation made it."""
    publication = Publication.load()
    if publication.tagline or publication.about or publication.default_share_image:
        return
    publication.name = "Healthblog"
    publication.tagline = "Plain words about treatments"
    publication.about = (
        "Healthblog explains treatments in plain words: what they are, what they may help with, what can go wrong, "
        "and who should not have them. This is a demonstration; its texts are samples."
    )
    publication.default_share_image = _picture("default")
    for name in ABOUT_PAGES:
        if not getattr(publication, name):
            setattr(publication, name, (HERE / "about" / f"{name}.html").read_text())
    publication.save()
