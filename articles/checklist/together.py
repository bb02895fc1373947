"""What blocks each of many articles, asked with the same few queries however many there are."""

from collections import defaultdict

from articles.checklist import disclosure, links, missing, pictures, sources
from articles.checklist.addresses import look_up_together
from articles.checklist.finding import Finding
from articles.checklist.manuscript import as_manuscript
from articles.models import Article, Byline, Citation, Image, Publication, Sponsorship, TaggedArticle
from articles.text.keys import possible

BLOCKING = (
    missing.missing,
    pictures.lead,
    missing.headings,
    links.links,
    pictures.body,
    disclosure.half_told,
    sources.without,
)  # no other rule blocks


def blocking(articles: list[Article]) -> dict[int, list[Finding]]:
    """Return by key the findings that stop an article, of those that have any."""
    keys = [article.pk for article in articles]
    signed = set(Byline.objects.order_by().filter(article__in=keys).values_list("article_id", flat=True))
    tagged = TaggedArticle.objects.order_by().filter(content_object__in=keys)
    tagged = set(tagged.values_list("content_object_id", flat=True))
    texts = {article.pk: as_manuscript(article, article.pk in signed, article.pk in tagged) for article in articles}
    cited = defaultdict(list)
    for citation in Citation.objects.filter(article__in=keys).select_related("source"):
        cited[citation.article_id].append(citation.source)
    sponsorships = {row.article_id: row for row in Sponsorship.objects.order_by().filter(article__in=keys)}
    publication, shown = Publication.load(), set()
    for pk, text in texts.items():
        text.publication, text.sources = publication, cited[pk]
        text.sponsorship = sponsorships.get(pk)
        shown |= {text.lead_image, text.share_image, *(picture.key for picture in text.anatomy.pictures)}
    images = Image.objects.order_by().in_bulk(possible(shown))
    for text in texts.values():
        text.pictures = images
    look_up_together(list(texts.values()))
    found = {
        pk: [finding for rule in BLOCKING for finding in rule(text) if finding.is_blocking]
        for pk, text in texts.items()
    }
    return {pk: findings for pk, findings in found.items() if findings}
