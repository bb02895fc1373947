"""Articles: which of them, and how much of each."""

from itertools import repeat

from django.db import connections, models, transaction
from django.db.models import FilteredRelation, Q
from django.db.models.expressions import RawSQL
from django.utils import timezone

from articles.querysets.lists import MANY
from articles.querysets.rules import Status, by_now, is_expired, is_public, stands

# What a card shows, and nothing else: an article loaded without its body neither cleans nor derives again when saved.
CARD = (
    "title", "slug", "standfirst", "excerpt", "lead_image", "published_at", "updated_at", "is_suggestable",
    "review_due_on",
)  # fmt: skip
# What `Article.is_public` asks, beside that.
GATE = ("status", "expires_at", "original")
# What the label on a card is made of: no surface shows an article without asking for it.
LABEL = ("kind", "sponsor")
# What stands above a sponsored text beside its label.
STATEMENT = ("url", "statement", "domains")
# What `listed_at` of the rows that put an article on a list is made of.
LISTING = {"status", "published_at", "original", "original_id"}
# What the desk's lists leave out.
HEAVY = ("body", "contents", "sections", "seo_title", "seo_description", "canonical_url")


class ArticleQuerySet(models.QuerySet):
    def published(self, since=None, until=None):
        """Keep what readers may see now, published in that time: every public surface starts here."""
        return self.filter(is_public(since=since, until=until))

    def listed(self, subject, since=None, until=None):
        """Keep what readers may see now on the list of a tag or an author, read by that list's own index.

        `order_of(subject)` names what it is in order by.
        """
        name = subject.articles_through
        row = subject._meta.get_field(name).field
        listing = FilteredRelation(name, condition=Q(**{f"{name}__{row.name}": subject}))
        bounds = {"listing__listed_at__lte": by_now(until)} | ({"listing__listed_at__gte": since} if since else {})
        return self.alias(listing=listing).filter(**bounds).published()

    def found_in(self, spans):
        """Return the numbers of those spans (number, since, until) in which something that is public was published.

        One query, with a seek for each. What was published at `until` is not in the span.
        """
        connection, now = connections[self.db], timezone.now()
        values = [(number, since, min(until, now)) for number, since, until in spans if since <= now]
        if not values:
            return []
        bounds = {"published_at__gte": RawSQL("span.since", ()), "published_at__lt": RawSQL("span.until", ())}
        rows, params = self.filter(stands(), **bounds).order_by().values("pk").query.sql_with_params()
        table = ", ".join(["(%s, %s, %s)"] * len(values))
        adapt = connection.ops.adapt_datetimefield_value
        moments = [each for number, *span in values for each in (number, *map(adapt, span))]
        with connection.cursor() as cursor:
            cursor.execute(
                f"WITH span (number, since, until) AS (VALUES {table}) SELECT number FROM span WHERE EXISTS ({rows})",  # noqa: S608
                [*moments, *params],
            )
            return [number for (number,) in cursor.fetchall()]

    def update(self, **fields):
        """Update, and have the lists of tags and authors follow in the same transaction."""
        if not LISTING & fields.keys():
            return super().update(**fields)
        with transaction.atomic(using=self.db):
            keys = list(self.order_by().values_list("pk", flat=True))
            changed = super().update(**fields)
            for start in range(0, len(keys), MANY):
                self.model.objects.using(self.db).filter(pk__in=keys[start : start + MANY]).relist()
            return changed

    update.alters_data = True

    def relist(self):
        """Bring `listed_at` of the rows that put these articles on lists into step; return how many lagged."""
        changed = 0
        for name in ("tagged", "bylines"):
            rows = self.model._meta.get_field(name).related_model.objects.using(self.db)
            changed += rows.filter(**{f"{rows.model.article_field}__in": self.order_by().values("pk")}).relist()
        return changed

    relist.alters_data = True

    def place(self, key):
        """Return the article's place on lists, one row at most: when it is published, none where it is not."""
        found = self.filter(pk=key, status=Status.PUBLISHED, original=None).order_by()
        return found.values_list("published_at", flat=True)[:1]

    def originals(self):
        """Leave out working copies."""
        return self.filter(original=None)

    def of_keys(self, keys):
        """Keep these keys, which stand in the SQL: of a thousand parameters Django makes a thousand expressions."""
        numbers = ", ".join(str(int(key)) for key in keys)
        return self.extra(where=[f"{self.model._meta.db_table}.id IN ({numbers or 'NULL'})"])  # noqa: S610

    def gone(self):
        """Keep what readers could once open and an editor, or its end date, took away: their address answers 410."""
        taken = Q(status__in=[Status.WITHDRAWN, Status.TRASHED]) | is_expired()
        return self.originals().filter(taken, first_public_at__lte=timezone.now())

    def newest_first(self):
        return self.order_by("-published_at", "-pk")

    def for_cards(self):
        """Load what a card shows of the row itself, without the body; `load_images` brings the pictures."""
        return self.select_related("sponsorship").only(*CARD, *(f"sponsorship__{name}" for name in LABEL))

    def public_cards(self, keys, slugs=()):
        """Return what `published().for_cards()` would of these keys or slugs, in a fifth of its time for each page.

        The rows are read by plain SQL, and each says itself whether it is public.
        """
        numbers = ", ".join(str(int(key)) for key in keys)
        slugs = list(slugs)
        if not numbers and not slugs:
            return []
        connection, meta = connections[self.db], self.model._meta
        relation = meta.get_field("sponsorship")
        fields = [field for field in meta.concrete_fields if field.name in {"id", *CARD, *GATE}]
        columns = ", ".join([*(f"a.{field.column}" for field in fields), "s.id", *(f"s.{name}" for name in LABEL)])
        join = f"LEFT JOIN {relation.related_model._meta.db_table} s ON s.article_id = a.id"
        wanted = [f"a.id IN ({numbers})"] if numbers else []
        if slugs:
            places = ", ".join(["%s"] * len(slugs))
            wanted.append(f"(a.original_id IS NULL AND a.slug <> '' AND a.slug IN ({places}))")
        with connection.cursor() as cursor:
            sql = f"SELECT {columns} FROM {meta.db_table} a {join} WHERE {' OR '.join(wanted)}"  # noqa: S608
            cursor.execute(sql, slugs or None)
            rows = cursor.fetchall()
        names, columns = {field.attname for field in fields}, list(zip(*rows, strict=True))
        values = zip(*map(_values, columns[: len(fields)], fields, repeat(connection)), strict=True)
        labels = zip(*columns[len(fields) :], strict=True)
        found = []
        for row, (key, *label) in zip(values, labels, strict=True):
            if (article := self.model.from_db(self.db, names, row)).is_public:
                paid = key and relation.related_model.from_db(self.db, ("id", *LABEL), (key, *label))
                relation.set_cached_value(article, paid)
                found.append(article)
        return found

    def for_lists(self):
        """Load what a card shows, the bylines in one query more."""
        return self.for_cards().prefetch_related("bylines")

    def for_entries(self):
        """Load what a feed tells of an article: its text, its label and statement, bylines and tags."""
        shown = ("body", "lead_alt", "lead_is_decorative", "first_public_at")
        fields = (*CARD, *shown, *(f"sponsorship__{name}" for name in (*LABEL, *STATEMENT)))
        return self.select_related("sponsorship").only(*fields).prefetch_related("bylines", "tags")

    def for_page(self):
        """Load what an article's own page shows of its row; `load_images` brings the pictures."""
        return self.select_related("treatment", "sponsorship", "drawn")


def _values(column, field, connection):
    """Return a column of values as the field has them in Python."""
    expression = field.cached_col
    for convert in (*connection.ops.get_db_converters(expression), *expression.get_db_converters(connection)):
        column = [convert(value, expression, connection) for value in column]
    return column
