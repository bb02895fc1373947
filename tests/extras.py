"""What the demo does not have and a checker should see; added to a site that is only for tests."""

from datetime import timedelta

from django.utils import timezone

from articles.models import Article, Author, Byline, Image

LONG_WORD = "Pneumonoultramicroscopicsilicovolcanoconiosis" * 3
HEADLINE = "Everything a body can hold, under a headline that needs three lines on a telephone & <more>"


def everything(picture):
    """Return a body with all that a body may hold, some of it wider than a telephone."""
    head = "".join(f"<th>Column {number}</th>" for number in range(12))
    cells = "".join(f"<td>{number} 000 000</td>" for number in range(12))
    return f"""
<p>A <a href="https://example.org/" rel="nofollow">link</a>, <strong>strong</strong>, <em>stressed</em>, H<sub>2</sub>O,
x<sup>2</sup>, {LONG_WORD}.</p>
<h2>One <em>heading</em></h2><h3>Smaller</h3><h4>Smallest</h4><h2>One <em>heading</em></h2>
<ul><li><p>One</p><ul><li><p>In one</p></li></ul></li></ul><ol start="3"><li><p>Three</p></li></ol>
<blockquote><p>Said so.</p></blockquote><hr><pre><code>{"code " * 60}</code></pre>
<figure><img data-file="{picture.pk}" alt="A drawing"><figcaption>A caption</figcaption></figure>
<table><thead><tr>{head}</tr></thead><tbody><tr>{cells}</tr></tbody></table>
"""


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
    Byline.objects.create(article=full, author=Author.objects.order_by("pk").last(), position=2)
    print("draft", Article.objects.create(title="Half done").pk)
