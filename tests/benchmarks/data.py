"""Rows for the benchmarks: realistic articles, made in bulk from a seed, without the files of their pictures."""

import random
from datetime import UTC, datetime, timedelta

from django.utils import timezone

from articles.models import (
    Article,
    Author,
    Byline,
    Image,
    Publication,
    RelatedPick,
    Suggestion,
    Tag,
    TaggedArticle,
    Treatment,
)
from articles.models.tags import tag_key
from articles.pictures.crops import CROPS, MIME, crop_box, focal_token, widths

SYLLABLES = ["ba", "der", "ce", "li", "mo", "na", "pre", "ra", "sol", "ti", "un", "ver", "xi", "ma", "tor", "gly", "co"]
SIZE = (1600, 1067)
NEWEST = datetime(2026, 1, 1, tzinfo=UTC)
AUTHORS, TAGS, TAGS_EACH, IMAGES, BODIES, WORDS = 20, 60, 3, 200, 50, 500
SUGGESTED = 20
ON_RARE = 12  # articles of the rare tag, a page of them; the big tag is on half of all
SECTIONS = ("What it is", "Benefits", "Side effects", "Who should not have it", "What it costs")


class Vocabulary:
    """Words and texts drawn from a seed; a few words are common and most are rare, as in a language."""

    def __init__(self, seed=7):
        self.random = random.Random(seed)
        self.words = sorted({"".join(self.random.choices(SYLLABLES, k=self.random.randint(1, 4))) for _ in range(6000)})
        self.random.shuffle(self.words)
        self.weights = [1 / rank for rank in range(1, len(self.words) + 1)]

    def text(self, count):
        return " ".join(self.random.choices(self.words, self.weights, k=count))

    def name(self, count=2):
        return " ".join(self.random.sample(self.words, count)).title()

    def body(self, picture, linked):
        """Return a body of WORDS words in five sections, with a picture, a list and a link within the blog."""
        share = WORDS // (2 * len(SECTIONS))
        parts = [f'<p>{self.text(share)} <a data-article="{linked}" href="/x/">{self.text(2)}</a>.</p>']
        for heading in SECTIONS:
            parts.append(f"<h2>{heading}</h2><p>{self.text(share).capitalize()}.</p><p>{self.text(share // 2)}.</p>")
        items = "".join(f"<li>{self.text(6)}</li>" for _ in range(6))
        parts.insert(4, f'<figure><img data-file="{picture}" alt="{self.text(6)}"></figure><ol>{items}</ol>')
        return "".join(parts)


def renditions():
    """Return what the row of a picture says after all its renditions were made."""
    made = {}
    for crop in CROPS:
        left, top, right, bottom = crop_box(*SIZE, crop)
        made[crop] = {"size": [right - left, bottom - top], "focal": focal_token(*SIZE, crop, (0.5, 0.5))}
        made[crop] |= {form: widths(right - left, crop, form) for form in MIME}
    return made


def make_surroundings(vocabulary):
    """Make the publication, authors, tags and pictures that every article draws on."""
    Publication.objects.update_or_create(pk=1, defaults={"name": "Benchmark", "tagline": "Plain words"})
    pictures = [
        Image(file=f"articles/{key:032x}.jpeg", name=f"Picture {key}", width=SIZE[0], height=SIZE[1],
              content_hash=f"{key:032x}", renditions=renditions(), default_alt=vocabulary.text(6))
        for key in range(IMAGES)
    ]  # fmt: skip
    Image.objects.bulk_create(pictures)
    Author.objects.bulk_create(
        Author(name=vocabulary.name(), slug=f"author-{key}", role="Health writer", bio=vocabulary.text(40))
        for key in range(AUTHORS)
    )
    names = {f"tag-{key}": f"{vocabulary.name(1)} {key}" for key in range(TAGS)} | {"big": "Big", "rare": "Rare"}
    Tag.objects.bulk_create(
        Tag(name=name, key=tag_key(name), slug=slug, description=vocabulary.text(20)) for slug, name in names.items()
    )


def derived_bodies(vocabulary, pictures):
    """Return articles that lend others their bodies and what is derived from these."""
    first = Article.objects.order_by("pk").values_list("pk", flat=True).first() or 1
    lenders = [Article(body=vocabulary.body(vocabulary.random.choice(pictures), first)) for _ in range(BODIES)]
    for lender in lenders:
        lender.derive_from_body()
    return lenders


def grow(total):
    """Add published articles until there are `total`: bylines, some tags, a lead picture, now and then a pin."""
    vocabulary = Vocabulary(total)
    if not Author.objects.exists():
        make_surroundings(vocabulary)
    pictures = list(Image.objects.values_list("pk", flat=True))
    authors = list(Author.objects.values_list("pk", flat=True))
    *tags, big, rare = Tag.objects.order_by("pk").values_list("pk", flat=True)
    weights = [1 / rank for rank in range(2, len(tags) + 2)]
    chance, lenders = vocabulary.random, derived_bodies(vocabulary, pictures)
    before = Article.objects.count()
    made = Article.objects.bulk_create(
        (article(number, lenders[number % BODIES], vocabulary, pictures) for number in range(before, total)), 500
    )
    keys = [row.pk for row in made]
    bylines = [Byline(article_id=key, author_id=chance.choice(authors), position=1) for key in keys]
    tagged = [(key, tag) for key in keys for tag in sorted({*chance.choices(tags, weights, k=TAGS_EACH)})]
    tagged += [(key, big) for key in keys[::2]]
    tagged += [] if before else [(key, rare) for key in keys[:: max(1, len(keys) // ON_RARE)][:ON_RARE]]
    Byline.objects.bulk_create(bylines, 500)
    TaggedArticle.objects.bulk_create((TaggedArticle(content_object_id=key, tag_id=tag) for key, tag in tagged), 500)
    RelatedPick.objects.bulk_create((RelatedPick(article_id=key, other_id=key - 1) for key in keys[1::5]), 500)
    # The lists as a rebuild leaves them, which would take longer than all else here; related-speed measures that.
    suggested = ((key, chance.sample(keys, min(SUGGESTED, len(keys)))) for key in keys)
    Suggestion.objects.bulk_create(
        (
            Suggestion(article_id=key, other_id=other, score=400 - place)
            for key, others in suggested
            for place, other in enumerate(others)
            if other != key
        ),
        500,
    )
    facts = {"name": "Treatment", "cost_from": 100, "cost_to": 700, "currency": "USD"}
    Treatment.objects.bulk_create((Treatment(article_id=key, **facts) for key in keys[::4]), 500)


def article(number, lender, vocabulary, pictures):
    published_at = NEWEST - timedelta(hours=7 * number)
    return Article(
        title=f"{vocabulary.text(7).capitalize()} {number}", slug=f"article-{number}", standfirst=vocabulary.text(25),
        body=lender.body, contents=lender.contents, sections=lender.sections, excerpt=lender.excerpt,
        word_count=lender.word_count,
        lead_image_id=vocabulary.random.choice(pictures), lead_alt=vocabulary.text(8),
        status=Article.Status.PUBLISHED, published_at=published_at, first_public_at=published_at,
        saved_at=timezone.now(),
    )  # fmt: skip
