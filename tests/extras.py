"""What the demo does not have and a checker should see; added to a site that is only for tests."""

from datetime import timedelta

from django.utils import timezone

from articles import gallery
from articles.models import Article, Author, Byline, Citation, Image, Publication, Revision, Source, Treatment

LONG_WORD = "Pneumonoultramicroscopicsilicovolcanoconiosis" * 3
HEADLINE = "Everything a body can hold, under a headline that needs three lines on a telephone & <more>"


def everything(picture):
    """Return a body with all that a body may hold, some of it wider than a telephone."""
    head = "".join(f"<th>Column {number}</th>" for number in range(12))
    cells = "".join(f"<td>{number} 000 000</td>" for number in range(12))
    return f"""
<p>A <a href="https://example.org/" rel="nofollow">link</a>, <strong>strong</strong>, <em>stressed</em>, H<sub>2</sub>O,
x<sup>2</sup>, {LONG_WORD}.</p>
<p>It rests on works [1], [2–3] and [1, 3]; [9] is none.</p>
<h2>One <em>heading</em></h2><h3>Smaller</h3><h4>Smallest</h4><h2>One <em>heading</em></h2>
<ul><li><p>One</p><ul><li><p>In one</p></li></ul></li></ul><ol start="3"><li><p>Three</p></li></ol>
<blockquote><p>Said so.</p></blockquote><hr><pre><code>{"code " * 60}</code></pre>
<figure><img data-file="{picture.pk}" alt="A drawing"><figcaption>A caption</figcaption></figure>
<h2>Side effects</h2><p>One. Such as:</p><ul><li>{LONG_WORD}</li></ul><h3>When to get help</h3><p>{LONG_WORD}</p>
<h2>Who should not have it</h2><table><tr><td>Nobody</td></tr></table>
<table><thead><tr>{head}</tr></thead><tbody><tr>{cells}</tr></tbody></table>
"""


def add_sources(article):
    """Have the article rest on works of every kind of number, one of them with words too wide for a telephone."""
    works = [
        {"text": "A guideline on needles. An institute that is made up for tests.", "kind": "guideline", "year": 2015},
        {
            "text": f"{LONG_WORD}: a trial.",
            "kind": "trial",
            "year": 2024,
            "doi": f"10.1000/{'x' * 90}",
            "pmid": "12345678",
        },
        {"text": "A page of an authority.", "kind": "official", "url": f"https://example.org/{'long-' * 30}/"},
        {"text": "A book that the text never cites."},
    ]
    for position, work in enumerate(works, 1):
        Citation.objects.create(article=article, source=Source.objects.create(**work), position=position)


def add_changes(article):
    """Have the article's changes told, one with a note of two paragraphs."""
    notes = {"update": "New prices.", "correction": "A number was wrong: 3 mm, not 3 cm.", "safety": "One.\n\nTwo."}
    for kind, note in notes.items():
        Revision.objects.create(article=article, snapshot={}, digest="", kind=kind, note=note)


def publish(slug, title, body, **fields):
    article = Article.objects.create(
        slug=slug,
        title=title,
        standfirst="A standfirst.",
        body=body,
        status=Article.Status.PUBLISHED,
        published_at=timezone.now() - timedelta(days=400),
        **fields,
    )
    Byline.objects.create(article=article, author=Author.objects.order_by("pk").first(), position=1)
    return article


def add():
    """Add an article that was taken away, one that stands alone, one with everything, and a draft; print its key."""
    gone = publish("gone", "Gone", "<p>Taken away.</p>")
    gone.status = Article.Status.WITHDRAWN
    gone.save()
    publish("alone", "Alone", "<p>Nothing is like this.</p>")
    full = publish("everything", HEADLINE, everything(Image.objects.order_by("pk").first()))
    full.tags.set(["Skin"])
    Treatment.objects.create(article=full, name=LONG_WORD, other_names=f"{LONG_WORD}, {LONG_WORD}")
    add_sources(full)
    add_changes(full)
    Publication.objects.update(contact_email="desk@example.org")
    Byline.objects.create(article=full, author=Author.objects.order_by("pk").last(), position=2)
    gallery.wait()  # this process ends before the pictures drawn for links are done
    print("draft", Article.objects.create(title="Half done").pk)
